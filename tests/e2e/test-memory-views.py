# SPDX-License-Identifier: GPL-3.0-or-later
"""A person looks at the record of what bots remember: whether it is whole, what happened, what is there twice."""

import sqlite3
import time
from datetime import date, timedelta

from boternity_window import Boternity, key, run

# Near enough to be looked at, and not so near that the second one is not stored.
SIMILAR = ('My sister Lena is allergic to peanuts.',
           'My sister Lena has been allergic to peanuts for years, since school.')


def remember(window, *texts):
    """Remembers while the window is closed."""
    for text in texts:
        window.ctl('memory', 'add', text)


def change(window, sql, *arguments):
    """Writes into the database behind the back of the program."""
    database = sqlite3.connect(f'{window.data_dir}/boternity.db')
    with database:
        database.execute(sql, arguments)
    database.close()


def the_record_is_verified_and_what_was_changed_in_it_is_named():
    """Entries are counted; after somebody else wrote into the database the first broken entry is named."""
    window = Boternity()
    remember(window, 'My sister Lena is allergic to peanuts.', 'I take the train to work on Mondays.')
    window.start()
    key('alt+2')
    window.says('2 entries verified')  # by itself, soon after the start, which is an entry too
    window.press('Verify', 'push button')
    window.says('3 entries verified, just now')
    window.picture('views-verified')
    window.stop()

    change(window, "UPDATE memories SET text = 'I take the bus.' WHERE text LIKE '%train%'")
    change(window, "UPDATE audit_entries SET actor = 'system' WHERE position = 2")
    window.start()
    key('alt+2')
    window.says('The record is broken at entry 2')
    window.click(window.find(name='Details of the Verification'))
    window.says('It was changed, or an entry before it.')
    window.picture('views-broken')
    window.press(role='push button', name='I take the bus.')
    window.says('This memory was altered outside Boternity.')
    window.focus()
    window.stop()



def view(window, name):
    """Looks at something else."""
    window.press_text(name, role='label')


def the_timeline_tells_what_happened_and_opens_the_memory():
    """Entries of the record with who and when, only some of them if wanted; one opens its memory."""
    window = Boternity()
    remember(window, 'My sister Lena is allergic to peanuts.', 'I take the train to work on Mondays.')
    window.start()
    key('alt+2')
    window.says('2 entries verified')
    view(window, 'Timeline')
    window.find(role='list item', contains='Verified, Boternity')
    window.picture('views-timeline')
    window.click(window.find('combo box', 'What'))
    time.sleep(0.5)
    key('Down')
    key('Return')
    window.gone(role='list item', contains='Verified, Boternity')
    window.find(role='list item', contains='Remembered, You')
    window.click(window.find(role='list item', contains='Remembered, You'))
    window.says('Where It Is From')
    window.says('What Happened')
    window.picture('views-timeline-memory')
    window.resize(360, 640)
    window.picture('views-timeline-narrow')
    window.stop()



def what_is_said_twice_becomes_one_memory():
    """Two memories that say nearly the same are shown side by side, and one is made of them."""
    window = Boternity()
    remember(window, *SIMILAR)
    window.start()
    key('alt+2')
    view(window, 'Said Twice')
    window.says('% the same')
    window.picture('views-duplicates')
    window.resize(360, 640)
    window.picture('views-duplicates-narrow')
    window.resize(1100, 720)
    window.press('Keep Only This', 'push button')
    window.says('Nothing Is Said Twice')
    view(window, 'Replaced or Expired')
    window.find(role='list item', contains='Lena')
    window.stop()


def a_slider_goes_back_to_what_was_known_on_a_day():
    """What was remembered later is not shown on a day before; arrow keys move by one day."""
    window = Boternity()
    remember(window, 'My sister Lena is allergic to peanuts.', 'I take the train to work on Mondays.')
    change(window, "UPDATE memory_versions SET changed_at = changed_at - 5 * 86400000000 WHERE text LIKE '%peanuts%'")
    window.start()
    key('alt+2')
    view(window, 'Known on a Day')
    window.says('2 memories at the end of that day')
    window.picture('views-known')
    window.click(window.find('slider', 'Day'))
    key('End')
    window.says('2 memories at the end of that day')
    key('Left')
    window.says('1 memory at the end of that day')
    window.says(f'{date.today() - timedelta(1):%A, %-d %B %Y}')
    key('Home')
    window.says(f'{date.today() - timedelta(5):%A, %-d %B %Y}')
    window.says('1 memory at the end of that day')
    window.picture('views-known-before')
    window.stop()



def name(window, text):
    """Answers the question for a name."""
    window.answer(text)
    window.find(contains=text)


def people_and_things_are_kept():
    """By hand, in the table; what was said before is kept; the drawing shows the same."""
    window = Boternity().start()
    key('alt+2')
    view(window, 'People and Things')
    window.says('Nobody and Nothing Is Known Yet')
    window.press(name='Add Somebody or Something')
    name(window, 'Lena')
    window.press(name='Add Somebody or Something')
    name(window, 'Berlin')
    window.press_text('Berlin', role='label')
    window.says('believed since')
    window.picture('views-graph-open')
    window.press('Relate…', 'push button')
    window.dialog()
    window.fill(window.find(name='How it stands'), 'home of')
    key('Return')
    window.back()
    window.says('home of → Lena')
    window.picture('views-graph-table')
    window.press_text('Berlin', role='label')
    window.press('Rename…', 'push button')
    name(window, 'Hamburg')
    window.press_text('Hamburg', role='label')
    window.press('Remove', 'push button')
    window.says('Removed')
    window.press(role='push button', contains='Undo')
    window.says('Hamburg')
    window.press(name='As a Drawing')
    window.find(name='Drawing; the table says the same')
    window.picture('views-graph-drawing')
    window.stop()


run(the_record_is_verified_and_what_was_changed_in_it_is_named,
    the_timeline_tells_what_happened_and_opens_the_memory,
    what_is_said_twice_becomes_one_memory,
    a_slider_goes_back_to_what_was_known_on_a_day,
    people_and_things_are_kept)
