# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window of Boternity through accessibility and the keyboard, as a person would."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.request

from gi.repository import Gio, GLib

from nodes import Program, State
from screen import Screen

BUILD = os.environ['BTY_BUILD']
SCREENSHOTS = os.environ.get('BTY_SCREENSHOTS')
# What takes longer has gone wrong, also on a busy machine.
TIMEOUT = 180
# Nobody goes on sooner after a click: what it opens, shows or moves is there by then. GTK itself presses a button for a
# fourth of a second.
REACTION = 0.3


# What was started and has to be gone after a story, however that ended: a process that is left over holds the
# output open, and whoever reads it waits for ever.
started = []


def start_process(*arguments, **options):
    """Starts a program that is ended after the story at the latest."""
    process = subprocess.Popen(*arguments, stdin=subprocess.DEVNULL, **options)
    started.append(process)
    return process


class Failure(Exception):
    """What a person expected to see and did not."""


def wait_for(look, what, timeout=TIMEOUT):
    """Waits until LOOK returns something true, and returns it."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            found = look()
        except GLib.Error:
            found = None  # it went away while it was looked at
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failure(f'waited {timeout} s for {what}')
        time.sleep(0.05)


def key(name, times=1):
    """Presses a key or a combination in the window that has the focus, such as "ctrl+n"."""
    for _ in range(times):
        subprocess.run(['xdotool', 'key', '--clearmodifiers', name], check=True)
        time.sleep(0.05)


def write(text):
    """Types TEXT where the focus is."""
    subprocess.run(['xdotool', 'type', '--clearmodifiers', '--delay', '5', text], check=True)


def keep_picture(name):
    """Keeps what is on the screen, where that is wanted."""
    if SCREENSHOTS:
        subprocess.run(['import', '-window', 'root', f'{SCREENSHOTS}/{name}.png'], check=False)


def drag(x, y, to_x, to_y):
    """Drags from one place on the screen to another, in steps and as slowly as a hand does."""
    subprocess.run(['xdotool', 'mousemove', str(x), str(y), 'mousedown', '1'], check=True)
    for step in range(1, 11):
        subprocess.run(['xdotool', 'mousemove', str(x + (int(to_x) - x) * step // 10),
                        str(y + (int(to_y) - y) * step // 10)], check=True)
        time.sleep(0.05)
    time.sleep(0.2)
    subprocess.run(['xdotool', 'mouseup', '1'], check=True)


def copy(*what):
    """Copies an image, or "--text" and a text, or "--file" and a path, in another program, which is returned; it has
    to stay."""
    program = os.path.join(os.path.dirname(__file__), 'own-clipboard.py')
    process = start_process([sys.executable, program, *what], stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    return process


class MockProvider:
    """A language-model service on this computer that does what it is told."""

    def __init__(self, port=0, **behaviour):
        # Somebody else may be at this port, and leave it soon.
        self.port = wait_for(lambda: self._start(port), f'port {port}')
        self.control_port = int(self.process.stdout.readline().split()[1])
        self.url = f'http://127.0.0.1:{self.port}/v1'
        self.tell(**behaviour)

    def _start(self, port):
        self.process = start_process([f'{BUILD}/tests/support/mock-provider', '--port', str(port)],
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        words = self.process.stdout.readline().split()
        return int(words[1]) if words else None

    def tell(self, **behaviour):
        """Changes how it behaves from the next request on."""
        request = urllib.request.Request(f'http://127.0.0.1:{self.control_port}/control',
                                         data=json.dumps(behaviour).encode())
        urllib.request.urlopen(request).read()

    def requests(self, since=0):
        """What it was asked so far, without the first ones."""
        with urllib.request.urlopen(f'http://127.0.0.1:{self.control_port}/control/requests') as answer:
            return json.load(answer)[since:]

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Notifications:
    """A desktop that takes notifications."""

    INTERFACE = """<node><interface name="org.freedesktop.Notifications">
      <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
        <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
      <method name="GetCapabilities"><arg type="as" direction="out"/></method>
      <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
        <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
        <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
      <method name="CloseNotification"><arg type="u" direction="in"/></method>
      <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
    </interface></node>"""

    def __init__(self):
        self.shown = []
        self.ready = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        self.ready.wait(TIMEOUT)

    def _serve(self):
        context = GLib.MainContext()
        context.push_thread_default()
        address = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION, None)
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        interface = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE).interfaces[0]
        self.connection.register_object('/org/freedesktop/Notifications', interface, self._call_cb, None, None)
        self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                  'RequestName', GLib.Variant('(su)', ('org.freedesktop.Notifications', 0)), None,
                                  Gio.DBusCallFlags.NONE, -1, None)
        self.ready.set()
        GLib.MainLoop(context).run()

    def _call_cb(self, _connection, _sender, _path, _interface, method, parameters, invocation):
        answer = None
        if method == 'Notify':
            _, _, _, title, body, _, _, _ = parameters.unpack()
            self.shown.append((title, body))
            answer = GLib.Variant('(u)', (len(self.shown),))
        elif method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['actions', 'body'],))
        elif method == 'GetServerInformation':
            answer = GLib.Variant('(ssss)', ('test', 'test', '1', '1.2'))
        invocation.return_value(answer)

    def wait(self):
        """Waits for the next notification; returns its title and its text."""
        return wait_for(lambda: self.shown and self.shown[-1], 'a notification')

    def click(self):
        """Clicks the last notification."""
        self.connection.emit_signal(None, '/org/freedesktop/Notifications', 'org.freedesktop.Notifications',
                                    'ActionInvoked', GLib.Variant('(us)', (len(self.shown), 'default')))


class Boternity:
    """The program with its window."""

    def __init__(self, width=1100, height=720, welcome=False, notifications=False, environment=None):
        self.home = tempfile.mkdtemp(prefix='boternity-e2e-')
        self.data_dir = f'{self.home}/data'
        settings = f'{self.home}/config/glib-2.0/settings'
        os.makedirs(settings)
        os.makedirs(f'{self.home}/config/gtk-4.0')
        with open(f'{self.home}/config/gtk-4.0/settings.ini', 'w', encoding='utf-8') as gtk:
            # What slides and fades takes time and most of the work, and is nowhere while it does.
            gtk.write('[Settings]\ngtk-enable-animations=0\ngtk-cursor-blink=0\n')
        with open(f'{settings}/keyfile', 'w', encoding='utf-8') as keyfile:
            done = 'false' if welcome else 'true'
            # Notifications need a desktop that takes them.
            keyfile.write(f'[org/boternity/Boternity]\nfirst-run-done={done}\n'
                          f'notifications={str(notifications).lower()}\n')
        self.environment = dict(os.environ, G_DEBUG='fatal-warnings', G_ENABLE_DIAGNOSTIC='1',
                                GSETTINGS_BACKEND='keyfile', GSETTINGS_SCHEMA_DIR=f'{BUILD}/data',
                                XDG_CONFIG_HOME=f'{self.home}/config',
                                **(environment or {}))
        self.size = (width, height)
        self.process = None
        self.program = None
        self.errors = None
        self.screen = Screen()
        # The windows that were there when one was last given the keyboard.
        self.known = []

    def ctl(self, *arguments, **options):
        """Runs boternityctl on the same data, while the window is closed."""
        return subprocess.run([f'{BUILD}/src/cli/boternityctl', '--data-dir', self.data_dir, *arguments],
                              env=self.environment, check=True, capture_output=True, text=True, **options).stdout

    def start(self, within=()):
        """Starts the program, by the command WITHIN, and waits for its window."""
        self.errors = tempfile.TemporaryFile()
        self.known = []
        self.process = start_process([*within, f'{BUILD}/src/boternity', '--data-dir', self.data_dir],
                                     env=self.environment, stderr=self.errors, stdout=subprocess.DEVNULL)
        wait_for(self.shown, 'the window')
        self.resize(*self.size)
        return self

    def check_alive(self):
        """Fails if the program has ended."""
        if self.process.poll() is not None:
            raise Failure(f'the program ended with {self.process.returncode}: ' + self.read_errors())

    def shown(self):
        """What is shown in each window of the program now; the last one is the newest."""
        return self.program[1].windows() if self.shown_program() else []

    def shown_program(self):
        """Whether the program is there for screen readers."""
        self.check_alive()
        if self.program is None or self.program[0] != self.process.pid:
            program = Program.find(self.process.pid)
            self.program = (self.process.pid, program) if program is not None else None
        return self.program is not None

    def windows(self):
        """The windows on screen; the last one is the newest. Menus and tooltips are none."""
        self.check_alive()
        return self.screen.windows(self.process.pid)

    def focus(self):
        """Gives the keyboard to the newest window, and waits until that has taken it."""
        deadline = time.monotonic() + 8

        def is_taken():
            self.known = self.windows()
            if self.known and self.screen.focus() != self.known[-1]:
                self.screen.give_focus(self.known[-1])
                return False
            # Where a message stands over a window that came after it, the program tells of them the other way round.
            return self.known and self.shown_program() and (self.program[1].has_keyboard()
                                                            or time.monotonic() > deadline)

        wait_for(is_taken, 'the window to take the keyboard')
        time.sleep(REACTION)

    def look_away(self):
        """Takes the keyboard from the window: it is with nothing, below the pointer beside the window."""
        subprocess.run(['xdotool', 'mousemove', '1390', '890', 'windowfocus', '1'], check=True)

    def resize(self, width, height):
        """Makes the newest window as large as that, and waits until what is in it has another place."""
        window = wait_for(self.windows, 'a window on screen')[-1]
        if self.screen.size(window) != (width, height):
            before = self.program[1].size()
            self.screen.resize(window, width, height)
            wait_for(lambda: self.program[1].size() != before, 'another size')
        self.focus()

    def read_errors(self):
        self.errors.seek(0)
        return self.errors.read().decode('utf-8', 'replace')

    def nodes(self):
        """All nodes that are shown, of all windows of the program."""
        return [node for window in self.shown() for node in (window, *window.walk())]

    def look(self, role=None, name=None, contains=None):
        """The first node that is shown and fits, or None."""
        for node in self.nodes():
            if role is not None and node.role != role or name is not None and node.name != name:
                continue
            try:
                if contains is None or contains in node.text():
                    return node
            except GLib.Error:
                continue  # it went away
        return None

    def find(self, role=None, name=None, contains=None, timeout=TIMEOUT):
        """Waits for a node that fits."""
        return wait_for(lambda: self.look(role, name, contains),
                        f'{role or "something"} {name or ""} {contains or ""}', timeout)

    def gone(self, role=None, name=None, contains=None, timeout=TIMEOUT):
        """Waits until no such node is shown."""
        wait_for(lambda: self.look(role, name, contains) is None,
                 f'{role or "something"} {name or ""} {contains or ""} to go away', timeout)

    def says(self, text, timeout=TIMEOUT):
        """Waits until TEXT is to be read somewhere."""
        return self.find(contains=text, timeout=timeout)

    def press(self, name=None, role=None, contains=None):
        """Does what a click on a node does."""
        node = self.find(role, name, contains)
        if not node.press():
            raise Failure(f'“{node.text()}” ({node.role}) cannot be pressed')
        time.sleep(REACTION)
        return node

    def press_in(self, role, name, button):
        """Presses BUTTON in the row NAME."""
        def look():
            row = self.look(role, name)
            return row and next((node for node in row.walk() if node.name == button), None)

        wait_for(look, f'{button} in {name}').press()
        time.sleep(REACTION)

    def press_text(self, text, role=None):
        """Clicks in the middle of the first node that says TEXT."""
        self.click(self.find(role=role, contains=text))

    def place(self, node):
        """Where the middle of NODE is on the screen, as soon as it has a place; every window begins in its corner.
        Whoever clicks before hits that and drags its edge, after which GTK 4.8 loses count of what is pressed, and
        warns."""
        x, y, width, height = wait_for(lambda: self.steady_box(node), f'“{node.name}” ({node.role}) to have a place')
        return str(x + width // 2), str(y + height // 2)

    @staticmethod
    def steady_box(node):
        """The box of NODE, or None while it moves: a window that is new finds its size in more than one step."""
        before = node.box()
        if 0 in before[2:]:
            return None
        time.sleep(0.1)
        return before if node.box() == before else None

    def point_at(self, node):
        """Moves the pointer to NODE."""
        subprocess.run(['xdotool', 'mousemove', *self.place(node)], check=True)

    def click(self, node, button=1):
        """Clicks in the middle of NODE."""
        subprocess.run(['xdotool', 'mousemove', *self.place(node), 'click', str(button)], check=True)
        time.sleep(REACTION)

    def click_with(self, modifier, node):
        """Clicks in the middle of NODE while a key is held."""
        subprocess.run(['xdotool', 'mousemove', *self.place(node), 'keydown', modifier, 'click', '1',
                        'keyup', modifier], check=True)

    def drag(self, node, target):
        """Drags NODE by its handle onto TARGET."""
        x, y = self.place(node)
        drag(int(x) - node.box()[2] // 2 + 12, int(y), *self.place(target))

    def drop_file(self, path, target):
        """Drags a file from another window onto TARGET."""
        source = start_process([sys.executable, os.path.join(os.path.dirname(__file__), 'drag-file.py'), path])
        find = ['xdotool', 'search', '--onlyvisible', '--pid', str(source.pid)]
        wait_for(lambda: subprocess.run(find, capture_output=True, check=False).stdout, 'a window with a file')
        own = subprocess.run(find, capture_output=True, text=True, check=True).stdout.split()[-1]
        subprocess.run(['xdotool', 'windowmove', '--sync', own, '1150', '100'], check=True)
        # Whoever offers the file stays until the end of the story: it is asked for it after it was dropped.
        drag(1200, 150, *self.place(target))
        self.focus()

    def drop_down(self, name):
        """Opens the choices NAME, and waits until the keyboard is among them."""
        self.click(self.find('combo box', name))
        wait_for(lambda: any(node.role == 'list item' and node.has(State.FOCUSED) for node in self.nodes()),
                 f'the choices of {name}')

    def choose(self, label):
        """Chooses an item of the menu that is open."""
        self.press(label, 'menu item')
        self.gone('menu item', label)

    def menu(self, text, label, within=None):
        """Chooses LABEL in the menu of the chat or bot TEXT, or in the menu WITHIN that."""
        def open_menu():
            # A row may have moved since it was looked for.
            self.click(self.find('list item', contains=text), button=3)
            try:
                return self.find('menu item', within or label, timeout=10)
            except Failure:
                key('Escape')  # it is the menu of another row
                return None

        wait_for(open_menu, f'the menu of {text}')
        if within is not None:
            self.press(within, 'menu item')
        self.choose(label)

    def dialog(self):
        """Waits for another window over that which has the keyboard, and gives it that."""
        wait_for(lambda: self.windows()[-1] not in self.known, 'a dialog')
        self.focus()

    def back(self):
        """Waits until the window that has the keyboard is gone, and gives the keyboard to that below it."""
        wait_for(lambda: self.known[-1] not in self.windows(), 'the dialog to go away')
        self.focus()

    def comes_back(self):
        """Waits until all windows have closed and one has opened. GTK 4.8 complains when it is asked for a widget
        meanwhile, so the X server is asked: until it says the same for a while."""
        before = set(self.known)
        steady = 2
        seen, since = None, 0

        def is_back():
            nonlocal seen, since
            now = self.windows()
            if now != seen or not now or before & set(now):
                seen, since = now, time.monotonic()
            return time.monotonic() > since + steady

        wait_for(is_back, 'the window to come back')
        self.focus()

    def undo(self, text):
        """Takes back what was done by the button beside TEXT, which stays as long as the pointer is there."""
        self.point_at(self.says(text))
        self.press(role='push button', contains='Undo')

    def answer(self, text):
        """Answers the question that a dialog asks."""
        self.dialog()
        key('ctrl+a')
        write(text)
        key('Return')
        self.back()

    def name_file(self, path):
        """Types a path into the file chooser that is open, which goes away then."""
        self.find(contains='Other Locations')
        self.focus()
        chooser = self.windows()[-1]
        key('ctrl+a' if self.look('label', 'Save') else 'ctrl+l')
        wait_for(self.can_type, 'the field for the name of the file')
        write(path)

        def is_gone():
            # GTK ignores the key while it looks what there is at that place.
            if chooser in self.windows():
                key('Return')
            deadline = time.monotonic() + 5
            while chooser in self.windows() and time.monotonic() < deadline:
                time.sleep(0.05)
            return chooser not in self.windows()

        wait_for(is_gone, f'the file chooser to take {path}')

    def can_type(self):
        """Whether a text field of the newest window has the keyboard."""
        return any(node.role in ('text', 'entry') and node.has(State.FOCUSED) for node in self.shown()[-1].walk())

    def choose_file(self, path):
        """Names a file in the file chooser, which goes away then."""
        self.name_file(path)
        self.back()

    def press_near(self, name, text):
        """Presses the button NAME of the message that says TEXT."""
        def look():
            label = self.look('label', contains=text)
            row = label and next((node for node in label.parents() if node.role == 'list item'), None)
            return row and ([node for node in row.walk() if node.name == name] or [None])[-1]

        wait_for(look, f'{name} near {text}').press()
        time.sleep(REACTION)

    def text(self, name):
        """What is written in a text field."""
        return self.find('text', name).text()

    def fill(self, node, text):
        """Puts TEXT into an entry by typing."""
        self.click(node)
        key('ctrl+a')
        write(text)

    def picture(self, name):
        """Keeps a screenshot, where one is wanted."""
        if SCREENSHOTS:
            time.sleep(0.3)
        keep_picture(name)

    def kill(self):
        """As by the power plug."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Ends the program as a person does, and checks that it had nothing to complain about."""
        # A menu that was open may have taken the keyboard with it.
        self.focus()
        key('ctrl+q')
        self.ended()

    def ended(self):
        """Waits until the program has ended by itself, and checks that it had nothing to complain about."""
        try:
            self.process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure('the program did not end') from None
        errors = [line for line in self.read_errors().splitlines() if 'WARNING' in line or 'CRITICAL' in line]
        if self.process.returncode != 0 or errors:
            raise Failure(f'the program ended with {self.process.returncode}: ' + '\n'.join(errors))


