# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with a file in it that can be dragged elsewhere: drag-file.py PATH"""

import sys

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402

uris = Gio.File.new_for_path(sys.argv[1]).get_uri() + '\r\n'
Gtk.init()
window = Gtk.Window(title='File', decorated=False, default_width=200, default_height=200)
source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
source.connect('prepare', lambda *_: Gdk.ContentProvider.new_for_bytes('text/uri-list', GLib.Bytes(uris.encode())))
window.set_child(Gtk.Label(label='File'))
window.add_controller(source)
window.present()
GLib.MainLoop().run()
