# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what is shown has names that a person understands, and fits into a narrow window."""

import json
import re
import time

from boternity_window import Atspi, MockProvider, add_provider, key, text_of, walk

# Where GTK 4.8 and libadwaita 1.2 give no names: the list of choices in a combo row, what scrolls it or a menu, and
# what is chosen in a drop-down.
IN_LIBRARY = {'combo box': ('list', 'list item', 'scroll pane', 'scroll bar'), 'menu': ('scroll pane',),
              'push button': ('filler',)}
NARROW = 360
# What is wider than it is shown, by intention.
SCROLLED = ('Table', 'Code', 'Differences')


def is_in_library(node):
    """Whether nobody but GTK can name NODE."""
    role = node.get_role_name()
    while node is not None:
        if role in IN_LIBRARY.get(node.get_role_name(), ()):
            return True
        node = node.get_parent()
    return False


def is_there(node):
    """Whether NODE can be seen: not on a page that is not shown."""
    states = node.get_state_set()
    box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    return states.contains(Atspi.StateType.FOCUSABLE) and box.width > 0 and box.height > 0


def is_shown(node):
    """Whether NODE is there, and so is all that it is in."""
    while node is not None and node.get_role_name() != 'frame':
        if not node.get_state_set().contains(Atspi.StateType.SHOWING):
            return False
        node = node.get_parent()
    return True


def describe(node):
    """What NODE is and where."""
    parents = []
    parent = node.get_parent()
    while parent is not None and len(parents) < 4:
        parents.append(f'{parent.get_role_name()} “{parent.get_name()}”')
        parent = parent.get_parent()
    return f'{node.get_role_name()} “{text_of(node)}” in {", ".join(parents)}'


def nameless(window):
    """The nodes that can have the focus and have no name, or the name of a class, or show a mnemonic."""
    found = []
    for node in window.nodes():
        try:
            if not node.get_state_set().contains(Atspi.StateType.FOCUSABLE):
                continue
            name = node.get_name() or text_of(node)
            is_bad = not name.strip() or re.search(r'\b(Gtk|Adw|Bty)[A-Z]\w+', name) or name.startswith('_')
            if is_bad and is_there(node) and not is_in_library(node):
                found.append(describe(node))
        except Exception:  # it has no place on the screen, or went away
            continue
    return found


def is_scrolled(node):
    """Whether NODE can be scrolled into sight."""
    while node is not None:
        if node.get_role_name() == 'scroll pane' and node.get_name() in SCROLLED:
            return True
        node = node.get_parent()
    return False


def too_wide(window):
    """The nodes that begin or end outside the window, which is narrow; what can be scrolled may."""
    found = []
    for node in walk(window.newest()):
        try:
            if not node.get_state_set().contains(Atspi.StateType.SHOWING):
                continue
            box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
            if (box.x < 0 or box.x + box.width > NARROW) and is_shown(node) and not is_scrolled(node):
                found.append(f'{describe(node)} from {box.x} to {box.x + box.width}')
        except Exception:  # it has no place on the screen, or went away
            continue
    return found


def check(window, name):
    """All that is shown now has names."""
    time.sleep(0.4)
    window.picture(f'access-{name}')
    found = nameless(window)
    assert not found, f'{name}: ' + '; '.join(found)


def check_narrow(window, name):
    """All that is shown now has names, and fits into a window as narrow as a telephone."""
    window.resize(NARROW, 640)
    check(window, f'{name}-narrow')
    found = too_wide(window)
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
