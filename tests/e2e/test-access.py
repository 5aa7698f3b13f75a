# SPDX-License-Identifier: GPL-3.0-or-later
"""The chat and the dialogs have names and fit into a narrow window, and the keyboard gets everywhere."""

import time

from accessibility import check, check_both, check_dialog, check_narrow, fill
from boternity_window import Boternity, key, run, say, wait_for, write
from nodes import State

MAX_TABS = 150
# How long a key may take until something comes of it.
PATIENCE = 10


def walk_chat(window):
    """The chat, its menus and what can be opened from it."""
    say(window, 'My cat is called Tom.')
    window.says('int a;')
    window.find(name='Answer Again')
    check_both(window, 'chat')
    window.menu('My cat', 'Move to Folder…')
    window.dialog()
    check_dialog(window, 'ask')
    key('F9')
    check_both(window, 'inspector')
    window.press('What Was Sent…', 'push button')
    window.dialog()
    check_dialog(window, 'sent')
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
    write('cat')
    window.find('list item', contains='cat')
    check_both(window, 'search')
    key('Escape')


def walk_dialogs(window):
    """What opens over the window."""
    for keys, name in (('ctrl+comma', 'preferences'), ('ctrl+shift+b', 'new-bot')):
        key(keys)
        window.dialog()
        check_dialog(window, name)
    key('ctrl+question')
    window.dialog()
    check(window, 'shortcuts')
    key('Escape')
    window.back()
    key('ctrl+comma')
    window.dialog()
    window.click(window.find(name='Storage'))
    window.find(name='Export')
    check_dialog(window, 'storage')
    window.click(window.find('push button', 'Which Chats Are Shown'))
    window.choose('Recently Deleted…')
    window.dialog()
    window.says('Nothing Was Deleted')
    check_dialog(window, 'deleted')
    window.click(window.find('push button', 'Main Menu'))
    window.choose('Import Conversations…')
    window.dialog()
    check_dialog(window, 'import')
    window.menu('Ada', 'Files…')
    window.dialog()
    window.press_text('notes-with')
    wait_for(lambda: len(window.windows()) > 2, 'the versions of the file')
    window.focus()
    window.says('The ferry leaves at seven.')
    check(window, 'file-history')
    check_narrow(window, 'file-history')
    key('Escape')
    wait_for(lambda: len(window.windows()) == 2, 'the versions to go away')
    window.focus()
    check_dialog(window, 'files')
    window.menu('Ada', 'Edit…')
    window.dialog()
    check(window, 'bot')
    window.click(window.find('push button', contains='History…'))
    wait_for(lambda: len(window.windows()) > 2, 'the history')
    window.focus()
    check(window, 'history')
    check_narrow(window, 'history')
    key('Escape')
    wait_for(lambda: len(window.windows()) == 2, 'the history to go away')
    window.focus()
    check_dialog(window, 'bot')


def the_chat_has_names_and_fits():
    """The chat, with what is opened from it, wide and narrow."""
    window = Boternity()
    mock = fill(window)
    window.start()
    check_both(window, 'empty')
    walk_chat(window)
    window.stop()
    mock.stop()


def dialogs_have_names_and_fit():
    """Every dialog, wide and narrow."""
    window = Boternity()
    mock = fill(window)
    window.start()
    window.find(name='Message')
    walk_dialogs(window)
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
    return next((node for node in window.nodes() if node.has(State.FOCUSED) and node.role != 'frame'), None)


def walk_by_tab(window, where):
    """Presses Tab until the focus has come round, and returns what it met."""
    met = []
    places = []
    deadline = 0
    while len(met) < MAX_TABS:
        node = focused(window)
        place = (node.role, node.text(), *node.box()[:2]) if node is not None else None
        if place is not None and (not places or place != places[-1]):
            if len(places) > 3 and place == places[0]:
                return met
            places.append(place)
            met.append(node.text())
            key('Tab')
            deadline = time.monotonic() + PATIENCE
        elif place is None and time.monotonic() > deadline:
            # Nothing that can be told has it; the next one may be told again.
            key('Tab')
            deadline = time.monotonic() + PATIENCE
        elif time.monotonic() > deadline:
            raise AssertionError(f'{where}: the keyboard cannot leave {place}')
        else:
            time.sleep(0.05)
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


run(the_chat_has_names_and_fits,
    dialogs_have_names_and_fit,
    the_welcome_has_names,
    the_keyboard_gets_everywhere)
