# SPDX-License-Identifier: GPL-3.0-or-later
"""A person takes all data out of the window and back in, changes the profile, and saves damaged data."""

import glob
import json
import os
import sqlite3

from boternity_window import BUILD, Boternity, MockProvider, add_provider, key, run, wait_for, write


def open_storage(window):
    """The page of the preferences that is about the profile as a whole."""
    key('ctrl+comma')
    window.dialog()
    window.press(name='Storage')
    window.find(name='Export')


def data_goes_out_and_comes_back():
    """Export, a look at the activity, import of the same file."""
    window = Boternity()
    window.ctl('bot', 'add', 'Berta')
    window.start()
    file = f'{window.home}/all.json'
    open_storage(window)
    window.says('SQLite')
    window.says('Bots 2')
    window.press('Verify', 'push button')
    window.says('Everything is as it was stored')
    window.picture('storage')
    window.press('Export…', 'push button')
    window.name_file(file)
    wait_for(lambda: os.path.exists(file), 'the export')
    window.says('Done')
    window.picture('storage-exported')
    with open(file, encoding='utf-8') as export:
        assert len(json.load(export)['data']['bots']) == 2
    key('Escape')
    window.focus()
    key('alt+5')
    window.says('all.json · Done')
    window.picture('activity')
    window.resize(360, 640)
    window.picture('activity-narrow')
    window.press(name='Remove from the List')
    window.says('Nothing in Progress')
    window.picture('activity-empty')
    window.resize(1100, 720)
    open_storage(window)
    window.press('Import…', 'push button')
    window.name_file(file)
    window.comes_back()
    window.find(contains='Berta')
    window.stop()


def a_strangers_file_says_nothing_of_the_key():
    """What was forgotten stays away, and a provider that came with the file is asked when it is reset."""
    mock = MockProvider(reply='Here I am.')
    stranger, window = Boternity(), Boternity()
    file = f'{stranger.home}/all.json'
    stranger.ctl('memory', 'add', 'The zebrafinch sings')
    stranger.ctl('storage', 'export', file)
    window.ctl('storage', 'import', file)
    memory = json.loads(window.ctl('--json', 'memory', 'list'))['memories'][0]
    window.ctl('memory', 'forget', memory['id'])
    stranger.ctl('provider', 'add', 'Stranger', '--type', 'openai_compatible', '--base-url', mock.url, '--model', 'm',
                 '--key-env', 'HOME', '--no-test')
    stranger.ctl('storage', 'export', file)

    window.start()
    open_storage(window)
    window.press('Import…', 'push button')
    window.name_file(file)
    window.comes_back()
    key('alt+5')
    window.says('1 memory was left out')
    window.says('is not asked until you trust its address')
    window.picture('stranger-imported')
    key('alt+4')
    window.says('Came with a file, and is not asked yet')
    window.picture('stranger-waits')
    assert not mock.requests(), 'it was asked'
    window.stop()
    window.ctl('provider', 'reset', 'Stranger')
    window.start()
    key('alt+4')
    window.find(role='list item', contains='Stranger')
    assert 'Came with a file' not in ' '.join(node.text() for node in window.nodes()), 'it still waits'
    window.stop()
    mock.stop()


def long_work_is_in_hand():
    """It is paused and goes on after the next start, and is cancelled and tried again, while a service lets it wait."""
    window = Boternity()
    mock = MockProvider(dimensions=384)
    add_provider(window, 'Near', mock)
    window.ctl('memory', 'add', 'Green tea')

    window.ctl('memory', 'embedder', 'provider', 'Near', 'first-embed')

    def show_work(is_running):
        if is_running:
            # As it is found after the program was killed before anything was embedded.
            with sqlite3.connect(f'{window.data_dir}/boternity.db') as connection:
                connection.execute("DELETE FROM vectors WHERE model LIKE '%first-embed%'")
                connection.execute("UPDATE workflows SET status = 'running', step = '', checkpoint = NULL")
            mock.tell(fault='hang')
        window.start()
        key('alt+5')
        window.says('Embedding memories and files')

    show_work(True)
    window.press('Pause', 'push button')
    window.says('Paused')
    window.picture('work-paused')
    window.stop()
    mock.tell(fault='none')
    show_work(False)
    window.says('Paused')
    window.press('Go On', 'push button')
    window.says('Done')
    window.stop()

    show_work(True)
    window.press('Cancel', 'push button')
    window.says('Cancelled')
    window.picture('work-cancelled')
    mock.tell(fault='none')
    window.press('Try Again', 'push button')
    window.says('Done')
    window.press('Remove from the List', 'push button')
    window.says('Nothing in Progress')
    window.stop()
    mock.stop()


