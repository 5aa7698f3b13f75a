#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of boternityctl: exit codes, JSON, errors on one line, help."""

import contextlib
import json
import os
import sqlite3
import subprocess
import time
from pathlib import Path

from harness import TIMEOUT, Mock, Profile, check_error, run_tests

NOWHERE = '01900000-0000-7000-8000-000000000000'

DAY = 86400 * 1000000

# Command lines that make no sense.
USAGE = [
    [],
    ['nonsense'],
    ['--nonsense'],
    ['provider'],
    ['provider', 'nonsense'],
    ['provider', 'list', 'too', 'many'],
    ['provider', 'add'],
    ['chat', '--message', ' \t '],
    ['provider', 'add', 'a'],
    ['provider', 'add', 'a', '--type', 'nonsense'],
    ['provider', 'add', 'a', '--preset', 'nonsense'],
    ['provider', 'add', 'a', '--preset', 'OpenAI', '--type', 'anthropic'],
    ['provider', 'add', 'a', '--type', 'builtin', '--priority', 'high'],
    ['provider', 'add', 'a', '--type', 'builtin', '--priority', '1.5'],
    ['provider', 'add', 'a', '--type', 'builtin', '--clearance', 'everything'],
    ['provider', 'add', 'a', '--type', 'builtin', '--price-input', '-1'],
    ['provider', 'add', 'a', '--type', 'builtin', '--header', 'no colon'],
    ['provider', 'add', 'a', '--type', 'builtin', '--header', 'Authorization: Bearer secret'],
    ['provider', 'add', 'a', '--type', 'builtin', '--thinking', '--no-thinking'],
    ['provider', 'add', 'a', '--type', 'builtin', '--key-stdin', '--key-env', 'A'],
    ['provider', 'add', 'a', '--type', 'builtin', '--key', 'secret'],
    ['provider', 'move', 'a', '0'],
    ['provider', 'edit', 'a', '--timeout-ms', '0'],
    ['bot', 'add'],
    ['bot', 'add', 'a', '--soul', 'x', '--soul-file', 'y'],
    ['bot', 'add', 'a', '--temperature', '3'],
    ['bot', 'add', 'a', '--max-tokens', 'many'],
    ['bot', 'add', 'a', '--color', 'red'],
    ['bot', 'add', 'a', '--category', 'nonsense'],
    ['bot', 'add', 'a', '--capture', 'nonsense'],
    ['bot', 'edit', 'ada', '--status', 'nonsense'],
    ['bot', 'soul', 'ada', '1', '2'],
    ['bot', 'soul', 'ada', '--diff', '1'],
    ['bot', 'soul', 'ada', '--diff', 'a', 'b'],
    ['bot', 'soul', 'ada', '--log', '--set', 'x'],
    ['bot', 'soul', 'ada', '--rollback', '0'],
    ['chat', 'hello'],
    ['chat', '--message', ''],
    ['chat', '--message'],
    ['chat', '--private', '--session', NOWHERE, '--message', 'x'],
    ['session', 'list', '--limit', '0'],
    ['session', 'list', '--deleted', '--archived'],
    ['session', 'list', '--deleted', '--bot', 'ada'],
    ['session', 'expire', NOWHERE],
    ['session', 'expire', NOWHERE, 'soon'],
    ['session', 'expire', NOWHERE, '0d'],
    ['session', 'restore'],
    ['session', 'export', NOWHERE, '--format', 'pdf'],
    ['session', 'search'],
    ['settings', 'get', 'nonsense'],
    ['settings', 'set', 'about-you'],
    ['settings', 'set', 'provider-strategy', 'nonsense'],
    ['settings', 'set', 'session-expiry', 'nonsense'],
    ['storage', 'nonsense'],
]

