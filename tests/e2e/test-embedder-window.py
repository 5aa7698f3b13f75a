# SPDX-License-Identifier: GPL-3.0-or-later
"""A person chooses a model of a provider to find memories by their meaning."""

from boternity_window import Boternity, MockProvider, add_provider, key, run


def an_embedder_is_chosen():
    """Tried, used, found with, and what is said when it does not work."""
    window = Boternity()
    mock = MockProvider(dimensions=384)
    add_provider(window, 'Near', mock)
    window.ctl('memory', 'add', 'Green tea')
    # What is chosen on the command line is shown.
    window.ctl('memory', 'embedder', 'provider', 'Near', 'first-embed')
    window.start()
    key('ctrl+comma')
    window.dialog()
    window.says('Near, first-embed, 384 dimensions')
    model = window.find('text', 'Embedding model')
    window.picture('embedder')
    model.set_text('second-embed')
    window.press('Test', 'push button')
    window.says('It works: 384 dimensions')
    mock.tell(fault='401')
    window.press('Use It', 'push button')
    window.gone(contains='It works: 384 dimensions')
    mock.tell(fault='none')
    window.press('Use It', 'push button')
    window.says('Near, second-embed, 384 dimensions')
    window.picture('embedder-changed')
    key('Escape')
    window.back()
    key('alt+5')
    window.says('Embedding memories and files')
    window.stop()
    mock.stop()


run(an_embedder_is_chosen)
