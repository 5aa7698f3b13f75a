#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What boternityctl does with memories: exit codes, JSON, sharing, forgetting, tampering."""

import json
import sqlite3
import time

from harness import TIMEOUT, Mock, Profile, Skip, check_error, run_tests, wait_until

NOWHERE = '01900000-0000-7000-8000-000000000000'

USAGE = [
    ['memory', 'add'],
    ['memory', 'add', 'x', '--category', 'nonsense'],
    ['memory', 'add', 'x', '--importance', '6'],
    ['memory', 'add', 'x', '--when', 'some day'],
    ['memory', 'list', '--trust', 'nonsense'],
    ['memory', 'list', '--origin', 'nonsense'],
    ['memory', 'search'],
    ['memory', 'show'],
    ['memory', 'forget'],
    ['session', 'forget-message'],
    ['session', 'forget-message', NOWHERE, NOWHERE],
    ['memory', 'share'],
    ['memory', 'trust', 'a'],
    ['memory', 'accept'],
    ['memory', 'accept', '--all', NOWHERE],
    ['memory', 'reject'],
    ['memory', 'timeline', '--action', 'nonsense'],
    ['memory', 'verify', 'x'],
    ['memory', 'import'],
]

NOT_FOUND = [
    ['memory', 'add', 'x', '--bot', 'nobody'],
    ['memory', 'list', '--bot', 'nobody'],
    ['memory', 'list', '--reader', 'nobody'],
    ['memory', 'search', 'x', '--bot', 'nobody'],
    ['memory', 'show', NOWHERE],
    ['memory', 'edit', NOWHERE, '--text', 'x'],
    ['memory', 'forget', NOWHERE],
    ['session', 'forget-message', NOWHERE],
    ['memory', 'share', NOWHERE],
    ['memory', 'revoke', NOWHERE],
    ['memory', 'trust', 'ada', 'nobody'],
    ['memory', 'accept', NOWHERE],
    ['memory', 'reject', NOWHERE],
    ['memory', 'timeline', '--bot', 'nobody'],
    ['memory', 'timeline', NOWHERE],
    ['memory', 'import', '/nonexistent/file'],
    ['memory', 'verify', '--anchor', '/nonexistent/file'],
]


def texts(profile, *args):
    return [memory['text'] for memory in profile.json('memory', 'list', *args)['memories']]


def tamper(profile, sql):
    with sqlite3.connect(profile.dir / 'boternity.db') as database:
        database.execute(sql)
    database.close()


def count(profile, table):
    with sqlite3.connect(f'file:{profile.dir}/boternity.db?mode=ro', uri=True) as database:
        number, = database.execute(f'SELECT count(*) FROM {table}').fetchone()
    database.close()
    return number


def test_usage():
    with Profile() as profile:
        for args in USAGE:
            check_error(profile.run(*args), 2)
        for args in NOT_FOUND:
            check_error(profile.run(*args), 3)


def day_of(memory):
    return memory['event_at'] and time.strftime('%Y-%m-%d', time.localtime(memory['event_at'] / 1e6))


def test_when():
    """What tells of a day is found by it, and by no other; the day can be changed and taken away."""
    with Profile() as profile:
        moved = profile.json('memory', 'add', 'I moved to Kiel', '--when', '3 June 2024')
        assert day_of(moved) == '2024-06-03', moved
        found = profile.json('memory', 'search', 'What did I do in June 2024?')['results']
        assert [day_of(result) for result in found] == ['2024-06-03'], found
        assert found[0]['factors']['time'] > 0, found
        assert '2024-06-03' in profile.run('memory', 'search', 'What did I do in June 2024?').out
        assert 'Tells of' in profile.run('memory', 'show', moved['id']).out

        edited = profile.json('memory', 'edit', moved['id'], '--when', '2023-05-06')
        assert day_of(edited) == '2023-05-06' and edited['version'] == 2, edited
        assert profile.json('memory', 'search', 'What did I do in June 2024?')['results'] == []
        same = profile.json('memory', 'edit', moved['id'], '--importance', '5')
        assert day_of(same) == '2023-05-06', same
        assert profile.json('memory', 'edit', moved['id'], '--when', '')['event_at'] is None
        assert len(profile.json('memory', 'search', 'What did I do today?')['results']) == 1


