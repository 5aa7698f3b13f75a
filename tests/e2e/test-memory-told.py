# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person told one day is known on another, by its bot and by no other."""

import glob
import json
import os
import uuid
from datetime import date

from boternity_window import Boternity, MockProvider, add_provider, key, run, say, view, wait_for, write

TOLD = 'My sister Lena is allergic to peanuts.'
ASKED = 'What should I cook for Lena?'


def pass_days(window, days):
    """Lets the program live days later from its next start on."""
    library = next(path for folder in ('/usr/lib*', '/usr/lib/*')
                   for path in glob.glob(f'{folder}/faketime/libfaketime.so.1'))
    window.environment.update(LD_PRELOAD=library, FAKETIME=f'+{days}d', FAKETIME_DONT_FAKE_MONOTONIC='1')


def tell(window):
    """Tells it in a chat, leaves the chat, and accepts what the bot would remember."""
    window.find(name='Message')
    say(window, TOLD)
    window.find(name='Answer Again')
    key('ctrl+n')
    key('alt+2')
    view(window, 'Inbox')
    window.press_in('list item', TOLD, 'Remember This')
    window.says('Nothing to Decide')


def ask(window):
    """Asks in a new chat and opens what the reply was made with."""
    window.find(name='Message')
    key('ctrl+n')
    window.gone(name='Answer Again')
    say(window, ASKED)
    window.press(name='1 memory used')
    window.says('similarity')


def press_all(window):
    """Corrects the memory beside the reply, keeps it out of the chat, and forgets it."""
    window.press('Correct', 'push button')
    window.dialog()
    key('ctrl+a')
    write('My sister Lena is allergic to hazelnuts.')
    window.press('Remember', 'push button')
    window.back()
    window.says('hazelnuts')
    window.focus()
    window.click(window.find('push button', 'Not Here'))
    window.says('Not used in this chat any more')
    window.click(window.find('push button', 'Forget'))
    window.dialog()
    window.says('Forget This for Good?')
    key('alt+f')
    window.back()
    window.says('1 memory forgotten')
    window.gone('push button', 'Forget')


def know_days_later(window):
    """Five days after it was told, in another run of the program: when, where, why; and what becomes of it."""
    window.start()
    today = date.today()
    tell(window)
    window.stop()
    pass_days(window, 5)
    window.start()
    ask(window)
    window.picture('told-used')
    window.find('label', contains=f'Memory · {today:%x}')
    # It is called so because that is how the chat began.
    window.find('label', contains=f' · {TOLD[:-1]}')
    why = window.find('label', contains='similarity').name.replace('\u00a0', ' ')
    assert all(factor in why for factor in ('words', '× recency 0.97', '× use', '× importance')), why
    press_all(window)


def what_was_told_is_known_days_later():
    """Without any model: said, accepted, and known five days later."""
    window = Boternity()
    know_days_later(window)
    window.stop()


def a_model_is_told_what_was_said_days_ago():
    """The same with a model: it finds what is worth remembering, and is sent it with the question days later."""
    found = json.dumps([{'text': TOLD, 'category': 'fact', 'importance': 4}])
    mock = MockProvider(script=[{'reply': 'Noted.'}, {'reply': found}], reply='Something without them.')
    window = Boternity()
    add_provider(window, 'Mock', mock)
    know_days_later(window)
    asked = [json.dumps(request['body']) for request in mock.requests() if request['path'].endswith('/completions')]
    assert any(ASKED in body and TOLD in body for body in asked), asked
    window.stop()
    mock.stop()


def tell_bot(window, name, text):
    """Tells something to the bot of that name in a new chat."""
    window.press_in('list item', name, f'New Chat with {name}')
    window.find('label', f'Chat with {name}')
    window.gone(name='Answer Again')
    say(window, text)
    window.find(name='Answer Again')


def ask_bot(window, name, answer):
    """What the bot of that name answers to the question in a new chat."""
    window.press_in('list item', name, f'New Chat with {name}')
    window.find('label', f'Chat with {name}')
    window.gone(name='Answer Again')
    say(window, 'Where does the spare key hang?')
    window.says(answer)
    window.find(name='Answer Again')


def two_bots_know_what_each_was_told():
    """Two bots are told different things in two chats; after a restart each knows its own, in new chats."""
    window = Boternity()
    if os.environ.get('BTY_TEST_ENGINE') == 'postgres':
        server = os.environ['BTY_TEST_POSTGRES'].split('\n')[0].split(' ')[1]
        os.makedirs(window.data_dir, mode=0o700)
        with open(f'{window.data_dir}/profile.json', 'w', encoding='utf-8') as file:
            json.dump({'uri': f'{server}?tenant={uuid.uuid4().hex}'}, file)
    window.ctl('bot', 'add', 'Nora')
    window.start()
    window.find(name='Message')
    tell_bot(window, 'Ada', 'The spare key hangs behind the blue door.')
    tell_bot(window, 'Nora', 'The spare key hangs under the old bench.')
    window.stop()
    window.start()
    window.find(name='Message')
    ask_bot(window, 'Ada', 'behind the blue door')
    window.gone(contains='old bench')
    ask_bot(window, 'Nora', 'under the old bench')
    window.gone(contains='blue door')
    window.picture('told-two-bots')
    window.stop()


if os.environ.get('BTY_TEST_ENGINE') == 'postgres' and not os.environ.get('BTY_TEST_POSTGRES'):
    print('1..0 # SKIP there is no server')
else:
    run(what_was_told_is_known_days_later,
        a_model_is_told_what_was_said_days_ago,
        two_bots_know_what_each_was_told)
