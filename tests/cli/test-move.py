# SPDX-License-Identifier: GPL-3.0-or-later
"""Data that move to a server: killed at any moment they are at the old place or at the new one, and gone on with they
arrive as they were. Needs a server of tests/support/with-postgres."""

import hashlib
import json
import os
import random
import signal
import subprocess
import time
import uuid

from harness import Profile, Skip, check_error, run_tests

GENERATE = os.environ['GENERATE_PROFILE']
MESSAGES = 1200


def find_server():
    """The URI of a tenant that nobody has used, on the first server."""
    servers = os.environ.get('BTY_TEST_POSTGRES', '').split('\n')
    if not servers[0]:
        raise Skip('there is no server')
    return f'{servers[0].split(" ")[1]}?tenant={uuid.uuid4().hex}'


def find_uri(profile):
    address = profile.dir / 'profile.json'
    return json.loads(address.read_text())['uri'] if address.exists() else None


def export(profile):
    """What an export says, apart from when and where it was made."""
    file = profile.home / 'export.json'
    profile.ok('storage', 'export', str(file))
    document = json.loads(file.read_text())
    text = file.read_bytes()
    file.unlink()
    return hashlib.sha256(text[text.index(b'"migrations"'):]).hexdigest(), document['counts']


def fill(profile, sessions, messages, size=1 << 20):
    subprocess.run([GENERATE, str(profile.dir), str(sessions), str(messages)], check=True, stdout=subprocess.DEVNULL)
    profile.ok('bot', 'add', 'Berta')
    large = profile.home / 'large.txt'
    large.write_bytes(random.Random(1).randbytes(size).hex().encode())
    profile.ok('file', 'add', '--bot', 'berta', str(large))
    profile.ok('memory', 'add', '--bot', 'berta', 'The cat is called Mitzi 🐈.')


class Place:
    """Looks at a tenant of the server from outside."""

    def __init__(self, uri):
        place, self.tenant = uri.split('?tenant=')
        place = place.replace('boternity@', 'admin@').replace('guarded@', 'admin@')
        self.process = subprocess.Popen(['psql', '-qAt', place], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def count(self):
        """How many messages have arrived. Before the first move of all there is no table for them."""
        self.process.stdin.write(f"SELECT count(*) FROM messages WHERE tenant = '{self.tenant}';\n\\echo end\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline().strip()
        if line == 'end':
            return 0
        assert self.process.stdout.readline().strip() == 'end'
        return int(line)


def kill_when(profile, condition, delay, *args, stdin=b''):
    """Runs a command and kills it some seconds after the condition holds. Whether it was done before."""
    process = profile.start(*args)
    process.stdin.write(stdin)
    process.stdin.close()
    while process.poll() is None and not condition():
        time.sleep(0.005)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    code = process.wait()
    error = process.stderr.read().decode()
    process.stdout.close()
    process.stderr.close()
    assert code in (0, -signal.SIGKILL), (code, error)
    return code == 0


def test_killed_and_gone_on_with():
    uri = find_server()
    with Profile() as profile, Place(uri) as place:
        fill(profile, 20, MESSAGES, 5 << 20)
        before, counts = export(profile)
        # Before rows arrive, after each of the transactions in which they do, and when all are there.
        wanted = [0] * 2 + list(range(1, MESSAGES, 500)) + [counts['messages']] * 3
        arrived, grown = 0, 0
        for number in wanted:
            done = kill_when(profile, lambda: place.count() >= number, random.random() * 0.2, 'storage', 'move', uri)
            now = place.count()
            assert now >= arrived, 'what had arrived was thrown away'
            grown += now > arrived
            arrived = now
            if find_uri(profile) == uri:
                break
            # The old place is whole, and is what is used.
            assert not done and find_uri(profile) is None
            assert profile.json('storage', 'check')['counts']['messages'] == counts['messages']
        print(f'# killed {len(wanted)} times at most; messages came in {grown} tries')
        assert grown >= 2
        if find_uri(profile) is None:
            profile.ok('storage', 'move', uri)
        assert export(profile) == (before, counts)
        assert profile.json('storage', 'verify')['ok']
        # The old data are still there, as they were.
        profile.ok('storage', 'move', '--undo')
        assert export(profile) == (before, counts)


def test_old_data_used_again_stay():
    """After going back nothing moves by itself, and what is at the other place is not written over."""
    uri = find_server()
    with Profile() as profile:
        fill(profile, 2, 20)
        profile.ok('storage', 'move', uri)
        profile.ok('bot', 'add', 'Later')
        there = export(profile)
        profile.ok('storage', 'move', '--undo')
        check_error(profile.run('storage', 'move', uri), 4)
        profile.ok('storage', 'move', '--undo')
        assert export(profile) == there


def test_old_data_on_a_server_are_removed():
    """When somebody says so; nobody else loses anything."""
    uri, other_uri = find_server(), find_server()
    with Profile() as profile, Profile() as other, Place(uri) as place, Place(other_uri) as other_place:
        fill(other, 2, 20)
        other.ok('storage', 'move', other_uri)
        fill(profile, 2, 20)
        profile.ok('storage', 'move', uri)
        profile.ok('storage', 'move', str(profile.home / 'own.db'))
        before = export(profile)
        assert place.count() > 0
        profile.ok('storage', 'move', '--remove-old')
        assert place.count() == 0 and other_place.count() > 0
        assert profile.run('storage', 'move', '--undo').code != 0
        assert export(profile) == before


def test_what_is_said_meanwhile_comes_too():
    """What was written between two tries is at the new place, and what was removed is not."""
    uri = find_server()
    with Profile() as profile, Place(uri) as place:
        fill(profile, 2, 100)
        profile.json('chat', '--bot', 'berta', '--message', 'To be removed')
        gone = profile.json('session', 'list')['sessions'][0]['id']
        assert not kill_when(profile, lambda: place.count() > 0, 0, 'storage', 'move', uri)
        profile.json('chat', '--bot', 'berta', '--message', 'Said meanwhile 🐈')
        profile.ok('bot', 'edit', 'berta', '--name', 'Bertha')
        profile.ok('session', 'remove', gone)
        profile.ok('storage', 'purge')
        before = export(profile)
        profile.ok('storage', 'move', uri)
        assert export(profile) == before


def test_other_data_are_left_alone():
    uri = find_server()
    with Profile() as one, Profile() as two:
        fill(one, 2, 20)
        fill(two, 2, 20)
        one.ok('storage', 'move', uri)
        there = export(one)
        check_error(two.run('storage', 'move', uri), 4)
        assert export(one) == there and find_uri(two) is None


def test_password_is_found_again():
    """What was typed once is asked of the keyring when the move is gone on with, and when the data are opened."""
    if os.environ.get('BTY_TEST_KEYRING') != 'unlocked':
        raise Skip('there is no keyring')
    uri = find_server().replace('//boternity@', '//guarded@').replace('/boternity?', '/guarded?')
    with Profile() as profile, Place(uri) as place:
        fill(profile, 2, 100)
        before = export(profile)
        check_error(profile.run('storage', 'move', uri), 1)
        assert not kill_when(profile, lambda: place.count() > 0, 0, 'storage', 'move', uri, '--password-stdin',
                             stdin=b'open sesame\n'), 'it was too quick to be killed'
        assert find_uri(profile) is None
        profile.ok('storage', 'move', uri)
        assert find_uri(profile) == uri
        assert export(profile) == before
        assert not profile.files_with('sesame')


run_tests(globals())