def change(window, sql, *arguments):
    """Writes into the database behind the back of the program."""
    database = sqlite3.connect(f'{window.data_dir}/boternity.db')
    with database:
        database.execute(sql, arguments)
    database.close()


def view(window, name):
    """Looks at something else on the page Memory."""
    window.press_text(name, role='label')


def add_provider(window, name, mock, priority=10):
    """Adds a provider to the data of a window that is closed."""
    window.ctl('provider', 'add', name, '--type', 'openai_compatible', '--base-url', mock.url, '--model', 'mock-model',
               '--priority', str(priority), '--no-test')


def say(window, text):
    """Types TEXT into the chat and sends it."""
    window.find(name='Message')
    key('ctrl+l')
    write(text)
    key('Return')


def stop_all():
    """Ends what a story left behind."""
    while started:
        process = started.pop()
        if process.poll() is None:
            process.kill()
            process.wait()


def is_told(story):
    """Tells a story, and what went wrong if it does not come to its end."""
    try:
        story()
        return True
    except Exception:  # a story may fail in any way; the others are still told
        keep_picture(f'failed-{story.__name__}')
        traceback.print_exc()
        return False
    finally:
        stop_all()


def run(*stories):
    """Runs the stories, or those that have a word of the command line in their names, and prints TAP. One that fails is
    told once more: a key can be lost between two windows."""
    words = sys.argv[1:]
    stories = [story for story in stories if not words or any(word in story.__name__ for word in words)]
    print(f'1..{len(stories)}', flush=True)
    failed = 0
    for number, story in enumerate(stories, 1):
        name = story.__name__.replace('_', ' ')
        if is_told(story) or is_told(story):
            print(f'ok {number} {name}', flush=True)
        else:
            failed += 1
            print(f'not ok {number} {name}', flush=True)
    sys.exit(1 if failed else 0)
