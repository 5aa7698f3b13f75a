#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations that were had elsewhere: the files of ChatGPT and Claude."""

import json
import signal
import sqlite3
import time
import urllib.request

from harness import Mock, Profile, run_tests


def node(parent, children, role, text, **more):
    content = more.pop('content', {'content_type': 'text', 'parts': [text]})
    return {'parent': parent, 'children': children,
            'message': {'author': {'role': role}, 'content': content, **more}}


def chatgpt(number, turns=2, size=0):
    """One conversation, each turn after the one before."""
    mapping = {'root': {'parent': None, 'children': ['0'], 'message': None}}
    for turn in range(turns):
        role = 'assistant' if turn % 2 else 'user'
        mapping[str(turn)] = node(str(turn - 1) if turn else 'root', [str(turn + 1)] if turn + 1 < turns else [], role,
                                  f'{role} says {turn} in chat{number}' + ' more' * size,
                                  create_time=1700000000.25 + 1000 * number + turn,
                                  metadata={'model_slug': 'gpt-4o'} if turn % 2 else {})
    return {'title': f'Chat {number}', 'create_time': 1700000000.0 + 1000 * number, 'mapping': mapping,
            'current_node': str(turns - 1), 'conversation_id': f'conversation-{number}'}


def claude(number):
    return {'uuid': f'0000000{number}-0000-4000-8000-000000000000', 'name': f'Talk {number}',
            'created_at': '2024-03-01T10:00:00Z', 'updated_at': '2024-03-01T10:00:00Z',
            'chat_messages': [
                {'uuid': 'q', 'sender': 'human', 'text': 'My harbour is Kiel.', 'created_at': '2024-03-01T10:00:00Z',
                 'attachments': [{'file_name': 'notes.txt', 'extracted_content': 'High water'}]},
                {'uuid': 'a', 'sender': 'assistant', 'text': '', 'created_at': '2024-03-01T10:00:05.5Z',
                 'content': [{'type': 'thinking', 'thinking': 'Baltic.'},
                             {'type': 'text', 'text': 'No tides there.'}]}]}


def write(profile, data, name='conversations.json'):
    file = profile.home / name
    file.write_text(data if isinstance(data, str) else json.dumps(data), encoding='utf-8')
    return str(file)


def count(profile, table, where='1'):
    connection = sqlite3.connect(profile.dir / 'boternity.db')
    try:
        return connection.execute(f'SELECT count(*) FROM {table} WHERE {where}').fetchone()[0]
    finally:
        connection.close()


def sessions(profile, *args):
    listed = profile.json('session', 'list', '--limit', '1000', *args)['sessions']
    return {session['title']: session for session in listed}


def test_chatgpt():
    with Profile() as profile:
        answer = profile.json('session', 'import', write(profile, [chatgpt(1), chatgpt(2, turns=4)]))
        assert answer['conversations'] == 2 and answer['messages'] == 6 and answer['unreadable'] == 0, answer
        found = sessions(profile)
        assert list(found) == ['Chat 2', 'Chat 1'], found
        assert found['Chat 1']['folder'] == 'ChatGPT', found
        assert found['Chat 1']['updated_at'] == 1700001001250000, found

        shown = profile.ok('session', 'show', found['Chat 1']['id'])
        assert 'user says 0 in chat1' in shown and 'assistant says 1 in chat1' in shown, shown
        reply = json.loads(profile.ok('session', 'export', found['Chat 1']['id'], '--format', 'json'))['messages'][1]
        assert (reply['provider'], reply['model']) == ('ChatGPT', 'gpt-4o'), reply
        hits = profile.ok('session', 'search', 'chat2')
        assert found['Chat 2']['id'] in hits and found['Chat 1']['id'] not in hits, hits


def test_claude():
    with Profile() as profile:
        text = profile.ok('session', 'import', write(profile, [claude(1)]))
        assert text.startswith('1 conversation was imported. 2 messages are new.'), text
        found = sessions(profile)['Talk 1']
        assert found['folder'] == 'Claude', found
        exported = json.loads(profile.ok('session', 'export', found['id'], '--format', 'json'))
        question, reply = exported['messages']
        assert question['content'] == 'My harbour is Kiel.' and reply['content'] == 'No tides there.', exported
        assert reply['thinking'] == 'Baltic.' and reply['parent_id'] == question['id'], exported
        assert exported['attachments'][0]['name'] == 'notes.txt', exported


def test_nothing_comes_twice():
    with Profile() as profile:
        file = write(profile, [chatgpt(1), chatgpt(2)])
        profile.ok('session', 'import', file)
        before = sorted(session['id'] for session in sessions(profile).values())
        again = profile.json('session', 'import', file)
        assert again['known'] == 2 and again['conversations'] == again['messages'] == 0, again
        assert sorted(session['id'] for session in sessions(profile).values()) == before
        assert count(profile, 'messages') == 4


