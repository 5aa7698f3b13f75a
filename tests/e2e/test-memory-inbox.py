# SPDX-License-Identifier: GPL-3.0-or-later
"""A bot asks before it remembers: a person answers one by one, or many at once, and takes an answer back."""

from boternity_window import Boternity, MockProvider, add_provider, change, key, run, say, view, write

TOLD = ('My sister Lena is allergic to peanuts.',
        'My favourite colour is green.',
        'My bicycle has a blue frame.',
        'My office is on the fourth floor.',
        'My dentist is in Potsdam.',
        'My grandmother is a collector of stamps.',
        'My piano needs tuning every spring.',
        'My neighbour is a rabbit breeder.',
        'My lucky number is seven.',
        'My umbrella is in the car.')


def select(window, *texts):
    """Selects rows as with the Ctrl key held."""
    for text in texts:
        window.click_with('ctrl', window.find('list item', text))


def what_waits_is_answered_one_by_one_and_many_at_once():
    """Ten sentences wait after ten turns: accepted, changed, discarded; the rest by a selection, and all."""
    window = Boternity()
    window.ctl('bot', 'list')
    window.ctl('memory', 'add', 'My favourite colour is red.')
    change(window, "UPDATE bots SET capture = 'ask'")
    window.ctl('chat', input='\n'.join(TOLD))
    window.start()
    key('alt+2')
    window.find('label', '10')
    view(window, 'Inbox')
    window.says('10 to decide')
    window.find('label', 'Says otherwise than this one: “My favourite colour is red.” It would take its place.')
    window.picture('inbox')

    # One is remembered as it is, and one after it was changed.
    window.press_in('list item', TOLD[0], 'Remember This')
    window.says('9 to decide')
    window.press_in('list item', TOLD[1], 'Change and Remember…')
    window.dialog()
    window.find('text', 'What to remember')
    key('ctrl+a')
    write('My favourite colour is dark green.')
    window.picture('inbox-change')
    window.press('Remember', 'push button')
    window.back()
    window.says('8 to decide')

    # One is discarded, and comes back.
    window.press_in('list item', TOLD[2], 'Do Not Remember')
    window.undo('1 discarded')
    window.says('8 to decide')
    window.find('list item', TOLD[2])

    # Many: two of them discarded, two remembered, and then all that is left.
    select(window, TOLD[3], TOLD[4])
    window.says('2 selected')
    window.picture('inbox-selected')
    window.press('Discard', 'push button')
    window.says('2 discarded')
    window.says('6 to decide')
    select(window, TOLD[5], TOLD[6])
    window.says('2 selected')
    window.press('Remember', 'push button')
    window.says('4 to decide')
    window.press('Remember All', 'push button')
    window.says('Nothing to Decide')
    window.picture('inbox-empty')

    view(window, 'All Memories')
    for text in (TOLD[0], 'My favourite colour is dark green.', TOLD[5], TOLD[6], TOLD[9], TOLD[2]):
        window.find('list item', text)
    for text in (TOLD[1], TOLD[3], TOLD[4], 'My favourite colour is red.'):
        assert window.look('list item', text) is None, text
    window.resize(360, 640)
    window.picture('inbox-narrow-list')
    window.stop()


def what_is_accepted_twice_is_remembered_once():
    """While a service is asked whether it is known already, it is not remembered a second time."""
    window = Boternity()
    mock = MockProvider(dimensions=384)
    add_provider(window, 'Near', mock)
    window.ctl('bot', 'list')
    path = f'{window.data_dir}/waiting.jsonl'
    with open(path, 'w', encoding='utf-8') as file:
        file.write('{"text": "Green tea"}\n{"text": "Black coffee"}\n')
    window.ctl('memory', 'import', '--review', path)
    window.ctl('memory', 'embedder', 'provider', 'Near', 'first-embed')
    mock.tell(fault='hang')
    window.start()
    key('alt+2')
    view(window, 'Inbox')
    window.says('2 to decide')
    button = window.find('push button', 'Remember All')
    for _ in range(2):
        button.press()
    window.says('Nothing to Decide')
    view(window, 'All Memories')
    window.find('list item', 'Green tea')
    window.find('list item', 'Black coffee')
    assert window.look(contains='It was not remembered') is None
    window.stop()
    mock.stop()


def the_inbox_is_used_in_a_chat():
    """What was remembered in the window is known in the next chat; what was discarded is not."""
    window = Boternity()
    window.ctl('bot', 'list')
    change(window, "UPDATE bots SET capture = 'ask'")
    window.ctl('chat', input='\n'.join(TOLD))
    window.start()
    key('alt+2')
    view(window, 'Inbox')
    window.press_in('list item', TOLD[4], 'Remember This')
    window.says('9 to decide')
    window.press('Discard All', 'push button')
    window.says('Nothing to Decide')
    key('alt+1')
    key('ctrl+n')
    window.find('label', 'Chat with Ada')
    say(window, 'Where is my dentist?')
    window.says('Potsdam')
    window.stop()


run(what_waits_is_answered_one_by_one_and_many_at_once,
    what_is_accepted_twice_is_remembered_once,
    the_inbox_is_used_in_a_chat)
