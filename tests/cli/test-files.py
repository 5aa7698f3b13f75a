#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""boternityctl file: documents of bots, their versions, finding words in them, and what is refused."""

import hashlib
import os
import shutil
from pathlib import Path

from harness import Profile, Skip, check_error, run_tests

MIB = 1024 * 1024


def write(profile, name, content):
    path = profile.home / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def large_files(profile):
    return [path for path in Path(profile.dir, 'files').rglob('*') if path.is_file()]


def test_versions():
    with Profile() as profile:
        first = profile.json('file', 'add', write(profile, 'notes.md', '# One\n\nApples and pears.\n'))
        assert (first['name'], first['version'], first['media_type']) == ('notes.md', 1, 'text/markdown')
        second = profile.json('file', 'add', write(profile, 'notes.md', '# One\n\nApples and plums.\n'))
        assert (second['id'], second['version']) == (first['id'], 2)
        assert profile.ok('file', 'show', 'notes.md') == '# One\n\nApples and plums.\n'
        assert profile.json('file', 'show', 'notes.md', '--number', '1')['text'] == '# One\n\nApples and pears.\n'

        diff = profile.json('file', 'diff', 'notes.md', '1', '2')
        assert diff['same'] is False and '-Apples and pears.\n+Apples and plums.\n' in diff['diff']
        assert profile.json('file', 'diff', 'notes.md', '2', '2')['same'] is True

        assert profile.json('file', 'restore', 'notes.md', '1')['version'] == 3
        assert profile.ok('file', 'show', 'notes.md') == '# One\n\nApples and pears.\n'
        versions = profile.json('file', 'versions', 'notes.md')['versions']
        assert [v['version'] for v in versions] == [3, 2, 1]
        assert versions[0]['restored_from'] == 1 and versions[0]['artifact_id'] == versions[2]['artifact_id']
        assert versions[1]['artifact_id'] == hashlib.sha256(b'# One\n\nApples and plums.\n').hexdigest()
        assert 'again version 1' in profile.ok('file', 'versions', 'notes.md')
        check_error(profile.run('file', 'show', 'notes.md', '--number', '9'), 3)
        check_error(profile.run('file', 'restore', 'notes.md', '9'), 3)


def test_search():
    with Profile() as profile:
        bot = profile.json('bot', 'add', 'Bert')['slug']
        profile.ok('file', 'add', write(profile, 'garden.md', '# Tomatoes\n\nWater them at dawn.\n'))
        profile.ok('file', 'add', write(profile, 'kitchen.txt', 'Water boils.'), '--bot', bot)
        hits = profile.json('file', 'search', 'watering')['hits']
        assert [(hit['file'], hit['heading']) for hit in hits] == [('garden.md', 'Tomatoes')], hits
        assert 'Water them at dawn.' in hits[0]['text']
        assert [hit['file'] for hit in profile.json('file', 'search', 'water', '--bot', bot)['hits']] == ['kitchen.txt']
        assert profile.json('file', 'search', 'nowhere')['hits'] == []
        assert profile.json('file', 'search', '"\' OR * --')['hits'] == []

        # The version that was replaced is not found, and the one that came back is.
        profile.ok('file', 'add', write(profile, 'garden.md', 'Roses.'))
        assert profile.json('file', 'search', 'tomatoes')['hits'] == []
        profile.ok('file', 'restore', 'garden.md', '1')
        assert len(profile.json('file', 'search', 'tomatoes')['hits']) == 1


def test_large():
    with Profile() as profile:
        content = os.urandom(3 * MIB)
        profile.ok('file', 'add', write(profile, 'noise', content), '--name', 'noise.bin')
        assert [path.read_bytes() == content for path in large_files(profile)] == [True]
        copy = profile.home / 'copy'
        profile.ok('file', 'show', 'noise.bin', '--output', str(copy))
        assert copy.read_bytes() == content
        check_error(profile.run('file', 'show', 'noise.bin'), 1)

        # The same content under another name is kept once, and as long as somebody uses it.
        profile.ok('file', 'add', write(profile, 'again.bin', content))
        assert len(large_files(profile)) == 1
        profile.ok('file', 'remove', 'noise.bin')
        assert len(large_files(profile)) == 1
        profile.ok('file', 'remove', 'again.bin')
        assert large_files(profile) == [] and profile.json('file', 'list')['files'] == []

        # What was altered is not given out.
        profile.ok('file', 'add', write(profile, 'noise', content))
        large_files(profile)[0].write_bytes(os.urandom(3 * MIB))
        check_error(profile.run('file', 'show', 'noise', '--output', str(copy)), 1)


def test_refused():
    with Profile() as profile:
        text = write(profile, 'a.txt', 'text')
        for name in ['', '..', '../a', 'a/b', 'a\\b', 'a\nb']:
            check_error(profile.run('file', 'add', text, '--name', name), 1)
        check_error(profile.run('file', 'add', str(profile.home / 'missing')), 3)
        check_error(profile.run('file', 'add', str(profile.home)), 1)
        check_error(profile.run('file', 'add', '/dev/zero'), 1)
        large = profile.home / 'large'
        with open(large, 'wb') as file:
            file.truncate(50 * MIB + 1)
        check_error(profile.run('file', 'add', str(large)), 1)
        check_error(profile.run('file', 'add', text, '--bot', 'nobody'), 3)
        check_error(profile.run('file', 'show', 'a.txt'), 3)
        check_error(profile.run('file', 'remove', 'a.txt'), 3)
        assert profile.run('file', 'diff', 'a.txt', 'x', '1').code == 2
        assert profile.json('file', 'list')['files'] == [] and large_files(profile) == []


def make_pdf(lines):
    """A page with these lines of text, as simple as a PDF can be."""
    text = 'BT /F1 12 Tf 72 720 Td 14 TL ' + ' '.join(f'({line}) Tj T*' for line in lines) + ' ET'
    objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R'
               ' /Resources << /Font << /F1 5 0 R >> >> >>',
               f'<< /Length {len(text)} >>\nstream\n{text}\nendstream',
               '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>']
    document, places = b'%PDF-1.4\n', []
    for number, body in enumerate(objects, 1):
        places.append(len(document))
        document += f'{number} 0 obj\n{body}\nendobj\n'.encode('latin-1')
    table = ''.join(f'{place:010d} 00000 n \n' for place in places)
    return document + (f'xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(places) + 1} '
                       f'/Root 1 0 R >>\nstartxref\n{len(document)}\n%%EOF\n').encode()


def test_pdf():
    """The text of a PDF is found, by the real program; without it, or without text, that is said."""
    if not shutil.which('pdftotext'):
        raise Skip('pdftotext is not installed')
    with Profile() as profile:
        file = profile.home / 'treaty.pdf'
        file.write_bytes(make_pdf(['The treaty of Rapallo was signed in April.', 'Caf\xe9 and \\(brackets\\).']))
        result = profile.run('file', 'add', str(file))
        assert result.code == 0 and result.err == '', result
        assert 'Café and (brackets)' in profile.ok('file', 'search', 'Rapallo')
        for name, content, path, told in (('missing.pdf', file.read_bytes(), '/nonexistent', 'poppler-utils'),
                                          ('empty.pdf', make_pdf([]), os.environ['PATH'], 'no text'),
                                          ('broken.pdf', b'%PDF-1.4 nothing', os.environ['PATH'], 'no text')):
            other = profile.home / name
            other.write_bytes(content)
            result = profile.run('file', 'add', str(other), env={'PATH': path})
            assert result.code == 0 and name in result.err and told in result.err, result
            assert len(result.err.splitlines()) == 1, result


run_tests(globals())