# What is not there.
NOT_FOUND = [
    ['provider', 'test', 'nobody'],
    ['provider', 'models', 'nobody'],
    ['provider', 'enable', 'nobody'],
    ['provider', 'disable', 'nobody'],
    ['provider', 'reset', 'nobody'],
    ['provider', 'remove', 'nobody'],
    ['provider', 'edit', 'nobody', '--model', 'm'],
    ['provider', 'move', 'nobody', '1'],
    ['bot', 'show', 'nobody'],
    ['bot', 'edit', 'nobody', '--model', 'm'],
    ['bot', 'clone', 'nobody'],
    ['bot', 'archive', 'nobody'],
    ['bot', 'restore', 'nobody'],
    ['bot', 'remove', 'nobody'],
    ['bot', 'export', 'nobody'],
    ['bot', 'import', '/nonexistent/file'],
    ['bot', 'add', 'x', '--soul-file', '/nonexistent/file'],
    ['bot', 'add', 'x', '--chain', 'nobody'],
    ['bot', 'soul', 'nobody', '--log'],
    ['bot', 'soul', 'ada', '--rollback', '99'],
    ['bot', 'soul', 'ada', '--diff', '1', '99'],
    ['chat', '--bot', 'nobody', '--message', 'x'],
    ['chat', '--session', NOWHERE, '--message', 'x'],
    ['chat', '--session', 'not an id', '--message', 'x'],
    ['chat', '--provider', 'nobody', '--message', 'x'],
    ['chat', '--attach', '/nonexistent/file', '--message', 'x'],
    ['session', 'show', NOWHERE],
    ['session', 'export', NOWHERE],
    ['session', 'rename', NOWHERE, 'title'],
    ['session', 'pin', NOWHERE],
    ['session', 'archive', NOWHERE],
    ['session', 'remove', NOWHERE],
    ['session', 'restore', NOWHERE],
    ['session', 'expire', NOWHERE, '1d'],
    ['session', 'continue', NOWHERE],
    ['session', 'list', '--bot', 'nobody'],
    ['session', 'search', 'x', '--bot', 'nobody'],
]

ODD = ['', ' ', '"', "'", '%', '_', '*', '\\', '(', 'AND', 'NOT', 'a OR', '"unclosed', 'a*b', 'x:y', '-minus', '^',
       "'; DROP TABLE messages; --", '🌱', '‮', '\x1b[31m', 'é' * 500, '{}', '\u0000'.replace('\0', '\x01')]


def find_provider(profile, name):
    providers = [p for p in profile.json('provider', 'list')['providers'] if p['name'] == name]
    return providers[0] if providers else None


def test_usage():
    with Profile() as profile:
        for args in USAGE:
            check_error(profile.run(*args), 2)
            result = profile.run('--json', *args)
            assert result.code == 2 and result.json['code'] == 'usage' and result.json['error'], (args, result)
        assert not profile.dir.exists(), 'a command line that makes no sense touches nothing'


def test_not_found():
    with Profile() as profile:
        for args in NOT_FOUND:
            check_error(profile.run(*args), 3)
            result = profile.run('--json', *args)
            assert result.code == 3 and result.json['code'] == 'not_found', (args, result)


def test_help_and_version():
    with Profile() as profile:
        assert profile.ok('--version').startswith('boternityctl 0.')
        top = profile.ok('--help')
        for noun in ('chat', 'bot', 'session', 'provider', 'settings', 'storage'):
            assert f'  {noun}' in top, noun
            assert 'Usage:' in profile.ok(noun, '--help')
        lines = [line.split() for line in top.splitlines() if line.startswith('  ')]
        for words in lines:
            if words[0] in ('bot', 'session', 'provider', 'settings', 'storage'):
                text = profile.ok(words[0], words[1], '--help')
                assert f'boternityctl {words[0]} {words[1]} ' in text and '--data-dir' in text
        assert '--key-stdin' in profile.ok('provider', 'add', '-h')
        assert not profile.dir.exists()


