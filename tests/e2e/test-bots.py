# SPDX-License-Identifier: GPL-3.0-or-later
"""A person makes bots, changes them, and takes back what went wrong; attaches files; is told what happens elsewhere."""

import base64
import json
import os
import re
import struct
import subprocess
import time

from boternity_window import (Boternity, MockProvider, Notifications, add_provider, copy, key, run, say, wait_for,
                              write)


def write_instructions(window, text):
    """Replaces the instructions in the editor of a bot and saves."""
    window.click(window.find('text', 'Instructions'))
    key('ctrl+a')
    write(text)
    window.click(window.find('push button', contains='Save'))
    window.back()


def a_bot_is_made_and_changed():
    """A new bot with a chain, another version of its instructions, what differs, and back to the first."""
    window = Boternity()
    mocks = [MockProvider(reply=f'{name} answers.') for name in ('Alpha', 'Beta')]
    for name, mock in zip(('Alpha', 'Beta'), mocks):
        add_provider(window, name, mock)
    window.start()
    key('ctrl+shift+b')
    window.dialog()
    window.fill(window.find('text', 'Name'), 'Bert')
    window.picture('bot-editor')
    for name in ('Alpha', 'Beta'):
        window.click(window.find('push button', 'Add a Provider'))
        window.choose(name)
    window.press('Try Later')
    window.picture('bot-chain')
    write_instructions(window, 'You like short answers.')
    window.find('list item', contains='Bert')

    window.menu('Bert', 'New Chat')
    window.find('label', 'Chat with Bert')
    say(window, 'Who is there?')
    window.says('Beta answers.')
    assert 'You like short answers.' in str(mocks[1].requests()), 'the instructions were not sent'

    window.menu('Bert', 'Edit…')
    window.dialog()
    write_instructions(window, 'You like long answers.')
    window.menu('Bert', 'Edit…')
    window.dialog()
    window.click(window.find('push button', contains='History…'))
    wait_for(lambda: len(window.windows()) > 2, 'the history')
    window.focus()
    window.says('You like long answers.')
    window.picture('bot-history')
    window.drop_down('Show')
    key('Down')
    key('Return')
    window.click(window.find('push button', contains='Use This Version'))
    window.says('In use again, as version 3')
    key('Escape')
    wait_for(lambda: len(window.windows()) == 2, 'the history to go away')
    window.focus()
    key('Escape')
    window.back()
    before = len(mocks[1].requests())
    say(window, 'And now?')
    wait_for(lambda: 'You like short answers.' in str(mocks[1].requests(before)), 'the first instructions again')
    window.stop()
    for mock in mocks:
        mock.stop()


def a_bot_is_copied_and_deleted():
    """Duplicate, archive, delete, each taken back."""
    window = Boternity().start()
    window.menu('Ada', 'Duplicate')
    window.dialog()
    key('Escape')
    window.back()
    window.find('list item', contains='Ada (copy)')
    window.menu('Ada (copy)', 'Archive')
    window.undo('Bot archived')
    window.find('list item', contains='Ada (copy)')
    window.menu('Ada (copy)', 'Delete')
    window.undo('“Ada (copy)” deleted')
    window.find('list item', contains='Ada (copy)')
    window.menu('Ada (copy)', 'Export…')
    window.choose_file(f'{window.home}/copy.json')
    wait_for(lambda: os.path.exists(f'{window.home}/copy.json'), 'the file')
    window.stop()


def sent_image_size(mock):
    """The width and height of the image that the provider was sent."""
    data = base64.b64decode(re.search(r'data:image/png;base64,([A-Za-z0-9+/=]+)', json.dumps(mock.requests())).group(1))
    assert data.startswith(b'\x89PNG'), data[:24]
    return struct.unpack('>II', data[16:24])


def files_go_with_a_message():
    """A text and an image, by the file chooser and by dragging; a provider is sent them."""
    window = Boternity()
    mock = MockProvider(reply='I see.')
    add_provider(window, 'Mock', mock)
    with open(f'{window.home}/notes.txt', 'w', encoding='utf-8') as file:
        file.write('The treasure is under the oak.')
    with open(f'{window.home}/more.txt', 'w', encoding='utf-8') as file:
        file.write('Go forty paces north.')
    window.start()
    window.press('Attach Files')
    window.choose_file(f'{window.home}/notes.txt')
    window.says('notes.txt')
    window.picture('attached')
    window.drop_file(f'{window.home}/more.txt', window.find('text', 'Message'))
    window.says('more.txt')
    picture = f'{window.home}/map.png'
    subprocess.run(['convert', '-size', '23x19', 'xc:green', picture], check=True)
    window.drop_file(picture, window.find('text', 'Message'))
    window.says('map.png')
    say(window, 'Where is it?')
    window.says('I see.')
    for text in ('under the oak', 'forty paces'):
        assert text in str(mock.requests()), f'{text} was not sent'
    assert sent_image_size(mock) == (23, 19), 'the image was not sent as it is'
    window.picture('attachment-sent')
    window.stop()
    mock.stop()


