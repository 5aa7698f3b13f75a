#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking through boternityctl: replies, fail-over, streams, pipes, signals and crashes."""

import contextlib
import json
import os
import pty
import select
import signal
import sqlite3
import struct
import subprocess
import time
import zlib

from harness import TIMEOUT, Mock, Profile, check_error, run_tests, wait_until

REPLY_KEYS = {'session', 'message', 'reply_to', 'reply', 'status', 'provider', 'model', 'stop_reason', 'usage', 'cost',
              'latency_ms', 'first_token_ms', 'attempts', 'warnings'}
LONG = ' '.join(f'word{i}' for i in range(200))
# It goes on for longer than any test, at the speed at which it is sent.
ENDLESS = ' '.join(f'word{i}' for i in range(20 * TIMEOUT))


def make_png():
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 0, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(b'\0\0')) + chunk(b'IEND', b''))


def wait_for_text(profile, process):
    """Waits until a piece of the reply was printed, and that is saved."""
    line = process.stdout.readline()
    assert 'delta' in json.loads(line), line

    def is_saved():
        with contextlib.closing(sqlite3.connect(f'file:{profile.dir}/boternity.db?mode=ro', uri=True)) as database:
            return database.execute("SELECT 1 FROM messages WHERE status = 'streaming' AND content <> ''").fetchone()

    wait_until(is_saved, 'the first words to be saved')


def the_session(profile):
    sessions = profile.json('session', 'list')['sessions']
    assert len(sessions) == 1, sessions
    return profile.json('session', 'show', sessions[0]['id'])


def test_reply_as_json():
    with Profile() as profile, Mock('--reply', 'You said: {last}') as mock:
        profile.add('A', mock, '--price-input', '1000', '--price-output', '2000')
        mock.control(input_tokens=11, output_tokens=7, stop_reason='stop')
        reply = profile.json('chat', '--message', 'hello')
        assert REPLY_KEYS <= set(reply), REPLY_KEYS - set(reply)
        assert (reply['reply'], reply['status'], reply['provider']) == ('You said: hello', 'complete', 'A')
        assert reply['usage'] == {'input_tokens': 11, 'output_tokens': 7} and reply['stop_reason'] == 'stop'
        assert abs(reply['cost'] - 0.025) < 1e-9 and reply['attempts'] == [] and reply['warnings'] == []
        assert 0 <= reply['first_token_ms'] <= reply['latency_ms'] < 60000
        again = profile.json('chat', '--session', reply['session'], '--message', 'more')
        assert again['session'] == reply['session'] and again['message'] != reply['message']
        messages = profile.json('session', 'show', reply['session'])['messages']
        assert [m['content'] for m in messages] == ['hello', 'You said: hello', 'more', 'You said: more']
        assert messages[2]['id'] == again['reply_to'] and messages[3]['id'] == again['message']


def test_reply_as_text():
    with Profile() as profile, Mock('--reply', 'One.\n\nTwo \x1b[31mred\x1b[0m \x9b2J \u202eturned') as mock:
        profile.add('A', mock)
        result = profile.run('chat', '--message', 'hello')
        assert result.code == 0 and result.err == '', result
        assert result.out.startswith('One.\n\nTwo ') and result.out.endswith('turned\n')
        assert not {'\x1b', '\x9b', '\u202e'} & set(result.out), 'a reply cannot steer the terminal'
        streamed = profile.run('chat', '--stream', '--message', 'hello')
        assert streamed.out == result.out, (streamed, result)
        assert '\x9b' not in profile.run('--json', 'chat', '--message', 'hello').out


def test_stream_as_json():
    with Profile() as profile, Mock('--reply', LONG, '--tokens-per-second', '400') as mock:
        profile.add('A', mock)
        mock.control(thinking='Let me think.')
        result = profile.run('--json', 'chat', '--stream', '--message', 'hello')
        assert result.code == 0, result
        *pieces, final = result.objects
        assert all(set(p) in ({'delta'}, {'thinking'}) for p in pieces)
        assert ''.join(p.get('delta', '') for p in pieces) == final['reply'] == LONG
        assert ''.join(p.get('thinking', '') for p in pieces) == final['thinking'] == 'Let me think.'
        assert len(pieces) > 5 and final['status'] == 'complete'


