# SPDX-License-Identifier: GPL-3.0-or-later
"""A person keeps order among the chats, and works with what was said."""

import json
import os

from boternity_window import Boternity, MockProvider, add_provider, key, run, say, wait_for, write


def keep_order(window):
    """Rename, pin, folder, archive and back, delete and undo, by the menu of the chat."""
    say(window, 'My cat is called Tom.')
    window.says('Memory only')
    window.menu('My cat', 'Rename…')
    window.answer('Tom & <b>friends</b>')
    window.find('list item', contains='Tom & <b>friends</b>')

    window.menu('Tom & ', 'Move to Folder…')
    window.answer('Pets')
    window.menu('Tom & ', 'Pin')
    window.find('label', 'Pinned')
    window.picture('chat-pinned')
    window.menu('Tom & ', 'Unpin')
    window.gone('label', 'Pinned')

    window.menu('Tom & ', 'Archive')
    window.picture('chat-archived')
    window.undo('Chat archived')
    window.find('list item', contains='Tom & ')

    window.menu('Tom & ', 'Delete')
    window.undo('Chat deleted')
    window.find('list item', contains='Tom & ')
    window.says('My cat is called Tom.')


def look_into_folder_and_archive(window):
    """What was put away is found where it was put."""
    window.click(window.find('push button', 'Which Chats Are Shown'))
    window.picture('scope')
    window.choose('Pets')
    window.find('list item', contains='Tom & ')
    window.menu('Tom & ', 'Archive')
    window.says('This folder is empty.')
    window.click(window.find('push button', 'Which Chats Are Shown'))
    window.choose('Archived Chats')
    window.menu('Tom & ', 'Take Out of Archive')
    window.says('Nothing is archived.')
    window.click(window.find('push button', 'Which Chats Are Shown'))
    window.choose('Chats')
    window.find('list item', contains='Tom & ')


def bring_back_what_was_deleted(window):
    """Long after the toast has gone; and removed for good, it is in no list."""
    def open_deleted():
        window.click(window.find('push button', 'Which Chats Are Shown'))
        window.choose('Recently Deleted…')
        window.dialog()

    window.menu('Tom & ', 'Delete')
    window.gone('list item', contains='Tom & ')
    open_deleted()
    window.says('Tom & <b>friends</b>')
    window.picture('chat-deleted')
    window.press('Restore', 'push button')
    window.says('Nothing Was Deleted')
    window.focus()
    key('Escape')
    window.back()
    window.find('list item', contains='Tom & ')
    window.menu('Tom & ', 'Delete')
    window.gone('list item', contains='Tom & ')
    open_deleted()
    window.press('Delete for Good')
    window.says('Delete This Chat for Good?')
    window.focus()
    key('alt+d')
    window.says('Nothing Was Deleted')
    wait_for(lambda: len(window.windows()) == 2, 'the question to go away')
    window.focus()
    key('Escape')
    window.back()


def chats_are_kept_in_order():
    """All that can be done with a chat in the sidebar, each with its way back."""
    window = Boternity().start()
    keep_order(window)
    look_into_folder_and_archive(window)
    bring_back_what_was_deleted(window)
    window.stop()
    assert json.loads(window.ctl('--json', 'session', 'list', '--deleted'))['sessions'] == []


def a_private_chat_is_gone_when_closed():
    """It is closed by its menu, and nothing of it is left."""
    window = Boternity().start()
    key('ctrl+shift+n')
    wait_for(lambda: any('Private' in node.description for node in window.nodes()), 'a private chat')
    say(window, 'Nobody may know of Atlantis.')
    window.menu('Nobody may know', 'Close for Good')
    window.says('The private chat is gone')
    window.gone(contains='Atlantis')
    window.stop()
    assert 'Atlantis' not in window.ctl('session', 'search', 'Atlantis')


def a_chat_is_exported():
    """To Markdown and JSON, where the person wants it."""
    window = Boternity().start()
    say(window, 'My cat is called Tom.')
    window.says('Memory only')
    for label, name in (('As Markdown…', 'chat.md'), ('As JSON…', 'chat.json')):
        path = f'{window.home}/{name}'
        window.menu('My cat', label, within='Export')
        window.choose_file(path)
        window.says(f'Saved as “{name}”')
        wait_for(lambda: os.path.exists(path), path)
        with open(path, encoding='utf-8') as file:
            text = file.read()
        assert 'My cat is called Tom.' in text, text
        if name.endswith('.json'):
            json.loads(text)
    window.stop()


def what_was_said_is_found():
    """The search takes any string, and a hit opens at its message."""
    window = Boternity()
    mock = MockProvider(reply='Something else.')
    add_provider(window, 'Mock', mock)
    window.start()
    say(window, 'The parcel is behind the shed.')
    window.says('Something else.')
    for number in range(12):
        mock.tell(reply=f'Answer {number}.')
        say(window, f'Filler {number}')
        window.says(f'Answer {number}.')
        window.gone(name='Stop the Reply')
    key('ctrl+n')
    window.gone(contains='Filler')
    key('ctrl+f')
    window.focus()
    write('"parcel (shed')
    window.find('list item', contains='behind the')
    window.picture('search')
    key('Down')
    key('Return')
    window.says('The parcel is behind the shed.')
    window.picture('search-jumped')
    window.stop()
    mock.stop()


def the_tree_is_walked():
    """Versions of an old message, and another branch from the middle."""
    window = Boternity()
    mock = MockProvider(reply='One. {last}')
    add_provider(window, 'Mock', mock)
    window.start()
    for question in ('First', 'Second', 'Third'):
        say(window, question)
        window.says(f'One. {question}')
    window.point_at(window.find('label', name='Second'))
    window.picture('old-message')
    window.press_near('Edit', 'Second')
    window.says('Sending makes a new version')
    key('ctrl+a')
    write('Other')
    key('Return')
    window.says('One. Other')
    window.gone(contains='One. Third')
    window.press_near('Previous Version', 'Other')
    window.says('One. Third')
    window.point_at(window.find('label', contains='One. First'))
    window.press_near('Go On from Here', 'One. First')
    window.gone(contains='One. Third')
    say(window, 'Branch')
    window.says('One. Branch')
    window.press_near('Previous Version', 'Branch')
    window.says('One. Other')
    window.press_near('Previous Version', 'Other')
    window.says('One. Third')
    window.stop()
    mock.stop()


def code_is_copied_and_thoughts_are_folded():
    """Code has a button that copies it; thoughts are there when asked for."""
    window = Boternity()
    mock = MockProvider(reply='Here:\n\n```c\nint main (void);\n```\n', thinking='They want C.')
    add_provider(window, 'Mock', mock)
    window.start()
    say(window, 'Show me C.')
    window.says('int main (void);')
    assert window.look(contains='They want C.') is None, 'the thoughts are not folded'
    window.click(window.find('label', 'Thinking'))
    window.says('They want C.')
    window.click(window.find('push button', 'Copy Code'))
    key('ctrl+l')
    key('ctrl+v')
    wait_for(lambda: 'int main (void);' in window.text('Message'), 'the code in the text field')
    window.picture('code')
    window.stop()
    mock.stop()


run(chats_are_kept_in_order,
    a_private_chat_is_gone_when_closed,
    a_chat_is_exported,
    what_was_said_is_found,
    the_tree_is_walked,
    code_is_copied_and_thoughts_are_folded)
