# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program that has copied something: own-clipboard.py IMAGE, or --text TEXT, or --file PATH"""

import sys

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

if sys.argv[1] == '--text':
    kind, content = 'text/plain;charset=utf-8', sys.argv[2].encode()
elif sys.argv[1] == '--file':
    kind, content = 'text/uri-list', f'file://{sys.argv[2]}\r\n'.encode()
else:
    with open(sys.argv[1], 'rb') as image:
        kind, content = 'image/png', image.read()
Gtk.init()
clipboard = Gdk.Display.get_default().get_clipboard()
provider = Gdk.ContentProvider.new_for_bytes(kind, GLib.Bytes(content))
clipboard.set_content(provider)
print('copied', flush=True)
GLib.MainLoop().run()