def test_inbox_foresees():
    """What waits says what it is like and what accepting would do, and that is what accepting does."""
    with Profile() as profile:
        path = profile.home / 'import.jsonl'
        path.write_text(''.join(json.dumps({'text': text}) + '\n' for text in (
            'My sister Lena likes tea', 'My favourite colour is green',
            'I play the cello in the city orchestra', 'My uncle keeps bees')))
        profile.ok('memory', 'import', '--review', path)
        known = {text: profile.json('memory', 'add', text)['id']
                 for text in ('My sister Lena likes tea', 'My favourite colour is blue', 'I play the cello')}
        waiting = {one['text']: one for one in profile.json('memory', 'inbox')['candidates']}
        foreseen = {text: (one['outcome'], one['like'] and one['like']['text']) for text, one in waiting.items()}
        assert foreseen['My sister Lena likes tea'] == ('known', 'My sister Lena likes tea'), foreseen
        assert foreseen['My favourite colour is green'] == ('supersedes', 'My favourite colour is blue'), foreseen
        assert foreseen['My uncle keeps bees'] == ('stored', None), foreseen
        assert 'takes the place of: “My favourite colour is blue”' in profile.run('memory', 'inbox').out

        profile.ok('memory', 'accept', '--all')
        assert sorted(texts(profile)) == sorted(
            ['My sister Lena likes tea', 'My favourite colour is green', 'My uncle keeps bees']
            + (['I play the cello', 'I play the cello in the city orchestra']
               if foreseen['I play the cello in the city orchestra'][0] == 'stored'
               else ['I play the cello in the city orchestra'])), texts(profile)
        assert known['My favourite colour is blue'] in [one['id'] for one in profile.json(
            'memory', 'list', '--ended')['memories']]


def test_life_of_a_memory():
    with Profile() as profile:
        memory = profile.json('memory', 'add', 'My sister Lena is allergic to peanuts', '--importance', '5')
        assert memory['bot'] == 'ada' and memory['origin'] == 'user' and memory['trust'] == 'private', memory
        assert memory['importance'] == 5 and memory['intact'] is True
        assert profile.json('memory', 'add', 'my sister Lena is allergic to peanuts.')['id'] == memory['id']
        profile.json('memory', 'edit', memory['id'], '--text', 'Lena is allergic to nuts')
        assert texts(profile, '--words', 'nuts') == ['Lena is allergic to nuts']
        profile.json('memory', 'edit', memory['id'], '--back-to', '1')
        shown = profile.json('memory', 'show', memory['id'])
        assert [version['version'] for version in shown['versions']] == [3, 2, 1]
        assert shown['text'] == 'My sister Lena is allergic to peanuts'
        check_error(profile.run('memory', 'edit', memory['id'], '--back-to', '9'), 3)
        check_error(profile.run('memory', 'edit', memory['id'], '--text', ' '), 1)
        assert profile.json('memory', 'forget', memory['id']) == {'forgotten': 1}
        assert texts(profile) == []
        entries = profile.json('memory', 'timeline', memory['id'])['entries']
        assert [entry['action'] for entry in entries] == ['forget', 'edit', 'edit', 'add'], entries
        assert 'peanuts' not in json.dumps(entries)
        for path in profile.dir.iterdir():
            assert b'peanuts' not in path.read_bytes(), path


def test_secrets_are_masked():
    with Profile() as profile:
        key = 'sk-ant-api03-' + 'AbCd0123' * 6
        text = profile.json('memory', 'add', f'My key is {key}')['text']
        assert key not in text
        for path in profile.dir.iterdir():
            assert key.encode() not in path.read_bytes(), path


