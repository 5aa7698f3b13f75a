# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows on the screen and which of them has the keyboard, as the X server knows it: there is no window manager
that would give a new window the keyboard, and one that is gone takes it along."""

import ctypes

LIBRARY = 'libX11.so.6'
IS_VIEWABLE = 2
REVERT_TO_PARENT = 2
LATEST = 0
CARDINAL = 6
Id = ctypes.c_ulong


class Attributes(ctypes.Structure):
    """XWindowAttributes."""
    _fields_ = [(name, ctypes.c_int) for name in ('x', 'y', 'width', 'height', 'border_width', 'depth')] + [
        ('visual', ctypes.c_void_p), ('root', Id)] + [
        (name, ctypes.c_int) for name in ('class_', 'bit_gravity', 'win_gravity', 'backing_store')] + [
        ('backing_planes', ctypes.c_ulong), ('backing_pixel', ctypes.c_ulong), ('save_under', ctypes.c_int),
        ('colormap', Id), ('map_installed', ctypes.c_int), ('map_state', ctypes.c_int)] + [
        (name, ctypes.c_long) for name in ('all_event_masks', 'your_event_mask', 'do_not_propagate_mask')] + [
        ('override_redirect', ctypes.c_int), ('screen', ctypes.c_void_p)]


class Screen:
    """A connection to the X server."""

    def __init__(self):
        self.x = ctypes.CDLL(LIBRARY)
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = Id
        self.x.XInternAtom.restype = Id
        # A window may go away while it is asked about.
        self.ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        self.x.XSetErrorHandler(self.ignore)
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(None))
        self.root = Id(self.x.XDefaultRootWindow(self.display))
        self.pid = Id(self.x.XInternAtom(self.display, b'_NET_WM_PID', False))

    def _attributes(self, window):
        attributes = Attributes()
        return attributes if self.x.XGetWindowAttributes(self.display, Id(window), ctypes.byref(attributes)) else None

    def _process(self, window):
        """The number of the process that made WINDOW."""
        kind, form, count, after, data = Id(), ctypes.c_int(), Id(), Id(), ctypes.POINTER(Id)()
        self.x.XGetWindowProperty(self.display, Id(window), self.pid, ctypes.c_long(0), ctypes.c_long(1), False,
                                  Id(CARDINAL), ctypes.byref(kind), ctypes.byref(form), ctypes.byref(count),
                                  ctypes.byref(after), ctypes.byref(data))
        process = data[0] if count.value else None
        if data:
            self.x.XFree(data)
        return process

    def _is_window(self, window):
        """Whether WINDOW can be seen, and is none of the menus and tooltips, which care for themselves."""
        attributes = self._attributes(window)
        return attributes is not None and attributes.map_state == IS_VIEWABLE and not attributes.override_redirect

    def windows(self, process):
        """The windows of a process that can be seen, from the lowest to the uppermost."""
        root, parent, count, children = Id(), Id(), ctypes.c_uint(), ctypes.POINTER(Id)()
        self.x.XQueryTree(self.display, self.root, ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children),
                          ctypes.byref(count))
        found = children[:count.value]
        if children:
            self.x.XFree(children)
        return [window for window in found if self._is_window(window) and self._process(window) == process]

    def focus(self):
        """The window that has the keyboard."""
        window, revert = Id(), ctypes.c_int()
        self.x.XGetInputFocus(self.display, ctypes.byref(window), ctypes.byref(revert))
        return window.value

    def give_focus(self, window):
        """Gives the keyboard to WINDOW."""
        self.x.XSetInputFocus(self.display, Id(window), REVERT_TO_PARENT, Id(LATEST))
        self.x.XSync(self.display, False)

    def size(self, window):
        """Width and height of WINDOW."""
        attributes = self._attributes(window)
        return (attributes.width, attributes.height) if attributes is not None else None

    def resize(self, window, width, height):
        """Makes WINDOW as large as that."""
        self.x.XResizeWindow(self.display, Id(window), width, height)
        self.x.XSync(self.display, False)