def test_every_wire_format():
    with Profile() as profile, Mock('--reply', 'Hello.') as mock:
        for type in ('openai_compatible', 'anthropic'):
            profile.add(type, mock, type=type)
            profile.add(type + '-whole', mock, '--no-streaming', type=type)
            for name in (type, type + '-whole'):
                reply = profile.json('chat', '--provider', name, '--message', 'hello')
                assert (reply['reply'], reply['provider'], reply['status']) == ('Hello.', name, 'complete'), reply


def test_fail_over():
    with Profile() as profile, Mock('--fault', '500') as a, Mock('--reply', 'I am B.') as b:
        profile.add('A', a, priority=1)
        profile.add('B', b, priority=2)
        reply = profile.json('chat', '--message', 'hello')
        assert (reply['reply'], reply['provider'], reply['status']) == ('I am B.', 'B', 'complete'), reply
        assert reply['attempts'] and {x['provider'] for x in reply['attempts']} == {'A'}
        assert all(x['code'] == 'provider' and x['error'] for x in reply['attempts'])
        assert any('Switched to B' in warning for warning in reply['warnings']), reply
        result = profile.run('chat', '--message', 'hello')
        assert result.code == 0 and result.out == 'I am B.\n' and 'Switched to B' in result.err, result


def test_opened_circuit_is_told():
    with Profile() as profile, Mock('--fault', '500') as a, Mock('--reply', 'I am B.') as b:
        profile.add('A', a, priority=1)
        profile.add('B', b, priority=2)
        for _ in range(2):
            profile.json('chat', '--message', 'hello')
        status = {p['name']: p for p in profile.json('provider', 'status')['providers']}
        assert status['A']['state'] == 'open' and 0 < status['A']['retry_in_ms'] <= 30000, status['A']
        assert status['A']['health']['last_error_code'] == 'provider' and status['B']['state'] == 'ready'
        text = profile.ok('provider', 'status')
        assert 'tried again in' in text
        profile.ok('provider', 'reset', 'A')
        a.control(fault='none', reply='A is back.')
        assert profile.json('chat', '--message', 'hello')['provider'] == 'A'


def test_an_opened_circuit_is_tried_again_by_a_later_run():
    with Profile() as profile, Mock('--fault', '500') as a, Mock('--reply', 'I am B.') as b:
        profile.add('A', a, priority=1)
        profile.add('B', b, priority=2)
        profile.json('chat', '--message', 'hello')
        a.control(fault='none', reply='A is back.')
        assert profile.json('chat', '--message', 'hello')['provider'] == 'B'
        with contextlib.closing(sqlite3.connect(profile.dir / 'boternity.db')) as database, database:
            database.execute('UPDATE provider_health SET last_error_at = last_error_at - 31000000')
        reply = profile.json('chat', '--message', 'hello')
        assert (reply['provider'], reply['warnings']) == ('A', []), reply


def test_all_down():
    with Profile() as profile, Mock('--fault', '500') as a, Mock('--fault', '503') as b:
        profile.ok('provider', 'remove', 'Memory only')
        profile.add('A', a, priority=1)
        profile.add('B', b, priority=2)
        result = profile.run('--json', 'chat', '--message', 'hello')
        reply = result.json
        assert result.code == 1 and reply['status'] == 'failed' and reply['reply'] == '', result
        assert {x['provider'] for x in reply['attempts']} == {'A', 'B'}
        line = result.err.splitlines()
        assert len(line) == 1 and 'A' in line[0] and 'B' in line[0] and 'provider status' in line[0], result
        check_error(profile.run('chat', '--message', 'hello'), 1)


def test_wrong_key():
    with Profile() as profile, Mock('--key', 'sk-right') as mock:
        profile.add('A', mock, '--key-env', 'THE_KEY')
        result = profile.run('--json', 'chat', '--provider', 'A', '--message', 'hello', env={'THE_KEY': 'sk-canary-4'})
        assert result.code == 1 and result.json['code'] == 'authentication', result
        assert '--provider' in result.err and 'canary' not in result.err + result.out
        assert profile.files_with('canary') == []
        status = {p['name']: p for p in profile.json('provider', 'status', env={'THE_KEY': 'x'})['providers']}
        assert status['A']['state'] == 'set_aside'


