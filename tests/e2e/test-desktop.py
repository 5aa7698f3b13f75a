# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop offers of Boternity beside its window: search, a quick question, notifications."""

import hashlib
import json
import os
import select
import subprocess
import sys
import tempfile
from pathlib import Path

from boternity_window import (BUILD, TIMEOUT, Boternity, Failure, MockProvider, key, run, say, start_process, started,
                              wait_for, write)
from gi.repository import Gio, GLib

HERE = Path(__file__).parent


class Desktop:
    """A shell that searches in the program, as GNOME's does."""

    def __init__(self, window):
        self.window = window
        suffix = 'd' + hashlib.sha256(window.data_dir.encode()).hexdigest()[:16]
        self.name = f'org.boternity.Boternity.{suffix}'
        self.path = f'/org/boternity/Boternity/{suffix}/SearchProvider'
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def start_service(self):
        """Starts the program as the session bus would, to be asked and not to be seen."""
        self.window.errors = tempfile.TemporaryFile()
        self.window.process = start_process(
            [f'{BUILD}/src/boternity', '--data-dir', self.window.data_dir, '--gapplication-service'],
            env=self.window.environment, stderr=self.window.errors, stdout=subprocess.DEVNULL)
        subprocess.run(['gdbus', 'wait', '--session', '--timeout', str(TIMEOUT), self.name], check=True)

    def call(self, method, signature, *values):
        answer = self.bus.call_sync(self.name, self.path, 'org.gnome.Shell.SearchProvider2', method,
                                    GLib.Variant(signature, values), None, Gio.DBusCallFlags.NONE, TIMEOUT * 1000, None)
        return answer.unpack()[0] if answer.n_children() > 0 else None

    def search(self, *terms):
        return self.call('GetInitialResultSet', '(as)', terms)


