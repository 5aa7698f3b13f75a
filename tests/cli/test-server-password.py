# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that wants a password: where it is looked for, what is said when it is wrong, and where it is not left.
Needs a server of tests/support/with-postgres."""

import os
import uuid

from harness import Profile, Skip, check_error, run_tests

PASSWORD = 'open sesame'
WRONG = 'canary-sesame-wrong'
HAS_KEYRING = os.environ.get('BTY_TEST_KEYRING') == 'unlocked'


def find_server():
    """The URI of a tenant that nobody has used, on the first server, with the role that has a password."""
    servers = os.environ.get('BTY_TEST_POSTGRES', '').split('\n')
    if not servers[0]:
        raise Skip('there is no server')
    uri = servers[0].split(' ')[1].replace('//boternity@', '//guarded@').replace('/boternity', '/guarded')
    return f'{uri}?tenant={uuid.uuid4().hex}'


def write_pgpass(profile, password):
    file = profile.home / '.pgpass'
    file.write_text(f'*:*:*:guarded:{password}\n')
    file.chmod(0o600)
    return {'PGPASSFILE': str(file)}


def check_refused(profile, *results):
    """One line that says what to do, the code, and no password in it or anywhere on the disk."""
    for result in results:
        check_error(result, 1)
        assert 'pgpass' in result.err and 'profile password' in result.err, result
        assert 'sesame' not in result.err, result
    assert not profile.files_with('sesame')


def test_missing():
    with Profile() as profile:
        profile.ok('profile', 'add', 'away', '--uri', find_server())
        result = profile.run('--profile', 'away', 'bot', 'list')
        check_refused(profile, result)
        answer = profile.run('--json', '--profile', 'away', 'bot', 'list')
        assert answer.code == 1 and answer.json['code'] == 'authentication', answer


def test_pgpass():
    with Profile() as profile:
        profile.ok('profile', 'add', 'away', '--uri', find_server())
        wrong = profile.run('--profile', 'away', 'bot', 'list', env=write_pgpass(profile, WRONG))
        (profile.home / '.pgpass').unlink()
        check_refused(profile, wrong)

        env = write_pgpass(profile, PASSWORD)
        profile.ok('--profile', 'away', 'bot', 'add', 'Berta', env=env)
        file = profile.home / 'all.json'
        profile.ok('--profile', 'away', 'storage', 'export', str(file), env=env)
        (profile.home / '.pgpass').unlink()
        assert 'Berta' in file.read_text()
        assert not profile.files_with('sesame')


def test_never_in_the_address():
    with Profile() as profile:
        uri = find_server()
        for bad in (uri.replace('guarded@', f'guarded:{WRONG}@'), f'{uri}&password={WRONG}',
                    f'{uri}&%70assword={WRONG}', uri.replace('guarded@', f'guarded:{WRONG}@127.0.0.1:1,')):
            for result in (profile.run('profile', 'add', 'away', '--uri', bad), profile.run('storage', 'move', bad)):
                assert result.code != 0 and WRONG not in result.err + result.out, result
        assert not profile.files_with(WRONG)


def test_keyring():
    if not HAS_KEYRING:
        raise Skip('there is no keyring')
    with Profile() as profile:
        uri = find_server()
        profile.ok('profile', 'add', 'away', '--uri', uri, '--password-stdin', stdin=WRONG + '\n')
        check_refused(profile, profile.run('--profile', 'away', 'bot', 'list'))
        profile.ok('profile', 'password', 'away', stdin=PASSWORD + '\n')
        profile.ok('--profile', 'away', 'bot', 'add', 'Berta')
        file = profile.home / 'all.json'
        profile.ok('--profile', 'away', 'storage', 'export', str(file))
        assert not profile.files_with('sesame')

        # It goes with the profile, and comes back only by being typed.
        profile.ok('profile', 'remove', 'away')
        profile.ok('profile', 'restore', 'away')
        check_refused(profile, profile.run('--profile', 'away', 'bot', 'list'))
        profile.ok('profile', 'password', 'away', stdin=PASSWORD + '\n')
        assert 'Berta' in profile.ok('--profile', 'away', 'bot', 'list')

        # It goes with the data that a move has left there.
        profile.ok('--profile', 'away', 'storage', 'move', str(profile.home / 'here.db'))
        profile.ok('--profile', 'away', 'storage', 'move', '--remove-old')
        assert 'Berta' in profile.ok('--profile', 'away', 'bot', 'list')
        result = profile.run('--profile', 'away', 'storage', 'move', uri)
        assert result.code == 1 and 'asks for a password' in result.err, result


def test_removed_without_keyring():
    if HAS_KEYRING:
        raise Skip('there is a keyring')
    with Profile() as profile:
        profile.ok('profile', 'add', 'away', '--uri', find_server())
        profile.ok('profile', 'remove', 'away')
        assert profile.run('--profile', 'away', 'bot', 'list').code == 3


run_tests(globals())
