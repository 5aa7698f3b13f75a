# SPDX-License-Identifier: GPL-3.0-or-later
"""A person looks at the record of what bots remember: whether it is whole, what happened, what is there twice."""

import os
import sqlite3
import subprocess
from datetime import date, timedelta

from boternity_window import (Boternity, Failure, MockProvider, add_provider, change, key, run, view, wait_for,
                             write)

# Near enough to be looked at, and not so near that the second one is not stored.
SIMILAR = ('My sister Lena is allergic to peanuts.',
           'My sister Lena has been allergic to peanuts for years, since school.')


def remember(window, *texts):
    """Remembers while the window is closed."""
    for text in texts:
        window.ctl('memory', 'add', text)


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
    window.drop_down('What')
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

    # Undone, both are there again; kept both, they are not asked about again, until that is undone.
    window.press('Keep Only This', 'push button')
    window.undo('Merged')
    window.says('% the same')
    window.press('Keep Both', 'push button')
    window.undo('Both are kept')
    window.says('% the same')

    window.press('Merge', 'push button')
    window.says('Nothing Is Said Twice')
    view(window, 'All Memories')
    window.find(role='list item', name=f'{SIMILAR[1]}\n{SIMILAR[0]}')
    view(window, 'Replaced or Expired')
    window.find(role='list item', name=SIMILAR[0])
    window.picture('views-merged')
    window.stop()


def what_means_the_same_is_said_twice():
    """The embedder that was chosen says so, also without a word in common."""
    window = Boternity()
    mock = MockProvider(dimensions=384, topics=[['vegeta']])
    add_provider(window, 'Near', mock)
    remember(window, 'Lena is a vegetarian', 'My sister lives on vegetables', 'Tom plays chess')
    window.ctl('memory', 'embedder', 'provider', 'Near', 'first-embed')
    window.start()
    key('alt+2')
    view(window, 'Said Twice')
    window.says('100 % the same')
    window.press('Merge', 'push button')
    window.says('Nothing Is Said Twice')
    window.stop()
    mock.stop()


def a_proof_is_kept_elsewhere_and_tells_what_the_database_cannot():
    """The keyring knows where the record ended. Where it does not, a file says so; a record that was cut off behind
    that place does not go with it."""
    window = Boternity()
    remember(window, 'My sister Lena is allergic to peanuts.', 'I take the train to work on Mondays.')
    window.start()
    key('alt+2')
    window.says('2 entries verified')
    proof = f'{window.home}/proof.json'
    window.click(window.find(name='Details of the Verification'))
    window.press('Keep a Proof in a File…', 'push button')
    window.choose_file(proof)
    wait_for(lambda: os.path.exists(proof) and os.path.getsize(proof) > 0, 'the proof')
    compare(window, proof)
    window.says('3 entries verified')
    window.picture('views-proof')
    window.stop()

    change(window, 'DELETE FROM audit_entries WHERE position >= 3')
    window.start()
    key('alt+2')
    window.says('The record is broken')
    window.stop()

    forget_seal(window)
    change(window, 'DELETE FROM audit_entries WHERE position >= 3')
    window.start()
    key('alt+2')
    window.says('2 entries verified')
    compare(window, proof)
    window.says('The record is broken')
    window.picture('views-proof-broken')
    window.stop()


def compare(window, proof):
    """Compares the record with a kept proof."""
    window.focus()

    def open_details():
        # They may still be open from before; a click closes them then, and the next one opens them.
        window.click(window.find(name='Details of the Verification'))
        try:
            return window.find('push button', 'Compare with a Kept Proof…', timeout=3)
        except Failure:
            return None

    wait_for(open_details, 'the details').press()
    window.choose_file(proof)


def forget_seal(window):
    """As if the data were on a machine whose keyring does not know them."""
    database = sqlite3.connect(f'file:{window.data_dir}/boternity.db?mode=ro', uri=True)
    chain, = database.execute('SELECT chain FROM audit_entries LIMIT 1').fetchone()
    database.close()
    for name in ('the record of memories', 'the end of the record of memories'):
        subprocess.run(['secret-tool', 'clear', 'provider', f'{name} ({chain})'], check=True)
    change(window, 'DELETE FROM audit_seals')


def count_sealed(window):
    """Up to which entry the record is sealed."""
    database = sqlite3.connect(f'file:{window.data_dir}/boternity.db?mode=ro', uri=True)
    number, = database.execute('SELECT coalesce(max(position), 0) FROM audit_seals').fetchone()
    database.close()
    return number


def remember_sealed(window, text):
    """Remembers in the window and waits until the record is sealed with it."""
    before = count_sealed(window) if os.path.exists(f'{window.data_dir}/boternity.db') else 0
    window.start()
    key('alt+2')
    window.press(name='Add a Memory')
    window.find(role='text', name='What to remember')
    window.focus()
    write(text)
    window.press('Remember', 'push button')
    window.find('list item', text)
    wait_for(lambda: count_sealed(window) > before, 'the record to be sealed')
    window.stop()


def a_restored_backup_gets_a_new_seal():
    """An older record is not the one that was sealed: that is said, and whoever restored it begins a new seal."""
    window = Boternity()
    remember_sealed(window, SIMILAR[0])
    window.ctl('storage', 'backup', f'{window.home}/good.backup')
    remember_sealed(window, 'I take the train to work on Mondays.')
    window.ctl('storage', 'restore', f'{window.home}/good.backup')
    window.start()
    key('alt+2')
    window.says('The record is broken')
    window.click(window.find(name='Details of the Verification'))
    window.picture('views-restored')
    window.press('Begin a New Seal', 'push button')
    window.says('entries verified, just now')
    window.picture('views-sealed-anew')
    # The details are still open.
    key('Escape')
    window.stop()

    # The next start finds nothing wrong.
    window.start()
    key('alt+2')
    window.says('entries verified')
    assert window.look(contains='The record is broken') is None
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


run(the_record_is_verified_and_what_was_changed_in_it_is_named,
    the_timeline_tells_what_happened_and_opens_the_memory,
    what_is_said_twice_becomes_one_memory,
    what_means_the_same_is_said_twice,
    a_proof_is_kept_elsewhere_and_tells_what_the_database_cannot,
    a_restored_backup_gets_a_new_seal,
    a_slider_goes_back_to_what_was_known_on_a_day)