def test_what_was_said_since():
    """A newer export has more of a conversation; what was deleted here stays deleted."""
    with Profile() as profile:
        profile.ok('session', 'import', write(profile, [chatgpt(1), chatgpt(2)]))
        profile.ok('session', 'remove', sessions(profile)['Chat 2']['id'])
        answer = profile.json('session', 'import', write(profile, [chatgpt(1, turns=4), chatgpt(2, turns=4)]))
        assert answer['extended'] == 1 and answer['messages'] == 2 and answer['known'] == 1, answer
        found = sessions(profile)
        assert list(found) == ['Chat 1'], found
        assert 'assistant says 3' in profile.ok('session', 'show', found['Chat 1']['id'])


def test_talked_on():
    """An imported conversation goes on, and a newer export does not take away what was said here."""
    with Profile() as profile, Mock() as mock:
        profile.add('mock', mock)
        profile.ok('session', 'import', write(profile, [chatgpt(1)]))
        found = sessions(profile)['Chat 1']
        profile.ok('chat', '--session', found['id'], '--message', 'And the moon?')
        with urllib.request.urlopen(f'http://127.0.0.1:{mock.control_port}/control/requests', timeout=10) as answer:
            sent = [request for request in json.load(answer) if 'And the moon?' in json.dumps(request)][0]
        assert 'user says 0 in chat1' in json.dumps(sent) and 'assistant says 1 in chat1' in json.dumps(sent), sent

        answer = profile.json('session', 'import', write(profile, [chatgpt(1, turns=4)]))
        assert answer['extended'] == 1 and answer['messages'] == 2, answer
        shown = profile.ok('session', 'show', found['id'])
        assert 'And the moon?' in shown and 'user says 2' not in shown, shown


def test_nothing_is_remembered_of_it():
    """What was said elsewhere is never taken for what the user said here, however much is said afterwards."""
    with Profile() as profile:
        profile.ok('session', 'import', write(profile, [claude(1)]))
        profile.ok('bot', 'edit', 'ada', '--capture', 'auto')
        found = sessions(profile)['Talk 1']
        profile.ok('chat', '--session', found['id'], stdin='I prefer the harbour of Aarhus.\n')
        memories = json.dumps(profile.json('memory', 'list'), ensure_ascii=False)
        assert 'Aarhus' in memories and 'Kiel' not in memories, memories
        assert count(profile, 'memory_candidates', "text LIKE '%Kiel%'") == 0


def test_bad_conversations():
    """Each is named and left out; the others come."""
    deep = '[' * 200 + ']' * 200
    bad = ['{"title":"Empty","mapping":{}}',
           '{"title":"Deep","mapping":' + deep + '}',
           '{"title":"Odd \\ud83d","mapping":{"a":{"message":{"author":{"role":"user"},"content":'
           '{"content_type":"text","parts":["Half \\ud83d a pair"]}}}},"id":"odd"}',
           '7', '{"title":"Broken","mapping":{"a":nonsense}}']
    with Profile() as profile:
        text = '[' + ','.join([json.dumps(chatgpt(1)), *bad, json.dumps(chatgpt(2))]) + ']'
        answer = profile.json('session', 'import', write(profile, text), code=1)
        assert answer['conversations'] == 3 and answer['unreadable'] == 4, answer
        problems = answer['problems']
        assert [problem['number'] for problem in problems] == [2, 3, 5, 6], problems
        assert problems[0]['title'] == 'Empty', problems
        assert set(sessions(profile)) == {'Chat 1', 'Chat 2', 'Odd \ufffd'}, sessions(profile)

        shown = profile.run('session', 'import', write(profile, text))
        assert shown.code == 1 and 'Number 2, “Empty”: there is no message in it.' in shown.out, shown


def test_wrong_files():
    for data, words in (('PK\x03\x04', 'Unpack'), ('{"version":"1.0"}', 'export of Boternity'),
                        ('[]', 'no conversation'),
                        ('[1, 2]', 'no export of ChatGPT or Claude'), ('{"a": [1]}', 'no export of ChatGPT or Claude'),
                        ('<html>', 'no export of ChatGPT or Claude'), ('', 'no export of ChatGPT or Claude'),
                        ('[', 'ends in the middle'), (json.dumps(list(range(100))), 'no export of ChatGPT or Claude')):
        with Profile() as profile:
            result = profile.run('session', 'import', write(profile, data))
            assert result.code == 1 and words in result.err, (data, result)
            assert count(profile, 'sessions') == 0
    with Profile() as profile:
        assert 'nothing.json' in profile.run('session', 'import', str(profile.home / 'nothing.json')).err
        assert profile.run('session', 'import', write(profile, [chatgpt(1)]), '--bot', 'nobody').code == 3