def test_global_options_stand_anywhere():
    with Profile() as profile:
        for args in (['--json', 'bot', 'list'], ['bot', '--json', 'list'], ['bot', 'list', '--json']):
            assert profile.run(*args).json['bots'][0]['slug'] == 'ada'


def test_unknown_option_does_not_show_its_value():
    with Profile() as profile:
        result = profile.run('provider', 'add', 'a', '--type', 'builtin', '--key=sk-canary-1')
        check_error(result, 2)
        assert 'canary' not in result.err


def test_first_start():
    with Profile() as profile:
        bots = profile.json('bot', 'list')['bots']
        assert [(b['slug'], b['name'], b['status']) for b in bots] == [('ada', 'Ada', 'active')]
        providers = profile.json('provider', 'list')['providers']
        assert [(p['type'], p['state'], p['key']) for p in providers] == [('builtin', 'ready', 'not_needed')]
        report = profile.json('storage', 'check')
        assert report['ok'] is True and report['problems'] == []
        assert report['schema_version'] >= 1 and report['counts']['bots'] == 1
        assert oct(profile.dir.stat().st_mode & 0o077) == '0o0', 'only the owner looks into the directory'


def test_bots():
    with Profile() as profile:
        bot = profile.json('bot', 'add', 'Größe & Co', '--soul', 'You are big.', '--model', 'm1',
                           '--chain', 'Memory only', '--temperature', '0.25', '--max-tokens', '99',
                           '--description', 'D', '--emoji', '🐘', '--color', '#112233', '--category', 'research',
                           '--tag', 'a', '--tag', 'b', '--capture', 'off', '--local-only')
        slug = bot['slug']
        assert bot['name'] == 'Größe & Co' and slug.isascii() and ' ' not in slug
        assert (bot['model'], bot['chain'], bot['temperature'], bot['max_tokens']) == ('m1', ['Memory only'], 0.25, 99)
        assert (bot['description'], bot['emoji'], bot['color'], bot['category']) == ('D', '🐘', '#112233', 'research')
        assert bot['tags'] == ['a', 'b'] and bot['local_only'] is True and bot['capture'] == 'off'

        shown = profile.json('bot', 'show', slug)
        assert shown['soul'] == 'You are big.' and shown['soul_version'] == 1
        assert 'You are big.' in profile.ok('bot', 'show', slug)

        profile.ok('bot', 'edit', slug, '--model', '', '--chain', '', '--no-local-only', '--name', 'Tall')
        shown = profile.json('bot', 'show', slug)
        assert shown['model'] is None and shown['chain'] == [] and shown['name'] == 'Tall' and shown['slug'] == slug
        assert shown['temperature'] == 0.25 and shown['local_only'] is False

        other = profile.json('bot', 'add', 'Tall')
        third = profile.json('bot', 'add', 'Tall')
        assert len({slug, other['slug'], third['slug']}) == 3, 'slugs are unique'

        clone = profile.json('bot', 'clone', slug, 'Twin')
        assert clone['name'] == 'Twin' and clone['id'] != bot['id']
        assert profile.json('bot', 'show', clone['slug'])['soul'] == 'You are big.'

        profile.ok('bot', 'archive', slug)
        assert profile.json('bot', 'show', slug)['status'] == 'archived'
        check_error(profile.run('chat', '--bot', slug, '--message', 'x'), 4)
        profile.ok('bot', 'restore', slug)
        assert profile.json('bot', 'show', slug)['status'] == 'active'

        profile.ok('bot', 'remove', clone['slug'])
        assert profile.run('bot', 'show', clone['slug']).code == 3

        exported = profile.ok('bot', 'export', slug)
        path = profile.home / 'bot.json'
        assert profile.json('bot', 'export', slug, '--output', str(path))['file'] == str(path)
        assert json.loads(exported)['soul'] == json.loads(path.read_text())['soul'] == 'You are big.'
        imported = profile.json('bot', 'import', str(path))
        assert imported['name'] == 'Tall' and imported['id'] != bot['id'] and imported['slug'] != slug
        assert profile.json('bot', 'import', '-', stdin=exported)['name'] == 'Tall'
        nonsense = profile.run('bot', 'import', '-', stdin='nonsense')
        check_error(nonsense, 1)
        assert 'not an exported bot' in nonsense.err, nonsense
        check_error(profile.run('bot', 'add', ' '), 1)
        check_error(profile.run('bot', 'edit', slug, '--name', ''), 1)
        check_error(profile.run('bot', 'clone', slug, ''), 1)
        check_error(profile.run('bot', 'import', '-', stdin=b'\xff\xfe'), 1)