def data_move_and_go_back():
    """To another file and back; then again, and what is left at the old place is removed."""
    window = Boternity()
    window.ctl('bot', 'add', 'Berta')
    window.start()
    place = f'{window.home}/elsewhere.db'
    old = f'{window.data_dir}/boternity.db'

    def move_there():
        open_storage(window)
        window.press('Move…', 'push button')
        window.dialog()
        write(place)
        key('Return')
        window.comes_back()
        window.find(contains='Berta')
        open_storage(window)
        window.says(place)
        window.says('Place Before the Move')
        window.says(old)

    move_there()
    window.picture('moved')
    window.press('Move Back', 'push button')
    window.comes_back()
    window.find(contains='Berta')
    assert os.path.exists(place) and os.path.exists(old)
    open_storage(window)
    # What was used meanwhile is the other place now.
    window.says(place)
    window.press(name='Remove the Old Data')
    window.dialog()
    window.press('Remove', 'push button')
    wait_for(lambda: not os.path.exists(place), 'the old data to be gone')
    window.gone(name='Place Before the Move')
    assert os.path.exists(old)
    key('Escape')
    window.focus()
    move_there()
    window.stop()
    assert os.path.exists(place)


def profiles_are_separate_worlds():
    """A new profile has bots of its own."""
    window = Boternity()
    window.ctl('bot', 'add', 'Berta')
    window.start()
    open_storage(window)
    window.press(name='New Profile…')
    window.dialog()
    write('work')
    key('Return')
    window.back()
    window.picture('profiles')
    window.press('Switch', 'push button')
    window.comes_back()
    wait_for(lambda: os.path.exists(f'{window.data_dir}/profiles/work/boternity.db'), 'the data of the profile')
    window.gone(contains='Berta')
    window.find(contains='Ada')
    window.stop()


def damage(database):
    """Writes nonsense over a page without which the window cannot show anything."""
    with sqlite3.connect(database) as connection:
        page, = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'settings'").fetchone()
        size, = connection.execute('PRAGMA page_size').fetchone()
        connection.execute('PRAGMA wal_checkpoint (TRUNCATE)')
    with open(database, 'r+b') as file:
        file.seek((page - 1) * size)
        file.write(b'#' * size)


def saving_what_is_readable_is_stopped():
    """So many rows that it takes a while: what was written until then is gone, and it can be done again."""
    window = Boternity()
    window.ctl('bot', 'add', 'Berta')
    database = f'{window.data_dir}/boternity.db'
    with sqlite3.connect(database) as connection:
        connection.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
                           "INSERT INTO key_values (id, scope, key, json, created_at, updated_at) "
                           "SELECT i, 'many', i, '1', 1, 1 FROM n")
    damage(database)
    before = sorted(os.listdir(window.home)), sorted(os.listdir(window.data_dir))
    # A disk so slow that it takes minutes.
    saved = f'{window.home}/saved.json'
    window.environment.update(LD_PRELOAD=f'{BUILD}/tests/support/libfailing-disk.so', BTY_DISK_PATH=saved,
                              BTY_DISK_DELAY_MS='20')
    window.start()
    window.says('Your Data Is Damaged')
    window.press('Save What Is Readable…', 'push button')
    window.name_file(saved)
    window.says('Saving What Is Readable')
    window.picture('saving-what-is-readable')
    window.press('Cancel', 'push button')
    window.says('Nothing was saved')
    window.picture('saving-stopped')
    window.gone(contains='Saving What Is Readable')
    window.find('push button', 'Save What Is Readable…')
    window.stop()
    assert (sorted(os.listdir(window.home)), sorted(os.listdir(window.data_dir))) == before


