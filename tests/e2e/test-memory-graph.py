# SPDX-License-Identifier: GPL-3.0-or-later
"""A person keeps whom and what a bot knows, in a table and in a drawing."""

import subprocess
import time

from boternity_window import Boternity, drag, key, run, view, wait_for

DRAWING = 'Drawing; the table says the same'


def name(window, text):
    """Answers the question for a name."""
    window.answer(text)
    window.find(contains=text)


def people_and_things_are_kept():
    """By hand, in the table; what was said before is kept; the drawing shows the same."""
    window = Boternity().start()
    key('alt+2')
    view(window, 'People and Things')
    window.says('Nobody and Nothing Is Known Yet')
    window.press(name='Add Somebody or Something')
    name(window, 'Lena')
    window.press(name='Add Somebody or Something')
    name(window, 'Berlin')
    window.press_text('Berlin', role='label')
    window.says('believed since')
    window.picture('views-graph-open')
    window.press('Relate…', 'push button')
    window.dialog()
    window.fill(window.find(name='How it stands'), 'home of')
    key('Return')
    window.back()
    window.says('home of → Lena')
    window.picture('views-graph-table')
    # It is still open.
    window.press('Rename…', 'push button')
    name(window, 'Hamburg')
    window.press_text('Hamburg', role='label')
    window.press('Remove', 'push button')
    window.undo('Removed')
    window.says('Hamburg')
    window.press(name='As a Drawing')
    drawing = window.find(name=DRAWING)
    window.picture('views-graph-drawing')

    # By keys, by the wheel, by dragging; what is chosen is changed below the drawing.
    window.click(drawing)
    key('Right')
    wait_until_chosen(window, 'Hamburg')
    key('Right')
    wait_until_chosen(window, 'Lena')
    window.picture('views-graph-chosen')
    size = measure_drawing(window)
    key('plus', times=3)
    window.picture('views-graph-zoomed')
    wait_for(lambda: measure_drawing(window) > size, 'a larger drawing')
    larger = measure_drawing(window)
    window.point_at(drawing)
    subprocess.run(['xdotool', 'click', '--repeat', '3', '--delay', '100', '5'], check=True)
    wait_for(lambda: measure_drawing(window) < larger, 'a smaller drawing')
    key('0')
    x, y = (int(part) for part in window.place(drawing))
    drag(x + 150, y + 60, x + 80, y - 20)
    window.picture('views-graph-dragged')
    window.press(name='Show All (0)')
    # Below the drawing comes after the table, which is not shown now.
    window.click([node for node in window.nodes() if node.name == 'Lena'][-1])
    window.click([node for node in window.nodes() if node.name == 'Rename…'][-1])
    name(window, 'Magdalena')
    wait_until_chosen(window, 'Magdalena')
    window.stop()


def wait_until_chosen(window, name):
    """Waits until the drawing says that NAME is chosen in it."""
    wait_for(lambda: window.find(name=DRAWING).description == name, f'{name} to be chosen')


def measure_drawing(window):
    """The same when it does not change any more."""
    def look():
        height = measure_now()
        time.sleep(0.3)
        return height if height == measure_now() else None

    return wait_for(look, 'the drawing to be drawn')


def measure_now():
    """How much of the middle of the window is not background, in rows of pixels."""
    shot = subprocess.run(['import', '-window', 'root', '-crop', '520x420+330+110', '-depth', '8', 'gray:-'],
                          capture_output=True, check=True).stdout
    rows = [shot[i * 520:(i + 1) * 520] for i in range(420)]
    background = max(set(shot), key=shot.count)
    drawn = [number for number, row in enumerate(rows) if any(abs(value - background) > 60 for value in row)]
    return drawn[-1] - drawn[0] if drawn else 0


run(people_and_things_are_kept)
