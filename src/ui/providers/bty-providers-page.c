/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-providers-page.h"

#include <glib/gi18n-lib.h>

#include "bty-portions.h"
#include "bty-provider-dialog.h"
#include "bty-provider-row.h"
#include "bty-providers-resources.h"
#include "bty-toasts.h"

/**
 * BtyProvidersPage:
 *
 * The providers in the order in which they are asked, live, and all that can be done with them.
 */
struct _BtyProvidersPage
{
  AdwBin              parent_instance;

  /* Owned */
  BtyProviderService *service;
  GCancellable       *cancellable;
  GHashTable         *trials;     /* id of a provider -> BtyProviderTrial: rows come and go, a result stays */
  char               *focused_id; /* the provider that had the focus before the rows were made anew */
  int                 focused_at; /* where it was */
  BtyProviderFocus    focus;

  /* Template */
  GtkStack           *stack;
  GtkListBox         *list;
  AdwComboRow        *strategy;
};

/* A provider that was removed and can be brought back for a while. */
typedef struct
{
  BtyProvidersPage   *page;    /* while it is being removed */
  BtyProviderService *service;
  BtyProviderStatus  *status;
  gboolean            undone;
} Removal;

G_DEFINE_FINAL_TYPE (BtyProvidersPage, bty_providers_page, ADW_TYPE_BIN)

static const char *
get_id (BtyProviderStatus *status)
{
  return bty_record_get_id (BTY_RECORD (bty_provider_status_get_config (status)));
}

static guint
count_providers (BtyProvidersPage *self)
{
  return g_list_model_get_n_items (bty_provider_service_get_providers (self->service));
}

static BtyProviderRow *
find_row (BtyProvidersPage *self,
          const char       *id_or_name)
{
  for (guint i = 0; i < count_providers (self); i++)
    {
      g_autoptr(BtyProviderStatus) status = NULL;
      BtyProviderConfig *config;

      status = g_list_model_get_item (bty_provider_service_get_providers (self->service), i);
      config = bty_provider_status_get_config (status);
      if (g_strcmp0 (config->id, id_or_name) != 0 && g_strcmp0 (config->name, id_or_name) != 0)
        continue;
      bty_portions_reveal (self->list, i);
      return BTY_PROVIDER_ROW (gtk_list_box_get_row_at_index (self->list, (int) i));
    }

  return NULL;
}

/* Says what went wrong with an operation on one provider. */
static void
end_operation (BtyProvidersPage *self,
               const GError     *error)
{
  GtkListBoxRow *row;

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  bty_toasts_show (GTK_WIDGET (self), error->message);
  /* A switch may stand where the provider does not. */
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    bty_provider_row_update (BTY_PROVIDER_ROW (row));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyProvidersPage *self = user_data;
  g_autoptr(GError) error = NULL;

  bty_provider_service_save_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  end_operation (self, error);
}

static void
reset_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyProvidersPage *self = user_data;
  g_autoptr(GError) error = NULL;

  bty_provider_service_reset_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  end_operation (self, error);
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyProvidersPage *self = user_data;
  g_autoptr(GError) error = NULL;

  bty_provider_service_move_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  end_operation (self, error);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyProvidersPage) self = user_data;
  g_autoptr(GError) error = NULL;

  bty_provider_service_restore_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  end_operation (self, error);
}

static void
key_forgotten_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      application)
{
  g_autoptr(GError) error = NULL;

  /* What is left is forgotten by the next run. */
  if (!bty_provider_service_forget_key_finish (BTY_PROVIDER_SERVICE (source), result, &error))
    g_message ("A key stays in the keyring for now: %s", error->message);
  g_application_release (application);
  g_object_unref (application);
}

/* The toast is gone, by time or with the window. Where it was the last window, the program waits for the keyring. */
static void
free_removal (gpointer data)
{
  Removal *removal = data;
  GApplication *application = g_application_get_default ();

  if (!removal->undone && application != NULL)
    {
      g_application_hold (application);
      bty_provider_service_forget_key_async (removal->service, bty_provider_status_get_config (removal->status)->name,
                                             NULL, key_forgotten_cb, g_object_ref (application));
    }
  g_object_unref (removal->service);
  g_object_unref (removal->status);
  g_free (removal);
}