def test_message_is_forgotten():
    """It keeps its place, is neither found nor sent nor exported again, and stays so where the export is imported."""
    with Profile() as profile, Profile() as other, Mock('--reply', 'Noted.') as mock:
        profile.add('A', mock)
        first = profile.json('chat', '--message', 'My canaryword sings of Lisbon')
        profile.ok('chat', '--session', first['session'], '--message', 'Good morning')
        gone = profile.json('session', 'forget-message', first['reply_to'], '--with-memories')
        assert gone == {'forgotten': first['reply_to'], 'memories': 0, 'memories_left': 0}, gone
        assert 'forgotten' in profile.ok('session', 'forget-message', first['reply_to'])
        assert profile.files_with('canaryword') == []
        assert profile.json('session', 'search', 'canaryword')['hits'] == []

        shown = profile.json('session', 'show', first['session'])
        assert len(shown['messages']) == 4 and shown['title'] == 'Good morning Noted', shown
        assert shown['messages'][0]['content'] == '' and shown['messages'][0]['forgotten_at'] > 0
        assert shown['messages'][1]['content'] == 'Noted.' and shown['messages'][1]['forgotten_at'] is None
        assert 'forgotten on' in profile.ok('session', 'show', first['session'])
        assert 'Forgotten on' in profile.ok('session', 'export', first['session'])
        profile.ok('chat', '--session', first['session'], '--message', 'And now?')
        assert profile.files_with('canaryword') == []
        entries = profile.json('memory', 'timeline')['entries']
        assert [(e['action'], e['memory_id']) for e in entries] == [('forget', None)], entries
        assert profile.json('memory', 'verify')['intact'] is True

        path = profile.dir / 'all.json'
        profile.ok('storage', 'export', path)
        assert 'canaryword' not in path.read_text()
        other.ok('storage', 'import', path)
        again = other.json('session', 'show', first['session'])['messages'][0]
        assert again['forgotten_at'] == shown['messages'][0]['forgotten_at'] and again['content'] == ''


def test_message_and_its_memories():
    with Profile() as profile, Mock('--reply', 'Noted.') as mock:
        profile.add('A', mock)
        said = profile.json('chat', '--message', 'Lena hates peanuts')
        memories = [profile.json('memory', 'add', text) for text in ('Lena hates peanuts', 'Something else')]
        tamper(profile, f"UPDATE memories SET message_id = '{said['reply_to']}' WHERE id = '{memories[0]['id']}'")
        gone = profile.json('session', 'forget-message', said['reply_to'])
        assert (gone['memories'], gone['memories_left']) == (0, 1), gone
        gone = profile.json('session', 'forget-message', said['reply_to'], '--with-memories')
        assert (gone['memories'], gone['memories_left']) == (1, 0), gone
        assert texts(profile) == ['Something else']


def test_sharing():
    with Profile() as profile:
        profile.ok('bot', 'add', 'Bert')
        memory = profile.json('memory', 'add', 'The party is on Friday', '--bot', 'ada')
        assert texts(profile, '--reader', 'bert') == []
        profile.ok('memory', 'share', memory['id'])
        assert texts(profile, '--reader', 'bert') == []
        profile.ok('memory', 'trust', 'bert', 'ada')
        assert texts(profile, '--reader', 'bert') == ['The party is on Friday']
        check_error(profile.run('memory', 'revoke', memory['id'], '--bot', 'bert'), 4)
        profile.ok('memory', 'trust', 'bert', 'ada', '--remove')
        assert texts(profile, '--reader', 'bert') == []
        profile.ok('memory', 'share', memory['id'], '--public')
        assert texts(profile, '--reader', 'bert') == ['The party is on Friday']
        profile.ok('memory', 'revoke', memory['id'])
        assert texts(profile, '--reader', 'bert') == []


