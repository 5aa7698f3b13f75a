# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program shows, as a screen reader learns of it.

libatspi asks for every property of every node by a call of its own, and waits for each: thousands for one look at a
window. GTK tells of all nodes in one answer, to those who want to keep them; which of them are shown it does not tell
there, so each is asked for what is in it, all at once."""

import json

import gi

gi.require_version('Atspi', '2.0')
gi.require_version('Json', '1.0')
from gi.repository import Atspi, Gio, GLib, Json  # noqa: E402

State = Atspi.StateType

ROOT = '/org/a11y/atspi/accessible/root'
INTERFACE = 'org.a11y.atspi.'
PROPERTIES = 'org.freedesktop.DBus.Properties'
IN_WINDOW = 1
LIMIT_MS = 30000


class Node:
    """Something that is shown: its properties are those of the moment when it was looked at."""

    def __init__(self, program, item):
        (_, self.path), _, _, _, self.n_children, self.interfaces, self.name, role, self.description, (low, high) = item
        self.program = program
        self.role = Atspi.role_get_name(role)
        self.states = high << 32 | low
        self.parent = None
        self.children = []

    def has(self, state):
        """Whether the node is in STATE, a State."""
        return bool(self.states >> int(state) & 1)

    def can(self, what):
        """Whether it can be spoken to by the interface WHAT."""
        return INTERFACE + what in self.interfaces

    def walk(self):
        """All nodes that are below this one and shown, parents first."""
        for child in self.children:
            yield child
            yield from child.walk()

    def parents(self):
        """All that it is in, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def ask(self, interface, method, parameters=None):
        """What the program answers to a call about this node, now."""
        return self.program.ask(self.path, interface, method, parameters)

    def text(self):
        """What it says now: its text, or its name, which is the text of a label."""
        if self.can('Text') and not (self.role == 'label' and self.name):
            return self.ask(INTERFACE + 'Text', 'GetText', GLib.Variant('(ii)', (0, -1)))[0] or self.name
        return self.name

    def set_text(self, text):
        """Puts TEXT in the place of what is written in it."""
        self.ask(INTERFACE + 'EditableText', 'SetTextContents', GLib.Variant('(s)', (text,)))

    def box(self):
        """Where it is in its window now: x, y, width and height."""
        return self.ask(INTERFACE + 'Component', 'GetExtents', GLib.Variant('(u)', (IN_WINDOW,)))[0]

    def press(self):
        """Does what a click on it does, and returns whether there is such a thing."""
        if not self.can('Action') or self.ask(PROPERTIES, 'Get', GLib.Variant('(ss)', (INTERFACE + 'Action',
                                                                                        'NActions')))[0] == 0:
            return False
        self.ask(INTERFACE + 'Action', 'DoAction', GLib.Variant('(i)', (0,)))
        return True


class Program:
    """A running program, on the bus of accessibility."""

    bus = None

    def __init__(self, name):
        self.name = name
        self.parents = []

    @classmethod
    def send(cls, name, path, interface, method, parameters=None):
        """Calls a method of anyone on the bus of accessibility."""
        if cls.bus is None:
            session = Gio.bus_get_sync(Gio.BusType.SESSION)
            address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                                        Gio.DBusCallFlags.NONE, LIMIT_MS, None).unpack()[0]
            flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
            cls.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        return cls.bus.call_sync(name, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE, LIMIT_MS,
                                 None)

    @classmethod
    def find(cls, process):
        """The program with this number of a process, or None."""
        for name, _ in cls.send('org.a11y.atspi.Registry', ROOT, INTERFACE + 'Accessible', 'GetChildren').unpack()[0]:
            try:
                owner = cls.send('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                 'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,))).unpack()[0]
            except GLib.Error:
                continue  # it went away
            if owner == process:
                return cls(name)
        return None

    def ask(self, path, interface, method, parameters=None):
        """What the program answers to a call about the object PATH."""
        return self.send(self.name, path, interface, method, parameters).unpack()

    def _told(self):
        """All that the program has told of, shown or not, as nodes by their paths."""
        answer = self.send(self.name, '/org/a11y/atspi/cache', INTERFACE + 'Cache', 'GetItems')
        # Many times as fast as unpack().
        items, = json.loads(Json.gvariant_serialize_data(answer)[0])
        return {item[0][1]: Node(self, item) for item in items}

    def _children(self, paths):
        """The paths of what is in the objects PATHS and shown, in order. All are asked at once."""
        children = {}

        def answer_cb(bus, result, path):
            try:
                children[path] = [child for _, child in bus.call_finish(result).unpack()[0]]
            except GLib.Error:
                children[path] = []  # it went away

        for path in paths:
            self.bus.call(self.name, path, INTERFACE + 'Accessible', 'GetChildren', None, None,
                          Gio.DBusCallFlags.NONE, LIMIT_MS, None, answer_cb, path)
        while len(children) < len(paths):
            GLib.MainContext.default().iteration(True)
        return children

    def frames(self):
        """The paths of the windows; the last one is the newest."""
        return self._children([ROOT])[ROOT]

    def has_keyboard(self):
        """Whether the newest window has taken the keyboard. GTK 4.8 tells that of frames, not of dialogs: of those is
        known that no other has it."""
        active = []
        for path in self.frames():
            role, = self.ask(path, INTERFACE + 'Accessible', 'GetRole')
            states, _ = self.ask(path, INTERFACE + 'Accessible', 'GetState')[0]
            active.append(bool(states >> int(State.ACTIVE) & 1) if role == Atspi.Role.FRAME else None)
        return bool(active) and True not in active[:-1] and active[-1] is not False

    def size(self):
        """Width and height of what is in the newest window."""
        return self.ask(self.frames()[-1], INTERFACE + 'Component', 'GetExtents',
                        GLib.Variant('(u)', (IN_WINDOW,)))[0][2:]

    def windows(self):
        """The windows with all that is shown in them; the last one is the newest."""
        met = set()
        told = self._told()
        # What had something in it the last time is asked at once.
        children = self._children({ROOT, *self.parents})
        while True:
            shown, unasked, untold = self._join(told, children)
            if unasked:
                children.update(self._children(unasked))
            elif untold <= met:
                self.parents = [node.path for node in shown if node.children]
                return shown[0].children
            else:
                # Only what was asked for once is told of.
                while untold:
                    met |= untold
                    answers = self._children(untold)
                    children.update(answers)
                    untold = {path for paths in answers.values() for path in paths} - told.keys() - met
                told = self._told()

    @staticmethod
    def _join(told, children):
        """Puts together the nodes that are shown, the root first. Returns them, the paths of those that have not been
        asked for what is in them, and the paths of those that were not told of."""
        shown, unasked, untold = [told[ROOT]], set(), set()
        for node in shown:
            if node.path not in children:
                node.children = []
                if node.n_children > 0:
                    unasked.add(node.path)
                continue
            paths = children[node.path]
            untold.update(path for path in paths if path not in told)
            node.children = [told[path] for path in paths if path in told and told[path].has(State.VISIBLE)]
            for child in node.children:
                child.parent = node if node.path != ROOT else None
            shown += node.children
        return shown, unasked, untold
