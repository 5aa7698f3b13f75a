# SPDX-License-Identifier: GPL-3.0-or-later
"""A person takes back one thing that was said: it is forgotten, and the chat stays."""

import json
import os

from boternity_window import Boternity, MockProvider, add_provider, key, run, say, wait_for

CANARY = 'Quetzalcoatlus'
TOLD = f'My {CANARY} sings of Lisbon.'


def files_with(window, text):
    """The files below the home directory that hold a text."""
    found = []
    for folder, _, names in os.walk(window.home):
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                if text.encode() in file.read():
                    found.append(name)
    return found


def open_menu(window, text):
    """Opens what else can be done with the message that says TEXT; the buttons are there for what is pointed at."""
    label = window.find('label', contains=text)
    window.point_at(label)

    def look():
        row = next(node for node in window.look('label', contains=text).parents() if node.role == 'list item')
        return next((node for node in row.walk() if node.name == 'More'), None)

    window.click(wait_for(look, f'more about {text}'))


def count(window, name):
    return len([node for node in window.nodes() if node.name == name])


def a_message_is_forgotten_with_what_was_taken_from_it():
    """Said, remembered, answered: from its menu it goes with its memory, its place stays, and no model is sent it."""
    mock = MockProvider(reply='Noted.')
    window = Boternity()
    add_provider(window, 'Mock', mock)
    window.start()
    say(window, TOLD)
    window.find(name='Answer Again')
    open_menu(window, TOLD)
    window.choose('Remember This')
    window.says('Remembered')
    say(window, 'What do you know about birds?')
    wait_for(lambda: count(window, 'Answer Again') == 2, 'the second answer')
    wait_for(lambda: files_with(window, CANARY), 'what was said to be stored')

    open_menu(window, TOLD)
    window.picture('forget-menu')
    window.choose('Forget…')
    window.dialog()
    window.says('Forget This Message for Good?')
    window.find('check box', 'Also forget 1 memory taken from it')
    window.picture('forget-question')
    key('alt+f')
    window.back()
    window.says('Forgotten, and 1 memory')
    window.says('Forgotten on')
    window.gone(contains=CANARY)
    window.picture('forgotten')
    # At once, not only when the program ends.
    assert files_with(window, CANARY) == [], files_with(window, CANARY)
    window.resize(360, 640)
    window.says('Forgotten on')
    window.picture('forgotten-narrow')
    window.resize(1100, 720)
    before = len(mock.requests())
    say(window, 'And now?')
    wait_for(lambda: count(window, 'Answer Again') == 3, 'the third answer')
    assert 'And now?' in json.dumps(mock.requests(before))
    assert CANARY not in json.dumps(mock.requests(before)), mock.requests(before)

    # Of what was sent before it says so.
    key('ctrl+n')
    window.gone(name='Answer Again')
    say(window, 'Who sings of Lisbon?')
    window.find(name='Answer Again')
    assert 'Who sings of Lisbon?' in json.dumps(mock.requests(before))
    assert CANARY not in json.dumps(mock.requests(before)), mock.requests(before)
    key('alt+2')
    window.says('No Memories Yet')
    window.stop()
    assert files_with(window, CANARY) == []
    mock.stop()


def what_was_recalled_is_forgotten_where_it_is_seen():
    """A reply says what it was made with, a message of another chat: it is forgotten from there, after a look at the
    question and away from it."""
    window = Boternity().start()
    window.find(name='Message')
    say(window, TOLD)
    window.find(name='Answer Again')
    key('ctrl+n')
    window.gone(name='Answer Again')
    say(window, f'Who is {CANARY}?')
    window.find(name='Answer Again')
    window.press(name='1 memory used')
    window.says('similarity')
    window.picture('forget-recalled')
    window.press('Forget', 'push button')
    window.dialog()
    window.says('Forget This Message for Good?')
    assert window.look('check box') is None
    key('Escape')
    window.back()
    window.press('Forget', 'push button')
    window.dialog()
    key('alt+f')
    window.back()
    window.says('Message forgotten')
    window.says('This is no longer there.')
    assert window.look('push button', 'Forget') is None
    window.press(contains='What Was Sent')
    window.dialog()
    window.says('was forgotten since')
    window.picture('forgotten-sent')
    key('Escape')
    window.back()
    window.stop()


def a_memory_goes_with_the_message_that_says_it():
    """The question about a memory says that a message still says it, and takes that along when asked to."""
    window = Boternity().start()
    window.find(name='Message')
    say(window, TOLD)
    window.find(name='Answer Again')
    open_menu(window, TOLD)
    window.choose('Remember This')
    window.says('Remembered')
    key('alt+2')
    window.click(window.find('list item', TOLD))
    window.press('Forget…', 'push button')
    window.dialog()
    window.says('The message it came from still says it.')
    window.picture('forget-memory-question')
    window.click(window.find('check box', 'Forget the message too'))
    key('alt+f')
    window.back()
    window.says('No Memories Yet')
    key('alt+1')
    window.says('Forgotten on')
    window.stop()
    said = json.loads(window.ctl('--json', 'session', 'list'))['sessions']
    shown = json.loads(window.ctl('--json', 'session', 'show', said[0]['id']))['messages']
    assert shown[0]['content'] == '' and shown[0]['forgotten_at'] > 0, shown[0]


run(a_message_is_forgotten_with_what_was_taken_from_it,
    what_was_recalled_is_forgotten_where_it_is_seen,
    a_memory_goes_with_the_message_that_says_it)