def test_who_is_passed_over_is_told_and_why():
    with Profile() as profile, Mock() as a, Mock('--reply', 'I am B.') as b:
        profile.add('A', a, '--key-env', 'THE_KEY', priority=1)
        profile.add('B', b, priority=2)
        reply = profile.json('chat', '--message', 'hello')
        assert reply['provider'] == 'B' and reply['attempts'] == [], reply
        assert reply['warnings'] == ['Switched to B', 'A: the variable THE_KEY is not set'], reply
        result = profile.run('chat', '--provider', 'A', '--message', 'hello')
        assert result.code == 1 and 'A: the variable THE_KEY is not set' in result.err, result


def test_taking_turns_goes_on_in_the_next_run():
    with Profile() as profile, Mock() as a, Mock() as b, Mock() as c:
        for name, mock in zip('ABC', (a, b, c)):
            profile.add(name, mock)
        profile.ok('settings', 'set', 'provider-strategy', 'round_robin')
        who = [profile.json('chat', '--message', 'hello')['provider'] for _ in range(5)]
        assert who == ['A', 'B', 'C', 'A', 'B'], who


def test_nothing_configured_but_memory():
    with Profile() as profile:
        profile.json('chat', '--message', 'My cat is called Minka.')
        reply = profile.json('chat', '--message', 'What is my cat called?')
        assert 'Minka' in reply['reply'] and reply['cost'] in (0, None)


def test_no_provider_at_all():
    with Profile() as profile:
        profile.ok('provider', 'remove', 'Memory only')
        check_error(profile.run('chat', '--message', 'hello'), 1)


def test_pipe():
    with Profile() as profile, Mock('--reply', 'You said: {last}') as mock:
        profile.add('A', mock)
        result = profile.run('--json', 'chat', stdin='first\n\n/help\r\nGröße 🌱')
        assert result.code == 0, result
        assert [o['reply'] for o in result.objects] == ['You said: first', 'You said: /help', 'You said: Größe 🌱']
        assert len({o['session'] for o in result.objects}) == 1
        assert profile.run('chat', stdin='a\nb\n').out == 'You said: a\nYou said: b\n'
        assert profile.run('--json', 'chat', stdin='').out == ''
        odd = profile.run('--json', 'chat', stdin=b'ok\n\xff\xfe\nzero\0byte\nlast\n')
        assert odd.code == 1 and [o.get('code', o.get('reply')) for o in odd.objects] == [
            'You said: ok', 'invalid', 'invalid', 'You said: last'], odd


def test_lines_with_nothing_in_them_are_no_messages():
    with Profile() as profile, Mock('--reply', 'I see.') as mock:
        profile.add('A', mock)
        assert profile.ok('chat', stdin='\n  \n\u3000\r\none\n\t') == 'I see.\n'


def test_pipe_goes_on_after_a_failed_reply():
    with Profile() as profile, Mock() as mock:
        profile.ok('provider', 'remove', 'Memory only')
        profile.add('A', mock)
        mock.control(script=[{'reply': 'one'}, {'fault': '400'}, {'reply': 'three'}])
        result = profile.run('--json', 'chat', stdin='1\n2\n3\n')
        assert result.code == 1, result
        assert [o['status'] for o in result.objects] == ['complete', 'failed', 'complete'], result


def test_attachments():
    with Profile() as profile, Mock('--reply', 'Seen.') as mock:
        profile.add('A', mock, '--vision')
        (profile.home / 'note.txt').write_text('The code word is xylophone.')
        (profile.home / 'dot.png').write_bytes(make_png())
        reply = profile.json('chat', '--message', 'look', '--attach', str(profile.home / 'note.txt'),
                             '--attach', str(profile.home / 'dot.png'))
        shown = profile.json('session', 'show', reply['session'])['messages'][0]['attachments']
        assert [(a['name'], a['media_type']) for a in shown] == [('note.txt', 'text/plain'), ('dot.png', 'image/png')]
        (profile.home / 'binary').write_bytes(b'\x7fELF\0\xff')
        check_error(profile.run('chat', '--message', 'x', '--attach', str(profile.home / 'binary')), 1)
        check_error(profile.run('chat', '--message', 'x', '--attach', str(profile.home)), 3)


