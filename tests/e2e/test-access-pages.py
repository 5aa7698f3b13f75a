# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page has names and fits into a narrow window."""

from accessibility import check, check_both, check_dialog, fill
from boternity_window import Boternity, key, run


def walk_memory(window):
    """Every view of what is remembered."""
    key('alt+2')
    window.says('entries verified')
    for name in ('All Memories', 'Inbox', 'Replaced or Expired', 'Recently Deleted', 'Timeline', 'Known on a Day',
                 'Said Twice', 'People and Things'):
        window.press_text(name, role='label')
        check_both(window, f'memory-{name}')
    window.press_text('All Memories', role='label')
    window.press_text('cellar')
    window.says('Where It Is From')
    check_both(window, 'memory-one')
    window.press('Add a Memory')
    window.dialog()
    check_dialog(window, 'memory-editor')


def walk_sharing(window):
    """Who trusts whom, and what a bot shares."""
    key('alt+3')
    window.find(name='Who trusts whom')
    check_both(window, 'sharing')
    window.press_text('1 of 500 shared')
    window.find('list item', contains='cellar')
    check_both(window, 'sharing-author')


def walk_providers(window):
    """The page of the providers, and their dialog."""
    key('alt+4')
    window.find(name='Add…')
    check_both(window, 'providers')
    window.click(window.find('push button', 'More actions for Mock'))
    check(window, 'provider-menu')
    window.choose('Edit…')
    window.dialog()
    check_dialog(window, 'provider-editor')
    window.press(name='Add…')
    window.dialog()
    window.find(contains='Anthropic')
    check_dialog(window, 'presets')


def walk_graph(window):
    """Whom and what a bot knows: one of them, what is asked about it, and the drawing."""
    window.press_text('People and Things', role='label')
    window.press_text('Lena', role='label')
    window.find('push button', 'Relate…')
    check_both(window, 'graph-open')
    for name, label in (('relate', 'Relate…'), ('rename', 'Rename…')):
        window.press(label, 'push button')
        window.dialog()
        check_dialog(window, name)
    window.press(name='As a Drawing')
    window.click(window.find(name='Drawing; the table says the same'))
    key('Right')
    check_both(window, 'graph-drawing')


def what_is_asked_has_names_and_fits():
    """The questions that the pages ask, and what opens in them."""
    window = Boternity()
    mock = fill(window)
    window.start()
    window.find(name='Message')
    key('alt+2')
    window.says('entries verified')
    walk_graph(window)
    window.press_text('All Memories', role='label')
    window.press_text('cellar')
    window.press('Forget…', 'push button')
    window.dialog()
    check_dialog(window, 'forget')
    window.click(window.find('push button', contains='Details of the Verification'))
    check(window, 'verification')
    key('Escape')
    window.focus()
    key('alt+3')
    window.press_text('1 of 500 shared')
    window.press_text('cellar')
    window.says('Who Read It')
    check_both(window, 'shared-one')
    window.stop()
    mock.stop()


def only_the_page_shown_is_told():
    """A screen reader does not walk through pages that are not shown."""
    window = Boternity().start()
    window.find(name='Message')
    key('alt+4')
    window.find(name='Add…')
    window.gone(name='Message')
    key('alt+1')
    window.find(name='Message')
    window.gone(name='Add…')
    window.stop()


def pages_have_names_and_fit():
    """Memory with all of its views, sharing, providers, and activity."""
    window = Boternity()
    mock = fill(window)
    window.start()
    window.find(name='Message')
    walk_memory(window)
    walk_sharing(window)
    walk_providers(window)
    key('alt+5')
    check_both(window, 'activity')
    window.stop()
    mock.stop()


run(only_the_page_shown_is_told, pages_have_names_and_fit, what_is_asked_has_names_and_fits)
