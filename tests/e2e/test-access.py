# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything in the window that can have the focus has a name that a person understands."""

import re

from boternity_window import Atspi, Boternity, key, run, say, text_of

# What libadwaita 1.2 gives no name of its own: the list inside a combo row.
NAMELESS_IN_LIBRARY = {'list', 'list item', 'scroll pane', 'scroll bar'}


def complaints(window):
    """The nodes that can have the focus and have no name, or the name of a class."""
    found = []
    for node in window.nodes():
        if not node.get_state_set().contains(Atspi.StateType.FOCUSABLE):
            continue
        if Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW).width <= 0:
            continue  # on a page that is not shown
        name = text_of(node)
        if node.get_role_name() in NAMELESS_IN_LIBRARY:
            continue
        if not name.strip() or re.fullmatch(r'(Gtk|Adw|Bty)[A-Z]\w+', name):
            found.append(f'{node.get_role_name()} “{name}”')
    return found


def everything_has_a_name():
    """The chat, the providers and the dialog that adds one, wide and narrow."""
    window = Boternity().start()
    say(window, 'My cat is called Tom.')
    window.says('Memory only')
    assert not complaints(window), complaints(window)
    key('alt+2')
    window.find(name='Add…')
    assert not complaints(window), complaints(window)
    window.press(name='Add…')
    window.find(contains='Anthropic')
    window.picture('access-presets')
    assert not complaints(window), complaints(window)
    window.focus()
    key('Escape')
    window.gone(contains='Anthropic')
    window.resize(360, 640)
    key('alt+1')
    window.picture('narrow')
    assert not complaints(window), complaints(window)
    window.stop()


run(everything_has_a_name)
