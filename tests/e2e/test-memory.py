# SPDX-License-Identifier: GPL-3.0-or-later
"""A person sees what a bot remembers, corrects it, and forgets it."""

import os
import sqlite3

from boternity_window import Boternity, key, run, say, view, wait_for, write

CANARY = 'Quetzalcoatlus'


def add(window, text):
    """Writes a memory by hand."""
    window.press(name='Add a Memory')
    window.find(role='text', name='What to remember')
    window.focus()
    write(text)
    window.press('Remember', 'push button')
    window.gone(role='text', name='What to remember')
    window.focus()


def memories_are_added_found_corrected_and_forgotten():
    """By hand: add, search, change with the former version kept, delete and undo, forget for good."""
    window = Boternity().start()
    key('alt+2')
    window.says('No Memories Yet')
    window.picture('memory-empty')
    add(window, 'My sister Lena is allergic to peanuts.')
    window.find(role='list item', name='My sister Lena is allergic to peanuts.')
    add(window, 'I take the train to work on Mondays.')
    window.find(role='list item', name='I take the train to work on Mondays.')
    window.picture('memory-list')

    key('ctrl+f')
    write('peanut')
    window.gone(role='list item', name='I take the train to work on Mondays.')
    window.click(window.find(role='list item', name='My sister Lena is allergic to peanuts.'))
    window.says('Where It Is From')
    window.picture('memory-detail')
    window.press('Change…', 'push button')
    window.find(role='text', name='What to remember')
    window.focus()
    key('ctrl+a')
    write('My sister Lena is allergic to hazelnuts.')
    window.press('Remember', 'push button')
    window.says('Former Versions')
    window.picture('memory-versions')

    # Opened, a version shows what became of it: what went and what came.
    window.click(window.find('label', contains='Version 1, You'))
    window.find('text', 'Differences', contains='− My sister Lena is allergic to peanuts.\n'
                                                '+ My sister Lena is allergic to hazelnuts.')
    window.picture('memory-difference')

    # The change is taken back; and what was taken back is used again.
    window.undo('the former version is kept')
    window.says('Version 2, You')
    window.find(role='list item', name='My sister Lena is allergic to peanuts.')
    window.focus()
    window.press(name='Use This Version Again')
    window.says('Version 3, You')

    # A toast stays as long as the pointer is there, and the next one waits behind it.
    window.point_at(window.says('Where It Is From'))
    window.press('Delete', 'push button')
    window.undo('Memory deleted')
    window.gone(role='push button', name='Bring Back')
    window.press('Forget…', 'push button')
    window.says('Forget This for Good?')
    window.press('Forget', 'push button')
    window.says('1 memory forgotten')
    window.says('Nothing Found')
    window.focus()
    window.press('Show All', 'push button')
    window.find(role='list item', name='I take the train to work on Mondays.')
    window.resize(360, 640)
    window.picture('memory-narrow')
    window.click(window.find(role='list item', name='I take the train to work on Mondays.'))
    window.picture('memory-narrow-detail')
    window.stop()


def files_with(window, text):
    """The files of the program, of whatever kind, that hold TEXT now."""
    found = []
    for folder, _, names in os.walk(window.data_dir):
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                if text.encode() in file.read():
                    found.append(name)
    return found


def count_deleted_chats(window):
    """How many chats wait for being removed; a reply may say what the title of one says."""
    database = sqlite3.connect(f'file:{window.data_dir}/boternity.db?mode=ro', uri=True)
    number, = database.execute('SELECT count(*) FROM sessions WHERE deleted_at IS NOT NULL').fetchone()
    database.close()
    return number


def what_is_forgotten_is_nowhere_on_the_disk():
    """Said, remembered, corrected, used for a reply; forgotten, and the chats removed: no file holds a word of it."""
    window = Boternity().start()
    window.find(name='Message')
    say(window, f'My parrot is called {CANARY}.')
    window.find(name='Answer Again')
    key('ctrl+n')
    key('alt+2')
    view(window, 'Inbox')
    window.press_in('list item', f'My parrot is called {CANARY}.', 'Remember This')
    window.says('Nothing to Decide')
    key('alt+1')
    say(window, 'What is my parrot called?')
    window.press(name='1 memory used')
    window.press('Correct', 'push button')
    window.dialog()
    key('ctrl+a')
    write(f'My parrot is called {CANARY}, and it is green.')
    window.press('Remember', 'push button')
    window.back()
    window.find(contains='and it is green')
    window.focus()
    window.click(window.find('push button', 'Forget'))
    window.dialog()
    window.says('Forget This for Good?')
    key('alt+f')
    window.back()
    window.says('1 memory forgotten')

    # What was said in the chats is theirs, until they are removed.
    for number, title in enumerate((f'My parrot is called {CANARY}', 'What is my parrot called'), 1):
        window.menu(title, 'Delete')
        wait_for(lambda: count_deleted_chats(window) == number, f'“{title}” to be deleted')
    window.click(window.find('push button', 'Which Chats Are Shown'))
    window.choose('Recently Deleted…')
    window.dialog()
    for _ in range(2):
        window.press('Delete for Good')
        window.says('Delete This Chat for Good?')
        window.focus()
        key('alt+d')
        window.gone(contains='Delete This Chat for Good?')
        window.focus()
    window.says('Nothing Was Deleted')
    key('Escape')
    window.back()
    assert not files_with(window, CANARY), files_with(window, CANARY)
    key('alt+2')
    window.press('Verify', 'push button')
    window.says('entries verified, just now')
    window.stop()
    assert not files_with(window, CANARY), files_with(window, CANARY)


run(memories_are_added_found_corrected_and_forgotten,
    what_is_forgotten_is_nowhere_on_the_disk)
