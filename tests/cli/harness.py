# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the built boternityctl against a data directory of its own, and a mock provider beside it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request
from pathlib import Path

PROGRAM = os.environ['BOTERNITYCTL']
MOCK = os.environ.get('MOCK_PROVIDER')
# What takes longer has gone wrong, also on a busy machine.
TIMEOUT = 240


class Skip(Exception):
    """A test that cannot be made here."""


class Result:
    """What a run of the program has left behind."""

    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode('utf-8')
        self.err = process.stderr.decode('utf-8')

    def __repr__(self):
        return f'exit {self.code}\nstdout: {self.out!r}\nstderr: {self.err!r}'

    @property
    def json(self):
        lines = self.out.splitlines()
        assert len(lines) == 1, f'one JSON object expected: {self!r}'
        return json.loads(lines[0])

    @property
    def objects(self):
        return [json.loads(line) for line in self.out.splitlines()]


class Profile:
    """A data directory that is thrown away at the end."""

    def __init__(self, parent=None):
        self.home = Path(tempfile.mkdtemp(prefix='boternity-cli-', dir=parent))
        self.dir = self.home / 'data'
        self.env = {key: value for key, value in os.environ.items()
                    if not key.endswith('_API_KEY') and key not in ('NO_COLOR', 'LANGUAGE', 'LC_ALL', 'LANG')}
        self.env.update(HOME=str(self.home), XDG_CONFIG_HOME=str(self.home / 'config'),
                        XDG_CACHE_HOME=str(self.home / 'cache'), TZ='UTC')
        if 'BTY_TEST_KEYRING' not in os.environ:
            # A bus that is not there: neither the user's keyring nor a wait for one.
            self.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus'

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home, ignore_errors=True)

    def command(self, *args):
        return [PROGRAM, '--data-dir', self.dir, *args]

    def run(self, *args, stdin=b'', env=None):
        if isinstance(stdin, str):
            stdin = stdin.encode()
        return Result(subprocess.run(self.command(*args), input=stdin, capture_output=True, timeout=TIMEOUT,
                                     env={**self.env, **(env or {})}))

    def json(self, *args, code=0, **kwargs):
        result = self.run('--json', *args, **kwargs)
        assert result.code == code, result
        return result.json

    def ok(self, *args, **kwargs):
        result = self.run(*args, **kwargs)
        assert result.code == 0, result
        return result.out

    def start(self, *args, env=None, **kwargs):
        return subprocess.Popen(self.command(*args), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env={**self.env, **(env or {})}, **kwargs)

    def add(self, name, mock, *args, priority=5, type='openai_compatible'):
        url = f'http://127.0.0.1:{mock.port}' + ('/v1' if type == 'openai_compatible' else '')
        return self.json('provider', 'add', name, '--type', type, '--base-url', url, '--model', f'model-{name}',
                         '--priority', str(priority), '--no-test', *args)

    def files_with(self, text):
        """The files below the home directory that hold some bytes."""
        found = []
        for path in self.home.rglob('*'):
            if path.is_file() and text.encode() in path.read_bytes():
                found.append(str(path))
        return found


class Mock:
    """A language-model service on this computer."""

    def __init__(self, *args):
        self.process = subprocess.Popen([MOCK, *args], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        self.control_port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(TIMEOUT)
        self.process.stdout.close()

    def control(self, **behaviour):
        request = urllib.request.Request(f'http://127.0.0.1:{self.control_port}/control',
                                         json.dumps(behaviour).encode(), {'Content-Type': 'application/json'})
        urllib.request.urlopen(request, timeout=TIMEOUT).read()

    def requests(self):
        """What it was asked so far."""
        address = f'http://127.0.0.1:{self.control_port}/control/requests'
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:
            return json.load(answer)


def wait_until(look, what):
    """Waits until LOOK returns something true, and returns it."""
    deadline = time.monotonic() + TIMEOUT
    while not (found := look()):
        assert time.monotonic() < deadline, f'waited for {what}'
        time.sleep(0.02)
    return found


def check_error(result, code):
    """An error is one line on standard error that names the program, and nothing on standard output."""
    assert result.code == code, result
    assert result.out == '', result
    lines = result.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith('boternityctl: ') and len(lines[0]) > 20, result


def run_tests(namespace):
    """Runs every function whose name begins with test_, and prints TAP."""
    tests = [(name, value) for name, value in namespace.items() if name.startswith('test_') and callable(value)]
    wanted = sys.argv[1:]
    failed = 0
    print(f'1..{len(tests)}')
    for number, (name, test) in enumerate(tests, 1):
        label = f'{number} - {name[5:].replace("_", " ")}'
        if wanted and name not in wanted:
            print(f'ok {label} # SKIP not asked for')
            continue
        try:
            test()
            print(f'ok {label}', flush=True)
        except Skip as reason:
            print(f'ok {label} # SKIP {reason}', flush=True)
        except Exception:
            failed += 1
            print(f'not ok {label}')
            for line in traceback.format_exc().splitlines():
                print('#', line)
            sys.stdout.flush()
    sys.exit(1 if failed else 0)
