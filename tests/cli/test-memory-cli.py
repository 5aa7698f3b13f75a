#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What boternityctl does with memories: exit codes, JSON, sharing, forgetting, tampering."""

import json
import sqlite3

from harness import Profile, check_error, run_tests

NOWHERE = '01900000-0000-7000-8000-000000000000'

USAGE = [
    ['memory', 'add'],
    ['memory', 'add', 'x', '--category', 'nonsense'],
    ['memory', 'add', 'x', '--importance', '6'],
    ['memory', 'list', '--trust', 'nonsense'],
    ['memory', 'list', '--origin', 'nonsense'],
    ['memory', 'search'],
    ['memory', 'show'],
    ['memory', 'forget'],
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
    ['memory', 'share', NOWHERE],
    ['memory', 'revoke', NOWHERE],
    ['memory', 'trust', 'ada', 'nobody'],
    ['memory', 'accept', NOWHERE],
    ['memory', 'reject', NOWHERE],
    ['memory', 'timeline', '--bot', 'nobody'],
    ['memory', 'import', '/nonexistent/file'],
    ['memory', 'verify', '--anchor', '/nonexistent/file'],
]


def texts(profile, *args):
    return [memory['text'] for memory in profile.json('memory', 'list', *args)['memories']]


def tamper(profile, sql):
    with sqlite3.connect(profile.dir / 'boternity.db') as database:
        database.execute(sql)
    database.close()


def test_usage():
    with Profile() as profile:
        for args in USAGE:
            check_error(profile.run(*args), 2)
        for args in NOT_FOUND:
            check_error(profile.run(*args), 3)


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
        assert profile.json('memory', 'import', path) == {'imported': 2}
        assert profile.json('memory', 'import', path) == {'imported': 0}
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


run_tests(globals())
