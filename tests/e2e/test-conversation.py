# SPDX-License-Identifier: GPL-3.0-or-later
"""A person talks with a bot in the window, closes it, kills it, and finds everything again."""

import sqlite3

from boternity_window import Boternity, MockProvider, add_provider, key, run, say, wait_for, write


def what_was_told_is_known_in_the_next_chat():
    """The first minute: no key, no network, and Ada answers from what was said before."""
    window = Boternity(welcome=True).start()
    window.find(contains='Welcome')
    window.picture('welcome')
    window.click(window.find(role='push button', contains='without a Provider'))
    window.gone(contains='Welcome')
    window.focus()
    say(window, 'My sister Lena is allergic to peanuts.')
    window.says('Memory only')
    window.picture('first-reply')
    key('ctrl+n')
    window.gone(contains='Memory only')
    say(window, 'What should I cook for Lena?')
    window.says('You told me')
    window.picture('recalled')
    window.press(name='1 memory used')
    window.says('similarity')
    window.picture('memory-used')
    window.press('What Was Sent…', 'push button')
    window.dialog()
    window.picture('sent')
    key('Escape')
    window.back()
    window.stop()


def a_reply_streams_and_can_be_stopped():
    """Text appears while it arrives; stopping keeps it."""
    window = Boternity()
    mock = MockProvider(reply_tokens=200, fault='hold')
    add_provider(window, 'Mock', mock)
    window.start()
    say(window, 'Tell me a story.')
    window.find(name='Stop the Reply')
    window.says('word90')
    window.picture('streaming')
    key('Escape')
    window.says('You stopped this reply')
    window.picture('stopped')
    window.stop()
    mock.stop()


def versions_are_kept():
    """Another reply and an edited question are versions; one can step between them."""
    window = Boternity()
    mock = MockProvider(reply='First answer.')
    add_provider(window, 'Mock', mock)
    window.start()
    say(window, 'A question')
    window.says('First answer.')
    mock.tell(reply='Second answer.')
    key('ctrl+r')
    window.says('Second answer.')
    window.gone(contains='First answer.')
    window.press(name='Previous Version')
    window.says('First answer.')
    window.press(name='Next Version')
    window.says('Second answer.')
    mock.tell(reply='Third answer.')
    key('ctrl+e')
    key('ctrl+a')
    write('Another question')
    key('Return')
    window.says('Third answer.')
    window.says('Another question')
    window.picture('versions')
    window.stop()
    mock.stop()


def stored_text(window):
    """What is stored of all replies."""
    database = sqlite3.connect(f'file:{window.data_dir}/boternity.db?mode=ro', uri=True)
    rows = database.execute("SELECT content FROM messages WHERE role = 'assistant'").fetchall()
    database.close()
    return ' '.join(text for text, in rows)


def a_killed_reply_is_there_and_can_be_continued():
    """The power goes off in the middle of a reply: its text is there, marked, and another provider goes on."""
    window = Boternity()
    slow = MockProvider(reply_tokens=200, fault='hold')
    other = MockProvider(reply='and so it ended.')
    add_provider(window, 'Slow', slow)
    add_provider(window, 'Other', other, priority=20)
    window.start()
    say(window, 'Tell me a story.')
    window.find(name='Stop the Reply')
    wait_for(lambda: 'word90' in stored_text(window), 'what has come to be stored')
    window.kill()
    slow.stop()

    window.start()
    window.says('interrupted')
    window.says('word90')
    window.picture('interrupted')
    window.press(contains='Continue')
    window.find(role='list item', contains='Other')
    window.focus()
    key('Down', 2)
    key('Return')
    window.says('and so it ended.')
    window.picture('continued')
    window.stop()
    other.stop()


def drafts_and_chats_survive():
    """What was typed is there after a restart; a deleted chat comes back."""
    window = Boternity().start()
    say(window, 'The parcel is behind the shed.')
    window.says('Memory only')
    key('ctrl+l')
    write('half a sent')
    window.stop()

    window.start()
    window.says('half a sent')
    window.says('The parcel is behind the shed.')
    window.stop()


run(what_was_told_is_known_in_the_next_chat,
    a_reply_streams_and_can_be_stopped,
    versions_are_kept,
    a_killed_reply_is_there_and_can_be_continued,
    drafts_and_chats_survive)
