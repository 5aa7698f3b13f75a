# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile as a whole: exported, imported, copied, put back, and saved from damage."""

import hashlib
import json
import os
import shlex
import shutil
import signal
import sqlite3
import time
from pathlib import Path

from harness import TIMEOUT, Profile, Skip, run_tests, wait_until

FIXTURES = Path(__file__).resolve().parent.parent / 'fixtures' / 'databases'


def fill(profile, n_messages=1):
    """A bot with a chat, answered by the provider that needs nothing."""
    profile.json('bot', 'add', 'Berta')
    for number in range(n_messages):
        profile.json('chat', '--bot', 'berta', '--message', f'My cat is called Mitzi {number} 🐈')


def test_export_and_import():
    with Profile() as one, Profile() as two:
        fill(one)
        file = one.home / 'all.json'
        answer = one.json('storage', 'export', str(file))
        assert answer['size'] == file.stat().st_size, answer
        assert file.stat().st_mode & 0o777 == 0o600
        document = json.loads(file.read_text())
        assert document['version'] == '1.0' and document['source_engine'] == 'sqlite'
        assert document['counts']['messages'] == 2, document['counts']

        # Where nothing was said yet it comes instead of what the first start made.
        answer = two.json('storage', 'import', str(file))
        assert answer['replaced'] is True
        assert two.json('bot', 'list') == one.json('bot', 'list')
        again = two.home / 'again.json'
        two.ok('storage', 'export', str(again))
        assert json.loads(again.read_text())['sha256'] == document['sha256']


def test_numbers_are_short():
    """A number is written as it was typed, and older files, which have longer ones, are read as before."""
    with Profile() as one, Profile() as two:
        assert '"temperature":0.7,' in one.run('--json', 'bot', 'show', 'ada').out
        assert '"temperature" : 0.7,' in one.ok('bot', 'export', 'ada')
        file, older, again = (one.home / name for name in ('all.json', 'older.json', 'again.json'))
        one.ok('storage', 'export', file)
        text = file.read_text()
        assert '"temperature":0.7,' in text
        old_text = text.replace('"temperature":0.7,', '"temperature":0.69999999999999996,')
        start = old_text.index('"bots":[') + len('"bots":[')
        end = old_text.index('],\n"souls":', start) + 1
        sha256 = hashlib.sha256(old_text[start:end].encode()).hexdigest()
        older.write_text(old_text.replace(json.loads(text)['sha256']['bots'], sha256))
        two.ok('storage', 'import', older)
        two.ok('storage', 'export', again)
        assert json.loads(again.read_text())['sha256'] == json.loads(text)['sha256']


def test_import_of_another_profile():
    """What has a name that is taken here gets another one, and nothing of either is lost."""
    with Profile() as one, Profile() as two:
        fill(one)
        fill(two)
        two.ok('memory', 'add', '--bot', 'berta', 'The dog is called Rex.')
        file = one.home / 'all.json'
        two.ok('storage', 'export', str(file))
        answer = one.json('storage', 'import', str(file))
        assert answer['replaced'] is False
        renamed = {(entry['kind'], entry['from']): entry['to'] for entry in answer['renamed']}
        assert renamed == {('bots', 'ada'): 'ada-2', ('bots', 'berta'): 'berta-2',
                           ('providers', 'Memory only'): 'Memory only 2'}, renamed
        assert [bot['slug'] for bot in one.json('bot', 'list')['bots']] == ['ada', 'ada-2', 'berta', 'berta-2']
        assert 'Rex' in one.ok('memory', 'list', '--bot', 'berta-2')
        assert one.json('storage', 'check')['counts']['messages'] == 4
        one.ok('storage', 'verify')
        # Once more it is the same: what has the same key is replaced.
        again = one.run('storage', 'import', str(file))
        assert again.code == 0 and '“berta” is called “berta-2” here' in again.out, again
        assert one.json('storage', 'check')['counts']['messages'] == 4


