/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-menu.h"

#include <glib/gi18n.h>

#include "bty-format.h"

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

/* Returns: (transfer full): after how long the chat goes by itself; 0 = never */
static GMenuModel *
create_expiry (BtySession *session)
{
  static const struct
  {
    const char *label;
    gint64      days;
  } choices[] = {
    { N_("_Never"), 0 },
    { N_("One _Day"), 1 },
    { N_("One _Week"), 7 },
    { N_("One _Month"), 30 },
  };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr(GMenuItem) item = g_menu_item_new (_(choices[i].label), NULL);

      g_menu_item_set_action_and_target (item, "session.expire", "(sx)", session->id,
                                         choices[i].days * G_TIME_SPAN_DAY);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (menu);
}

static void
append_expiry (GMenu      *menu,
               BtySession *session)
{
  g_autoptr(GMenuModel) choices = create_expiry (session);
  g_autofree char *date = NULL;
  g_autofree char *label = NULL;

  if (session->expires_at != BTY_UNSET)
    {
      date = bty_format_day (session->expires_at);
      /* Translators: a menu that changes when a chat is deleted; %s is a date, such as 5 Dec */
      label = g_strdup_printf (_("Deleted _On %s"), date);
    }
  g_menu_append_submenu (menu, label != NULL ? label : _("Delete A_fter"), choices);
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
      append_expiry (end, session);
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
