# SPDX-License-Identifier: GPL-3.0-or-later
"""A person adds providers in the window, and no failing one stops them."""

import os
import subprocess

from boternity_window import Boternity, MockProvider, add_provider, key, run, say, wait_for, write

KEY = 'sk-canary-4711-do-not-leak'


def files_with(folder, needle):
    """The files below FOLDER that hold NEEDLE."""
    found = []
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), 'rb') as file:
                if needle in file.read():
                    found.append(name)
    return found


def a_provider_is_added_and_its_key_is_in_the_keyring_only():
    """Preset, key, model, test, add; the key is nowhere but in the keyring."""
    mock = MockProvider(reply='Here I am.', key=KEY, models=['mock-large', 'mock-small'])
    window = Boternity().start()
    key('alt+4')
    window.press(name='Add…')
    window.find(contains='Anthropic')
    window.focus()
    window.picture('presets')
    write('Other')
    window.gone(contains='Anthropic')
    window.press_text('Other', role='list item')
    window.fill(window.find(role='text', name='Address'), mock.url)
    window.fill(window.find(role='text', name='Name'), 'Mine')
    window.fill(window.find(role='text', name='Key (only if the service wants one)'), KEY)
    window.fill(window.find(role='text', name='Model'), 'mock-small')
    window.picture('provider-filled')
    assert KEY not in ' '.join(node.text() for node in window.nodes()), 'the key can be read on screen'
    window.click(window.find('push button', 'Add'))
    window.find(role='list item', contains='Mine')
    window.picture('provider-added')
    window.focus()
    key('alt+1')
    say(window, 'Are you there?')
    window.says('Here I am.')
    window.stop()
    mock.stop()

    assert not files_with(window.home, KEY.encode()), 'the key is in a file'
    stored = subprocess.run(['secret-tool', 'lookup', 'provider', 'Mine'], capture_output=True, text=True, check=False)
    assert stored.stdout.strip() == KEY, 'the key is not in the keyring'


def a_failing_provider_stops_nobody():
    """The first one goes down: the chat says who answers instead, its row counts down, and it is used again."""
    first = MockProvider(reply='The first one answers.')
    second = MockProvider(reply='The second one answers {last}')
    window = Boternity()
    for priority, (name, mock) in enumerate((('First', first), ('Second', second))):
        add_provider(window, name, mock, priority)
    window.start()
    say(window, 'Hello')
    window.says('The first one answers.')
    first.tell(fault='refused')
    for question in ('And now', 'Again', 'Once more'):
        say(window, question)
        window.says(f'The second one answers {question}')
        window.gone(name='Stop the Reply')
    window.says('Switched to Second')
    window.picture('switched')
    key('alt+4')
    window.says('tried again in ')
    window.picture('circuit-open')
    first.tell(fault='none', reply='The first one is back.')
    window.gone(contains='tried again in ')
    key('alt+1')
    say(window, 'Are you back')
    window.says('The first one is back.')
    window.stop()
    first.stop()
    second.stop()


def order(window):
    """The names of the providers, as they stand in the list."""
    names = [node.text() for node in window.nodes() if node.role == 'list item']
    return [name for start in names for name in ('First', 'Second', 'Memory only') if start.startswith(name)]


def act(window, name, label):
    """Chooses LABEL in the menu of a provider."""
    window.click(window.find('push button', f'More actions for {name}'))
    window.choose(label)


def providers_are_ordered_and_tried():
    """Moved by menu and by dragging, tried, switched off and on, removed; each is seen and remembered."""
    first = MockProvider(reply='The first one answers.')
    second = MockProvider(reply='The second one answers.')
    window = Boternity()
    for priority, (name, mock) in enumerate((('First', first), ('Second', second))):
        add_provider(window, name, mock, priority)
    window.start()
    key('alt+4')
    wait_for(lambda: order(window) == ['First', 'Second', 'Memory only'], 'the order')
    act(window, 'First', 'Move Down')
    wait_for(lambda: order(window) == ['Second', 'First', 'Memory only'], 'the other order')
    window.drag(window.find('list item', contains='First'), window.find('list item', contains='Second'))
    wait_for(lambda: order(window) == ['First', 'Second', 'Memory only'], 'the first order')
    window.picture('providers-dragged')
    key('alt+1')
    say(window, 'Who is there?')
    window.says('The first one answers.')
    key('alt+4')

    second.tell(fault='401')
    act(window, 'Second', 'Test')
    window.says('key')
    window.picture('provider-tried')
    act(window, 'Second', 'Reset')
    second.tell(fault='none')
    act(window, 'Second', 'Test')
    window.picture('provider-works')

    act(window, 'Second', 'Remove')
    window.gone('list item', contains='Second')
    window.picture('provider-removed')
    window.stop()
    assert 'Second' not in window.ctl('provider', 'list')
    first.stop()
    second.stop()


def stored_key(name):
    """The key of a provider in the keyring."""
    found = subprocess.run(['secret-tool', 'lookup', 'provider', name], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def a_removed_provider_comes_back_with_its_key():
    """Its key stays while the removal can be taken back, and not longer, however the program ends."""
    mock = MockProvider(reply='Here I am.', key=KEY)
    window = Boternity()
    window.ctl('provider', 'add', 'Keyed', '--type', 'openai_compatible', '--base-url', mock.url, '--model', 'm',
               '--priority', '1', '--no-test', '--key-stdin', input=KEY)
    window.start()
    key('alt+4')
    act(window, 'Keyed', 'Remove')
    window.gone('list item', contains='Keyed')
    assert stored_key('Keyed') == KEY, 'the key is gone at once'
    window.undo('“Keyed” removed')
    window.find('list item', contains='Keyed')
    key('alt+1')
    say(window, 'Are you there?')
    window.says('Here I am.')

    key('alt+4')
    act(window, 'Keyed', 'Remove')
    window.gone('list item', contains='Keyed')
    window.kill()
    assert stored_key('Keyed') == KEY, 'there is nothing to be tidied up'
    window.start()
    wait_for(lambda: not stored_key('Keyed'), 'the key to go after the next start')
    window.stop()

    window.ctl('provider', 'add', 'Keyed', '--type', 'openai_compatible', '--base-url', mock.url, '--model', 'm',
               '--no-test', '--key-stdin', input=KEY)
    window.start()
    key('alt+4')
    act(window, 'Keyed', 'Remove')
    window.gone('list item', contains='Keyed')
    window.stop()
    assert not stored_key('Keyed'), 'the key outlives the program'
    mock.stop()


def what_is_on_this_computer_is_offered():
    """The welcome finds a key in the environment and a server on this computer; one click uses that."""
    mock = MockProvider(port=1234, reply='I am from this computer.', models=['local-model'])
    window = Boternity(welcome=True, environment={'MISTRAL_API_KEY': KEY}).start()
    window.find(contains='Welcome')
    window.find('push button', contains='Use Mistral')
    window.click(window.find('push button', contains='Use LM Studio'))
    window.says('In Use')
    window.picture('welcome-found')
    assert KEY not in ' '.join(node.text() for node in window.nodes()), 'the key can be read on screen'
    window.click(window.find('push button', contains='Start'))
    window.gone(contains='Welcome')
    window.focus()
    say(window, 'Where are you?')
    window.says('I am from this computer.')
    window.stop()
    mock.stop()
    assert not files_with(window.home, KEY.encode()), 'the key is in a file'


run(a_provider_is_added_and_its_key_is_in_the_keyring_only,
    a_failing_provider_stops_nobody,
    providers_are_ordered_and_tried,
    a_removed_provider_comes_back_with_its_key,
    what_is_on_this_computer_is_offered)
