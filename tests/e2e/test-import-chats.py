# SPDX-License-Identifier: GPL-3.0-or-later
"""A person who comes from ChatGPT brings the conversations, finds them and talks on."""

import json

from boternity_window import Boternity, MockProvider, add_provider, key, run, wait_for, write


def said(role, text, parent, children, time, **more):
    return {'parent': parent, 'children': children,
            'message': {'author': {'role': role}, 'create_time': time,
                        'content': {'content_type': 'text', 'parts': [text]}, **more}}


def conversation(number):
    """Three nodes on the way to a reply, and another version of the question."""
    start = 1700000000 + 1000 * number
    return {'title': f'Voyage {number}', 'create_time': start, 'conversation_id': f'c-{number}',
            'current_node': 'reply', 'mapping': {
                'root': {'parent': None, 'children': ['first', 'second'], 'message': None},
                'first': said('user', f'Which harbour in {1900 + number}?', 'root', [], start + 1),
                'second': said('user', f'Which harbour in {1950 + number}?', 'root', ['thoughts'], start + 2),
                'thoughts': {'parent': 'second', 'children': ['reply'], 'message': {
                    'author': {'role': 'assistant'}, 'content': {
                        'content_type': 'thoughts', 'thoughts': [{'summary': 'Charts', 'content': 'Old ones.'}]}}},
                'reply': said('assistant', f'**Aarhus**, pier {number}.', 'thoughts', [], start + 3,
                              metadata={'model_slug': 'gpt-4o'})}}


def choose(window, data, name):
    path = f'{window.home}/{name}'
    with open(path, 'w', encoding='utf-8') as file:
        file.write(data if isinstance(data, str) else json.dumps(data))
    window.press('Choose…', 'push button')
    window.name_file(path)
    window.focus()
    window.says(name)


def conversations_come_from_elsewhere():
    """From the menu: a wrong file, the right one, the same one again; then one is found, read and gone on with."""
    window = Boternity()
    mock = MockProvider()
    add_provider(window, 'Mock', mock)
    window.start()
    window.find(name='Message')
    window.click(window.find('push button', 'Main Menu'))
    window.choose('Import Conversations…')
    window.dialog()
    window.says('Unpack it')
    window.picture('import')

    choose(window, '{"version": "1.0"}', 'export.json')
    window.press('Import', 'push button')
    window.says('This is an export of Boternity.')
    window.picture('import-wrong')
    window.press('Remove from the List', 'push button')
    window.gone(contains='This is an export of Boternity.')

    choose(window, [conversation(number) for number in range(1, 4)] + [{'title': 'Nothing', 'mapping': {}}],
           'conversations.json')
    window.press('Import', 'push button')
    window.says('3 conversations were imported. 9 messages are new. 1 could not be read:')
    window.says('Number 4, “Nothing”: there is no message in it.')
    window.picture('import-done')
    window.press('Import', 'push button')
    window.says('3 were there already.')
    key('Escape')
    window.back()

    window.press_text('Voyage 2', role='list item')
    window.says('Aarhus')
    window.says('ChatGPT · gpt-4o')
    window.says('Which harbour in 1952?')
    window.gone(contains='Which harbour in 1902?')
    window.picture('imported')
    key('ctrl+f')
    write('1951')
    window.press_text('Which harbour in 1951?')
    window.says('pier 1')

    window.press_text('Voyage 3', role='list item')
    window.says('pier 3')
    window.click(window.find(name='Message'))
    write('And in winter?')
    key('Return')
    asked = wait_for(lambda: [request for request in mock.requests() if 'And in winter?' in json.dumps(request)],
                     'the question to be asked')
    assert 'Aarhus' in json.dumps(asked[0]) and 'Which harbour in 1953?' in json.dumps(asked[0]), asked
    window.stop()

    found = json.loads(window.ctl('--json', 'session', 'list'))['sessions']
    folders = {session['title']: session['folder'] for session in found if session['title']}
    assert folders == {f'Voyage {number}': 'ChatGPT' for number in range(1, 4)}, found
    mock.stop()


def they_go_to_a_new_bot():
    """By the keyboard from the preferences, to a bot that is made for them."""
    window = Boternity()
    window.start()
    window.find(name='Message')
    key('ctrl+comma')
    window.dialog()
    window.press(name='Storage')
    window.press('Import Conversations…', 'push button')
    window.dialog()
    choose(window, [conversation(1)], 'conversations.json')
    window.drop_down('They Go On With')
    key('End')
    key('Return')
    window.click(window.find(name='Name of the New Bot'))
    write('Captain')
    window.picture('import-new-bot')
    key('ctrl+Return')
    window.says('1 conversation was imported.')
    window.picture('import-new-bot-done')
    window.resize(360, 500)
    window.picture('import-narrow')
    window.stop()
    listed = json.loads(window.ctl('--json', 'session', 'list', '--bot', 'captain'))['sessions']
    assert [session['title'] for session in listed] == ['Voyage 1'], listed


run(conversations_come_from_elsewhere, they_go_to_a_new_bot)
