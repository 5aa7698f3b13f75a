#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that boternityctl is given: into the keyring, and nowhere else."""

import os
import pty
import select
import subprocess

from harness import TIMEOUT, Mock, Profile, Skip, check_error, run_tests

KEY = 'sk-canary-7f3a9c'
HAS_KEYRING = os.environ.get('BTY_TEST_KEYRING') == 'unlocked'


def add(profile, mock, *args, **kwargs):
    return profile.run('--json', 'provider', 'add', 'A', '--type', 'openai_compatible', '--model', 'm',
                       '--base-url', f'http://127.0.0.1:{mock.port}/v1', *args, **kwargs)


def check_key_is_nowhere(profile, *results):
    assert profile.files_with(KEY) == []
    for result in results:
        assert KEY not in result.out + result.err, result


def test_key_from_standard_input():
    with Profile() as profile, Mock('--reply', 'hello', '--key', KEY) as mock:
        added = add(profile, mock, '--key-stdin', stdin=KEY + '\n')
        if not HAS_KEYRING:
            assert added.code == 1 and added.json['code'] == 'keyring' and 'environment' in added.err, added
            assert [p['name'] for p in profile.json('provider', 'list')['providers']] == ['Memory only']
            check_key_is_nowhere(profile, added)
            return
        assert added.code == 0, added
        chat = profile.run('--json', 'chat', '--message', 'hello')
        assert chat.json['provider'] == 'A' and chat.json['attempts'] == [], chat
        status = profile.run('--json', 'provider', 'status')
        assert {p['name']: p['key'] for p in status.json['providers']}['A'] == 'keyring'
        export = profile.run('bot', 'export', 'ada')
        check_key_is_nowhere(profile, added, chat, status, export)

        mock.control(key='sk-canary-second')
        assert profile.run('--json', 'provider', 'test', 'A').json['code'] == 'authentication'
        edited = profile.run('--json', 'provider', 'edit', 'A', '--key-stdin', stdin='sk-canary-second')
        assert edited.code == 0, edited
        assert profile.json('provider', 'test', 'A')['ok'] is True
        profile.ok('provider', 'edit', 'A', '--name', 'B')
        assert profile.json('provider', 'test', 'B')['ok'] is True
        assert profile.json('provider', 'remove', 'B')['name'] == 'B'
        assert add(profile, mock, '--no-test').code == 0
        for name in ('B', 'A'):
            profile.ok('provider', 'edit', 'A' if name == 'B' else 'B', '--name', name)
            keys = {p['name']: p['key'] for p in profile.json('provider', 'status')['providers']}
            assert keys[name] == 'not_needed', 'a key goes with its provider'


def turn_keyring(*how):
    subprocess.run([os.environ['TURN_KEYRING'], *how], check=True, timeout=60, stdout=subprocess.DEVNULL)


def test_locked_keyring_lets_the_next_one_answer():
    """The provider is left out, not set aside, and nobody says that its key is missing."""
    if not HAS_KEYRING:
        raise Skip('needs a keyring')
    with Profile() as profile, Mock('--reply', 'from A', '--key', KEY) as a, Mock('--reply', 'from B') as b:
        assert add(profile, a, '--key-stdin', '--priority', '1', stdin=KEY + '\n').code == 0
        profile.add('B', b, priority=2)
        turn_keyring()
        try:
            chat = profile.run('--json', 'chat', '--message', 'hello').json
            assert chat['provider'] == 'B' and chat['status'] == 'complete', chat
            assert [(x['provider'], x['code']) for x in chat['attempts']] == [('A', 'keyring_locked')], chat
            assert any('A: The keyring is locked' in warning for warning in chat['warnings']), chat
            for_people = profile.run('chat', '--message', 'hello')
            assert for_people.code == 0 and 'provider unlock' in for_people.err, for_people

            alone = profile.run('--json', 'chat', '--provider', 'A', '--message', 'hello')
            assert alone.code == 1 and alone.json['code'] == 'keyring_locked', alone
            status = {p['name']: p for p in profile.json('provider', 'status')['providers']}['A']
            assert (status['state'], status['key']) == ('locked', 'keyring_locked'), status
            assert status['health']['total_failures'] == 0 and not status['health']['set_aside'], status
            check_error(profile.run('provider', 'unlock'), 1)
            for words in (('edit', 'A', '--key-stdin'), ('edit', 'A', '--name', 'C'), ('test', 'A')):
                refused = profile.run('provider', *words, stdin='sk-canary-second\n')
                check_error(refused, 1)
                assert 'keyring is locked' in refused.err and 'provider unlock' in refused.err, refused
        finally:
            turn_keyring('open')
        assert profile.json('provider', 'unlock')['providers'][0]['state'] == 'ready'
        chat = profile.run('--json', 'chat', '--message', 'hello').json
        assert chat['provider'] == 'A' and chat['attempts'] == [], chat
        check_key_is_nowhere(profile, for_people)


