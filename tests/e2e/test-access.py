# SPDX-License-Identifier: GPL-3.0-or-later
"""What can have the focus in the window has a name that a person understands, and the keyboard gets there."""

import re
import subprocess
import time

from boternity_window import Atspi, Boternity, add_provider, MockProvider, key, run, say, text_of, wait_for, walk

# Where GTK 4.8 and libadwaita 1.2 give no names: the list of choices in a combo row, and what scrolls it or a menu.
IN_LIBRARY = {'combo box': ('list', 'list item', 'scroll pane', 'scroll bar'), 'menu': ('scroll pane',)}
MAX_TABS = 150


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


def complaints(window):
    """The nodes that can have the focus and have no name, or the name of a class."""
    found = []
    for node in window.nodes():
        try:
            if not is_there(node) or is_in_library(node):
                continue
        except Exception:  # it has no place on the screen, or went away
            continue
        name = text_of(node)
        if not name.strip() or re.search(r'\b(Gtk|Adw|Bty)[A-Z]\w+', name):
            parents = []
            parent = node.get_parent()
            while parent is not None and len(parents) < 4:
                parents.append(f'{parent.get_role_name()} “{parent.get_name()}”')
                parent = parent.get_parent()
            found.append(f'{node.get_role_name()} “{name}” in {", ".join(parents)}')
    return found


def check(window, name, allowed='nothing'):
    """All that is shown now has names; ALLOWED is what GTK itself gets wrong there."""
    time.sleep(0.4)
    window.picture(f'access-{name}')
    found = [complaint for complaint in complaints(window) if allowed not in complaint]
    assert not found, f'{name}: ' + '; '.join(found)


def everything_has_a_name():
    """Every page and every dialog, wide and narrow."""
    window = Boternity()
    mock = MockProvider(reply='A [link](https://example.com/):\n\n```c\nint a;\n```\n\n1. one\n2. two', thinking='Hm.')
    add_provider(window, 'Mock', mock)
    window.start()
    check(window, 'empty')
    say(window, 'My cat is called Tom.')
    window.says('int a;')
    window.find(name='Answer Again')
    check(window, 'chat')
    key('F9')
    check(window, 'inspector')
    key('F9')
    window.click(window.find('list item', contains='My cat'), button=3)
    check(window, 'session-menu')
    key('Escape')
    window.click(window.find('list item', contains='Ada'), button=3)
    check(window, 'bot-menu')
    key('Escape')
    window.focus()
    for name in ('More about Bots', 'Which Chats Are Shown', 'Who Answers', 'More', 'Main Menu'):
        window.click(window.find('push button', name))
        check(window, name)
        key('Escape')
    key('ctrl+f')
    window.focus()
    subprocess.run(['xdotool', 'type', 'cat'], check=True)
    window.find('list item', contains='cat')
    check(window, 'search')
    key('Escape')

    for keys, name in (('ctrl+comma', 'preferences'), ('ctrl+shift+b', 'new-bot'), ('ctrl+question', 'shortcuts')):
        key(keys)
        window.dialog()
        check(window, name, allowed='push button “GtkImage”')
        key('Escape')
        window.back()
    window.menu('Ada', 'Edit…')
    window.dialog()
    window.click(window.find('push button', contains='History…'))
    wait_for(lambda: len(window.windows()) > 2, 'the history')
    window.focus()
    check(window, 'history')
    key('Escape')
    wait_for(lambda: len(window.windows()) == 2, 'the history to go away')
    window.focus()
    key('Escape')
    window.back()

    key('alt+4')
    window.find(name='Add…')
    check(window, 'providers')
    window.click(window.find('push button', 'More actions for Mock'))
    check(window, 'provider-menu')
    window.choose('Edit…')
    window.dialog()
    check(window, 'provider-editor')
    key('Escape')
    window.back()
    window.press(name='Add…')
    window.dialog()
    window.find(contains='Anthropic')
    check(window, 'presets')
    key('Escape')
    window.back()
    window.resize(360, 640)
    key('alt+1')
    check(window, 'narrow')
    window.stop()
    mock.stop()


def the_welcome_has_names():
    """The first thing a person meets."""
    window = Boternity(welcome=True).start()
    window.find(contains='Welcome')
    check(window, 'welcome')
    window.kill()


def focused(window):
    """What has the keyboard."""
    for node in window.nodes():
        try:
            if node.get_state_set().contains(Atspi.StateType.FOCUSED) and node.get_role_name() != 'frame':
                return node
        except Exception:  # it went away
            continue
    return None


def walk_by_tab(window, where):
    """Presses Tab until the focus has come round, and returns what it met."""
    met = []
    places = []
    for _ in range(MAX_TABS):
        node = focused(window)
        if node is not None:
            box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
            place = (node.get_role_name(), text_of(node), box.x, box.y)
            if places and place == places[-1]:
                raise AssertionError(f'{where}: the keyboard cannot leave {place}')
            if len(places) > 3 and place == places[0]:
                return met
            places.append(place)
            met.append(text_of(node))
        key('Tab')
    raise AssertionError(f'{where}: Tab does not come round: {met}')


def the_keyboard_gets_everywhere():
    """Tab reaches what can be pressed, leaves each, and comes round."""
    window = Boternity().start()
    say(window, 'My cat is called Tom.')
    window.says('Memory only')
    window.find(name='Answer Again')
    key('ctrl+l')
    met = ' | '.join(walk_by_tab(window, 'chat'))
    for name in ('Main Menu', 'Search All Chats', 'Why This Reply', 'New Bot', 'More about Bots', 'New Chat', 'Ada',
                 'Which Chats Are Shown', 'My cat is called Tom', 'Copy Message', 'Edit', 'Answer Again',
                 'Go On from Here', 'More', 'Attach Files', 'Message', 'Who Answers'):
        assert name in met, f'Tab does not reach {name}: {met}'
    key('alt+4')
    window.find(name='Add…')
    met = ' | '.join(walk_by_tab(window, 'providers'))
    for name in ('Add…', 'Use Memory only', 'More actions for Memory only', 'Order'):
        assert name in met, f'Tab does not reach {name}: {met}'
    window.stop()


run(everything_has_a_name,
    the_welcome_has_names,
    the_keyboard_gets_everywhere)
