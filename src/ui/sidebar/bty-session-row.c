/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-row.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-format.h"
#include "bty-visible-text.h"

/**
 * BtySessionRow:
 *
 * One chat in the sidebar, under a heading if it is the first of its kind.
 */
struct _BtySessionRow
{
  GtkBox        parent_instance;

  /* Owned */
  BtySession   *session;

  /* Template */
  GtkLabel     *heading;
  BtyBotAvatar *avatar;
  GtkLabel     *title;
  GtkImage     *icon;
  GtkLabel     *when;
};

G_DEFINE_FINAL_TYPE (BtySessionRow, bty_session_row, GTK_TYPE_BOX)

static void
show_icon (BtySessionRow *self,
           const char    *icon,
           const char    *meaning)
{
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon != NULL);
  if (icon == NULL)
    return;

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), meaning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, meaning, -1);
}

/* The focusable is the list's own widget around this one. */
static void
describe_item (BtySessionRow *self,
               const char    *title)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  gboolean has_icon = gtk_widget_get_visible (GTK_WIDGET (self->icon));
  const char *meaning = has_icon ? gtk_widget_get_tooltip_text (GTK_WIDGET (self->icon)) : NULL;

  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, meaning != NULL ? meaning : "",
                                    -1);
}

/* Only the most telling of the states has room; that it is pinned says the heading. */
static void
update_icon (BtySessionRow *self)
{
  if (self->session->status == BTY_SESSION_STATUS_CRASHED)
    show_icon (self, "dialog-warning-symbolic", _("A reply was interrupted"));
  else if (self->session->private)
    show_icon (self, "view-conceal-symbolic", _("Private: gone when closed"));
  else if (self->session->expires_at != BTY_UNSET)
    {
      g_autofree char *moment = bty_format_moment (self->session->expires_at);
      /* Translators: of a chat; %s is a day and time */
      g_autofree char *meaning = g_strdup_printf (_("Deleted for good on %s"), moment);

      show_icon (self, "alarm-symbolic", meaning);
    }
  else
    show_icon (self, NULL, NULL);
}

static void
update (BtySessionRow *self)
{
  g_autofree char *title = bty_session_dup_shown_title (self->session);
  g_autofree char *when = bty_format_when (self->session->updated_at);
  g_autofree char *folder = bty_visible_line (self->session->folder != NULL ? self->session->folder : "");

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->when, folder[0] != '\0' ? folder : when);
  update_icon (self);
  describe_item (self, title);
}

static void
session_notify_cb (BtySessionRow *self)
{
  update (self);
}

/* A title that is seen whole needs no tooltip. Asking for one only now also spares each row that is made a
 * question to the display server: where is the pointer? */
static gboolean
query_title_cb (BtySessionRow *self,
                int            x,
                int            y,
                gboolean       keyboard,
                GtkTooltip    *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (self->title)))
    return FALSE;

  gtk_tooltip_set_text (tooltip, gtk_label_get_label (self->title));

  return TRUE;
}

static void
bty_session_row_dispose (GObject *object)
{
  bty_session_row_set_session (BTY_SESSION_ROW (object), NULL, NULL);

  G_OBJECT_CLASS (bty_session_row_parent_class)->dispose (object);
}

static void
bty_session_row_class_init (BtySessionRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_session_row_dispose;

  g_type_ensure (BTY_TYPE_BOT_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-session-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySessionRow, heading);
  gtk_widget_class_bind_template_child (widget_class, BtySessionRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, BtySessionRow, title);
  gtk_widget_class_bind_template_child (widget_class, BtySessionRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BtySessionRow, when);
  gtk_widget_class_bind_template_callback (widget_class, query_title_cb);
}

static void
bty_session_row_init (BtySessionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_session_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
bty_session_row_new (void)
{
  return g_object_new (BTY_TYPE_SESSION_ROW, NULL);
}

/**
 * bty_session_row_set_session:
 * @self: a row
 * @session: (nullable): what it shows, also when that changes
 * @bot: (nullable): whom it is with
 */
void
bty_session_row_set_session (BtySessionRow *self,
                             BtySession    *session,
                             BtyBot        *bot)
{
  g_return_if_fail (BTY_IS_SESSION_ROW (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, session_notify_cb, self);
  g_set_object (&self->session, session);
  if (self->avatar != NULL)
    bty_bot_avatar_set_bot (self->avatar, bot);
  if (session == NULL)
    return;

  g_signal_connect_swapped (session, "notify", G_CALLBACK (session_notify_cb), self);
  update (self);
}

/**
 * bty_session_row_get_session:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
BtySession *
bty_session_row_get_session (BtySessionRow *self)
{
  g_return_val_if_fail (BTY_IS_SESSION_ROW (self), NULL);

  return self->session;
}

/**
 * bty_session_row_set_heading:
 * @self: a row
 * @heading: (nullable): what stands above it; %NULL if it goes on with what the row above began
 */
void
bty_session_row_set_heading (BtySessionRow *self,
                             const char    *heading)
{
  g_return_if_fail (BTY_IS_SESSION_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->heading), heading != NULL);
  gtk_label_set_label (self->heading, heading != NULL ? heading : "");
}

/**
 * bty_session_dup_shown_title:
 * @session: a chat
 *
 * Returns: (transfer full): its title on one line, or words for a chat that has none yet
 */
char *
bty_session_dup_shown_title (BtySession *session)
{
  if (session->title != NULL && session->title[0] != '\0')
    return bty_visible_line (session->title);

  return g_strdup (session->private ? _("Private chat") : _("New chat"));
}
