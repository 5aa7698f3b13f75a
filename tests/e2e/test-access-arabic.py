# SPDX-License-Identifier: GPL-3.0-or-later
"""In Arabic all is the other way round, has names, and fits into a narrow window."""

import gettext

from accessibility import check_both, check_dialog, fill
from boternity_window import BUILD, Boternity, key, run, write

ARABIC = {'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'ar', 'BOTERNITY_LOCALE_DIR': f'{BUILD}/po'}
translate = gettext.translation('boternity', f'{BUILD}/po', ['ar']).gettext


def start_in_arabic():
    """The window, and a provider that answers in it."""
    window = Boternity(environment=ARABIC)
    mock = fill(window)
    window.start()
    window.find(name=translate('Message'))
    return window, mock


def left(node):
    """Where NODE begins."""
    return node.box()[0]


def the_chat_is_mirrored_and_fits():
    """The chats are on the right, what the user says on the left; the inspector comes on the left, and the arrow that
    leads back is the one to the right."""
    window, mock = start_in_arabic()
    assert left(window.find('list item', contains='Ada')) > window.size[0] // 2
    check_both(window, 'arabic-empty')
    key('ctrl+l')
    write('My cat is called Tom.')
    key('Return')
    window.says('int a;')
    window.find(name=translate('Answer Again'))
    assert left(window.find('label', 'My cat is called Tom.')) < window.size[0] // 4
    check_both(window, 'arabic-chat')
    key('F9')
    shown = window.find('label', translate('First word after'))
    assert left(shown) < left(window.find('label', 'My cat is called Tom.'))
    check_both(window, 'arabic-inspector')
    for keys, name in (('ctrl+comma', 'preferences'), ('ctrl+shift+b', 'bot')):
        key(keys)
        window.dialog()
        check_dialog(window, f'arabic-{name}')
    key('ctrl+question')
    window.dialog()
    window.find('label', '→')
    assert window.look('label', '←') is None
    key('Escape')
    window.back()
    window.stop()
    mock.stop()


def pages_fit_in_arabic():
    """Memory with all of its views, sharing, providers, and activity."""
    window, mock = start_in_arabic()
    key('alt+2')
    for name in ('All Memories', 'Inbox', 'Timeline', 'Known on a Day', 'Said Twice', 'People and Things'):
        window.press_text(translate(name), role='label')
        check_both(window, f'arabic-{name}')
    # Each part in its own order, and nothing of what keeps it to be seen.
    window.says('allergic to')
    assert window.look(contains='U+') is None
    window.press_text(translate('All Memories'), role='label')
    window.press_text('cellar')
    window.says(translate('Where It Is From'))
    check_both(window, 'arabic-memory')
    for number, name in ((3, 'Who Trusts Whom'), (4, 'As in the list'), (5, 'Nothing in Progress')):
        key(f'alt+{number}')
        window.says(translate(name))
        check_both(window, f'arabic-{name}')
    window.stop()
    mock.stop()


run(the_chat_is_mirrored_and_fits, pages_fit_in_arabic)
