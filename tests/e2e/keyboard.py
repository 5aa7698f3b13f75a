# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes about in the window without a mouse, and sees where the keyboard is."""

import time

from gi.repository import GLib

from boternity_window import TIMEOUT, Failure, key
from nodes import State

MAX_TABS = 60
# How long a key may take until something comes of it.
PATIENCE = 10


def called(node):
    """What a screen reader calls NODE."""
    try:
        return node.name or node.text()
    except GLib.Error:
        return 'what went away'


def describe(node):
    """What NODE is and what it is called."""
    return f'{node.role} “{called(node)}”' if node is not None else 'nothing'


def place_of(node):
    """What tells NODE from others, and from itself when a list has put another row into it."""
    return (node.path, called(node)) if node is not None else None


def is_seen(node):
    """Whether NODE is inside the window that it is in."""
    x, y, width, height = node.box()
    _, _, window_width, window_height = [node, *node.parents()][-1].box()
    return width > 0 and height > 0 and -width < x < window_width and -height < y < window_height


def fits(node, name, role):
    """Whether NODE is what is called NAME."""
    return node is not None and role in (None, node.role) and name in called(node)


class Keyboard:
    """Where the keyboard is, as the program tells screen readers."""

    def __init__(self, window):
        self.window = window

    def focused(self):
        """What has the keyboard, or None."""
        return next((node for node in self.window.shown()[-1].walk() if node.has(State.FOCUSED)), None)

    def expect(self, name, role=None, timeout=TIMEOUT):
        """Waits until what is called NAME has the keyboard."""
        deadline = time.monotonic() + timeout
        while not fits(self.focused(), name, role):
            if time.monotonic() > deadline:
                raise Failure(f'the keyboard is at {describe(self.focused())} instead of {role or ""} “{name}”')
            time.sleep(0.05)

    def step(self, by):
        """Presses a key that moves the keyboard, and returns where it is then; it may not move at all."""
        before = place_of(self.focused())
        key(by)
        begun = time.monotonic()
        while (node := self.focused()) is None or place_of(node) == before:
            # On the way it is nowhere for a moment; that it stays where it was is seen sooner.
            if time.monotonic() - begun > (TIMEOUT if node is None else PATIENCE):
                break
            time.sleep(0.05)
        return node

    def go(self, name, role=None, by='Tab'):
        """Presses a key until what is called NAME has the keyboard, which is to be seen on each step."""
        met = []
        for _ in range(MAX_TABS):
            node = self.step(by)
            met.append(describe(node))
            if node is None:
                raise Failure(f'{by} leads to nothing: {met}')
            if not is_seen(node):
                raise Failure(f'the keyboard is out of sight: {met}')
            if fits(node, name, role):
                return
            if len(met) > 2 and met[-1] == met[-2] == met[-3]:
                raise Failure(f'{by} stays at {met[-1]}: {met}')
        raise Failure(f'{by} does not reach {role or ""} “{name}”: {met}')

    def back(self, name, role=None):
        """The same with Shift+Tab."""
        return self.go(name, role, by='shift+Tab')
