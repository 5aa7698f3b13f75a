# SPDX-License-Identifier: GPL-3.0-or-later
"""A person without a mouse does everything; the keyboard is always somewhere, and somewhere sensible."""

import json

from accessibility import fill
from boternity_window import Boternity, MockProvider, add_provider, key, run, say, wait_for, write
from keyboard import Keyboard


def open_dialog(window, keys):
    """Presses KEYS, and waits for the dialog that they open."""
    key(keys)
    window.dialog()


def close_dialog(window, keyboard, name, keys='Escape'):
    """Closes the dialog; who opened it goes on at NAME."""
    key(keys)
    window.back()
    keyboard.expect(name)


def a_bot_is_made_by_keyboard():
    """Every field of the editor; Tab leaves the instructions; the chain is put in order."""
    window = Boternity()
    mocks = [MockProvider(reply=f'{name} answers.') for name in ('Alpha', 'Beta')]
    for name, mock in zip(('Alpha', 'Beta'), mocks):
        add_provider(window, name, mock)
    window.start()
    keyboard = Keyboard(window)
    open_dialog(window, 'ctrl+shift+b')
    write('Bert')
    keyboard.go('Description')
    write('Likes keys')
    keyboard.go('Emoji')
    key('Return')
    window.find('entry')
    key('Escape')
    keyboard.expect('Emoji')
    keyboard.go('Instructions')
    write('You like short answers.')
    keyboard.go('Add a Provider')
    for name in ('Alpha', 'Beta'):
        key('Return')
        window.find('menu item', name)
        key('Return')
        window.gone('menu item', name)
        keyboard.expect('Add a Provider')
    keyboard.go('Try Later')
    key('Return')
    keyboard.expect('Try Earlier')
    keyboard.go('Leave Out')
    window.picture('keyboard-chain')
    keyboard.go('Local only', 'list item')
    keyboard.go('Temperature', 'spin button')
    key('Up')
    keyboard.go('Category')
    key('space')
    key('Down')
    key('Return')
    keyboard.expect('Category')
    keyboard.go('Tags')
    write('keys')
    keyboard.go('Cancel')
    keyboard.go('Save')
    key('Return')
    window.back()
    keyboard.expect('Message')
    say(window, 'Who is there?')
    window.says('Beta answers.')
    window.stop()
    bot = json.loads(window.ctl('--json', 'bot', 'show', 'bert'))
    assert [bot['description'], bot['chain'], bot['category'], bot['tags'], round(bot['temperature'], 1)] == [
        'Likes keys', ['Beta', 'Alpha'], 'creative', ['keys'], 0.8], bot
    for mock in mocks:
        mock.stop()


def a_bot_is_deleted_by_keyboard():
    """The keyboard stays where it was in the list, with the bot that comes up there."""
    window = Boternity()
    for name in ('Bert', 'Clara', 'Dora'):
        window.ctl('bot', 'add', name)
    window.start()
    keyboard = Keyboard(window)
    keyboard.go('All Bots', 'list item')
    keyboard.go('Bert', 'list item', by='Down')
    key('shift+F10')
    window.find('menu item', 'Delete')
    key('Up')
    key('Return')
    window.gone('list item', contains='Bert')
    keyboard.expect('Clara', 'list item')
    key('Down')
    keyboard.expect('Dora', 'list item')
    window.stop()


def providers_by_keyboard():
    """One is added in its dialog, moved, changed, switched off and removed; each leaves the keyboard in the list."""
    mock = MockProvider(reply='Here I am.', models=['mock-large', 'mock-small'])
    window = Boternity()
    add_provider(window, 'First', mock)
    window.start()
    keyboard = Keyboard(window)
    key('alt+4')
    keyboard.expect('Add…')
    open_dialog(window, 'Return')
    write('Other')
    keyboard.go('Other')
    key('Return')
    window.find('text', 'Address')
    keyboard.expect('Name')
    write('Mine')
    keyboard.go('Address')
    key('ctrl+a')
    write(mock.url)
    keyboard.go('Get the Models', 'push button')
    key('Return')
    window.find('list item', contains='mock-large')
    keyboard.go('mock-large', by='Down')
    key('Return')
    keyboard.expect('Model')
    key('ctrl+Return')
    window.back()
    keyboard.expect('Mine', 'list item')
    key('alt+Up')
    wait_for(lambda: names(window)[0] == 'Mine', 'the other order')
    keyboard.expect('Mine', 'list item')
    open_dialog(window, 'Return')
    keyboard.expect('Name')
    close_dialog(window, keyboard, 'Mine')
    keyboard.go('Use Mine')
    key('space')
    window.says('Off')
    keyboard.go('More actions for Mine')
    key('Return')
    window.find('menu item', 'Test')
    key('Escape')
    keyboard.expect('More actions for Mine')
    keyboard.back('Mine', 'list item')
    key('Delete')
    window.gone('list item', contains='Mine')
    keyboard.expect('First', 'list item')
    window.picture('keyboard-providers')
    window.stop()
    mock.stop()


