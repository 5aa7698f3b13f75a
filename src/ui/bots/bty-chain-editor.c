/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chain-editor.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-provider-status.h"
#include "bty-visible-text.h"

/**
 * BtyChainEditor:
 *
 * The providers that a bot tries, in order. Without any it tries all that are enabled.
 */
struct _BtyChainEditor
{
  AdwBin               parent_instance;

  /* Owned */
  GListModel          *providers;  /* of BtyProviderStatus */
  GPtrArray           *chain;      /* of names */
  GPtrArray           *rows;

  /* Borrowed */
  AdwPreferencesGroup *group;
  GtkMenuButton       *add_button;
};

G_DEFINE_FINAL_TYPE (BtyChainEditor, bty_chain_editor, ADW_TYPE_BIN)

static void update_rows (BtyChainEditor *self);

/* The rows are made anew: whoever pressed a button goes on at the same one, or at the nearest there is. */
static void
focus_button (BtyChainEditor *self,
              guint           position,
              const char     *action)
{
  GtkWidget *row = self->rows->len > 0 ? self->rows->pdata[MIN (position, self->rows->len - 1)] : NULL;
  const char *actions[] = { action, "chain.up", "chain.down", "chain.remove" };
  GtkWidget *button = NULL;

  for (guint i = 0; row != NULL && button == NULL && i < G_N_ELEMENTS (actions); i++)
    button = g_object_get_data (G_OBJECT (row), actions[i]);

  gtk_widget_grab_focus (button != NULL ? button : GTK_WIDGET (self->add_button));
}

static gboolean
is_in_chain (BtyChainEditor *self,
             const char     *name)
{
  return g_ptr_array_find_with_equal_func (self->chain, name, g_str_equal, NULL);
}

static void
swap (BtyChainEditor *self,
      guint           a,
      guint           b)
{
  gpointer name = self->chain->pdata[a];

  self->chain->pdata[a] = self->chain->pdata[b];
  self->chain->pdata[b] = name;
  update_rows (self);
}

static void
move_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtyChainEditor *self = BTY_CHAIN_EDITOR (widget);
  guint position = g_variant_get_uint32 (parameter);

  if (g_str_equal (action, "chain.up") && position > 0)
    {
      swap (self, position, position - 1);
      focus_button (self, position - 1, action);
    }
  else if (g_str_equal (action, "chain.down") && position + 1 < self->chain->len)
    {
      swap (self, position, position + 1);
      focus_button (self, position + 1, action);
    }
}

static void
remove_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtyChainEditor *self = BTY_CHAIN_EDITOR (widget);

  guint position = g_variant_get_uint32 (parameter);

  g_ptr_array_remove_index (self->chain, position);
  update_rows (self);
  focus_button (self, position, action);
}

static void
add_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  BtyChainEditor *self = BTY_CHAIN_EDITOR (widget);

  g_ptr_array_add (self->chain, g_variant_dup_string (parameter, NULL));
  update_rows (self);
  if (!gtk_widget_is_sensitive (GTK_WIDGET (self->add_button)))
    focus_button (self, self->chain->len - 1, "chain.remove");
}

static void
add_button (GtkWidget  *row,
            const char *icon,
            const char *tooltip,
            const char *action,
            guint       position)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", position);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), action, button);
}

static GtkWidget *
create_row (BtyChainEditor *self,
            guint           position)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = bty_visible_line (self->chain->pdata[position]);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  if (position > 0)
    add_button (row, "go-up-symbolic", _("Try Earlier"), "chain.up", position);
  if (position + 1 < self->chain->len)
    add_button (row, "go-down-symbolic", _("Try Later"), "chain.down", position);
  add_button (row, "list-remove-symbolic", _("Leave Out"), "chain.remove", position);

  return row;
}

static void
update_menu (BtyChainEditor *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();

  for (guint i = 0; self->providers != NULL && i < g_list_model_get_n_items (self->providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (self->providers, i);
      const char *name = bty_provider_status_get_config (status)->name;

      if (!is_in_chain (self, name))
        {
          g_autofree char *label = bty_format_choice (name);
          g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

          g_menu_item_set_action_and_target (item, "chain.add", "s", name);
          g_menu_append_item (menu, item);
        }
    }
  gtk_menu_button_set_menu_model (self->add_button, G_MENU_MODEL (menu));
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0);
}

static void
update_rows (BtyChainEditor *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < self->chain->len; i++)
    {
      GtkWidget *row = create_row (self, i);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  adw_preferences_group_set_description (self->group, self->chain->len > 0
                                                        ? _("Tried from top to bottom.")
                                                        : _("All enabled providers are tried, in their order."));
  update_menu (self);
}

static void
bty_chain_editor_finalize (GObject *object)
{
  BtyChainEditor *self = BTY_CHAIN_EDITOR (object);

  g_clear_object (&self->providers);
  g_ptr_array_unref (self->chain);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (bty_chain_editor_parent_class)->finalize (object);
}

static void
bty_chain_editor_class_init (BtyChainEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_chain_editor_finalize;

  gtk_widget_class_install_action (widget_class, "chain.up", "u", move_action);
  gtk_widget_class_install_action (widget_class, "chain.down", "u", move_action);
  gtk_widget_class_install_action (widget_class, "chain.remove", "u", remove_action);
  gtk_widget_class_install_action (widget_class, "chain.add", "s", add_action);
}

static void
bty_chain_editor_init (BtyChainEditor *self)
{
  self->chain = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->add_button = GTK_MENU_BUTTON (gtk_menu_button_new ());

  gtk_menu_button_set_icon_name (self->add_button, "list-add-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->add_button), _("Add a Provider"));
  gtk_widget_add_css_class (GTK_WIDGET (self->add_button), "flat");
  gtk_widget_set_valign (GTK_WIDGET (self->add_button), GTK_ALIGN_CENTER);
  adw_preferences_group_set_title (self->group, _("Providers"));
  adw_preferences_group_set_header_suffix (self->group, GTK_WIDGET (self->add_button));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}

/**
 * bty_chain_editor_set_providers:
 * @self: an editor
 * @providers: of #BtyProviderStatus: what can be chosen from
 */
void
bty_chain_editor_set_providers (BtyChainEditor *self,
                                GListModel     *providers)
{
  g_return_if_fail (BTY_IS_CHAIN_EDITOR (self));

  g_set_object (&self->providers, providers);
  update_rows (self);
}

/**
 * bty_chain_editor_set_chain:
 * @self: an editor
 * @chain: (nullable): names of providers, in the order they are tried
 */
void
bty_chain_editor_set_chain (BtyChainEditor     *self,
                            const char * const *chain)
{
  g_return_if_fail (BTY_IS_CHAIN_EDITOR (self));

  g_ptr_array_set_size (self->chain, 0);
  for (guint i = 0; chain != NULL && chain[i] != NULL; i++)
    g_ptr_array_add (self->chain, g_strdup (chain[i]));
  update_rows (self);
}

/**
 * bty_chain_editor_dup_chain:
 * @self: an editor
 *
 * Returns: (transfer full): names of providers, in the order they are tried
 */
char **
bty_chain_editor_dup_chain (BtyChainEditor *self)
{
  char **chain;

  g_return_val_if_fail (BTY_IS_CHAIN_EDITOR (self), NULL);

  chain = g_new0 (char *, self->chain->len + 1);
  for (guint i = 0; i < self->chain->len; i++)
    chain[i] = g_strdup (self->chain->pdata[i]);

  return chain;
}