def test_import_is_all_or_nothing():
    with Profile() as one, Profile() as two:
        fill(one)
        file = one.home / 'all.json'
        one.ok('storage', 'export', str(file))
        text = file.read_text()
        for damaged, place in ((text[:-300], 'it ends in the middle'), (text.replace('Mitzi', 'Minka'), 'sha256.'),
                               ('{"version":"2.0"}', 'version'), ('[' * 10000, 'Line 1')):
            file.write_text(damaged)
            before = two.json('storage', 'check')['counts']
            result = two.run('storage', 'import', str(file))
            assert result.code == 1 and place in result.err and len(result.err.splitlines()) == 1, result
            after = two.json('storage', 'check')['counts']
            before.pop('workflows'), after.pop('workflows')
            assert before == after
        result = two.run('storage', 'import', str(two.home / 'nothing.json'))
        assert result.code == 3, result


def test_backup_and_restore():
    with Profile() as profile:
        fill(profile)
        copy = profile.home / 'copy.db'
        profile.json('storage', 'backup', str(copy))
        assert copy.stat().st_mode & 0o777 == 0o600
        profile.ok('bot', 'add', 'Later')
        answer = profile.json('storage', 'restore', str(copy))
        assert os.path.exists(answer['set_aside'])
        names = [bot['name'] for bot in profile.json('bot', 'list')['bots']]
        assert 'Berta' in names and 'Later' not in names, names
        # The way back.
        profile.json('storage', 'restore', answer['set_aside'])
        assert 'Later' in [bot['name'] for bot in profile.json('bot', 'list')['bots']]


def test_restore_from_export():
    with Profile() as profile:
        fill(profile)
        file = profile.home / 'all.json'
        profile.ok('storage', 'export', str(file))
        profile.ok('bot', 'add', 'Later')
        profile.json('storage', 'restore', str(file))
        assert 'Later' not in [bot['name'] for bot in profile.json('bot', 'list')['bots']]


def test_forgotten_stays_forgotten():
    """What was forgotten comes back neither with an older export nor with an older backup, however that is read."""
    with Profile() as profile:
        kept = profile.json('memory', 'add', 'Something else entirely')
        gone = profile.json('memory', 'add', 'The zebrafinch is a secret')
        said = profile.json('chat', '--message', 'The quokka is another secret')
        files = [profile.home / name for name in ('all.json', 'copy.db')]
        profile.ok('storage', 'export', files[0])
        profile.ok('storage', 'backup', files[1])
        lines = ''.join(json.dumps(memory) + '\n' for memory in profile.json('memory', 'list')['memories'])
        profile.ok('memory', 'forget', gone['id'])
        profile.ok('session', 'forget-message', said['reply_to'])
        forgotten_at = profile.json('session', 'show', said['session'])['messages'][0]['forgotten_at']

        for command in (['import', files[0]], ['import', '--replace', files[0]], ['restore', files[1]],
                        ['restore', files[0]]):
            answer = profile.json('storage', *command)
            assert answer['left_out'] == {'memories': 1, 'messages': 1}, (command, answer)
            texts = [memory['text'] for memory in profile.json('memory', 'list')['memories']]
            assert texts == [kept['text']], (command, texts)
            message = profile.json('session', 'show', said['session'])['messages'][0]
            assert message['content'] == '' and message['forgotten_at'] == forgotten_at, (command, message)
            for word in ('zebrafinch', 'quokka'):
                assert not [path for path in profile.dir.rglob('*')
                            if path.is_file() and word.encode() in path.read_bytes().lower()], (command, word)
            assert profile.json('storage', 'verify')['ok'], command
        plain = profile.ok('storage', 'import', files[0])
        assert '1 memory was left out' in plain and '1 message came without its words' in plain, plain
        plain = profile.ok('storage', 'restore', files[1])
        assert '1 memory was left out' in plain and '1 message came without its words' in plain, plain

        # Lists of memories have ids too.
        answer = profile.json('memory', 'import', '-', stdin=lines)
        assert (answer['imported'], answer['known'], answer['forgotten']) == (0, 1, 1), answer
        assert '1 memory was left out' in profile.ok('memory', 'import', '-', stdin=lines)

        # Where nothing was forgotten everything comes, and where that cannot be read it is said.
        with Profile() as other:
            answer = other.json('storage', 'import', files[0])
            assert 'left_out' not in answer and len(other.json('memory', 'list')['memories']) == 2
            (other.dir / 'boternity.db').write_bytes(b'#' * 8192)
            answer = other.json('storage', 'restore', files[1])
            assert answer['forgotten_known'] is False and answer['left_out'] == {'memories': 0, 'messages': 0}, answer