def test_soul():
    with Profile() as profile:
        first = profile.json('bot', 'soul', 'ada')
        second = profile.json('bot', 'soul', 'ada', '--set', 'one\ntwo\nthree\n')
        assert (first['version'], second['version']) == (1, 2) and second['intact'] is True
        path = profile.home / 'soul.txt'
        path.write_text('one\nTWO\nthree\n')
        assert profile.json('bot', 'soul', 'ada', '--set-file', str(path))['version'] == 3
        assert profile.json('bot', 'soul', 'ada', '--set-file', '-', stdin='four')['text'] == 'four'

        log = profile.json('bot', 'soul', 'ada', '--log')['versions']
        assert [v['version'] for v in log] == [4, 3, 2, 1] and all(len(v['sha256']) == 64 for v in log)
        diff = profile.json('bot', 'soul', 'ada', '--diff', '2', '3')
        assert diff['same'] is False and '-two\n+TWO\n' in diff['diff'] and ' one\n' in diff['diff']
        assert '-two\n+TWO\n' in profile.ok('bot', 'soul', 'ada', '--diff', '2', '3')
        assert profile.json('bot', 'soul', 'ada', '--diff', '2', '2')['same'] is True

        back = profile.json('bot', 'soul', 'ada', '--rollback', '2')
        assert back['version'] == 5 and back['text'] == 'one\ntwo\nthree\n'
        assert profile.ok('bot', 'soul', 'ada') == 'one\ntwo\nthree\n'


def test_an_altered_soul_is_told():
    with Profile() as profile:
        profile.ok('bot', 'add', 'Bea', '--soul', 'You are kind.')
        assert profile.json('bot', 'show', 'bea')['soul_intact']
        with contextlib.closing(sqlite3.connect(profile.dir / 'boternity.db')) as database, database:
            database.execute("UPDATE souls SET text = 'You are rude.' WHERE text = 'You are kind.'")
        assert not profile.json('bot', 'show', 'bea')['soul_intact']
        for args in (('bot', 'show', 'bea'), ('bot', 'soul', 'bea')):
            result = profile.run(*args)
            assert result.code == 0 and 'altered' in result.err and 'rude' in result.out, result


def test_providers():
    with Profile() as profile, Mock('--reply', 'hello') as mock:
        added = profile.add('A', mock, '--price-input', '1.5', '--price-output', '2', '--clearance', 'trusted',
                            '--header', 'X-Extra: yes: really', '--no-streaming', '--thinking', '--timeout-ms', '5000')
        assert added['headers'] == {'X-Extra': 'yes: really'} and added['clearance'] == 'trusted'
        assert (added['price_input'], added['price_output']) == (1.5, 2)
        assert added['streaming'] is False and added['thinking'] is True
        assert added['first_byte_timeout_ms'] == added['silence_timeout_ms'] == 5000
        check_error(profile.run('provider', 'add', 'A', '--type', 'builtin', '--no-test'), 1)

        tested = profile.json('provider', 'test', 'A')
        assert tested['ok'] is True and tested['latency_ms'] >= 0 and tested['provider'] == 'A'
        mock.control(models=['m-one', 'm-two'])
        assert profile.json('provider', 'models', 'A')['models'] == ['m-one', 'm-two']
        assert profile.ok('provider', 'models', 'A') == 'm-one\nm-two\n'

        profile.ok('provider', 'disable', 'A')
        assert find_provider(profile, 'A')['state'] == 'disabled'
        profile.ok('provider', 'enable', 'A')
        assert find_provider(profile, 'A')['enabled'] is True

        edited = profile.json('provider', 'edit', 'A', '--model', 'm-two', '--streaming', '--header', '', '--name', 'B')
        assert (edited['name'], edited['model'], edited['streaming'], edited['headers']) == ('B', 'm-two', True, None)

        profile.ok('provider', 'move', 'B', '2')
        assert [p['name'] for p in profile.json('provider', 'list')['providers']] == ['Memory only', 'B']
        profile.ok('provider', 'move', 'B', '1')
        assert [p['name'] for p in profile.json('provider', 'list')['providers']] == ['B', 'Memory only']

        removed = profile.json('provider', 'remove', 'B')
        assert removed['name'] == 'B' and find_provider(profile, 'B') is None


