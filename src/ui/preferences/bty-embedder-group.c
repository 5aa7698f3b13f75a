/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedder-group.h"

#include <glib/gi18n.h>

#include "bty-choose-file.h"
#include "bty-keys.h"
#include "bty-visible-text.h"

/**
 * BtyEmbedderGroup:
 *
 * Chooses what finds memories by their meaning. It is tried before it is used; how far the change is, the page of
 * activities shows.
 */
struct _BtyEmbedderGroup
{
  AdwPreferencesGroup  parent_instance;

  /* Owned */
  BtyProfile          *profile;
  BtyEmbedderService  *service;
  GCancellable        *cancellable;
  GPtrArray           *provider_ids;  /* in the order of the list */
  char                *folder_path;

  /* Template */
  AdwComboRow         *kind;
  AdwActionRow        *folder;
  AdwComboRow         *provider;
  GtkEditable         *model;
  AdwComboRow         *format;
  AdwActionRow        *state;
  GtkSpinner          *spinner;
  GtkWidget           *test_button;
  GtkWidget           *use_button;

  gboolean             busy;
};

G_DEFINE_FINAL_TYPE (BtyEmbedderGroup, bty_embedder_group, ADW_TYPE_PREFERENCES_GROUP)

static void update_use (BtyEmbedderGroup *self);

static void
set_busy (BtyEmbedderGroup *self,
          gboolean          busy)
{
  self->busy = busy;
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  bty_keys_set_usable (self->test_button, !busy);
  update_use (self);
}

static void
show_kind (BtyEmbedderGroup *self)
{
  guint kind = adw_combo_row_get_selected (self->kind);

  gtk_widget_set_visible (GTK_WIDGET (self->folder), kind == BTY_EMBEDDER_KIND_FOLDER);
  gtk_widget_set_visible (GTK_WIDGET (self->provider), kind == BTY_EMBEDDER_KIND_PROVIDER);
  gtk_widget_set_visible (GTK_WIDGET (self->model), kind == BTY_EMBEDDER_KIND_PROVIDER);
  gtk_widget_set_visible (GTK_WIDGET (self->format), kind == BTY_EMBEDDER_KIND_PROVIDER);
}

static void
say (BtyEmbedderGroup *self,
     const char       *text)
{
  g_autofree char *visible = bty_visible_text (text);

  adw_action_row_set_subtitle (self->state, visible);
}

/* What is in use, or is on its way to be. */
static void
show_state (BtyEmbedderGroup *self)
{
  BtyEmbedderChoice *choice = bty_embedder_service_get_choice (self->service);
  g_autofree char *name = bty_embedder_service_describe (self->service, choice);
  g_autofree char *text = NULL;

  if (bty_embedder_service_get_change (self->service) != NULL)
    /* Translators: %s is the name of an embedder. */
    text = g_strdup_printf (_("%s, until everything is embedded anew. Activity shows how far that is."), name);
  else
    /* Translators: %1$s is the name of an embedder. */
    text = g_strdup_printf (ngettext ("%1$s, %2$d dimension", "%1$s, %2$d dimensions", choice->dimensions), name,
                            (int) choice->dimensions);
  say (self, text);
  update_use (self);
}

static void
show_folder (BtyEmbedderGroup *self,
             const char       *path)
{
  g_autofree char *name = g_filename_display_name (path);

  g_free (self->folder_path);
  self->folder_path = g_strdup (path);
  adw_action_row_set_subtitle (self->folder, name);
  update_use (self);
}

/* Returns: (transfer full): what the rows say */
static BtyEmbedderChoice *
read_choice (BtyEmbedderGroup *self)
{
  BtyEmbedderKind kind = adw_combo_row_get_selected (self->kind);
  guint provider = adw_combo_row_get_selected (self->provider);
  BtyEmbedderChoice *choice;

  if (kind == BTY_EMBEDDER_KIND_BUILTIN)
    return bty_embedder_choice_new_builtin ();

  choice = bty_embedder_choice_new (kind);
  if (kind == BTY_EMBEDDER_KIND_FOLDER)
    g_object_set (choice, "folder", self->folder_path != NULL ? self->folder_path : "", NULL);
  else
    g_object_set (choice,
                  "provider-id", provider < self->provider_ids->len
                                   ? g_ptr_array_index (self->provider_ids, provider) : "",
                  "model", gtk_editable_get_text (self->model),
                  "format", adw_combo_row_get_selected (self->format),
                  NULL);

  return choice;
}