def test_tampering_is_found():
    with Profile() as profile:
        anchor = profile.home / 'anchor.json'
        memory = profile.json('memory', 'add', 'Pay Lena 10 euros')
        profile.ok('memory', 'add', 'Something else entirely')
        report = profile.json('memory', 'verify', '--write-anchor', anchor)
        assert report['intact'] is True and report['entries'] == 2 and report['unproven'], report
        assert profile.json('memory', 'verify', '--anchor', anchor)['intact'] is True

        tamper(profile, "UPDATE memories SET text = 'Pay Tom 1000 euros' WHERE text LIKE 'Pay%'")
        report = profile.json('memory', 'verify', code=1)
        assert report['altered'] == [memory['id']] and 'problem' not in report, report
        assert profile.json('memory', 'show', memory['id'])['intact'] is False
        check_error(profile.run('memory', 'share', memory['id']), 1)

        tamper(profile, "UPDATE audit_entries SET actor = 'nobody' WHERE position = 2")
        report = profile.json('memory', 'verify', code=1)
        assert report['broken_position'] == 2 and report['broken_entry'], report

        tamper(profile, 'DELETE FROM audit_entries')
        report = profile.json('memory', 'verify', '--anchor', anchor, code=1)
        assert report['problem'], report


def test_export_and_import():
    with Profile() as profile, Profile() as other:
        path = profile.home / 'all.json'
        memory = profile.json('memory', 'add', 'Lena is allergic to peanuts')
        forgotten = profile.json('memory', 'add', 'To be forgotten soon')
        profile.ok('memory', 'share', memory['id'], '--public')
        profile.ok('memory', 'forget', forgotten['id'])
        profile.ok('storage', 'export', path)
        assert 'To be forgotten' not in path.read_text()

        other.ok('storage', 'import', path)
        assert texts(other) == ['Lena is allergic to peanuts']
        shown = other.json('memory', 'show', memory['id'])
        assert shown['trust'] == 'public' and shown['intact'] is True and len(shown['versions']) == 2
        report = other.json('memory', 'verify')
        assert report['intact'] is True and report['entries'] == 4 and report['forgotten'] == 1, report
        assert any('import' in sentence for sentence in report['unproven']), report
        assert not any('is empty' in sentence for sentence in report['unproven']), report

        # The record that came and the one that begins here are both verified.
        other.ok('memory', 'add', 'Something new')
        assert other.json('memory', 'verify')['intact'] is True
        tamper(other, "UPDATE audit_entries SET actor = 'nobody' WHERE action = 'share'")
        report = other.json('memory', 'verify', code=1)
        assert report['broken_position'] == 3, report


def test_import():
    with Profile() as profile:
        path = profile.home / 'memories.jsonl'
        path.write_text('{"bot": "ada", "text": "One", "created_at": 1700000000000000}\n\n'
                        '{"text": "Two", "category": "preference", "importance": 9}\n')
        for new, known in (2, 0), (0, 2):
            answer = profile.json('memory', 'import', path)
            assert answer == {'imported': new, 'inbox': 0, 'known': known, 'merged': 0, 'forgotten': 0}, answer
        memories = profile.json('memory', 'list')['memories']
        assert [memory['text'] for memory in memories] == ['Two', 'One']
        assert memories[1]['created_at'] == 1700000000000000 and memories[0]['importance'] == 5
        assert {memory['origin'] for memory in memories} == {'approved'}

        for line, code in (('{"bot": "nobody", "text": "x"}', 3), ('{"text": 3}', 1), ('nonsense', 1), ('[]', 1),
                           ('{"text": "x", "category": "nonsense"}', 1), ('{"text": ""}', 1)):
            path.write_text('{"text": "Three"}\n' + line + '\n')
            result = profile.run('memory', 'import', path)
            check_error(result, code)
            assert '2' in result.err, result
        assert texts(profile) == ['Two', 'One'], 'a file is imported as a whole or not at all'


