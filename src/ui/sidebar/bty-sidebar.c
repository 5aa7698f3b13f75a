/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sidebar.h"

#include "bty-bot-pane.h"

/**
 * BtySidebar:
 *
 * Bots, and below them the chats of the chosen one or of all.
 */
struct _BtySidebar
{
  GtkBox          parent_instance;

  /* Template */
  BtyBotPane     *bots;
  BtySessionPane *sessions;
};

G_DEFINE_FINAL_TYPE (BtySidebar, bty_sidebar, GTK_TYPE_BOX)

static void
bot_chosen_cb (BtySidebar *self)
{
  bty_session_pane_set_bot (self->sessions, bty_bot_pane_get_bot (self->bots));
}

static void
bty_sidebar_class_init (BtySidebarClass *class)
{
}

static void
bty_sidebar_init (BtySidebar *self)
{
  self->bots = g_object_new (BTY_TYPE_BOT_PANE, NULL);
  self->sessions = g_object_new (BTY_TYPE_SESSION_PANE, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->bots));
  gtk_box_append (GTK_BOX (self), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->sessions));
  g_signal_connect_swapped (self->bots, "notify::bot", G_CALLBACK (bot_chosen_cb), self);
}

/**
 * bty_sidebar_new:
 * @profile: whose bots and chats it shows
 *
 * Returns: (transfer floating): the sidebar
 */
GtkWidget *
bty_sidebar_new (BtyProfile *profile)
{
  BtySidebar *self = g_object_new (BTY_TYPE_SIDEBAR, NULL);

  bty_bot_pane_set_profile (self->bots, profile);
  bty_session_pane_set_profile (self->sessions, profile);

  return GTK_WIDGET (self);
}

/**
 * bty_sidebar_get_pane:
 * @self: a sidebar
 *
 * Returns: (transfer none): its chats
 */
BtySessionPane *
bty_sidebar_get_pane (BtySidebar *self)
{
  g_return_val_if_fail (BTY_IS_SIDEBAR (self), NULL);

  return self->sessions;
}

/**
 * bty_sidebar_get_bot:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the chosen bot; %NULL for all
 */
BtyBot *
bty_sidebar_get_bot (BtySidebar *self)
{
  g_return_val_if_fail (BTY_IS_SIDEBAR (self), NULL);

  return bty_bot_pane_get_bot (self->bots);
}