def a_bot_is_given_files():
    """Dropped and pasted; seen, searched, changed, compared, and an earlier version brought back."""
    window = Boternity()
    for name, text in ('notes.txt', 'The treasure is under the oak.\n'), ('more.txt', 'Go forty paces north.\n'):
        with open(f'{window.home}/{name}', 'w', encoding='utf-8') as file:
            file.write(text)
    window.start()
    window.menu('Ada', 'Files…')
    window.dialog()
    window.drop_file(f'{window.home}/notes.txt', window.find(contains='No Files'))
    window.says('notes.txt')
    copied = copy('--file', f'{window.home}/more.txt')

    def paste():
        key('ctrl+v')
        time.sleep(1)
        return window.look(contains='more.txt')

    wait_for(paste, 'the file that was copied')
    copied.kill()
    window.picture('files')
    window.click(window.find(contains='Search names and text'))
    write('forty')
    window.gone(contains='notes.txt')
    window.says('more.txt')
    key('ctrl+a')
    key('BackSpace')
    window.says('notes.txt')
    # Saved again under its name, it is the next version.
    with open(f'{window.home}/notes.txt', 'w', encoding='utf-8') as file:
        file.write('The treasure is under the beech.\n')
    window.drop_file(f'{window.home}/notes.txt', window.find(contains='more.txt'))
    window.says('Version 2')
    window.click(window.find('list item', contains='notes.txt'))
    window.dialog()
    window.says('− The treasure is under the oak.')
    window.picture('file-history')
    key('Escape')
    wait_for(lambda: len(window.windows()) == 2, 'the history to close')
    window.focus()
    key('Escape')
    window.back()
    window.stop()


def paste_until(look, what):
    """Pastes over what is there until LOOK is true: a window hears a little later that something was copied."""
    def paste():
        key('ctrl+a')
        key('ctrl+v')
        time.sleep(1)
        return look()

    wait_for(paste, what)


def what_was_copied_elsewhere_is_pasted():
    """An image becomes an attachment, a text is text; a provider is sent both."""
    window = Boternity()
    mock = MockProvider(reply='I see.')
    add_provider(window, 'Mock', mock)
    picture = f'{window.home}/picture.png'
    subprocess.run(['convert', '-size', '31x17', 'xc:red', picture], check=True)
    window.start()
    key('ctrl+l')
    copied = copy(picture)
    paste_until(lambda: window.look(contains='Pasted image.png'), 'the image that was copied')
    copied.kill()
    copy('--text', 'The <b>bridge</b> is closed.')
    paste_until(lambda: window.text('Message') == 'The <b>bridge</b> is closed.', 'the text that was copied')
    window.picture('pasted')
    key('Return')
    window.says('I see.')
    assert 'The <b>bridge</b> is closed.' in json.dumps(mock.requests()), 'the text was not sent'
    assert sent_image_size(mock) == (31, 17), 'the image was not sent as it is'
    window.stop()
    mock.stop()


def about_me_is_sent():
    """What is written about oneself goes with every prompt."""
    window = Boternity()
    mock = MockProvider(reply='Hello.')
    add_provider(window, 'Mock', mock)
    window.start()
    key('ctrl+comma')
    window.dialog()
    window.picture('preferences')
    window.click(window.find('text', 'About You'))
    write('I am a baker.')
    key('Escape')
    window.back()
    say(window, 'Hello')
    window.says('Hello.')
    assert 'I am a baker.' in str(mock.requests()), 'it was not sent'
    window.stop()
    mock.stop()


def a_reply_is_announced():
    """While the window is out of sight a reply is announced, and a click on that opens its chat."""
    notifications = Notifications()
    window = Boternity(notifications=True)
    mock = MockProvider(reply='It is done.', fault='hold')
    add_provider(window, 'Mock', mock)
    window.start()
    say(window, 'Do it.')
    window.find(name='Stop the Reply')
    window.look_away()
    wait_for(lambda: not window.program[1].has_keyboard(), 'the keyboard to be elsewhere')
    mock.tell(held=False)
    title, body = notifications.wait()
    assert (title, body) == ('Ada', 'It is done.'), (title, body)
    window.focus()
    key('ctrl+n')
    window.gone(contains='It is done.')
    notifications.click()
    window.says('It is done.')
    window.stop()
    mock.stop()


run(a_bot_is_made_and_changed,
    a_bot_is_copied_and_deleted,
    files_go_with_a_message,
    a_bot_is_given_files,
    what_was_copied_elsewhere_is_pasted,
    about_me_is_sent,
    a_reply_is_announced)