def test_key_that_is_none():
    with Profile() as profile, Mock() as mock:
        for text in (b'', b'\n', b'two\0parts\n', b'\xff\xfe\n', b'x' * 20000):
            result = add(profile, mock, '--key-stdin', stdin=text)
            assert result.code == 1 and result.json['code'] == 'invalid', (text[:20], result)


def test_key_at_a_terminal_is_not_shown():
    with Profile() as profile, Mock('--key', KEY) as mock:
        pid, fd = pty.fork()
        if pid == 0:
            command = profile.command('provider', 'add', 'A', '--type', 'openai_compatible', '--key-stdin',
                                      '--model', 'm', '--base-url', f'http://127.0.0.1:{mock.port}/v1')
            os.execve(command[0], [str(word) for word in command], profile.env)
        shown = b''
        typed = False
        try:
            while select.select([fd], [], [], TIMEOUT)[0]:
                shown += os.read(fd, 4096)
                if not typed and b'Key: ' in shown:
                    os.write(fd, KEY.encode() + b'\n')
                    typed = True
        except OSError:
            pass
        os.close(fd)
        os.waitpid(pid, 0)
        assert typed and KEY.encode() not in shown, shown
        check_key_is_nowhere(profile)


def test_key_from_the_environment():
    with Profile() as profile, Mock('--reply', 'hello', '--key', KEY) as mock:
        added = add(profile, mock, '--key-env', 'THE_KEY', env={'THE_KEY': KEY})
        assert added.code == 0 and added.json['key_env'] == 'THE_KEY', added
        chat = profile.run('--json', 'chat', '--message', 'hello', env={'THE_KEY': KEY})
        assert chat.json['provider'] == 'A', chat
        without = profile.run('--json', 'chat', '--provider', 'A', '--message', 'hello')
        assert without.code == 1 and 'THE_KEY is not set' in without.json['error'], without
        listed = profile.run('provider', 'list', env={'THE_KEY': KEY})
        check_key_is_nowhere(profile, added, chat, without, listed)


def test_key_that_comes_back_is_not_kept():
    """A service that puts the key into its error message does not get it into the database."""
    with Profile() as profile, Mock('--fault', 'echo-key') as mock:
        added = add(profile, mock, '--key-env', 'THE_KEY', '--no-test', env={'THE_KEY': KEY})
        chat = profile.run('--json', 'chat', '--provider', 'A', '--message', 'hello', env={'THE_KEY': KEY})
        assert added.code == 0 and chat.code == 1, chat
        check_key_is_nowhere(profile, added, chat, profile.run('provider', 'status'))


def test_key_as_an_argument_is_refused():
    with Profile() as profile:
        check_error(profile.run('provider', 'add', 'A', '--type', 'anthropic', f'--key={KEY}'), 2)
        check_error(profile.run('provider', 'add', 'A', '--type', 'anthropic', '--header', f'x-api-key: {KEY}'), 2)
        for args in ([], ['--no-test']):
            refused = profile.run('provider', 'add', 'A', '--type', 'anthropic', f'--base-url=https://a:{KEY}@x.org',
                                  *args)
            check_error(refused, 1)
            check_key_is_nowhere(profile, refused)
            refused = profile.run('provider', 'add', 'A', '--type', 'anthropic', f'--key-env={KEY}', *args)
            check_error(refused, 1)
            check_key_is_nowhere(profile, refused)
        profile.ok('provider', 'add', 'A', '--type', 'anthropic', '--key-env', 'THE_KEY', '--no-test')
        refused = profile.run('provider', 'edit', 'A', f'--key-env={KEY}')
        check_error(refused, 1)
        check_key_is_nowhere(profile, refused)


def count(mock):
    """How often somebody asked it for anything."""
    return len(mock.requests())