def test_private_session_is_gone():
    with Profile() as profile:
        reply = profile.json('chat', '--private', '--message', 'This is between us: xylophone.')
        assert reply['status'] == 'complete'
        assert profile.json('session', 'list')['sessions'] == []
        assert profile.json('session', 'search', 'xylophone')['hits'] == []
        assert profile.run('session', 'show', reply['session']).code == 3
        check_error(profile.run('chat', '--session', reply['session'], '--message', 'x'), 3)


def test_chain_of_a_bot():
    with Profile() as profile, Mock('--reply', 'I am A.') as a, Mock('--reply', 'I am B.') as b:
        profile.add('A', a, priority=1)
        profile.add('B', b, priority=2)
        profile.ok('bot', 'add', 'Bea', '--chain', 'B')
        assert profile.json('chat', '--bot', 'bea', '--message', 'x')['provider'] == 'B'
        assert profile.json('chat', '--message', 'x')['provider'] == 'A'
        assert profile.json('chat', '--message', 'x', '--provider', 'B')['provider'] == 'B'
        session = profile.json('chat', '--bot', 'bea', '--message', 'x')['session']
        check_error(profile.run('chat', '--bot', 'ada', '--session', session, '--message', 'x'), 1)


def start_slow_reply(profile, mock):
    profile.add('A', mock)
    process = profile.start('--json', 'chat', '--stream', '--message', 'hello')
    wait_for_text(profile, process)
    return process


def check_interrupted(profile):
    shown = the_session(profile)
    last = shown['messages'][-1]
    assert last['status'] == 'interrupted' and last['content'] and ENDLESS.startswith(last['content']), last
    return shown


def check_continued(profile, mock, session):
    interrupted = check_interrupted(profile)['messages'][-1]
    mock.control(reply='the end.', tokens_per_second=0)
    reply = profile.json('session', 'continue', session, '--provider', 'A')
    assert reply['status'] == 'complete' and reply['reply'].startswith(interrupted['content'])
    assert reply['reply'].endswith('the end.')
    message = the_session(profile)['messages'][-1]
    assert message['content'] == reply['reply'] and (message['version'], message['versions']) == (2, 2)
    check_error(profile.run('session', 'continue', session), 1)


def test_signals_stop_the_reply():
    for number in (signal.SIGINT, signal.SIGTERM):
        with Profile() as profile, Mock('--reply', ENDLESS, '--tokens-per-second', '20') as mock:
            process = start_slow_reply(profile, mock)
            process.send_signal(number)
            out, err = process.communicate(timeout=TIMEOUT)
            final = json.loads(out.splitlines()[-1])
            assert process.returncode == 1 and final['status'] == 'interrupted' and final['reply'], (out, err)
            assert final['code'] == 'cancelled' and 'session continue' in err.decode() and err.count(b'\n') == 1
            assert check_interrupted(profile)['messages'][-1]['content'] == final['reply']
            check_continued(profile, mock, final['session'])


def test_a_signal_ends_waiting_for_a_line():
    with Profile() as profile:
        process = profile.start('--json', 'chat')
        process.stdin.write(b'hello\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())['status'] == 'complete'
        process.send_signal(signal.SIGINT)
        assert process.wait(TIMEOUT) == 1
        process.communicate()


def test_whoever_ends_the_program_waits_for_nothing():
    with Profile() as profile, Mock('--reply', 'I see.') as mock:
        profile.add('A', mock, '--timeout-ms', str(10000 * TIMEOUT))
        process = profile.start('--json', 'chat')
        for line in (b'My sister is called Lena.\n', b'Lena lives in Oslo.\n'):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())['status'] == 'complete'
        mock.control(fault='hang')
        process.send_signal(signal.SIGTERM)
        assert process.wait(TIMEOUT) == 1  # while its input is open: the end of that would be another reason to end
        out, err = process.communicate()
        assert out == b'', (out, err)


