# SPDX-License-Identifier: GPL-3.0-or-later
"""Data that move to a server: killed at any moment they are at the old place or at the new one, and gone on with they
arrive as they were. Needs a server of tests/support/with-postgres."""

import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import threading
import uuid
from urllib.parse import urlsplit

from harness import TIMEOUT, Profile, Skip, check_error, run_tests

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

    def wait_for_end(self, ports):
        """The process of the server that a killed program talked with ends a little later."""
        if not ports:
            return
        question = ('SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE client_port IN'
                    f' ({", ".join(map(str, ports))}));\n')
        line = 't'
        while line == 't':
            self.process.stdin.write(question)
            self.process.stdin.flush()
            line = self.process.stdout.readline().strip()
        assert line == 'f', line


class Relay:
    """Stands between the program and the server, and passes on no more of what is written than it is allowed to: the
    place at which the program is killed does not depend on who is quicker."""

    def __init__(self, uri):
        server = urlsplit(uri)
        self.server = server.hostname, server.port
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.uri = uri.replace(f':{server.port}/', f':{self.listener.getsockname()[1]}/')
        self.lock = threading.Lock()
        self.ports = set()
        self.allowed = None
        self.used_up = threading.Event()

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def allow(self, count):
        """From now on so many bytes are passed on; None = all."""
        with self.lock:
            self.allowed = count
            self.used_up.clear()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(self.server)
            self.ports.add(server.getsockname()[1])
            threading.Thread(target=self.pass_on, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(server, client, False), daemon=True).start()

    def take(self, count):
        """How many of so many bytes may be passed on."""
        with self.lock:
            if self.allowed is None:
                return count
            passed = min(self.allowed, count)
            self.allowed -= passed
            return passed

    def pass_on(self, source, target, is_counted):
        is_mute = False
        try:
            while data := source.recv(1 << 16):
                passed = self.take(len(data)) if is_counted and not is_mute else len(data)
                if not is_mute:
                    target.sendall(data[:passed])
                if passed < len(data):
                    is_mute = True
                    self.used_up.set()
        except OSError:
            pass
        for end in source, target:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def kill_after(profile, relay, place, count, *args, stdin=b''):
    """Runs a command and kills it when it has written so many bytes to the server. Whether it was done before."""
    relay.allow(count)
    process = profile.start(*args)
    ended = threading.Thread(target=lambda: (process.wait(), relay.used_up.set()))
    ended.start()
    process.stdin.write(stdin)
    process.stdin.close()
    assert relay.used_up.wait(TIMEOUT), 'it neither ended nor went on'
    process.send_signal(signal.SIGKILL)
    ended.join()
    error = process.stderr.read().decode()
    process.stdout.close()
    process.stderr.close()
    place.wait_for_end(relay.ports)
    relay.allow(None)
    assert process.returncode in (0, -signal.SIGKILL), (process.returncode, error)
    return process.returncode == 0


def kill_when_messages_arrived(profile, relay, place, *args, **kwargs):
    """Begins to move, and kills it when some messages are at the new place."""
    count = 300_000
    while place.count() == 0:
        assert not kill_after(profile, relay, place, count, 'storage', 'move', relay.uri, *args, **kwargs)
        count += 20_000
    assert find_uri(profile) is None


def test_killed_and_gone_on_with():
    uri = find_server()
    with Profile() as profile, Relay(uri) as relay, Place(uri) as place:
        fill(profile, 20, MESSAGES, 5 << 20)
        before, counts = export(profile)
        # Before anything is written, and ever later; slowly while messages arrive, 500 in each transaction.
        count, tries, arrived, grown = 0, 0, 0, 0
        while find_uri(profile) is None:
            done = kill_after(profile, relay, place, count, 'storage', 'move', relay.uri)
            tries += 1
            now = place.count()
            assert now >= arrived, 'what had arrived was thrown away'
            grown += now > arrived
            count = count + 20_000 if now > arrived else max(count * 3 // 2, 100_000)
            arrived = now
            if find_uri(profile) is None:
                # The old place is whole, and is what is used.
                assert not done
                assert profile.json('storage', 'check')['counts']['messages'] == counts['messages']
        print(f'# begun {tries} times; messages came in {grown} of them')
        assert grown >= 2
        assert find_uri(profile) == relay.uri
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
    with Profile() as profile, Relay(uri) as relay, Place(uri) as place:
        fill(profile, 2, MESSAGES)
        profile.json('chat', '--bot', 'berta', '--message', 'To be removed')
        gone = profile.json('session', 'list')['sessions'][0]['id']
        kill_when_messages_arrived(profile, relay, place)
        profile.json('chat', '--bot', 'berta', '--message', 'Said meanwhile 🐈')
        profile.ok('bot', 'edit', 'berta', '--name', 'Bertha')
        profile.ok('session', 'remove', gone)
        profile.ok('storage', 'purge')
        before = export(profile)
        profile.ok('storage', 'move', relay.uri)
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
    with Profile() as profile, Relay(uri) as relay, Place(uri) as place:
        fill(profile, 2, MESSAGES)
        before = export(profile)
        check_error(profile.run('storage', 'move', relay.uri), 1)
        kill_when_messages_arrived(profile, relay, place, '--password-stdin', stdin=b'open sesame\n')
        profile.ok('storage', 'move', relay.uri)
        assert find_uri(profile) == relay.uri
        assert export(profile) == before
        assert not profile.files_with('sesame')


run_tests(globals())