def test_imported_provider_waits_for_a_person():
    """A file names the address, the variable that holds the key and the name of the key in the keyring: a stranger may
    have written it."""
    secret = {'CANARY_VARIABLE': KEY}
    with Profile() as stranger, Profile() as profile, Mock('--reply', 'hello') as mock:
        stranger.add('A', mock, '--key-env', 'CANARY_VARIABLE')
        files = [stranger.home / name for name in ('all.json', 'copy.db')]
        stranger.ok('storage', 'export', files[0])
        stranger.ok('storage', 'backup', files[1])
        address = f'http://127.0.0.1:{mock.port}/v1'
        before = count(mock)
        for command in ['import', files[0]], ['import', '--replace', files[0]], ['restore', files[1]]:
            answer = profile.json('storage', *command, env=secret)
            assert answer['unconfirmed'] == [{'name': 'A', 'address': address, 'key_env': 'CANARY_VARIABLE'}], answer
            for words in (['chat', '--message', 'hello'], ['chat', '--provider', 'A', '--message', 'hello'],
                          ['provider', 'test', 'A'], ['provider', 'models', 'A']):
                profile.run('--json', *words, env=secret)
            assert count(mock) == before, (command, mock.requests()[before:])
            state = {p['name']: p['state'] for p in profile.json('provider', 'status')['providers']}
            assert state['A'] == 'set_aside', state
        plain = profile.ok('storage', 'import', files[0])
        assert address in plain and 'CANARY_VARIABLE' in plain and "provider reset 'A'" in plain, plain
        refused = profile.run('--json', 'provider', 'test', 'A', env=secret)
        assert refused.json['code'] == 'refused' and address in refused.err + refused.out, refused

        # Other settings say nothing of that, and it goes with the data wherever they go.
        profile.ok('provider', 'edit', 'A', '--priority', '7')
        profile.ok('provider', 'disable', 'A')
        profile.ok('provider', 'enable', 'A')
        profile.ok('storage', 'move', profile.home / 'elsewhere.db')
        assert profile.json('chat', '--message', 'hello', env=secret)['provider'] == 'Memory only'
        assert count(mock) == before

        # The file is not changed by that, and neither is what is written to the next one.
        again = profile.home / 'again.json'
        profile.ok('storage', 'export', again)
        assert 'unconfirmed_providers' not in again.read_text()

        # A person has looked at it.
        profile.ok('provider', 'reset', 'A')
        assert profile.json('chat', '--message', 'hello', env=secret)['provider'] == 'A'
        assert count(mock) > before
        assert 'unconfirmed' not in profile.json('storage', 'import', again), 'it is as it was'
        assert profile.json('provider', 'test', 'A', env=secret)['ok'] is True
        # At another address it is another one.
        stranger.ok('provider', 'edit', 'A', '--base-url', 'http://127.0.0.1:1/v1')
        stranger.ok('storage', 'export', files[0])
        assert len(profile.json('storage', 'import', files[0])['unconfirmed']) == 1


def test_known_services_need_no_confirmation():
    """Those at the address that the catalog has get the variable that it has, and only that."""
    with Profile() as stranger, Profile() as profile, Mock('--reply', 'hello') as mock:
        stranger.add('Local', mock)
        for name, url, *words in (('Vendor', 'https://api.openai.com/v1', '--key-env', 'OPENAI_API_KEY'),
                                  ('Plain', 'https://api.openai.com/v1'),
                                  ('Other variable', 'https://api.openai.com/v1', '--key-env', 'SECRET'),
                                  ('Other port', 'https://api.openai.com:8443/v1'),
                                  ('Other host', 'https://api.openai.com.example.org/v1')):
            stranger.ok('provider', 'add', name, '--type', 'openai_compatible', '--model', 'm', '--base-url', url,
                        '--no-test', *words)
        file = stranger.home / 'all.json'
        stranger.ok('storage', 'export', file)
        waiting = profile.json('storage', 'import', file)['unconfirmed']
        assert sorted(p['name'] for p in waiting) == ['Other host', 'Other port', 'Other variable'], waiting

        # Who says where it is has looked.
        profile.ok('provider', 'edit', 'Other host', '--base-url', f'http://127.0.0.1:{mock.port}/v1')
        profile.ok('provider', 'disable', 'Local')
        assert profile.json('chat', '--message', 'hello')['provider'] == 'Other host'


run_tests(globals())