def test_adding_a_provider_asks_it_first():
    with Profile() as profile, Mock('--reply', 'hello', '--key', 'sk-right') as mock:
        def add(name, key):
            return profile.run('--json', 'provider', 'add', name, '--type', 'openai_compatible',
                               '--key-env', 'THE_KEY', '--base-url', f'http://127.0.0.1:{mock.port}/v1', '--model', 'm',
                               env={'THE_KEY': key})
        wrong = add('A', 'sk-wrong')
        assert wrong.code == 1 and wrong.json['code'] == 'authentication' and '--no-test' in wrong.json['error'], wrong
        assert find_provider(profile, 'A') is None
        assert add('A', 'sk-right').code == 0
        assert find_provider(profile, 'A')['key_env'] == 'THE_KEY'
        assert profile.files_with('sk-right') == [] and profile.files_with('sk-wrong') == []


def test_keys_are_not_sent_unprotected():
    with Profile() as profile:
        def add(name, host, *args):
            return profile.run('provider', 'add', name, '--type', 'openai_compatible', '--no-test',
                               '--base-url', f'http://{host}/v1', *args)
        for number, host in enumerate(('example.org', '203.0.113.7', '[2001:db8::1]')):
            check_error(add('far', host, '--key-env', 'THE_KEY'), 1)
            assert add(f'far {number}', host).code == 0, 'without a key nothing is given away'
        for number, host in enumerate(('127.0.0.1', 'localhost:1', '192.168.1.7:8000', 'server', 'server.local')):
            assert add(f'near {number}', host, '--key-env', 'THE_KEY').code == 0, host


def test_a_name_that_cannot_be_is_no_fault_of_the_provider():
    with Profile() as profile:
        result = profile.run('provider', 'add', ' ', '--type', 'builtin')
        check_error(result, 1)
        assert 'needs a name' in result.err and '--no-test' not in result.err, result


def test_a_type_without_an_address_is_the_service_it_comes_from():
    with Profile() as profile:
        for type, address in (('anthropic', 'https://api.anthropic.com'),
                              ('openai_compatible', 'https://api.openai.com/v1')):
            added = profile.json('provider', 'add', type, '--type', type, '--key-env', 'THE_KEY', '--model', 'm',
                                 '--no-test')
            assert (added['base_url'], added['model']) == (address, 'm'), added


def test_presets():
    with Profile() as profile:
        added = profile.json('provider', 'add', 'O', '--preset', 'openai', '--no-test', '--key-env', 'OPENAI_API_KEY')
        assert added['type'] == 'openai_compatible' and added['base_url'].startswith('https://')
        assert added['model'] and added['preset'] == 'OpenAI'
        found = profile.json('provider', 'discover', env={'ANTHROPIC_API_KEY': 'sk-canary-2'})['found']
        assert 'ANTHROPIC_API_KEY' in [p['key_env'] for p in found]
        text = profile.ok('provider', 'discover', env={'ANTHROPIC_API_KEY': 'sk-canary-2'})
        assert '--key-env ANTHROPIC_API_KEY' in text and 'canary' not in text
        assert profile.files_with('canary') == []