def start_daemon():
    """Starts what takes notifications."""
    daemon = subprocess.Popen([sys.executable, HERE / '../support/notification-daemon'], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    started.append(daemon)
    if daemon.stdout.readline() != 'ready\n':
        raise Failure('there is nothing that takes notifications')
    return daemon


def read_notice(daemon):
    """Waits for the next notification."""
    if not select.select([daemon.stdout], [], [], TIMEOUT)[0]:
        raise Failure('nothing was told')
    return json.loads(daemon.stdout.readline())


def allow_notifications(window):
    keyfile = Path(window.home, 'config/glib-2.0/settings/keyfile')
    keyfile.write_text(keyfile.read_text().replace('notifications=false', 'notifications=true'))


def start_quick_ask(window):
    """Starts the program with the little window only."""
    window.errors = tempfile.TemporaryFile()
    window.process = start_process([f'{BUILD}/src/boternity', '--data-dir', window.data_dir, '--quick-ask'],
                                   env=window.environment, stderr=window.errors, stdout=subprocess.DEVNULL)
    window.find(name='Question')
    window.focus()


def add_provider(window, mock):
    window.ctl('provider', 'add', 'Mock', '--type', 'openai_compatible', '--base-url', mock.url, '--model', 'm',
               '--no-test')


def the_desktop_finds_what_was_said():
    """The search of the desktop finds messages while there is no window, and opens one there."""
    window = Boternity()
    window.ctl('chat', '--message', 'My sister Lena is allergic to peanuts.')
    window.ctl('chat', '--message', 'The weather is fine.')
    window.ctl('chat', '--private', '--message', 'Walnuts are a secret.')
    shell = Desktop(window)
    shell.start_service()
    found = shell.search('lena', 'peanuts')
    if not found or shell.search('walnuts') or shell.search('nothing'):
        raise Failure(f'found {found}')
    found = shell.call('GetSubsearchResultSet', '(asas)', shell.search('lena'), ['lena', 'peanut'])
    metas = shell.call('GetResultMetas', '(as)', found)
    if [meta['id'] for meta in metas] != found or not all(meta['name'] for meta in metas):
        raise Failure(f'told {metas} of {found}')
    if not any('allergic to peanuts' in meta.get('description', '') for meta in metas):
        raise Failure(f'described by {metas}')
    if window.windows():
        raise Failure('a search opened a window')

    message = [meta['id'] for meta in metas if 'description' in meta][0]
    shell.call('ActivateResult', '(sasu)', message, ['lena'], 0)
    wait_for(window.shown, 'the window')
    window.focus()
    window.says('allergic to peanuts')
    if not shell.search('weather'):
        raise Failure('nothing was found beside the window')
    shell.call('LaunchSearch', '(asu)', ['weather'], 0)
    window.find(role='list item', contains='weather')
    window.stop()


def a_search_alone_leaves_nothing_running():
    """The program that was started to be searched ends, so that the data is free again."""
    window = Boternity()
    window.ctl('chat', '--message', 'My cat is called Minka.')
    shell = Desktop(window)
    shell.start_service()
    if not shell.search('minka'):
        raise Failure('nothing was found')
    window.process.wait(TIMEOUT)
    window.ctl('storage', 'check')


def a_quick_question_is_answered():
    """One window, one question, one reply; further ones go on, and the chat is kept."""
    window = Boternity()
    mock = MockProvider(reply='Lisbon has **seven** hills.')
    add_provider(window, mock)
    start_quick_ask(window)
    write('How many hills?')
    key('Return')
    window.says('Lisbon has seven hills.')
    window.find(contains='Mock')
    mock.tell(reply='Rome too.')
    wait_for(lambda: window.look(name='Stop the Reply') is None, 'the reply to end')
    write('And Rome?')
    key('Return')
    window.says('Rome too.')
    window.picture('quick-ask')
    window.press(name='Go On in the Main Window')
    window.find(name='Message')
    window.picture('quick-ask-opened')
    window.says('How many hills?')
    window.says('Rome too.')
    window.focus()
    window.stop()
    mock.stop()


def a_quick_question_works_beside_the_window():
    """Where the program runs, the command shows the little window of that program; Escape closes it."""
    window = Boternity()
    window.start()
    subprocess.run([f'{BUILD}/src/boternity', '--data-dir', window.data_dir, '--quick-ask'], env=window.environment,
                   check=True, timeout=TIMEOUT)
    window.find(name='Question')
    window.focus()
    write('hello')
    key('Return')
    window.find(contains='Memory only')
    key('Escape')
    window.gone(name='Question')
    window.focus()
    window.stop()


def a_reply_that_nobody_sees_is_announced():
    """A reply that comes after the little window was closed is told; a click shows it."""
    window = Boternity()
    mock = MockProvider(reply='The answer is 42. ' * 10, fault='hold')
    add_provider(window, mock)
    allow_notifications(window)
    daemon = start_daemon()
    start_quick_ask(window)
    write('What is the answer?')
    key('Return')
    window.find(name='Stop the Reply')
    key('Escape')
    wait_for(lambda: not window.windows(), 'the little window to go away')
    mock.tell(held=False)
    notice = read_notice(daemon)
    if 'The answer is 42.' not in notice['body']:
        raise Failure(f'told {notice}')
    daemon.stdin.close()
    daemon.wait(TIMEOUT)
    window.process.wait(TIMEOUT)
    hits = json.loads(window.ctl('--json', 'session', 'search', 'answer'))['hits']
    if not hits:
        raise Failure('the reply was not kept')
    mock.stop()


def a_click_on_a_notification_opens_the_chat():
    """While another window has the focus, a reply is told, and a click shows the chat it is in."""
    window = Boternity()
    mock = MockProvider(reply='The answer is 42. ' * 12, fault='hold')
    add_provider(window, mock)
    allow_notifications(window)
    daemon = start_daemon()
    window.start()
    say(window, 'What is the answer?')
    key('ctrl+shift+space')
    window.find(name='Question')
    window.focus()
    mock.tell(held=False)
    notice = read_notice(daemon)
    if 'The answer is 42.' not in notice['body']:
        raise Failure(f'told {notice}')
    key('Escape')
    window.gone(name='Question')
    window.focus()
    key('ctrl+n')
    window.gone(contains='The answer is 42.')
    daemon.stdin.write(f"{notice['id']}\n")
    daemon.stdin.flush()
    window.says('The answer is 42.')
    daemon.stdin.close()
    daemon.wait(TIMEOUT)
    window.stop()
    mock.stop()


def without_a_display_it_says_so():
    environment = {name: value for name, value in os.environ.items() if name not in ('DISPLAY', 'WAYLAND_DISPLAY')}
    for option, code, words in (('--version', 0, 'Boternity'), ('--quick-ask', 1, 'boternityctl chat'),
                                ('--data-dir=/nonexistent/data', 1, 'boternityctl chat')):
        ended = subprocess.run([f'{BUILD}/src/boternity', option], env=environment, capture_output=True, text=True,
                               timeout=TIMEOUT)
        said = ended.stdout + ended.stderr
        if ended.returncode != code or words not in said or said.count('\n') != 1:
            raise Failure(f'{option}: exit {ended.returncode}, {said!r}')


def it_ends_with_a_dialog_open():
    """Ctrl+Q ends the program from the windows over the first one, too."""
    window = Boternity()
    for dialog in 'Preferences', 'Keyboard Shortcuts', 'About Boternity':
        window.start()
        key('F10')
        window.choose(dialog)
        window.dialog()
        window.stop()


def over_preferences(window):
    key('ctrl+comma')
    window.dialog()
    window.press(name='Storage')
    window.press(name='New Profile…')
    window.dialog()


def over_a_bot(window):
    window.menu('Ada', 'Edit…')
    window.dialog()
    window.click(window.find('push button', contains='History…'))
    window.dialog()


def over_files(window):
    window.menu('Ada', 'Files…')
    window.dialog()
    window.press('Add Files…', 'push button')
    window.find(contains='Other Locations')
    window.focus()


def in_a_menu(window):
    key('F10')
    window.find('menu item', 'Preferences')


def it_ends_with_a_dialog_over_a_dialog():
    """Ctrl+Q ends the program also from what lies over a dialog, and from a menu."""
    window = Boternity()
    for open_both in over_preferences, over_a_bot, over_files, in_a_menu:
        print('#', open_both.__name__, flush=True)
        window.start()
        open_both(window)
        key('ctrl+q')
        window.ended()


if __name__ == '__main__':
    os.environ.setdefault('PYTHONDONTWRITEBYTECODE', '1')
    run(the_desktop_finds_what_was_said,
        a_search_alone_leaves_nothing_running,
        a_quick_question_is_answered,
        a_quick_question_works_beside_the_window,
        a_reply_that_nobody_sees_is_announced,
        a_click_on_a_notification_opens_the_chat,
        without_a_display_it_says_so,
        it_ends_with_a_dialog_open,
        it_ends_with_a_dialog_over_a_dialog)
