#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that boternityctl is given: into the keyring, and nowhere else."""

import os
import pty
import select

from harness import TIMEOUT, Mock, Profile, check_error, run_tests

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


run_tests(globals())