def test_status_tells_where_keys_are():
    with Profile() as profile, Mock() as mock:
        profile.add('A', mock, '--key-env', 'THE_KEY')
        for env, key, state in (({}, 'missing', 'no_key'), ({'THE_KEY': 'sk-canary-3'}, 'environment', 'ready')):
            status = {p['name']: p for p in profile.json('provider', 'status', env=env)['providers']}
            assert (status['A']['key'], status['A']['state']) == (key, state), status['A']
            assert 'canary' not in profile.ok('provider', 'status', env=env)


def test_each_model_of_a_provider_stands_for_itself():
    with Profile() as profile, Mock('--fault', '500') as mock:
        profile.add('A', mock)
        profile.ok('bot', 'add', 'Grace', '--model', 'm-other')
        profile.ok('chat', '--bot', 'grace', '--message', 'hello')
        status = {p['name']: p for p in profile.json('provider', 'status')['providers']}['A']
        assert (status['state'], status['health']['total_failures']) == ('ready', 0)
        [other] = status['models']
        assert (other['model'], other['state'], other['health']['total_failures']) == ('m-other', 'open', 3)
        assert other['retry_in_ms'] > 0
        assert 'm-other: failed too often' in profile.ok('provider', 'status')
        profile.ok('provider', 'reset', 'A')
        assert find_provider(profile, 'A')['models'][0]['state'] == 'ready'


def test_settings():
    with Profile() as profile:
        assert profile.json('settings', 'get') == {'about-you': '', 'provider-strategy': 'priority',
                                                   'session-expiry': 'never'}
        profile.ok('settings', 'set', 'about-you', 'I live in Lisbon.\nTwo cats.')
        assert profile.ok('settings', 'get', 'about-you') == 'I live in Lisbon.\nTwo cats.\n'
        profile.ok('settings', 'set', 'provider-strategy', 'round_robin')
        assert profile.json('settings', 'get')['provider-strategy'] == 'round_robin'


def days_later(profile, days):
    """As if so many days had gone by since anything was deleted or given a time to expire."""
    with contextlib.closing(sqlite3.connect(profile.dir / 'boternity.db')) as database, database:
        for table, column in (('sessions', 'expires_at'), ('sessions', 'deleted_at'), ('bots', 'deleted_at')):
            database.execute(f'UPDATE {table} SET {column} = {column} - ?', [days * DAY])


def list_sessions(profile, *args):
    return [s['id'] for s in profile.json('session', 'list', *args)['sessions']]


def test_sessions_expire():
    with Profile() as profile:
        session = profile.json('chat', '--message', 'The code is peppermint.')['session']
        before = time.time() * 1000000
        expires = profile.json('session', 'expire', session, '2d')['expires_at']
        assert before <= expires - 2 * DAY <= time.time() * 1000000
        assert 'expires 20' in profile.ok('session', 'list')
        assert profile.json('session', 'expire', session, 'never')['expires_at'] is None
        profile.ok('session', 'expire', session, '2d')
        days_later(profile, 1)
        assert list_sessions(profile) == [session]
        days_later(profile, 1)
        assert list_sessions(profile) == [] and profile.json('session', 'search', 'peppermint')['hits'] == []
        # Neither the text nor its words, as the full text keeps them.
        assert profile.files_with('peppermint') == []
        assert profile.run('session', 'show', session).code == 3

        assert profile.json('settings', 'set', 'session-expiry', '1w')['session-expiry'] == '1w'
        session = profile.json('chat', '--message', 'hello')['session']
        shown = profile.json('session', 'show', session)
        assert shown['expires_at'] - shown['created_at'] == 7 * DAY
        profile.ok('settings', 'set', 'session-expiry', 'never')
        session = profile.json('chat', '--message', 'hello')['session']
        assert profile.json('session', 'show', session)['expires_at'] is None


