# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes about in the window without a mouse, and sees where the keyboard is."""

import time

from boternity_window import Atspi, Failure, GLib, key, text_of, walk

MAX_TABS = 60


def called(node):
    """What a screen reader calls NODE."""
    return node.get_name() or text_of(node)


def describe(node):
    """What NODE is and what it is called."""
    return f'{node.get_role_name()} “{called(node)}”' if node is not None else 'nothing'


def is_seen(node):
    """Whether NODE is inside the window that it is in."""
    box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    frame = node
    while frame.get_parent() is not None and frame.get_role_name() not in ('frame', 'dialog', 'window'):
        frame = frame.get_parent()
    frame = Atspi.Component.get_extents(frame, Atspi.CoordType.WINDOW)
    return (box.width > 0 and box.height > 0 and -box.width < box.x < frame.width
            and -box.height < box.y < frame.height)


class Keyboard:
    """Where the keyboard is, as the program tells screen readers."""

    def __init__(self, window):
        self.window = window
        self.node = None
        self.listener = Atspi.EventListener.new(self._focus_cb)
        self.listener.register('object:state-changed:focused')

    def _focus_cb(self, event):
        if event.detail1:
            self.node = event.source
        elif self.node == event.source:
            self.node = None

    def focused(self):
        """What has the keyboard, or None."""
        while GLib.MainContext.default().iteration(False):
            pass
        if self.node is None:
            self.node = self._look()
        return self.node

    def _look(self):
        """The same where nobody was told: what had it when the window came."""
        for node in walk(self.window.newest()):
            try:
                if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                    return node
            except GLib.Error:  # it went away
                continue
        return None

    def has(self, name, role):
        """Whether what is called NAME has the keyboard."""
        try:
            node = self.focused()
            return node is not None and role in (None, node.get_role_name()) and name in called(node)
        except GLib.Error:  # it went away
            self.node = None
            return False

    def expect(self, name, role=None, timeout=5):
        """Waits until what is called NAME has the keyboard."""
        deadline = time.monotonic() + timeout
        while True:
            if self.has(name, role):
                return
            if time.monotonic() > deadline:
                raise Failure(f'the keyboard is at {describe(self.focused())} instead of {role or ""} “{name}”')
            time.sleep(0.05)

    def go(self, name, role=None, by='Tab'):
        """Presses a key until what is called NAME has the keyboard, which is to be seen on each step."""
        met = []
        for _ in range(MAX_TABS):
            key(by)
            node = self.focused()
            met.append(describe(node))
            if node is None:
                raise Failure(f'{by} leads to nothing: {met}')
            if not is_seen(node):
                raise Failure(f'the keyboard is out of sight: {met}')
            if self.has(name, role):
                return
            if len(met) > 2 and met[-1] == met[-2] == met[-3]:
                raise Failure(f'{by} stays at {met[-1]}: {met}')
        raise Failure(f'{by} does not reach {role or ""} “{name}”: {met}')

    def back(self, name, role=None):
        """The same with Shift+Tab."""
        return self.go(name, role, by='shift+Tab')