def test_a_reply_that_nobody_reads_is_stopped():
    with Profile() as profile, Mock('--reply', ENDLESS, '--tokens-per-second', '20') as mock:
        process = start_slow_reply(profile, mock)
        process.stdout.close()
        assert process.wait(TIMEOUT) == 1, process.stderr.read()
        process.stdin.close()
        process.stderr.close()
        check_interrupted(profile)


def test_closed_standard_streams():
    with Profile() as profile, Mock('--reply', 'I see.') as mock:
        profile.add('A', mock)
        for redirection, args, code in (('<&-', ['chat'], 0), ('>&-', ['chat', '--message', 'x'], 1),
                                        ('2>&-', ['chat', '--message', 'x'], 0),
                                        ('<&- >&- 2>&-', ['chat', '--message', 'x'], 1)):
            process = subprocess.run(['sh', '-c', f'exec "$@" {redirection}', 'sh', *profile.command(*args)],
                                     capture_output=True, env=profile.env, timeout=TIMEOUT)
            assert process.returncode == code, (redirection, process)
        assert profile.json('storage', 'check')['ok']


def test_signals_stop_what_is_gone_on_with():
    with Profile() as profile, Mock('--reply', ENDLESS, '--tokens-per-second', '20') as mock:
        process = start_slow_reply(profile, mock)
        process.kill()
        process.communicate()
        session = check_interrupted(profile)['id']
        process = profile.start('--json', 'session', 'continue', '--stream', session)
        wait_for_text(profile, process)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=TIMEOUT)
        final = json.loads(out.splitlines()[-1])
        assert process.returncode == 1 and final['status'] == 'interrupted', (out, err)
        assert the_session(profile)['status'] != 'crashed'


def test_going_on_where_nothing_came_asks_again():
    with Profile() as profile, Mock('--fault', '400') as mock:
        profile.add('A', mock)
        result = profile.run('--json', 'chat', '--provider', 'A', '--message', 'hello')
        failed = result.json
        assert result.code == 1 and failed['status'] == 'failed' and failed['reply'] == '', result
        mock.control(fault='none', reply='I see.')
        reply = profile.json('session', 'continue', failed['session'], '--provider', 'A')
        assert (reply['status'], reply['reply'], reply['reply_to']) == ('complete', 'I see.', failed['reply_to'])
        message = the_session(profile)['messages'][-1]
        assert (message['content'], message['version'], message['versions']) == ('I see.', 2, 2), message
        check_error(profile.run('session', 'continue', failed['session']), 1)


def test_killed_in_the_middle():
    with Profile() as profile, Mock('--reply', ENDLESS, '--tokens-per-second', '20') as mock:
        process = start_slow_reply(profile, mock)
        process.kill()
        process.communicate()
        shown = check_interrupted(profile)
        assert shown['status'] == 'crashed' and shown['messages'][0]['content'] == 'hello'
        assert profile.json('storage', 'check')['ok'] is True
        assert 'interrupted' in profile.ok('session', 'show', shown['id'])
        check_continued(profile, mock, shown['id'])


class Terminal:
    """The program at a terminal, with somebody who types."""

    def __init__(self, profile, *args, env=None):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(profile.command()[0], [str(a) for a in profile.command(*args)],
                      {**profile.env, 'TERM': 'xterm', **(env or {})})
        self.text = ''

    def expect(self, text, timeout=TIMEOUT):
        end = time.monotonic() + timeout
        while text not in self.text:
            assert time.monotonic() < end, f'{text!r} did not come; this did: {self.text!r}'
            if select.select([self.fd], [], [], 0.2)[0]:
                try:
                    self.text += os.read(self.fd, 65536).decode('utf-8', 'replace')
                except OSError as error:
                    raise AssertionError(f'{text!r} did not come; this did: {self.text!r}') from error
        before, self.text = self.text.split(text, 1)
        return before

    def type(self, text):
        os.write(self.fd, text.encode())

    def wait(self):
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            try:
                while select.select([self.fd], [], [], 0)[0] and os.read(self.fd, 65536):
                    pass
            except OSError:
                pass
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        raise AssertionError('it does not end')