/* What is in use already need not be used. */
static void
update_use (BtyEmbedderGroup *self)
{
  g_autoptr(BtyEmbedderChoice) wished = read_choice (self);
  BtyEmbedderChoice *current;

  if (self->service == NULL)
    return;

  current = bty_embedder_service_get_choice (self->service);
  bty_keys_set_usable (self->use_button, !self->busy
                                         && (wished->kind != current->kind
                                             || g_strcmp0 (wished->folder, current->folder) != 0
                                             || g_strcmp0 (wished->provider_id, current->provider_id) != 0
                                             || g_strcmp0 (wished->model, current->model) != 0
                                             || (wished->kind == BTY_EMBEDDER_KIND_PROVIDER
                                                 && wished->format != current->format)));
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyEmbedderGroup) self = user_data;
  g_autoptr(GError) error = NULL;
  gint64 milliseconds;
  g_autoptr(BtyEmbedderChoice) choice = bty_embedder_service_try_finish (BTY_EMBEDDER_SERVICE (source), result,
                                                                         &milliseconds, &error);
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_busy (self, FALSE);
  if (choice != NULL)
    /* Translators: how many numbers a vector of an embedder has, and how long it took. */
    text = g_strdup_printf (_("It works: %1$d dimensions, %2$d ms"), (int) choice->dimensions, (int) milliseconds);
  say (self, text != NULL ? text : error->message);
}

static void
test_cb (BtyEmbedderGroup *self)
{
  g_autoptr(BtyEmbedderChoice) choice = read_choice (self);

  set_busy (self, TRUE);
  adw_action_row_set_subtitle (self->state, _("Being tried…"));
  bty_embedder_service_try_async (self->service, choice, self->cancellable, tested_cb, g_object_ref (self));
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyEmbedderGroup) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyWorkflow) workflow = bty_embedder_service_change_finish (BTY_EMBEDDER_SERVICE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_busy (self, FALSE);
  if (workflow != NULL)
    show_state (self);
  else
    say (self, error->message);
}

static void
use_cb (BtyEmbedderGroup *self)
{
  g_autoptr(BtyEmbedderChoice) choice = read_choice (self);

  set_busy (self, TRUE);
  adw_action_row_set_subtitle (self->state, _("Being tried…"));
  bty_embedder_service_change_async (self->service, choice, self->cancellable, changed_cb, g_object_ref (self));
}

static void
folder_chosen_cb (GtkWidget  *widget,
                  const char *path)
{
  show_folder (BTY_EMBEDDER_GROUP (widget), path);
}

static void
choose_folder_cb (BtyEmbedderGroup *self)
{
  bty_choose_folder (GTK_WIDGET (self), _("Folder with an Embedding Model"), folder_chosen_cb);
}

static void
kind_chosen_cb (BtyEmbedderGroup *self)
{
  show_kind (self);
  update_use (self);
}

/* Those that can be asked for vectors. */
static void
list_providers (BtyEmbedderGroup *self)
{
  GListModel *providers = bty_provider_service_get_providers (bty_profile_get_providers (self->profile));
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);
      BtyProviderConfig *config = bty_provider_status_get_config (status);

      if (config->type != BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE)
        continue;
      gtk_string_list_take (names, bty_visible_line (config->name));
      g_ptr_array_add (self->provider_ids, g_strdup (config->id));
    }
  adw_combo_row_set_model (self->provider, G_LIST_MODEL (names));
}

static void
show_choice (BtyEmbedderGroup *self)
{
  BtyEmbedderChoice *choice = bty_embedder_service_get_choice (self->service);
  guint position;

  adw_combo_row_set_selected (self->kind, choice->kind);
  adw_combo_row_set_selected (self->format, choice->format);
  if (choice->folder != NULL)
    show_folder (self, choice->folder);
  if (choice->model != NULL)
    gtk_editable_set_text (self->model, choice->model);
  if (choice->provider_id != NULL
      && g_ptr_array_find_with_equal_func (self->provider_ids, choice->provider_id, g_str_equal, &position))
    adw_combo_row_set_selected (self->provider, position);
}

static void
bty_embedder_group_dispose (GObject *object)
{
  BtyEmbedderGroup *self = BTY_EMBEDDER_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_embedder_group_parent_class)->dispose (object);
}

static void
bty_embedder_group_finalize (GObject *object)
{
  BtyEmbedderGroup *self = BTY_EMBEDDER_GROUP (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->provider_ids);
  g_free (self->folder_path);

  G_OBJECT_CLASS (bty_embedder_group_parent_class)->finalize (object);
}

static void
bty_embedder_group_class_init (BtyEmbedderGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_embedder_group_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_embedder_group_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-embedder-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, kind);
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, folder);
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, provider);
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, model);
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, format);
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, state);
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, test_button);
  gtk_widget_class_bind_template_child (widget_class, BtyEmbedderGroup, use_button);
  gtk_widget_class_bind_template_callback (widget_class, kind_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_use);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
}

static void
bty_embedder_group_init (BtyEmbedderGroup *self)
{
  self->cancellable = g_cancellable_new ();
  self->provider_ids = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  show_kind (self);
}

/**
 * bty_embedder_group_set_profile:
 * @self: the group
 * @profile: an open profile
 *
 * Shows what is in use there. Call it once.
 */
void
bty_embedder_group_set_profile (BtyEmbedderGroup *self,
                                BtyProfile       *profile)
{
  self->profile = g_object_ref (profile);
  self->service = g_object_ref (bty_profile_get_embedders (profile));
  list_providers (self);
  show_choice (self);
  show_state (self);
  g_signal_connect_object (self->service, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
}