def test_what_was_removed_can_be_brought_back_for_a_while():
    with Profile() as profile:
        kept = profile.json('chat', '--message', 'My cat is called Minka.')['session']
        session = profile.json('chat', '--message', 'The treasure is under the oak.')['session']
        profile.ok('session', 'remove', session)
        assert list_sessions(profile) == [kept] and list_sessions(profile, '--deleted') == [session]
        assert 'removed 20' in profile.ok('session', 'list', '--deleted')
        assert profile.json('session', 'search', 'oak')['hits'] == []
        check_error(profile.run('session', 'restore', kept), 3)
        assert profile.json('session', 'restore', session)['deleted_at'] is None
        assert list_sessions(profile) == [session, kept] and list_sessions(profile, '--deleted') == []
        assert profile.json('session', 'search', 'oak')['hits'] != []

        profile.ok('session', 'remove', session)
        days_later(profile, 29)
        assert list_sessions(profile, '--deleted') == [session]
        days_later(profile, 1)
        assert list_sessions(profile, '--deleted') == [] and profile.files_with('treasur') == []

        profile.ok('session', 'remove', kept)
        assert profile.json('storage', 'purge') == {'purged': True}
        check_error(profile.run('session', 'restore', kept), 3)
        assert profile.files_with('Minka') == [] and profile.files_with('minka') == []


def test_removed_bots_can_be_brought_back_for_a_while():
    with Profile() as profile:
        bot = profile.json('bot', 'add', 'Grace', '--soul', 'You found the moth.')
        session = profile.json('chat', '--bot', 'grace', '--message', 'hello')['session']
        profile.ok('bot', 'remove', 'grace')
        assert [b['slug'] for b in profile.json('bot', 'list')['bots']] == ['ada']
        assert [b['slug'] for b in profile.json('bot', 'list', '--deleted')['bots']] == ['grace']
        assert 'removed' in profile.ok('bot', 'list', '--deleted')
        assert list_sessions(profile) == [] and list_sessions(profile, '--deleted') == []
        assert profile.json('bot', 'add', 'Grace')['slug'] == 'grace-2', 'a removed bot keeps its slug'

        assert profile.json('bot', 'restore', 'grace')['id'] == bot['id']
        assert profile.json('bot', 'show', 'grace')['soul'] == 'You found the moth.'
        assert list_sessions(profile) == [session]

        profile.ok('bot', 'remove', 'grace')
        days_later(profile, 30)
        check_error(profile.run('bot', 'restore', 'grace'), 3)
        assert profile.files_with('moth') == []


def test_sessions():
    with Profile() as profile:
        first = profile.json('chat', '--message', 'My cat is called Minka.')['session']
        second = profile.json('chat', '--message', 'The weather is fine.')['session']
        assert [s['id'] for s in profile.json('session', 'list')['sessions']] == [second, first]
        profile.ok('session', 'pin', first)
        assert [s['id'] for s in profile.json('session', 'list')['sessions']] == [first, second]
        assert [s['id'] for s in profile.json('session', 'list', '--limit', '1')['sessions']] == [first]
        profile.ok('session', 'unpin', first)
        assert profile.json('session', 'rename', first, 'About my cat')['title'] == 'About my cat'

        shown = profile.json('session', 'show', first)
        assert shown['title'] == 'About my cat' and shown['bot'] == 'ada'
        assert [m['role'] for m in shown['messages']] == ['user', 'assistant']
        assert shown['messages'][0]['content'] == 'My cat is called Minka.'
        assert 'My cat is called Minka.' in profile.ok('session', 'show', first)

        hits = profile.json('session', 'search', 'Minka')['hits']
        assert hits[0]['session'] == first and 'Minka' in hits[0]['snippet'] and hits[0]['message'] is not None
        assert profile.json('session', 'search', 'Minka', '--bot', 'ada')['hits'] == hits
        assert 'Minka' in profile.ok('session', 'search', 'minka')

        profile.ok('session', 'archive', first)
        assert [s['id'] for s in profile.json('session', 'list')['sessions']] == [second]
        assert [s['id'] for s in profile.json('session', 'list', '--archived')['sessions']] == [first]
        profile.ok('session', 'unarchive', first)

        markdown = profile.ok('session', 'export', first)
        assert 'My cat is called Minka.' in markdown and 'About my cat' in markdown
        exported = json.loads(profile.ok('session', 'export', first, '--format', 'json'))
        assert 'My cat is called Minka.' in json.dumps(exported)
        assert profile.json('session', 'export', first, '--format', 'json') == exported
        path = profile.home / 'out.md'
        profile.ok('session', 'export', first, '--output', str(path))
        assert path.read_text() == markdown
        check_error(profile.run('session', 'export', first, '--output', '/nonexistent/out'), 1)

        profile.ok('session', 'remove', first)
        assert profile.run('session', 'show', first).code == 3


