# SPDX-License-Identifier: GPL-3.0-or-later
"""A person sees what a bot remembers, corrects it, and forgets it."""

from boternity_window import Boternity, key, run, write


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
    window.focus()
    window.press(name='Use This Version Again')
    window.says('Version 2, You')

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


run(memories_are_added_found_corrected_and_forgotten)
