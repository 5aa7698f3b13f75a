/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-toolbar.h"

#include <glib/gi18n.h>

/**
 * BtyMessageToolbar:
 *
 * What can be done with a message, and its versions. Every button activates an action of an ancestor, with
 * the message's id as the target.
 */
struct _BtyMessageToolbar
{
  GtkWidget      parent_instance;

  /* Owned */
  char          *id;
  gboolean        is_reply;
  gboolean        is_forgotten;

  /* Template */
  GtkWidget     *versions;
  GtkWidget     *previous_button;
  GtkLabel      *version_label;
  GtkWidget     *next_button;
  GtkWidget     *copy_button;
  GtkWidget     *edit_button;
  GtkWidget     *regenerate_button;
  GtkWidget     *branch_button;
  GtkMenuButton *more_button;
};

G_DEFINE_FINAL_TYPE (BtyMessageToolbar, bty_message_toolbar, GTK_TYPE_WIDGET)

static void
set_action (BtyMessageToolbar *self,
            GtkWidget         *button,
            const char        *action)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", self->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

/* A button that has an action is as sensitive as the action. */
static void
set_version_action (BtyMessageToolbar *self,
                    GtkWidget         *button,
                    const char        *action,
                    gboolean           possible)
{
  if (possible)
    set_action (self, button, action);
  else
    {
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
      gtk_widget_set_sensitive (button, FALSE);
    }
}

static void
append_item (BtyMessageToolbar *self,
             GMenu             *menu,
             const char        *label,
             const char        *action)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", self->id);
  g_menu_append_item (menu, item);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  BtyMessageToolbar *self = user_data;
  g_autoptr(GMenu) menu = g_menu_new ();

  if (!self->is_forgotten)
    {
      append_item (self, menu, _("_Remember This"), "message.remember");
      append_item (self, menu, _("_Forget…"), "message.forget");
    }
  if (self->is_reply)
    {
      append_item (self, menu, _("_Answer with…"), "message.answer-with");
      append_item (self, menu, _("_Details"), "message.details");
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
bty_message_toolbar_dispose (GObject *object)
{
  BtyMessageToolbar *self = BTY_MESSAGE_TOOLBAR (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bty_message_toolbar_parent_class)->dispose (object);
}

static void
bty_message_toolbar_finalize (GObject *object)
{
  g_free (BTY_MESSAGE_TOOLBAR (object)->id);

  G_OBJECT_CLASS (bty_message_toolbar_parent_class)->finalize (object);
}

static void
bty_message_toolbar_class_init (BtyMessageToolbarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_message_toolbar_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_message_toolbar_finalize;

  gtk_widget_class_set_css_name (widget_class, "messagetoolbar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/widgets/bty-message-toolbar.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, versions);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, previous_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, version_label);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, next_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, copy_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, edit_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, regenerate_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, branch_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMessageToolbar, more_button);
}

static void
bty_message_toolbar_init (BtyMessageToolbar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->more_button, create_popup_cb, self, NULL);
}

/**
 * bty_message_toolbar_new:
 *
 * Returns: (transfer floating): a toolbar for no message yet
 */
GtkWidget *
bty_message_toolbar_new (void)
{
  return g_object_new (BTY_TYPE_MESSAGE_TOOLBAR, NULL);
}

/**
 * bty_message_toolbar_update:
 * @self: a toolbar
 * @message: what it acts on
 * @version: which version that is, from 0
 * @n_versions: how many there are
 */
void
bty_message_toolbar_update (BtyMessageToolbar *self,
                            BtyMessage        *message,
                            guint              version,
                            guint              n_versions)
{
  gboolean is_reply = message->role == BTY_ROLE_ASSISTANT;
  gboolean is_forgotten = bty_message_is_forgotten (message);
  g_autofree char *position = NULL;

  g_return_if_fail (BTY_IS_MESSAGE_TOOLBAR (self));
  g_return_if_fail (BTY_IS_MESSAGE (message));

  g_free (self->id);
  self->id = g_strdup (message->id);
  self->is_reply = is_reply;
  self->is_forgotten = is_forgotten;

  /* Translators: the position among the versions of a message, such as 2/3 */
  position = g_strdup_printf (_("%u/%u"), version + 1, n_versions);
  gtk_label_set_text (self->version_label, position);
  gtk_widget_set_visible (self->versions, n_versions > 1);
  set_version_action (self, self->previous_button, "message.version-previous", version > 0);
  set_version_action (self, self->next_button, "message.version-next", version + 1 < n_versions);

  set_action (self, self->copy_button, "message.copy");
  set_action (self, self->edit_button, "message.edit");
  set_action (self, self->regenerate_button, "message.regenerate");
  set_action (self, self->branch_button, "message.branch");
  gtk_widget_set_visible (self->copy_button, !is_forgotten);
  gtk_widget_set_visible (self->edit_button, !is_reply && !is_forgotten);
  gtk_widget_set_visible (self->regenerate_button, is_reply);
  gtk_widget_set_visible (self->branch_button, is_reply);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), is_reply || !is_forgotten);
  gtk_menu_button_set_menu_model (self->more_button, NULL);
}
