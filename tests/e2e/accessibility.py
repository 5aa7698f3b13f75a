# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what is shown has names that a person understands, and fits into a narrow window."""

import json
import re
import time

from gi.repository import GLib

from boternity_window import MockProvider, add_provider, key
from nodes import State

# Where GTK 4.8 and libadwaita 1.2 give no names: the list of choices in a combo row, what scrolls it or a menu, and
# what is chosen in a drop-down.
IN_LIBRARY = {'combo box': ('list', 'list item', 'scroll pane', 'scroll bar'), 'menu': ('scroll pane',),
              'push button': ('filler',)}
NARROW = 360
# How long something may have no name, or no place, after it has come.
PATIENCE = 20
# How far the bar of pages, which is libadwaita's, goes over the edge.
BORDER = 1
# What is wider than it is shown, by intention.
SCROLLED = ('Table', 'Code', 'Differences')


def is_in_library(node):
    """Whether nobody but GTK can name NODE."""
    return any(node.role in IN_LIBRARY.get(parent.role, ()) for parent in node.parents())


def is_there(node):
    """Whether NODE can be seen: not on a page that is not shown."""
    _, _, width, height = node.box()
    return width > 0 and height > 0


def describe(node):
    """What NODE is and where."""
    parents = ', '.join(f'{parent.role} “{parent.name}”' for parent in list(node.parents())[:4])
    return f'{node.role} “{node.text()}” in {parents}'


def nameless(window):
    """The nodes that can have the focus and have no name, or the name of a class, or show a mnemonic."""
    found = []
    for node in window.nodes():
        try:
            if not node.has(State.FOCUSABLE):
                continue
            name = node.name or node.text()
            is_bad = not name.strip() or re.search(r'\b(Gtk|Adw|Bty)[A-Z]\w+', name) or name.startswith('_')
            if is_bad and is_there(node) and not is_in_library(node):
                found.append(describe(node))
        except GLib.Error:  # it has no place on the screen, or went away
            continue
    return found


def is_scrolled(node):
    """Whether NODE can be scrolled into sight."""
    return any(each.role == 'scroll pane' and each.name in SCROLLED for each in (node, *node.parents()))


def too_wide(window):
    """The nodes that begin or end outside the window, which is narrow; what can be scrolled may."""
    newest = window.shown()[-1]
    window_width = newest.box()[2]
    found = [f'the window needs {window_width}'] if window_width > NARROW else []
    for node in newest.walk():
        if is_scrolled(node):
            continue
        try:
            x, _, width, _ = node.box()
            if x < -BORDER or x + width > window_width + BORDER:
                found.append(f'{describe(node)} from {x} to {x + width}')
        except GLib.Error:  # it has no place on the screen, or went away
            continue
    return found


def settle(look, window):
    """What LOOK finds that is wrong and stays so: names and places come a little after what has them."""
    deadline = time.monotonic() + PATIENCE
    while (found := look(window)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def check(window, name):
    """All that is shown now has names."""
    window.picture(f'access-{name}')
    found = settle(nameless, window)
    assert not found, f'{name}: ' + '; '.join(found)


def check_narrow(window, name):
    """All that is shown now has names, and fits into a window as narrow as a telephone."""
    window.resize(NARROW, 640)
    check(window, f'{name}-narrow')
    found = settle(too_wide, window)
    assert not found, f'{name}: ' + '; '.join(found)


def check_dialog(window, name):
    """The dialog that is open, as wide as it likes to be, and narrow; it is closed."""
    check(window, name)
    check_narrow(window, name)
    key('Escape')
    window.back()


def check_both(window, name):
    """A page or dialog as wide as it likes to be, and narrow."""
    check(window, name)
    check_narrow(window, name)
    window.resize(*window.size)


def fill(window):
    """Data for every page, while the window is closed: two bots, what they remember and share, a file, a provider."""
    mock = MockProvider(reply='A [link](https://example.com/):\n\n```c\nint a;\n```\n\n1. one\n2. two', thinking='Hm.')
    add_provider(window, 'Mock', mock)
    window.ctl('bot', 'add', 'Berta the Thoughtful Keeper of Notes')
    window.ctl('memory', 'add', 'My sister Lena is allergic to peanuts.')
    window.ctl('memory', 'add', 'My sister Lena has been allergic to peanuts for years, since school.')
    shared = json.loads(window.ctl('--json', 'memory', 'add', 'The key to the cellar hangs behind the door.'))['id']
    window.ctl('memory', 'share', shared)
    notes = f'{window.home}/notes-with-quite-a-long-name-that-does-not-fit.txt'
    with open(notes, 'w', encoding='utf-8') as file:
        file.write('The ferry leaves at seven.')
    window.ctl('file', 'add', notes)
    return mock