static void
undo_removal (GtkWidget *widget,
              gpointer   data)
{
  Removal *removal = data;

  removal->undone = TRUE;
  bty_provider_service_restore_async (removal->service, removal->status, NULL, restored_cb, g_object_ref (widget));
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Removal *removal = user_data;
  g_autoptr(BtyProvidersPage) self = g_steal_pointer (&removal->page);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (!bty_provider_service_remove_finish (BTY_PROVIDER_SERVICE (source), result, &error))
    {
      /* Nothing is gone. */
      removal->undone = TRUE;
      free_removal (removal);
      end_operation (self, error);
      return;
    }

  /* Translators: %s is the name of a provider */
  text = g_strdup_printf (_("“%s” removed"), bty_provider_status_get_config (removal->status)->name);
  bty_toasts_offer_undo (GTK_WIDGET (self), text, undo_removal, removal, free_removal);
}

static void
remove_provider (BtyProvidersPage  *self,
                 BtyProviderStatus *status)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->page = g_object_ref (self);
  removal->service = g_object_ref (self->service);
  removal->status = g_object_ref (status);
  bty_provider_service_remove_async (self->service, status, NULL, removed_cb, removal);
}

static void
set_enabled (BtyProvidersPage  *self,
             BtyProviderStatus *status,
             gboolean           enabled)
{
  g_autoptr(BtyProviderConfig) config = bty_record_copy (bty_provider_status_get_config (status));

  g_object_set (config, "enabled", enabled, NULL);
  bty_provider_service_save_async (self->service, status, config, NULL, FALSE, self->cancellable, saved_cb, self);
}

static void
move (BtyProvidersPage  *self,
      BtyProviderStatus *status,
      int                position)
{
  if (position < 0 || (guint) position >= count_providers (self))
    return;

  bty_provider_service_move_async (self->service, status, position, self->cancellable, moved_cb, self);
}