def damaged_data_are_put_right():
    """The window opens, says what is wrong, and a backup is put in place."""
    window = Boternity()
    window.ctl('bot', 'add', 'Berta')
    window.ctl('storage', 'backup', f'{window.data_dir}/good.backup')
    database = f'{window.data_dir}/boternity.db'
    damage(database)
    window.start()
    window.says('Your Data Is Damaged')
    window.picture('damaged')
    window.resize(360, 640)
    window.picture('damaged-narrow')
    window.resize(1100, 720)
    window.press('Save What Is Readable…', 'push button')
    window.name_file(f'{window.home}/saved.json')
    window.says('entries are saved')
    window.picture('damaged-saved')
    window.press('Restore a Backup…', 'push button')
    window.name_file(f'{window.data_dir}/good.backup')
    # With a window of its own for how far it is, and one that says how it went.
    window.comes_back()
    wait_for(lambda: len(window.windows()) > 1, 'what became of it')
    window.focus()
    window.says('What was there before is kept')
    window.picture('restored')
    key('Escape')
    window.focus()
    window.find(contains='Berta')
    window.stop()
    assert glob.glob(f'{window.data_dir}/boternity.db.before-*'), 'the damaged file is gone'


def data_that_cannot_be_opened_are_explained():
    """Too new, out of reach, read-only, and full: what is wrong is said, and when it is put right it goes on."""
    window = Boternity()
    window.ctl('bot', 'add', 'Berta')
    database = f'{window.data_dir}/boternity.db'
    with sqlite3.connect(database) as connection:
        version, = connection.execute('PRAGMA user_version').fetchone()
        connection.execute('PRAGMA user_version = 9999')
    window.start()
    window.says('A Newer Boternity Is Needed')
    window.find(contains='Restore a Backup…')
    window.picture('newer')
    with sqlite3.connect(database) as connection:
        connection.execute(f'PRAGMA user_version = {version}')
    window.press('Try Again', 'push button')
    window.find(contains='Berta')
    window.stop()

    address = f'{window.data_dir}/profile.json'
    with open(address, 'w', encoding='utf-8') as file:
        json.dump({'uri': 'postgresql://nobody@127.0.0.1:1/nothing'}, file)
    window.start()
    window.says('Your Data Cannot Be Reached')
    window.picture('unreachable')
    os.unlink(address)
    window.press('Try Again', 'push button')
    window.find(contains='Berta')
    window.stop()

    folder = window.data_dir
    script = f'mount --bind {folder} {folder} && mount -o remount,bind,ro {folder} && exec "$@"'
    within = ['unshare', '--mount'] if os.geteuid() == 0 else ['unshare', '--map-root-user', '--mount']
    window.start(within=[*within, 'sh', '-c', script, 'sh'])
    window.says('Your Data Cannot Be Changed')
    window.picture('read-only')
    window.stop()

    # A disk without room, and then with.
    script = f'mount -t tmpfs -o size=8M tmpfs {folder} && {{ cat /dev/zero >{folder}/filler 2>/dev/null; exec "$@"; }}'
    window.start(within=[*within, 'sh', '-c', script, 'sh'])
    window.says('The Disk Is Full')
    window.picture('full')
    os.unlink(f'/proc/{window.process.pid}/root{folder}/filler')
    window.press('Try Again', 'push button')
    window.find(contains='Ada')
    window.stop()



run(data_goes_out_and_comes_back, a_strangers_file_says_nothing_of_the_key, long_work_is_in_hand, data_move_and_go_back,
    profiles_are_separate_worlds, saving_what_is_readable_is_stopped, damaged_data_are_put_right,
    data_that_cannot_be_opened_are_explained)