def test_bad_backups_are_refused():
    with Profile() as profile:
        fill(profile)
        copy = profile.home / 'copy.db'
        profile.ok('storage', 'backup', str(copy))
        content = bytearray(copy.read_bytes())
        newer = profile.home / 'newer.db'
        newer.write_bytes(content)
        with sqlite3.connect(newer) as connection:
            connection.execute('PRAGMA user_version = 999')
        other = profile.home / 'other.db'
        with sqlite3.connect(other) as connection:
            connection.execute('CREATE TABLE t (x)')
        content[8192:20480] = b'#' * 12288
        copy.write_bytes(content)
        before = profile.json('bot', 'list')
        for file in copy, newer, other, profile.home / 'missing':
            assert profile.run('storage', 'restore', str(file)).code != 0, file
        assert profile.json('bot', 'list') == before
        assert not [name for name in os.listdir(profile.dir) if 'restoring' in name or 'before' in name]


def test_salvage():
    with Profile() as profile, Profile() as other:
        fill(profile, 30)
        database = profile.dir / 'boternity.db'
        with sqlite3.connect(database) as connection:
            page, = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'settings'").fetchone()
            size, = connection.execute('PRAGMA page_size').fetchone()
        with open(database, 'r+b') as file:
            file.seek((page - 1) * size)
            file.write(b'#' * size)
        assert profile.run('bot', 'list').code != 0
        file = profile.home / 'saved.json'
        answer = profile.json('storage', 'salvage', str(file))
        assert answer['saved'] > 60, answer
        other.ok('storage', 'import', str(file))
        assert other.json('storage', 'check')['counts']['messages'] == 60


def test_upgrade_keeps_large_attachment():
    """What the first version had, with 5 MiB attached to a message: the copy before the upgrade gives it back."""
    with Profile() as profile:
        profile.dir.mkdir()
        path = profile.dir / 'boternity.db'
        shutil.copy(FIXTURES / 'version-1.db', path)
        content = b'five MiB' * 655360
        with sqlite3.connect(path) as database:
            message, = database.execute('SELECT id FROM messages WHERE session_id IN '
                                        '(SELECT id FROM sessions WHERE private = 0)').fetchone()
            for table in 'provider_health', 'attachments':
                database.execute(f'DELETE FROM {table}')
            database.execute('DELETE FROM providers')
            database.execute("INSERT INTO attachments VALUES ('large', ?, 'large.bin', 'text/plain', ?, ?, 1)",
                             (message, hashlib.sha256(content).hexdigest(), content))
        profile.ok('bot', 'list')
        with sqlite3.connect(path) as database:
            database.execute('DELETE FROM attachments')
        profile.ok('storage', 'restore', str(profile.dir / 'boternity.db.backup-v1'))
        profile.ok('storage', 'verify')
        with sqlite3.connect(path) as database:
            assert database.execute("SELECT data FROM attachments WHERE id = 'large'").fetchone() == (content,)


def test_restored_with_large_files():
    """What is set aside when a backup is put in place has its large files with it, also after the others are gone."""
    with Profile() as profile:
        fill(profile)
        copy = profile.home / 'copy.db'
        profile.ok('storage', 'backup', str(copy))
        large = profile.home / 'large.txt'
        large.write_bytes(b'line of a large file\n' * 80000)
        profile.ok('file', 'add', '--bot', 'berta', str(large))
        aside = profile.json('storage', 'restore', str(copy))['set_aside']
        profile.ok('bot', 'list')
        assert not [path for path in (profile.dir / 'files').rglob('*') if path.is_file()]
        profile.ok('storage', 'restore', aside)
        profile.ok('storage', 'verify')
        # Such a profile is backed up as one file with everything in it.
        whole = profile.home / 'whole'
        profile.ok('storage', 'backup', str(whole))
        shutil.rmtree(profile.dir / 'files')
        profile.ok('storage', 'restore', str(whole))
        profile.ok('storage', 'verify')