def test_wrapped_list():
    with Profile() as profile:
        data = {'account': {'a': [1, '"]}']}, 'conversations': [chatgpt(1)], 'more': [1]}
        assert profile.json('session', 'import', write(profile, data))['conversations'] == 1


def test_cut_off():
    """What is there of a file that ends too early comes; the whole file brings the rest."""
    with Profile() as profile:
        text = json.dumps([chatgpt(number) for number in range(10)])
        answer = profile.json('session', 'import', write(profile, text[:len(text) // 2]), code=1)
        assert 0 < answer['conversations'] < 10 and 'ends in the middle' in answer['broken'], answer
        rest = profile.json('session', 'import', write(profile, text))
        assert rest['known'] == answer['conversations'] and rest['known'] + rest['conversations'] == 10, rest


def test_files_beside():
    """Images and texts that were unpacked with the file come too; what is neither, or leads elsewhere, does not."""
    png = b'\x89PNG\r\n\x1a\n' + bytes(20)
    with Profile() as profile:
        folder = profile.home / 'export'
        for place in ('dalle-generations', 'user-1/a', 'other'):
            (folder / place).mkdir(parents=True)
        (folder / 'file-One-cat.png').write_bytes(png)
        (folder / 'dalle-generations' / 'file-Two-1234.webp').write_bytes(b'RIFF\0\0\0\0WEBP')
        (folder / 'user-1' / 'a' / 'file_3ab-sanitized.txt').write_text('High water')
        (folder / 'file-Four-paper.pdf').write_bytes(b'%PDF-1.4\xff')
        (profile.home / 'secret.png').write_bytes(png)
        (folder / 'file-Five-link.png').symlink_to(profile.home / 'secret.png')
        (folder / 'other' / 'file-Six-x.png').write_bytes(png)
        ids = ['file-One', 'file-Two', 'file_3ab', 'file-Four', 'file-Five', 'file-Six']
        chat = chatgpt(1)
        chat['mapping']['0']['message']['metadata'] = {
            'attachments': [{'id': name, 'name': f'{name}.upload'} for name in ids]}
        answer = profile.json('session', 'import', write(profile, [chat], 'export/conversations.json'))
        assert answer['missing_files'] == 3, answer
        found = sessions(profile)['Chat 1']
        exported = json.loads(profile.ok('session', 'export', found['id'], '--format', 'json'))
        kinds = {file['name']: file['media_type'] for file in exported['attachments']}
        assert kinds == {'file-One.upload': 'image/png', 'file-Two.upload': 'image/webp',
                         'file_3ab.upload': 'text/plain'}, kinds
        assert 'file-Five.upload – not in the imported file' in exported['messages'][0]['content'], exported


def test_record():
    """The audit says that it was done, and how much came; the record still fits."""
    with Profile() as profile:
        profile.ok('bot', 'add', 'Grace')
        profile.ok('session', 'import', '--bot', 'grace', write(profile, [chatgpt(1)]))
        assert sessions(profile, '--bot', 'grace')
        entries = [entry for entry in profile.json('memory', 'timeline')['entries'] if entry['action'] == 'import']
        assert len(entries) == 1 and entries[0]['actor'] == 'user', entries
        details = entries[0]['details']
        details = json.loads(details) if isinstance(details, str) else details
        assert details['conversations'] == 1 and details['messages'] == 2, entries
        assert details['file'] == 'conversations.json' and details['service'] == 'ChatGPT', entries
        profile.ok('memory', 'verify')


def kill_often(profile, n, turns):
    """Whether it was ever killed between the first conversation and the last."""
    file = write(profile, [chatgpt(number, turns=turns, size=40) for number in range(n)])
    profile.ok('session', 'list')
    partly = False
    for kill in range(8):
        process = profile.start('session', 'import', file)
        before = count(profile, 'sessions')
        # Not before it has stored something, if it ever does.
        while process.poll() is None and count(profile, 'sessions') == before:
            time.sleep(0.001)
        time.sleep(0.002 * kill)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        done = count(profile, 'sessions')
        partly = partly or 0 < done < n
        # A conversation is there with all that was said in it, or not at all.
        assert count(profile, 'messages') == turns * done, (count(profile, 'messages'), done)
    profile.ok('session', 'import', file)
    assert count(profile, 'sessions') == n and count(profile, 'messages') == n * turns
    profile.ok('storage', 'check')

    return partly


def test_killed():
    """However often it is killed, in the end everything is there once."""
    # Where this program itself has to wait for its turn, the other has done it all before it is killed.
    for n in (400, 800, 1600):
        with Profile() as profile:
            if kill_often(profile, n, 20):
                return
    raise AssertionError('it was never killed in the middle')


if __name__ == '__main__':
    run_tests(globals())
