# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring is locked, and nobody is stopped by that: the next provider answers, and the way out is beside it."""

import os
import subprocess

from boternity_window import (BUILD, Boternity, MockProvider, add_provider, key, run, say, start_process, wait_for,
                              write)

KEY = 'sk-canary-0815-do-not-leak'
# What asks for the password of the keyring on a desktop of GNOME.
PROMPTERS = ('/usr/libexec/gcr-prompter', '/usr/lib/gcr/gcr-prompter', '/usr/libexec/gcr4-prompter')


def turn_keyring(*how):
    """Locks the keyring, or unlocks it behind the back of the program."""
    subprocess.run([f'{BUILD}/tests/services/turn-keyring', *how], check=True, stdout=subprocess.DEVNULL)


def add_keyed(window, mock):
    """Adds a provider whose key is in the keyring."""
    window.ctl('provider', 'add', 'Keyed', '--type', 'openai_compatible', '--base-url', mock.url, '--model', 'm',
               '--priority', '1', '--no-test', '--key-stdin', input=KEY)


def unlock_as_asked(window):
    """Presses the button that stands beside the reply, and types the password where the system asks for it."""
    prompter = next(path for path in PROMPTERS if os.path.exists(path))
    start_process([prompter], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run(['gdbus', 'wait', '--session', '--timeout', '60', 'org.gnome.keyring.SystemPrompter'], check=True)
    window.press('Unlock the Keyring', 'push button')
    find = ['xdotool', 'search', '--onlyvisible', '--class', 'gcr-prompter']
    asking = wait_for(lambda: subprocess.run(find, capture_output=True, text=True, check=False).stdout.split(),
                      'the system to ask')

    def is_answered():
        # Who types before the field has the keyboard types into nothing.
        subprocess.run(['xdotool', 'windowfocus', asking[-1]], check=False, stderr=subprocess.DEVNULL)
        key('ctrl+a')
        write('password')
        key('Return')
        return window.look(contains='The keyring is unlocked')

    wait_for(is_answered, 'the keyring to be unlocked')
    window.focus()


def a_locked_keyring_stops_nobody(width=1100):
    """The next one answers, the footer says why, and after the button beside it the first one is used again."""
    first = MockProvider(reply='The first one answers.', key=KEY)
    second = MockProvider(reply='The second one answers {last}')
    window = Boternity(width=width)
    add_keyed(window, first)
    add_provider(window, 'Second', second, 2)
    turn_keyring()
    window.start()
    say(window, 'Hello')
    window.says('The second one answers Hello')
    window.says('Switched to Second')
    window.says('Keyed: The keyring is locked')
    window.find('push button', 'Unlock the Keyring')
    window.picture(f'keyring-locked-{width}')
    unlock_as_asked(window)
    window.gone('push button', 'Unlock the Keyring')
    say(window, 'And now')
    window.says('The first one answers.')
    window.picture(f'keyring-unlocked-{width}')
    window.stop()
    health = window.ctl('provider', 'status')
    assert 'set aside' not in health, health
    first.stop()
    second.stop()


def it_does_so_where_it_is_narrow():
    """The same at 360 px."""
    a_locked_keyring_stops_nobody(width=360)


def the_only_one_is_left_out():
    """Nobody else is there: the reply says so, and the provider itself has the button as well."""
    mock = MockProvider(reply='Here I am.', key=KEY)
    window = Boternity()
    add_keyed(window, mock)
    window.ctl('provider', 'remove', 'Memory only')
    turn_keyring()
    window.start()
    say(window, 'Hello')
    window.says('Keyed: The keyring is locked')
    window.find('push button', 'Unlock the Keyring')
    window.picture('keyring-locked-alone')
    window.press('Fix the Provider', 'push button')
    window.says('its key is in the keyring, which is locked')
    window.picture('keyring-locked-provider')
    window.find('push button', 'Unlock the Keyring')
    turn_keyring('open')
    # Whoever comes back to the page sees that it was unlocked elsewhere.
    window.focus()
    key('alt+1')
    key('alt+4')
    window.gone(contains='which is locked')
    key('alt+1')
    window.press('Retry', 'push button')
    window.says('Here I am.')
    window.stop()
    mock.stop()


def a_key_is_taken_for_this_run():
    """What cannot be put into the locked keyring works as long as the program runs, and is nowhere then."""
    mock = MockProvider(reply='Here I am.', key=KEY, models=['m'])
    turn_keyring()
    window = Boternity().start()
    key('alt+4')
    window.press(name='Add…')
    window.find(contains='Anthropic')
    window.focus()
    write('Other')
    window.gone(contains='Anthropic')
    window.press_text('Other', role='list item')
    window.fill(window.find(role='text', name='Address'), mock.url)
    window.fill(window.find(role='text', name='Name'), 'Mine')
    window.fill(window.find(role='text', name='Key (only if the service wants one)'), KEY)
    window.fill(window.find(role='text', name='Model'), 'm')
    window.click(window.find('push button', 'Add'))
    window.says('The keyring is locked')
    window.find('push button', 'Unlock the Keyring')
    window.picture('keyring-locked-dialog')
    window.click(window.find('push button', 'Use the Key for This Run Only'))
    window.find(role='list item', contains='Mine')
    window.says('Key for this run only')
    window.focus()
    key('alt+1')
    say(window, 'Are you there?')
    window.says('Here I am.')
    with open(f'/proc/{window.process.pid}/cmdline', 'rb') as line:
        assert KEY.encode() not in line.read()
    window.stop()
    mock.stop()
    turn_keyring('open')
    for path, _, names in os.walk(window.home):
        for name in names:
            with open(os.path.join(path, name), 'rb') as file:
                assert KEY.encode() not in file.read(), name


run(a_locked_keyring_stops_nobody,
    it_does_so_where_it_is_narrow,
    the_only_one_is_left_out,
    a_key_is_taken_for_this_run)