def test_verify():
    """Whatever is altered behind the program's back is found and named, and nothing is written to find it."""
    with Profile() as profile:
        fill(profile)
        large = profile.home / 'large.txt'
        large.write_bytes(b'line of a large file\n' * 80000)
        profile.ok('file', 'add', '--bot', 'berta', str(large))
        profile.ok('memory', 'add', '--bot', 'berta', 'The cat is called Mitzi.')
        assert profile.run('storage', 'verify').err == ''
        before = profile.json('storage', 'check')['counts']
        report = profile.json('storage', 'verify')
        parts = {part['part']: part for part in report['parts']}
        assert report['ok'] and all(part['ok'] for part in report['parts']), report
        for name in 'database', 'contents', 'files', 'souls', 'memories', 'audit':
            assert parts[name]['count'] >= 1, report
        assert profile.json('storage', 'check')['counts'] == before
        assert len(profile.ok('storage', 'verify').splitlines()) == len(parts)

        def damaged(part, name):
            result = profile.run('storage', 'verify')
            assert result.code == 1 and name in result.err, result
            report = profile.json('storage', 'verify', code=1)
            assert [entry['part'] for entry in report['parts'] if not entry['ok']] == [part], report

        beside, = [path for path in (profile.dir / 'files').rglob('*') if path.is_file()]
        content = beside.read_bytes()
        beside.chmod(0o600)
        beside.write_bytes(content[:-9] + b'X' + content[-8:])
        damaged('contents', 'large.txt')
        beside.unlink()
        damaged('contents', 'large.txt')
        beside.parent.mkdir(exist_ok=True)
        beside.write_bytes(content)
        profile.ok('storage', 'verify')

        database = profile.dir / 'boternity.db'
        for part, sql, back in (
                ('souls', "UPDATE souls SET text = text || '!'", "UPDATE souls SET text = rtrim(text, '!')"),
                ('files', 'UPDATE file_versions SET size = size + 1', 'UPDATE file_versions SET size = size - 1'),
                ('memories', "UPDATE memories SET text = text || '!'", "UPDATE memories SET text = rtrim(text, '!')"),
                ('audit', "UPDATE audit_entries SET actor = 'x' || actor",
                 'UPDATE audit_entries SET actor = substr(actor, 2)')):
            with sqlite3.connect(database) as connection:
                connection.execute(sql)
            damaged(part, '')
            with sqlite3.connect(database) as connection:
                connection.execute(back)
            profile.ok('storage', 'verify')


def test_advice_can_be_followed():
    """What the error says to run puts the data right."""
    with Profile() as profile:
        fill(profile)
        copy = profile.home / 'copy.db'
        profile.ok('storage', 'backup', str(copy))
        profile.ok('storage', 'restore', str(copy))
        (profile.dir / 'boternity.db').write_bytes(b'not a database' * 1000)
        result = profile.run('bot', 'list')
        assert result.code == 1 and len(result.err.splitlines()) == 1, result
        command = shlex.split(result.err.split('Put a backup back: boternityctl ')[1])
        assert command[0] == '--data-dir' and command[2:4] == ['storage', 'restore'], command
        profile.ok(*command[2:])
        assert 'Berta' in profile.ok('bot', 'list')