static void
present_dialog (BtyProvidersPage  *self,
                BtyProviderStatus *status)
{
  GtkWidget *dialog = bty_provider_dialog_new (self->service, status);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  g_signal_connect_object (dialog, "done", G_CALLBACK (bty_providers_page_show_provider), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static BtyProviderTrial *
get_trial (BtyProvidersPage  *self,
           BtyProviderStatus *status)
{
  const char *id = get_id (status);
  BtyProviderTrial *trial = g_hash_table_lookup (self->trials, id);

  if (trial == NULL)
    {
      trial = bty_provider_trial_new (self->service);
      g_hash_table_insert (self->trials, g_strdup (id), trial);
    }

  return trial;
}

static void
wished_cb (BtyProvidersPage *self,
           int               wish,
           BtyProviderRow   *row)
{
  BtyProviderStatus *status = bty_provider_row_get_status (row);
  int position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  switch ((BtyProviderWish) wish)
    {
    case BTY_PROVIDER_WISH_TEST:
      bty_provider_trial_start (get_trial (self, status), bty_provider_status_get_config (status), NULL);
      break;
    case BTY_PROVIDER_WISH_RESET:
      bty_provider_service_reset_async (self->service, status, self->cancellable, reset_cb, self);
      break;
    case BTY_PROVIDER_WISH_UNLOCK:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.unlock-keyring", NULL);
      break;
    case BTY_PROVIDER_WISH_EDIT:
      present_dialog (self, status);
      break;
    case BTY_PROVIDER_WISH_MOVE_UP:
      move (self, status, position - 1);
      break;
    case BTY_PROVIDER_WISH_MOVE_DOWN:
      move (self, status, position + 1);
      break;
    case BTY_PROVIDER_WISH_REMOVE:
      remove_provider (self, status);
      break;
    case BTY_PROVIDER_WISH_ENABLE:
    case BTY_PROVIDER_WISH_DISABLE:
      set_enabled (self, status, wish == BTY_PROVIDER_WISH_ENABLE);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
dropped_cb (BtyProvidersPage  *self,
            BtyProviderStatus *dragged,
            BtyProviderRow    *row)
{
  move (self, dragged, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)));
}

static gboolean
is_at (BtyProvidersPage *self,
       guint             position,
       gpointer          status)
{
  g_autoptr(GObject) item = g_list_model_get_item (bty_provider_service_get_providers (self->service), position);

  return item == status;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  BtyProvidersPage *self = BTY_PROVIDERS_PAGE (user_data);
  GtkWidget *row = bty_provider_row_new (BTY_PROVIDER_STATUS (item), get_trial (self, item));

  bty_provider_row_set_place (BTY_PROVIDER_ROW (row), is_at (self, 0, item),
                              is_at (self, count_providers (self) - 1, item));
  g_signal_connect_object (row, "wished", G_CALLBACK (wished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "dropped", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static void
row_activated_cb (BtyProvidersPage *self,
                  GtkListBoxRow    *row,
                  GtkListBox       *list)
{
  present_dialog (self, bty_provider_row_get_status (BTY_PROVIDER_ROW (row)));
}

static void
strategy_selected_cb (BtyProvidersPage *self)
{
  if (self->service != NULL)
    bty_provider_service_set_strategy (self->service, (BtyStrategy) adw_combo_row_get_selected (self->strategy));
}

/* Before the list makes its rows anew. */
static void
items_changing_cb (BtyProvidersPage *self)
{
  GtkListBoxRow *row;

  g_clear_pointer (&self->focused_id, g_free);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      self->focus = bty_provider_row_get_focus (BTY_PROVIDER_ROW (row));
      if (self->focus != BTY_PROVIDER_FOCUS_NONE)
        {
          self->focused_id = g_strdup (get_id (bty_provider_row_get_status (BTY_PROVIDER_ROW (row))));
          self->focused_at = i;
          return;
        }
    }
}

/* After it has. */
static void
items_changed_cb (BtyProvidersPage *self)
{
  GtkListBoxRow *row;
  BtyProviderRow *focused = self->focused_id != NULL ? find_row (self, self->focused_id) : NULL;
  int n_rows = (int) count_providers (self);

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    bty_provider_row_set_place (BTY_PROVIDER_ROW (row), i == 0, i == n_rows - 1);

  gtk_stack_set_visible_child_name (self->stack, n_rows == 0 ? "empty" : "list");
  /* Who has removed it goes on at the one that is there instead. */
  row = gtk_list_box_get_row_at_index (self->list, MIN (self->focused_at, n_rows - 1));
  if (focused != NULL)
    bty_provider_row_set_focus (focused, self->focus);
  else if (self->focused_id != NULL && row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else if (self->focused_id != NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
add_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  present_dialog (BTY_PROVIDERS_PAGE (widget), NULL);
}

static void
bty_providers_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bty_providers_page_parent_class)->map (widget);

  bty_provider_service_check_keys (BTY_PROVIDERS_PAGE (widget)->service);
}

static void
stop_trial (gpointer id,
            gpointer trial,
            gpointer user_data)
{
  bty_provider_trial_stop (trial);
}

static void
bty_providers_page_dispose (GObject *object)
{
  BtyProvidersPage *self = BTY_PROVIDERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->trials != NULL)
    g_hash_table_foreach (self->trials, stop_trial, NULL);
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_pointer (&self->trials, g_hash_table_unref);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_providers_page_parent_class)->dispose (object);
}

static void
bty_providers_page_finalize (GObject *object)
{
  BtyProvidersPage *self = BTY_PROVIDERS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->focused_id, g_free);

  G_OBJECT_CLASS (bty_providers_page_parent_class)->finalize (object);
}

static void
bty_providers_page_class_init (BtyProvidersPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_providers_page_dispose;
  object_class->finalize = bty_providers_page_finalize;
  widget_class->map = bty_providers_page_map;

  gtk_widget_class_install_action (widget_class, "providers.add", NULL, add_action);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  bty_providers_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-providers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyProvidersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyProvidersPage, list);
  gtk_widget_class_bind_template_child (widget_class, BtyProvidersPage, strategy);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, strategy_selected_cb);
}

static void
bty_providers_page_init (BtyProvidersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  self->trials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * bty_providers_page_new:
 * @service: the providers
 *
 * Returns: (transfer full): a page that follows @service
 */
GtkWidget *
bty_providers_page_new (BtyProviderService *service)
{
  BtyProvidersPage *self = g_object_new (BTY_TYPE_PROVIDERS_PAGE, NULL);
  GListModel *providers = bty_provider_service_get_providers (service);

  adw_combo_row_set_selected (self->strategy, bty_provider_service_get_strategy (service));
  self->service = g_object_ref (service);

  g_signal_connect_object (providers, "items-changed", G_CALLBACK (items_changing_cb), self, G_CONNECT_SWAPPED);
  bty_portions_bind (self->list, providers, create_row, self);
  g_signal_connect_object (providers, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * bty_providers_page_show_provider:
 * @self: a page
 * @name: the name or id of a provider
 *
 * Moves to a provider and gives it the keyboard's focus.
 *
 * Returns: whether there is one
 */
gboolean
bty_providers_page_show_provider (BtyProvidersPage *self,
                                  const char       *name)
{
  BtyProviderRow *row = find_row (self, name);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}
