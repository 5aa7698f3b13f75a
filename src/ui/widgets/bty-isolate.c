/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-isolate.h"

#define FIRST_STRONG_ISOLATE "\342\201\250"
#define POP_ISOLATE "\342\201\251"
#define RIGHT_TO_LEFT_MARK "\342\200\217"

/**
 * bty_isolate:
 * @text: a name, a path or another part of a line
 *
 * Where people write from right to left, keeps the order within @text apart from what stands beside it: names in Latin
 * letters would run together and change places, "26" would stand behind "bytes", and the first slash of a path behind
 * the last. What comes from outside has gone through bty_visible_text() before, which shows such marks.
 *
 * Returns: (transfer full): the text, there between marks that are not seen
 */
char *
bty_isolate (const char *text)
{
  if (*text == '\0' || gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    return g_strdup (text);

  return g_strconcat (FIRST_STRONG_ISOLATE, text, POP_ISOLATE, NULL);
}

/**
 * bty_isolate_line:
 *
 * Pango takes the direction of a line from its first letter, even from one that is isolated.
 *
 * Returns: what begins a line of isolated parts, so that it is read as the rest of the window is
 */
const char *
bty_isolate_line (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? RIGHT_TO_LEFT_MARK : "";
}