def test_unreachable_server():
    with Profile() as profile:
        fill(profile)
        profile.ok('profile', 'add', 'away', '--uri', 'postgresql://nobody@127.0.0.1:1/nothing')
        result = profile.run('--profile', 'away', 'bot', 'list')
        if 'without PostgreSQL' in result.err:
            raise Skip('built without PostgreSQL')
        assert result.code == 1 and len(result.err.splitlines()) == 1, result
        assert '--profile away profile list' in result.err, result
        assert profile.json('--profile', 'away', 'bot', 'list', code=1)['code'] == 'offline'
        # After a move there is a way back.
        address = profile.dir / 'profile.json'
        address.write_text(json.dumps({'uri': 'postgresql://nobody@127.0.0.1:1/nothing',
                                       'previous': str(profile.dir / 'boternity.db')}))
        result = profile.run('bot', 'list')
        assert result.code == 1 and 'storage move --undo' in result.err, result
        profile.ok('storage', 'move', '--undo')
        assert 'Berta' in profile.ok('bot', 'list')


def test_killed_import():
    """Killed at any moment it is there as a whole or not at all, and the next try works."""
    with Profile() as one, Profile() as two:
        fill(one, 20)
        file = one.home / 'all.json'
        one.ok('storage', 'export', str(file))
        expected = json.loads(file.read_text())['counts']
        two.ok('bot', 'list')
        empty = two.json('storage', 'check')['counts']['messages']
        for delay in (0.01, 0.03, 0.05, 0.07, 0.1, 0.15):
            process = two.start('storage', 'import', str(file))
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                stream.close()
            report = two.json('storage', 'check')
            assert report['ok'] and report['counts']['messages'] in (empty, expected['messages']), report
        two.ok('storage', 'import', '--replace', str(file))
        assert two.json('storage', 'check')['counts']['messages'] == expected['messages']


def kill_after(profile, delay, *args):
    """Runs a command and pulls the plug."""
    process = profile.start(*args)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


def test_killed_export():
    """Killed at any moment, the file is there as a whole, or the old one is still there."""
    with Profile() as one, Profile() as two:
        fill(one, 3)
        file = one.home / 'all.json'
        for number in range(24):
            before = file.read_bytes() if file.exists() else None
            kill_after(one, 0.004 * (number + 1), 'storage', 'export', str(file))
            after = file.read_bytes() if file.exists() else None
            if after != before:
                document = json.loads(after)
                assert document['counts']['messages'] == 6 and document['sha256'], document['counts']
        assert one.json('storage', 'verify')['ok']
        one.ok('storage', 'export', str(file))
        two.ok('storage', 'import', str(file))
        assert two.json('storage', 'check')['counts']['messages'] == 6


def test_killed_move():
    """Killed at any moment, the profile is where it was or where it shall be, with everything in it."""
    with Profile() as profile:
        fill(profile, 3)
        place = profile.home / 'elsewhere.db'
        moved = 0
        for number in range(24):
            kill_after(profile, 0.006 * (number + 1), 'storage', 'move', str(place))
            report = profile.json('storage', 'check')
            assert report['ok'] and report['counts']['messages'] == 6, report
            address = profile.dir / 'profile.json'
            if address.exists() and json.loads(address.read_text())['uri'] == str(place):
                moved += 1
                profile.ok('storage', 'move', '--undo')
                for old in profile.home.glob('elsewhere.db*'):
                    old.unlink()
                address.unlink()
            elif place.exists():
                with sqlite3.connect(place) as database:
                    assert database.execute('SELECT count(*) FROM messages').fetchone() == (6,)
        if not moved:
            profile.ok('storage', 'move', str(place))
            left = [path.name for path in profile.home.glob('*.moving*')]
            assert not left and place.exists(), left
        assert profile.json('storage', 'verify')['ok']


def test_move_and_back():
    with Profile() as profile:
        fill(profile)
        before = profile.json('storage', 'check')['counts']
        place = profile.home / 'elsewhere.db'
        assert profile.json('storage', 'move', str(place))['uri'] == str(place)
        profile.ok('bot', 'add', 'Later')
        after = profile.json('storage', 'check')['counts']
        assert after['messages'] == before['messages'] and after['bots'] == before['bots'] + 1
        # What is there already is not written over.
        assert profile.run('storage', 'move', str(profile.dir / 'boternity.db')).code == 4
        profile.ok('storage', 'move', '--undo')
        assert profile.json('storage', 'check')['counts']['bots'] == before['bots']
        assert profile.run('storage', 'move').code == 2
        assert profile.run('storage', 'move', 'postgresql://u:secret@127.0.0.1:1/x').code != 0
        assert 'secret' not in ''.join(file.read_text('latin-1') for file in profile.dir.glob('*.json'))


