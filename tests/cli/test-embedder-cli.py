#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What boternityctl does with embedders: shown, tried, changed; killed in the middle, nothing is done twice."""

import json
import sqlite3
import struct

from harness import Mock, Profile, check_error, run_tests, wait_until

BUILTIN = 'builtin-384-1'
VECTORS = 'openai:mock-embed-384'
N_MEMORIES = 200


def count(profile, model):
    with sqlite3.connect(profile.dir / 'boternity.db') as database:
        number, = database.execute('SELECT count(*) FROM vectors WHERE model = ?', (model,)).fetchone()
    database.close()
    return number


def requests(mock):
    return [request for request in mock.requests() if request['path'].endswith('/embeddings')]


def import_many(profile):
    lines = ''.join(json.dumps({'text': f'Number {i}'}) + '\n' for i in range(N_MEMORIES))
    path = profile.home / 'many.jsonl'
    path.write_text(lines)
    profile.ok('memory', 'import', path)


def test_usage():
    with Profile() as profile:
        for args in [['nonsense'], ['builtin', 'x'], ['folder'], ['provider', 'a'],
                     ['provider', 'a', 'b', '--format', 'nonsense']]:
            check_error(profile.run('memory', 'embedder', *args), 2)
        check_error(profile.run('memory', 'embedder', 'provider', 'nobody', 'model'), 3)
        check_error(profile.run('memory', 'embedder', 'folder', '/nonexistent'), 3)
        assert profile.json('memory', 'embedder')['vectors'] == BUILTIN


def test_changed():
    with Profile() as profile, Mock() as mock:
        mock.control(dimensions=384)
        profile.add('near', mock)
        profile.ok('memory', 'add', 'Green tea')
        tried = profile.json('memory', 'embedder', 'provider', 'near', 'mock-embed', '--try')
        assert tried['dimensions'] == 384 and tried['milliseconds'] >= 0, tried
        assert count(profile, VECTORS) == 0
        check_error(profile.run('memory', 'embedder', 'provider', 'near', 'mock-embed', '--dimensions', '768'), 1)

        changed = profile.json('memory', 'embedder', 'provider', 'near', 'mock-embed')
        assert changed['vectors'] == VECTORS and changed['name'] == 'near, mock-embed', changed
        assert count(profile, VECTORS) == 1 and count(profile, BUILTIN) == 1
        found = profile.json('memory', 'search', 'Xylophone quartz')['results']
        assert [result['text'] for result in found] == ['Green tea'], found

        # Export and import carry the choice.
        profile.ok('storage', 'export', profile.home / 'all.json')
        with Profile() as other:
            other.ok('storage', 'import', profile.home / 'all.json')
            assert other.json('memory', 'embedder')['vectors'] == VECTORS

        # Who cannot be asked holds nothing up.
        mock.control(fault='500')
        result = profile.run('memory', 'search', 'tea')
        assert result.code == 0 and 'Green tea' in result.out and 'mock-embed' in result.err, result
        profile.ok('memory', 'embedder', 'builtin')
        assert count(profile, VECTORS) == 0


def test_formats():
    with Profile() as profile, Mock() as mock:
        mock.control(dimensions=768)
        profile.add('near', mock)
        for name in ['openai', 'ollama', 'google']:
            tried = profile.json('memory', 'embedder', 'provider', 'near', 'mock-embed', '--try', '--format', name)
            assert tried['vectors'] == f'{name}:mock-embed-768', tried


def remembered(profile):
    return sorted(memory['text'] for memory in profile.json('memory', 'list')['memories'])