def test_import_compares():
    """What a file says is compared as what is said in a chat is: with what is remembered, and with its other lines."""
    with Profile() as profile:
        profile.ok('memory', 'add', 'My sister Lena is very allergic to peanuts')
        path = profile.home / 'memories.jsonl'
        lines = ['my sister Lena is very allergic  to peanuts.', 'My sister Lena is allergic to peanuts',
                 'The blue bicycle in the cellar belongs to Tom', 'The bicycle in the cellar belongs to Tom',
                 'The old blue bicycle in the cellar belongs to Tom', 'The code of gate 4711 is seven',
                 'The code of gate 4712 is seven']
        path.write_text(''.join(json.dumps({'text': line}) + '\n' for line in lines))
        answer = profile.json('memory', 'import', path)
        assert answer == {'imported': 3, 'inbox': 0, 'known': 3, 'merged': 1, 'forgotten': 0}, answer
        said = texts(profile)
        assert len(said) == 4 and any('old' in text for text in said), said
        assert profile.json('memory', 'import', path)['imported'] == 0
        assert profile.json('memory', 'verify')['intact'] is True
        # So it is in the inbox, where nothing is merged before somebody has looked at it.
        path.write_text(json.dumps({'text': 'Lena is very allergic to peanuts, my sister'}) + '\n'
                        + json.dumps({'text': 'Something else entirely'}) + '\n')
        assert profile.json('memory', 'import', '--review', path)['inbox'] >= 1


def test_import_is_strict():
    """What a line says wrongly is named, and nothing of it is taken for something else."""
    with Profile() as profile:
        path = profile.home / 'memories.jsonl'
        for wrong in ('"bot": 5', '"category": 5', '"origin": ["user"]', '"importance": "high"', '"importance": true',
                      '"created_at": "yesterday"', '"created_at": "2020-02-30"', '"created_at": {}',
                      '"created_at": "2999-01-01"', '"created_at": 9223372036854775807', '"event_at": "some day"',
                      '"event_at": -9223372036854775807'):
            path.write_text('{"text": "One", %s}\n' % wrong)
            result = profile.run('memory', 'import', path)
            check_error(result, 1)
            assert wrong.split('"')[1] in result.err, (wrong, result.err)
        assert texts(profile) == []

        path.write_text('{"text": "A day", "created_at": "2020-01-02", "event_at": "2031-05-01", "importance": null}\n'
                        '{"text": "A time", "created_at": "2020-01-03T04:05:06+01:00"}\n')
        assert profile.json('memory', 'import', path)['imported'] == 2
        later, day = profile.json('memory', 'list')['memories']
        assert day['created_at'] == 1577923200000000 and day['event_at'] == 1935360000000000, day
        assert later['created_at'] == 1578020706000000 and day['importance'] == 3, (later, day)


def test_record_emptied():
    """A backup from before the first entry: without a keyring only what was kept elsewhere tells of it."""
    with Profile() as profile:
        backup = profile.home / 'backup'
        anchor = profile.home / 'anchor.json'
        report = profile.json('memory', 'verify')
        assert report['intact'] is True and any('The record is empty' in text for text in report['unproven']), report
        profile.ok('storage', 'backup', backup)
        profile.ok('memory', 'add', 'Lena hates peanuts')
        profile.ok('memory', 'verify', '--write-anchor', anchor)
        profile.ok('storage', 'restore', backup)
        report = profile.json('memory', 'verify')
        assert report['intact'] is True and report['entries'] == 0, report
        assert any('The record is empty' in text for text in report['unproven']), report
        report = profile.json('memory', 'verify', '--anchor', anchor, code=1)
        assert report['intact'] is False and report['restored_at'] > 0, report
        result = profile.run('memory', 'verify', '--anchor', anchor)
        assert '--accept-restore' in result.out, result


def test_times():
    """What was remembered at a time that is named is found without a word of the question."""
    day = 24 * 3600 * 1000000
    now = int(time.time() * 1000000)
    try:
        check_times(day, now)
    except AssertionError:
        if int(time.time() * 1000000) // day != now // day:
            raise Skip('it is another day than it was at the beginning') from None
        raise


def check_times(day, now):
    with Profile() as profile:
        path = profile.home / 'memories.jsonl'
        path.write_text('{"text": "Dinner with Lena at the harbour", "created_at": %d}\n'
                        '{"text": "The old radio works again", "created_at": %d}\n'
                        '{"text": "The red bicycle was a bargain", "created_at": %d}\n'
                        % (now - 7 * day, now - 1 * day, now - 400 * day))
        profile.ok('memory', 'import', path)
        profile.ok('bot', 'add', 'Bert')
        for question, found in (('What did I do last week?', 'Dinner'),
                                ('What did I do yesterday?', 'radio')):
            results = profile.json('memory', 'search', question)['results']
            # On a Monday, yesterday was last week as well.
            result = next((one for one in results if found in one['text']), None)
            assert result is not None and result['factors']['time'] > 0, (question, results)
            assert not any('bicycle' in one['text'] for one in results), results
            assert profile.json('memory', 'search', question, '--bot', 'bert')['results'] == []


