/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-menu.h"

#include <glib/gi18n.h>

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        const char *session_id)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", session_id);
  g_menu_append_item (menu, item);
}

/**
 * bty_session_menu_new:
 * @session: a chat
 *
 * Returns: (transfer full): the menu of what can be done with it, with actions of #BtySessionActions
 */
GMenuModel *
bty_session_menu_new (BtySession *session)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) change = g_menu_new ();
  g_autoptr(GMenu) export = g_menu_new ();
  g_autoptr(GMenu) end = g_menu_new ();
  const char *id = session->id;

  append (change, _("_Rename…"), "session.rename", id);
  if (session->private)
    {
      append (end, _("_Close for Good"), "session.delete", id);
    }
  else
    {
      append (change, session->pinned ? _("Un_pin") : _("_Pin"), "session.pin", id);
      append (change, _("_Move to Folder…"), "session.move", id);
      append (end, session->archived ? _("Take Out of _Archive") : _("_Archive"), "session.archive", id);
      append (end, _("_Delete"), "session.delete", id);
    }
  append (export, _("As _Markdown…"), "session.export-markdown", id);
  append (export, _("As _JSON…"), "session.export-json", id);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  g_menu_append_submenu (menu, _("_Export"), G_MENU_MODEL (export));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));

  return G_MENU_MODEL (menu);
}