def test_duplicates():
    """What waits is compared by the embedder that was chosen when it is found, and when it is accepted."""
    with Profile() as profile, Mock() as mock, Mock() as model:
        mock.control(dimensions=384, topics=[['vegeta'], ['chess', 'checkmate']])
        profile.add('near', mock)
        profile.ok('memory', 'add', 'Lena is a vegetarian')
        profile.ok('memory', 'embedder', 'provider', 'near', 'mock-embed')
        path = profile.home / 'some.jsonl'
        path.write_text(''.join(json.dumps({'text': text}) + '\n' for text in
                                ['My sister lives on vegetables', 'Tom plays chess', 'He is fond of checkmate']))
        profile.ok('memory', 'import', '--review', path)
        assert len(profile.json('memory', 'inbox')['candidates']) == 3
        profile.ok('memory', 'accept', '--all')
        assert remembered(profile) == ['Lena is a vegetarian\nMy sister lives on vegetables',
                                       'Tom plays chess\nHe is fond of checkmate'], remembered(profile)

        # A model says after a chat what might be remembered; what a known memory says better does not wait.
        profile.ok('memory', 'add', 'Anna plays chess with her grandfather in the park near the river, on Sundays '
                                    'after lunch, and has won nearly every game since the summer')
        model.control(reply=json.dumps([{'text': 'Anna plays chess', 'category': 'fact'},
                                        {'text': 'Anna sings', 'category': 'fact'}]))
        profile.add('model', model, priority=1)
        profile.ok('chat', '--message', 'Anna plays chess. Anna sings.')
        waiting = [candidate['text'] for candidate in profile.json('memory', 'inbox')['candidates']]
        assert waiting == ['Anna sings'], waiting


def write_model(folder):
    """A model in the layout of Model2Vec that knows six words, two of which mean the same."""
    words = ['[UNK]', 'tea', 'sencha', 'car', 'red', 'any']
    tokenizer = {
        'normalizer': {'type': 'BertNormalizer', 'lowercase': True, 'strip_accents': None,
                       'handle_chinese_chars': True},
        'pre_tokenizer': {'type': 'BertPreTokenizer'},
        'model': {'type': 'WordPiece', 'unk_token': '[UNK]', 'continuing_subword_prefix': '##',
                  'max_input_chars_per_word': 100, 'vocab': {word: i for i, word in enumerate(words)}},
    }
    rows = []
    for place in [None, 1, 1, 2, 3, None]:
        rows += [1.0 if i == place else 0.0 for i in range(384)]
    data = struct.pack(f'<{len(rows)}f', *rows)
    header = json.dumps({'embeddings': {'dtype': 'F32', 'shape': [len(words), 384],
                                        'data_offsets': [0, len(data)]}}).encode()
    folder.mkdir()
    (folder / 'tokenizer.json').write_text(json.dumps(tokenizer))
    (folder / 'model.safetensors').write_bytes(struct.pack('<Q', len(header)) + header + data)


def test_folder():
    """What means the same is found, with no word in common and no service; a model that was replaced is not used."""
    with Profile() as profile:
        profile.ok('memory', 'add', 'tea')
        profile.ok('memory', 'add', 'red car')
        assert profile.json('memory', 'search', 'any sencha')['results'] == []
        write_model(profile.home / 'model')
        changed = profile.json('memory', 'embedder', 'folder', profile.home / 'model')
        assert changed['dimensions'] == 384 and changed['vectors'].startswith('static-384-'), changed
        found = profile.json('memory', 'search', 'any sencha')['results']
        assert [result['text'] for result in found] == ['tea'] and found[0]['similarity'] > 0.99, found
        # What the model knows no word of is remembered as well, by the built-in embedder.
        profile.ok('memory', 'add', 'Xylophone')
        assert profile.ok('memory', 'add', 'xylophone!').startswith('That was known'), remembered(profile)
        (profile.home / 'model' / 'tokenizer.json').unlink()
        result = profile.run('memory', 'search', 'any tea')
        assert result.code == 0 and 'tea' in result.out and 'model' in result.err, result


def test_killed():
    with Profile() as profile, Mock() as mock:
        # A trial and two batches are answered; then the service is silent.
        mock.control(dimensions=384, script=[{}, {}, {}, {'fault': 'hang'}])
        profile.add('near', mock)
        import_many(profile)
        process = profile.start('memory', 'embedder', 'provider', 'near', 'mock-embed')
        wait_until(lambda: len(requests(mock)) == 4, 'the third batch')
        process.kill()
        process.communicate()
        done = count(profile, VECTORS)
        assert done == 128, done
        assert profile.json('memory', 'embedder')['vectors'] == BUILTIN

        before = len(requests(mock))
        mock.control(script=[])
        profile.ok('memory', 'embedder', 'provider', 'near', 'mock-embed')
        texts = [text for request in requests(mock)[before:] for text in request['body']['input']]
        numbers = [text for text in texts if text.startswith('Number')]
        assert len(numbers) == len(set(numbers)) == N_MEMORIES - done, len(numbers)
        assert count(profile, VECTORS) == N_MEMORIES
        assert profile.json('memory', 'embedder')['vectors'] == VECTORS


if __name__ == '__main__':
    run_tests(globals())