def names(window):
    """The names of the providers, as they stand in the list."""
    rows = [node.text() for node in window.nodes() if node.role == 'list item']
    return [name for row in rows for name in ('First', 'Mine', 'Memory only') if row.startswith(name)]


def preferences_by_keyboard():
    """Something is changed in each page, and is so the next time."""
    window = Boternity().start()
    keyboard = Keyboard(window)
    open_dialog(window, 'ctrl+comma')
    keyboard.go('About You')
    write('I am a baker.')
    keyboard.go('Enter sends', 'list item')
    key('space')
    keyboard.go('Embedder')
    keyboard.go('Delete new chats')
    key('space')
    key('Down')
    key('Return')
    keyboard.expect('Delete new chats')
    keyboard.go('Check Now')
    key('Return')
    window.says('Everything is intact')
    keyboard.expect('Check Now')
    close_dialog(window, keyboard, 'Message')
    open_dialog(window, 'ctrl+comma')
    assert window.text('About You') == 'I am a baker.', 'what was written is lost'
    window.says('After one day')
    keyboard.go('Storage')
    key('space')
    keyboard.go('Verify', 'push button')
    key('Return')
    window.picture('keyboard-storage')
    close_dialog(window, keyboard, 'Message')
    window.stop()


def menus_by_keyboard():
    """Every menu opens and closes by keys, and gives the keyboard back."""
    window = Boternity().start()
    keyboard = Keyboard(window)
    say(window, 'My cat is called Tom.')
    window.find(name='Answer Again')
    key('F10')
    window.find('menu item', 'Preferences')
    key('Escape')
    key('ctrl+l')
    keyboard.expect('Message')
    for name in ('Who Answers', 'Main Menu', 'More about Bots'):
        keyboard.go(name)
        key('Return')
        wait_for(lambda: window.look('menu item') or window.look('list box'), f'the menu of {name}')
        key('Escape')
        keyboard.expect(name)
    keyboard.go('Ada', 'list item')
    key('shift+F10')
    window.find('menu item', 'Edit…')
    key('Escape')
    keyboard.expect('Ada', 'list item')
    keyboard.go('My cat', 'list item')
    key('shift+F10')
    window.find('menu item', 'Rename…')
    key('Escape')
    keyboard.expect('My cat', 'list item')
    open_dialog(window, 'F2')
    keyboard.expect('Title')
    key('ctrl+a')
    write('Tom')
    close_dialog(window, keyboard, 'Tom', 'Return')
    key('ctrl+f')
    keyboard.expect('Search')
    key('Escape')
    window.gone('entry', 'Search')
    key('ctrl+l')
    keyboard.expect('Message')
    window.stop()


def walk_views(window, keyboard):
    """Every other view of the memory, and one thing that can be done there."""
    keyboard.back('All Memories', 'list item')
    for name in ('Inbox', 'Replaced or Expired', 'Recently Deleted', 'Timeline', 'Known on a Day', 'Said Twice'):
        key('Down')
        keyboard.expect(name, 'list item')
        key('Return')
        window.picture(f'keyboard-{name}')
    keyboard.go('Keep Both')
    key('Return')
    window.says('Both are kept')
    keyboard.back('Said Twice', 'list item')
    key('Down')
    keyboard.expect('People and Things', 'list item')
    key('Return')
    keyboard.go('Lena')
    key('Return')
    window.says('allergic to')


def memory_and_sharing_by_keyboard():
    """A memory is added and opened; the other views; who trusts whom is changed, and what is shared is made private."""
    window = Boternity()
    mock = fill(window)
    window.start()
    keyboard = Keyboard(window)
    key('alt+2')
    keyboard.expect('All Memories', 'list item')
    keyboard.go('Add a Memory')
    open_dialog(window, 'Return')
    write('The cat likes cream.')
    key('ctrl+Return')
    window.back()
    window.says('The cat likes cream.')
    keyboard.expect('Add a Memory')
    keyboard.go('', 'list item')
    keyboard.go('The cat likes cream.', by='Home')
    key('Return')
    window.says('Where It Is From')
    window.picture('keyboard-memory')
    key('Escape')
    walk_views(window, keyboard)
    key('alt+3')
    keyboard.expect('Who Trusts Whom', 'list item')
    keyboard.go('Ada trusts Berta')
    key('space')
    keyboard.back('Who Trusts Whom', 'list item')
    keyboard.go('Ada', 'list item', by='Down')
    key('Return')
    window.find('list item', contains='The key to the cellar')
    keyboard.go('Make Private')
    key('Return')
    window.gone('list item', contains='The key to the cellar')
    window.picture('keyboard-revoked')
    assert keyboard.focused() is not None, 'the keyboard is nowhere after something was made private'
    key('alt+1')
    keyboard.expect('Message')
    window.stop()
    mock.stop()


run(a_bot_is_made_by_keyboard,
    a_bot_is_deleted_by_keyboard,
    providers_by_keyboard,
    preferences_by_keyboard,
    menus_by_keyboard,
    memory_and_sharing_by_keyboard)