def test_what_was_said_waits():
    """At the end of a conversation, and whenever the inbox is asked for."""
    with Profile() as profile:
        profile.ok('chat', stdin='My sister Lena is allergic to peanuts.\nI prefer tea over coffee.\n')
        assert count(profile, 'memory_candidates') == 2
        profile.ok('chat', '--message', 'My brother Max lives in Lisbon.')
        assert count(profile, 'memory_candidates') == 2
        waiting = [candidate['text'] for candidate in profile.json('memory', 'inbox')['candidates']]
        assert waiting == ['My sister Lena is allergic to peanuts.', 'I prefer tea over coffee.',
                           'My brother Max lives in Lisbon.']
        profile.ok('chat', '--private', stdin='My cousin Ida is afraid of dogs.\n')
        assert len(profile.json('memory', 'inbox')['candidates']) == 3


def test_import_waits():
    # What a file says is not remembered before a person said so: by giving it without wanting to look it through. No
    # line can say so itself.
    with Profile() as profile:
        path = profile.home / 'memories.jsonl'
        path.write_text('{"text": "One", "created_at": 1700000000000000, "importance": 5}\n'
                        '{"text": "Two", "origin": "approved"}\n{"text": "Three", "origin": "user"}\n')
        for new, known in (3, 0), (0, 3):
            answer = profile.json('memory', 'import', '--review', path)
            assert answer == {'imported': 0, 'inbox': new, 'known': known, 'merged': 0, 'forgotten': 0}, answer
        assert texts(profile) == []
        waiting = profile.json('memory', 'inbox')['candidates']
        assert [one['origin'] for one in waiting] == ['external'] * 3, waiting
        profile.ok('memory', 'accept', '--all')
        memories = profile.json('memory', 'list')['memories']
        assert sorted(memory['text'] for memory in memories) == ['One', 'Three', 'Two']
        assert {memory['origin'] for memory in memories} == {'approved'}
        one = next(memory for memory in memories if memory['text'] == 'One')
        assert one['created_at'] == 1700000000000000 and one['importance'] == 5, one

        # Given without more it stores what does not say of itself that it is from elsewhere.
        path.write_text('{"text": "Four"}\n{"text": "Five", "origin": "external"}\n')
        answer = profile.json('memory', 'import', path)
        assert answer == {'imported': 1, 'inbox': 1, 'known': 0, 'merged': 0, 'forgotten': 0}, answer


def test_work():
    # What models are asked for memory is counted apart from replies.
    with Profile() as profile, Mock('--reply', '[]') as mock:
        nothing = profile.json('memory', 'work')
        assert nothing == {'calls': 0, 'input_tokens': 0, 'output_tokens': 0, 'cost': 0.0,
                           'calls_of_unknown_cost': 0}, nothing
        profile.add('A', mock, '--price-input', '1000', '--price-output', '2000')
        mock.control(input_tokens=11, output_tokens=7)
        chat = profile.start('chat')
        chat.stdin.write(b''.join(b'My lucky number is %d.\n' % number for number in range(10)))
        chat.stdin.flush()
        wait_until(lambda: count(profile, 'memory_work') == 1, 'the conversation to be looked through')
        chat.communicate(timeout=TIMEOUT)
        work = profile.json('memory', 'work')
        assert work['calls'] == 1 and work['input_tokens'] == 11 and work['output_tokens'] == 7, work
        assert abs(work['cost'] - (11 * 1000 + 7 * 2000) / 1e6) < 1e-9 and not work['calls_of_unknown_cost'], work
        assert '1 call' in profile.ok('memory', 'work')


run_tests(globals())