def slow_disk():
    if 'FAILING_DISK' not in os.environ:
        raise Skip('nothing can be loaded before the sanitizers')
    return os.environ['FAILING_DISK']


def test_cancelled_move():
    """Stopped from the keyboard, nothing is at the new place, and nothing has changed."""
    with Profile() as profile:
        profile.ok('bot', 'add', 'Berta')
        large = profile.home / 'large.txt'
        large.write_bytes(os.urandom(12 << 20).hex().encode())
        profile.ok('file', 'add', '--bot', 'berta', str(large))
        place = profile.home / 'elsewhere.db'
        moving = profile.home / 'elsewhere.db.moving'
        # A disk so slow that it takes minutes.
        environment = {'LD_PRELOAD': slow_disk(), 'BTY_DISK_PATH': str(moving), 'BTY_DISK_DELAY_MS': '50'}
        process = profile.start('storage', 'move', str(place), env=environment)
        wait_until(lambda: moving.exists() or process.poll() is not None, 'the move to begin')
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=TIMEOUT)
        assert process.returncode == 1, (process.returncode, out, err)
        assert not place.exists()
        assert not list(profile.home.glob('elsewhere.db*')), list(profile.home.glob('elsewhere.db*'))
        assert not (profile.dir / 'profile.json').exists()
        assert profile.json('storage', 'verify')['ok']


def test_old_data_are_removed():
    """Only when somebody says so; then nothing leads back."""
    with Profile() as profile:
        fill(profile)
        profile.ok('bot', 'add', 'Berta')
        large = profile.home / 'large.txt'
        large.write_bytes(os.urandom(2 << 20).hex().encode())
        profile.ok('file', 'add', '--bot', 'berta', str(large))
        assert profile.run('storage', 'move', '--remove-old').code != 0
        before = profile.json('storage', 'check')['counts']
        place = profile.home / 'elsewhere.db'
        profile.ok('storage', 'move', str(place))
        old = profile.dir / 'boternity.db'
        assert old.exists() and list((profile.dir / 'files').rglob('??/*'))
        profile.ok('storage', 'move', '--remove-old')
        assert not list(profile.dir.glob('boternity.db*')) and not list((profile.dir / 'files').rglob('??/*'))
        assert profile.run('storage', 'move', '--undo').code != 0
        assert profile.run('storage', 'move', '--remove-old').code != 0
        after = profile.json('storage', 'check')['counts']
        assert {**after, 'workflows': 0} == {**before, 'workflows': 0}
        assert profile.json('storage', 'verify')['ok']


def test_profiles():
    with Profile() as profile:
        fill(profile)
        profile.ok('profile', 'add', 'work')
        assert [entry['name'] for entry in profile.json('profile', 'list')['profiles']] == ['default', 'work']
        profile.ok('--profile', 'work', 'bot', 'add', 'Clara')
        names = [bot['name'] for bot in profile.json('--profile', 'work', 'bot', 'list')['bots']]
        assert 'Clara' in names and 'Berta' not in names, names
        assert 'Clara' not in profile.ok('bot', 'list')
        assert profile.run('profile', 'add', 'work').code == 1
        for name in '../x', 'A', '', 'a/b', 'removed-x', '.x':
            assert profile.run('profile', 'add', name).code != 0, name
        assert profile.run('--profile', 'nobody', 'bot', 'list').code == 3
        assert profile.run('profile', 'remove', 'default').code == 4
        assert profile.run('profile', 'add', 'secret', '--uri', 'postgresql://u:pw@h/d').code == 4
        profile.ok('profile', 'remove', 'work')
        assert profile.run('--profile', 'work', 'bot', 'list').code == 3
        profile.ok('profile', 'restore', 'work')
        assert 'Clara' in profile.ok('--profile', 'work', 'bot', 'list')


run_tests(globals())
