/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-choice.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-provider-status.h"
#include "bty-visible-text.h"

/**
 * Choice:
 *
 * A dialog that asks who shall answer.
 */
typedef struct
{
  GtkWidget             *widget;  /* owned */
  GtkWindow             *dialog;
  BtyProviderChoiceFunc  func;
  gpointer               data;
  GDestroyNotify         free_data;
} Choice;

static void
free_choice (gpointer  data,
             GClosure *closure)
{
  Choice *self = data;

  g_object_unref (self->widget);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

static void
row_activated_cb (GtkListBox    *list,
                  AdwActionRow  *row,
                  Choice        *self)
{
  gboolean is_first = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) == 0;

  self->func (self->widget, is_first ? NULL : adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), self->data);
  gtk_window_close (self->dialog);
}

static const char *
describe_state (BtyProviderStatus *status)
{
  switch (bty_provider_status_get_state (status))
    {
    case BTY_PROVIDER_STATE_SET_ASIDE:
      return _("Set aside until its key or credit is seen to");
    case BTY_PROVIDER_STATE_NO_KEY:
      return _("Needs a key");
    case BTY_PROVIDER_STATE_LOCKED:
      return _("Its key is locked in the keyring");
    case BTY_PROVIDER_STATE_OPEN:
      return _("Failed too often, resting");
    case BTY_PROVIDER_STATE_RATE_LIMITED:
      return _("Asked to wait");
    case BTY_PROVIDER_STATE_DISABLED:
    case BTY_PROVIDER_STATE_HALF_OPEN:
    case BTY_PROVIDER_STATE_READY:
    default:
      return bty_provider_status_get_config (status)->model;
    }
}

static void
append_row (GtkListBox *list,
            const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *visible_title = bty_visible_line (title);
  g_autofree char *visible_subtitle = bty_visible_line (subtitle != NULL ? subtitle : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), visible_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), visible_subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (list, row);
}

static GtkWidget *
create_list (GListModel *providers)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_list_box_new ());

  gtk_list_box_set_selection_mode (list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (list), "boxed-list");
  append_row (list, _("The First That Works"), _("In the bot's order"));
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);
      BtyProviderConfig *config = bty_provider_status_get_config (status);

      if (config->enabled)
        append_row (list, config->name, describe_state (status));
    }

  return GTK_WIDGET (list);
}

/**
 * bty_provider_choice_present:
 * @widget: any widget of the window that asks
 * @heading: what it is about
 * @providers: of #BtyProviderStatus
 * @func: called with @widget and the choice, unless it is cancelled
 * @data: for @func
 * @free_data: (nullable): frees @data
 *
 * Asks who shall answer.
 */
void
bty_provider_choice_present (GtkWidget             *widget,
                             const char            *heading,
                             GListModel            *providers,
                             BtyProviderChoiceFunc  func,
                             gpointer               data,
                             GDestroyNotify         free_data)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading, NULL);
  GtkWidget *list = create_list (providers);
  Choice *self = g_new0 (Choice, 1);

  *self = (Choice) { g_object_ref (widget), GTK_WINDOW (dialog), func, data, free_data };
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);
  g_signal_connect_data (list, "row-activated", G_CALLBACK (row_activated_cb), self, free_choice, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