def test_many_sessions_are_listed_in_pages():
    with Profile() as profile:
        ids = {profile.json('chat', '--message', f'message {i}')['session'] for i in range(55)}
        listed = [s['id'] for s in profile.json('session', 'list', '--limit', '100')['sessions']]
        assert len(listed) == 55 and ids == set(listed)
        assert len(profile.json('session', 'list')['sessions']) == 50


def test_odd_strings():
    with Profile() as profile:
        session = profile.json('chat', '--message', 'hello')['session']
        for text in ODD:
            assert isinstance(profile.json('session', 'search', '--', text)['hits'], list)
            if text != '':
                profile.json('session', 'rename', '--', session, text)
                assert profile.json('session', 'show', session)['title'] == text
            assert profile.run('bot', 'show', '--', text).code == 3
            assert profile.json('settings', 'set', '--', 'about-you', text) == {'about-you': text}
        for text in ODD:
            if text.strip():
                reply = profile.json('chat', '--session', session, f'--message={text}')
                messages = profile.json('session', 'show', session)['messages']
                assert messages[-2]['content'] == text and messages[-1]['id'] == reply['message']
        check_error(profile.run(b'chat', b'--message', b'\xff\xfe'), 2)
        assert profile.json('storage', 'check')['ok'] is True


def test_text_is_the_same_in_every_locale():
    with Profile() as profile:
        for locale in ('C', 'C.UTF-8', 'de_DE.UTF-8', ''):
            profile.ok('settings', 'set', 'about-you', 'Größe 🌱', env={'LC_ALL': locale})
            assert profile.ok('settings', 'get', 'about-you', env={'LC_ALL': locale}) == 'Größe 🌱\n'


def test_second_process_is_refused():
    with Profile() as profile:
        process = profile.start('--json', 'chat')
        process.stdin.write(b'hello\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())['status'] == 'complete'
        check_error(profile.run('bot', 'list'), 4)
        assert profile.json('bot', 'list', code=4)['code'] == 'refused'
        process.stdin.close()
        assert process.wait(TIMEOUT) == 0
        profile.ok('bot', 'list')


def test_output_that_cannot_be_written_is_a_failure():
    with Profile() as profile, open('/dev/full', 'wb') as full:
        process = subprocess.run(profile.command('bot', 'list'), stdout=full, stderr=subprocess.PIPE,
                                 env=profile.env)
        assert process.returncode == 1, process


def test_default_data_directory():
    with Profile() as profile:
        share = profile.home / 'share'
        process = subprocess.run([os.environ['BOTERNITYCTL'], 'bot', 'list'], capture_output=True,
                                 env={**profile.env, 'XDG_DATA_HOME': str(share)})
        assert process.returncode == 0 and (share / 'boternity').is_dir(), process
        assert b'\x1b' not in process.stdout, 'no colour in a pipe'
        assert Path(share / 'boternity' / 'boternity.db').exists()


run_tests(globals())
