/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-scope.h"

#include <glib/gi18n.h>

#include "bty-format.h"

/* What the action "scope.show" can be, apart from a folder. */
#define SHOW_CHATS "chats"
#define SHOW_ARCHIVED "archived"
#define SHOW_FOLDER "folder:"

/**
 * BtySessionScope:
 *
 * The heading of the chats, which says and chooses which of them are shown: all, one folder, or the
 * archived ones.
 */
struct _BtySessionScope
{
  AdwBin              parent_instance;

  /* Owned */
  BtySessionService  *service;
  GSimpleActionGroup *actions;
  GCancellable       *cancellable;
  GMenu              *folders;
  char               *shown;

  /* Borrowed */
  GtkMenuButton      *button;
  GtkLabel           *label;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtySessionScope, bty_session_scope, ADW_TYPE_BIN)

static void
show_cb (GSimpleAction *action,
         GVariant      *state,
         gpointer       user_data)
{
  BtySessionScope *self = user_data;
  const char *folder;

  g_simple_action_set_state (action, state);
  g_free (self->shown);
  self->shown = g_variant_dup_string (state, NULL);

  folder = bty_session_scope_get_folder (self);
  if (bty_session_scope_get_archived (self))
    gtk_label_set_label (self->label, _("Archived Chats"));
  else
    gtk_label_set_label (self->label, folder != NULL ? folder : _("Chats"));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
append (GMenu      *menu,
        const char *label,
        const char *shown)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "scope.show", "s", shown);
  g_menu_append_item (menu, item);
}

static void
folders_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtySessionScope) self = user_data;
  g_auto(GStrv) folders = bty_session_service_list_folders_finish (BTY_SESSION_SERVICE (source), result, NULL);

  /* Without them the menu still has the rest. */
  if (folders == NULL || self->folders == NULL)
    return;

  g_menu_remove_all (self->folders);
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *shown = g_strconcat (SHOW_FOLDER, folders[i], NULL);
      g_autofree char *label = bty_format_choice (folders[i]);

      append (self->folders, label, shown);
    }
}

static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  BtySessionScope *self = user_data;

  if (self->folders == NULL)
    {
      g_autoptr(GMenu) menu = g_menu_new ();
      g_autoptr(GMenu) fixed = g_menu_new ();
      g_autoptr(GMenu) deleted = g_menu_new ();

      self->folders = g_menu_new ();
      append (fixed, _("Chats"), SHOW_CHATS);
      append (fixed, _("Archived Chats"), SHOW_ARCHIVED);
      g_menu_append_section (menu, NULL, G_MENU_MODEL (fixed));
      g_menu_append_section (menu, _("Folders"), G_MENU_MODEL (self->folders));
      g_menu_append (deleted, _("Recently Deleted…"), "chats.show-deleted");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (deleted));
      gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
    }
  bty_session_service_list_folders_async (self->service, self->cancellable, folders_cb, g_object_ref (self));
}

static void
bty_session_scope_dispose (GObject *object)
{
  BtySessionScope *self = BTY_SESSION_SCOPE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->actions);
  g_clear_object (&self->folders);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (bty_session_scope_parent_class)->dispose (object);
}

static void
bty_session_scope_class_init (BtySessionScopeClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_session_scope_dispose;

  /**
   * BtySessionScope::changed:
   *
   * Other chats are to be shown.
   */
  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_SESSION_SCOPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
bty_session_scope_init (BtySessionScope *self)
{
  static const GActionEntry entries[] = {
    { "show", NULL, "s", "'" SHOW_CHATS "'", show_cb },
  };

  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "scope", G_ACTION_GROUP (self->actions));

  self->label = GTK_LABEL (gtk_label_new (_("Chats")));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "heading");
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, GTK_WIDGET (self->label));
  gtk_menu_button_set_always_show_arrow (self->button, TRUE);
  gtk_menu_button_set_create_popup_func (self->button, create_menu_cb, self, NULL);
  gtk_widget_set_halign (GTK_WIDGET (self->button), GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _("Which Chats Are Shown"));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

/**
 * bty_session_scope_set_service:
 * @self: a scope
 * @service: whose folders it offers
 */
void
bty_session_scope_set_service (BtySessionScope   *self,
                               BtySessionService *service)
{
  g_return_if_fail (BTY_IS_SESSION_SCOPE (self));

  g_set_object (&self->service, service);
}

/**
 * bty_session_scope_get_archived:
 * @self: a scope
 *
 * Returns: whether the archived chats are to be shown, and not the others
 */
gboolean
bty_session_scope_get_archived (BtySessionScope *self)
{
  g_return_val_if_fail (BTY_IS_SESSION_SCOPE (self), FALSE);

  return g_strcmp0 (self->shown, SHOW_ARCHIVED) == 0;
}

/**
 * bty_session_scope_get_folder:
 * @self: a scope
 *
 * Returns: (transfer none) (nullable): the folder whose chats are to be shown; %NULL for any
 */
const char *
bty_session_scope_get_folder (BtySessionScope *self)
{
  g_return_val_if_fail (BTY_IS_SESSION_SCOPE (self), NULL);

  if (self->shown == NULL || !g_str_has_prefix (self->shown, SHOW_FOLDER))
    return NULL;

  return self->shown + strlen (SHOW_FOLDER);
}