def test_terminal():
    with Profile() as profile, Mock('--reply', 'You said: {last}') as mock:
        profile.add('A', mock)
        profile.ok('bot', 'add', 'Bea')
        terminal = Terminal(profile, 'chat')
        terminal.expect('Ada> ')
        terminal.type('hello\n')
        terminal.expect('You said: hello')
        terminal.expect('mock-large')
        terminal.expect('Ada> ')
        for typed, answer in (('/help', '/regenerate'), ('/bots', 'bea'), ('/nonsense', 'There is no command'),
                              ('/regenerate', 'You said: hello'), ('/provider nobody', 'no provider'),
                              ('/provider Memory only', 'will answer'), ('/provider', 'will answer'),
                              ('/attach /nonexistent', 'no file'), ('//slash', 'You said: /slash'),
                              ('one\\\ntwo', 'You said: one\r\ntwo'), ('/new', 'new session')):
            terminal.type(typed + '\n')
            terminal.expect(answer)
            terminal.expect('Ada> ')
        terminal.type('/bot bea\n')
        terminal.expect('Bea> ')
        terminal.type('\x04')
        assert terminal.wait() == 0
        messages = the_session(profile)['messages']
        assert [m['content'] for m in messages if m['role'] == 'user'] == ['hello', '/slash', 'one\ntwo']


def test_terminal_remembers():
    with Profile() as profile:
        terminal = Terminal(profile, 'chat')
        terminal.expect('Ada> ')
        for typed, answer in (('/remember', 'Write behind'), ('/remember I like short answers', 'Remembered:'),
                              ('My sister Lena is allergic to peanuts.', 'Noted.')):
            terminal.type(typed + '\n')
            terminal.expect(answer)
            terminal.expect('Ada> ')
        terminal.type('\x04')
        terminal.expect('1 statement waits for your approval')
        assert terminal.wait() == 0
        assert [m['text'] for m in profile.json('memory', 'list')['memories']] == ['I like short answers']
        terminal = Terminal(profile, 'chat', '--private')
        terminal.expect('Ada> ')
        terminal.type('/remember I hide here\n')
        terminal.expect('Nothing of a private chat is remembered')
        terminal.expect('Ada> ')
        terminal.type('/quit\n')
        assert terminal.wait() == 0
        assert len(profile.json('memory', 'list')['memories']) == 1


def test_terminal_stops_a_reply():
    with Profile() as profile, Mock('--reply', ENDLESS, '--tokens-per-second', '20') as mock:
        profile.add('A', mock)
        terminal = Terminal(profile, 'chat')
        terminal.expect('Ada> ')
        terminal.type('\x03')
        terminal.expect('Ada> ')
        terminal.type('hello\n')
        terminal.expect('word3')
        terminal.type('\x03')
        terminal.expect('session continue')
        terminal.expect('Ada> ')
        mock.control(reply='quick', tokens_per_second=0)
        terminal.type('again\n')
        terminal.expect('quick')
        terminal.expect('Ada> ')
        terminal.type('/quit\n')
        assert terminal.wait() == 0
        statuses = [m['status'] for m in the_session(profile)['messages']]
        assert statuses == ['complete', 'interrupted', 'complete', 'complete']


def test_terminal_colours():
    with Profile() as profile:
        for env, coloured in (({}, True), ({'NO_COLOR': '1'}, False), ({'TERM': 'dumb'}, False)):
            terminal = Terminal(profile, 'bot', 'list', env=env)
            before = terminal.expect('Ada')
            assert ('\x1b[1m' in before) is coloured, (env, before)
            assert terminal.wait() == 0


def test_this_machine_needs_no_proxy():
    # Whatever proxy is named: what is for this machine never goes through it.
    with Profile() as profile, Mock('--reply', 'Here.') as here, Mock('--reply', 'From the proxy.') as proxy:
        proxies = {name: f'http://127.0.0.1:{proxy.port}'
                   for name in ('http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'ALL_PROXY')}
        profile.ok('bot', 'add', 'Home', '--local-only')
        for host in ('127.0.0.1', 'localhost'):
            profile.ok('provider', 'add', host, '--type', 'openai_compatible', '--model', 'm', '--no-test',
                       '--base-url', f'http://{host}:{here.port}/v1')
            result = profile.run('chat', '--bot', 'home', '--provider', host, '--message', 'Secret', env=proxies)
            assert result.code == 0 and 'Here.' in result.out, (host, result)


run_tests(globals())
