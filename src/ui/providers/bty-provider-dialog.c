/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-dialog.h"

#include <glib/gi18n-lib.h>

#include "bty-error.h"
#include "bty-model-chooser.h"
#include "bty-preset-chooser.h"
#include "bty-provider-editor.h"
#include "bty-provider-wording.h"
#include "bty-providers-resources.h"
#include "bty-trial-view.h"
#include "bty-uuid.h"

/**
 * BtyProviderDialog:
 *
 * Adds a provider in two steps (which service, then its settings), or changes one. A new provider is
 * tested before it is stored, unless the user skips that. What was typed stays until all has succeeded.
 * Ends with the signal "done", which carries the name.
 */
struct _BtyProviderDialog
{
  AdwWindow           parent_instance;

  /* Owned */
  BtyProviderService *service;
  BtyProviderStatus  *status;      /* %NULL: adds a provider */
  const BtyPreset    *preset;      /* the last one that was chosen */
  BtyProviderTrial   *trial;
  GCancellable       *cancellable;
  GCancellable       *fetching;    /* of the list of models */
  BtyProviderConfig  *config;      /* what is being tested or stored */

  /* Borrowed */
  GtkWidget          *focus;       /* had the focus before the form was busy */

  gboolean            store_after_trial;
  gboolean            storing;

  /* Template */
  AdwWindowTitle     *title;
  GtkWidget          *cancel;
  GtkWidget          *back;
  GtkButton          *confirm;
  GtkStack           *stack;
  BtyPresetChooser   *presets;
  BtyProviderEditor  *editor;
  BtyModelChooser    *models;
  BtyTrialView       *trial_view;
  GtkLabel           *problem;
  GtkWidget          *skip_test;
  GtkWidget          *unlock;
  GtkWidget          *this_run;
};

enum
{
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyProviderDialog, bty_provider_dialog, ADW_TYPE_WINDOW)

static gboolean
is_on_page (BtyProviderDialog *self,
            const char        *name)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0;
}

static void
show_problem (BtyProviderDialog *self,
              const char        *text)
{
  g_autofree char *plain = bty_provider_wording_dup_plain (text);

  gtk_label_set_text (self->problem, plain);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
  gtk_widget_set_visible (self->unlock, FALSE);
  gtk_widget_set_visible (self->this_run, FALSE);
}

/* A field that becomes insensitive while it has the focus does not notice that it loses it. */
static void
set_editable (BtyProviderDialog *self,
              gboolean           editable)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!editable && focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->editor)))
    {
      g_set_weak_pointer (&self->focus, focus);
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), editable);
  if (editable && self->focus != NULL)
    {
      gtk_widget_grab_focus (self->focus);
      g_clear_weak_pointer (&self->focus);
    }
}

static void
update (BtyProviderDialog *self)
{
  gboolean busy = self->storing || self->store_after_trial;
  gboolean adding = self->status == NULL;
  gboolean on_settings = is_on_page (self, "settings");

  const char *title = is_on_page (self, "models") ? _("Models") : adding ? _("Add a Provider") : _("Edit Provider");

  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_widget_set_visible (self->back, is_on_page (self, "models") || (adding && on_settings));
  gtk_widget_set_visible (self->cancel, !gtk_widget_get_visible (self->back));
  gtk_widget_set_visible (GTK_WIDGET (self->confirm), on_settings);
  gtk_button_set_label (self->confirm, adding ? _("_Add") : _("_Save"));
  gtk_widget_set_visible (self->skip_test, adding);

  set_editable (self, !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.confirm", on_settings && !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.test", on_settings && !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.skip-test", on_settings && adding && !self->storing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.fetch-models", self->fetching == NULL && !busy);
}

static void
show_page (BtyProviderDialog *self,
           const char        *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
}

/* Says why the provider was not stored, and what can be done. */
static void
end_storing (BtyProviderDialog *self,
             const GError      *error)
{
  g_autofree char *name = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->storing = FALSE;
  update (self);
  if (g_error_matches (error, BTY_ERROR, BTY_ERROR_EXISTS))
    {
      bty_provider_editor_refuse_name (self->editor, error->message);
    }
  else if (error != NULL)
    {
      show_problem (self, error->message);
      gtk_widget_set_visible (self->unlock, g_error_matches (error, BTY_ERROR, BTY_ERROR_KEYRING_LOCKED));
      gtk_widget_set_visible (self->this_run, bty_error_is_of_keyring (error));
    }
  else
    {
      name = g_strdup (self->config->name);
      bty_provider_editor_wipe_key (self->editor);
      g_signal_emit (self, signals[DONE], 0, name);
      gtk_window_close (GTK_WINDOW (self));
    }
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyProviderDialog *self = user_data;
  g_autoptr(GError) error = NULL;

  bty_provider_service_add_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  end_storing (self, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyProviderDialog *self = user_data;
  g_autoptr(GError) error = NULL;

  bty_provider_service_save_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  end_storing (self, error);
}

static void
store (BtyProviderDialog *self)
{
  char *key = bty_provider_editor_dup_key (self->editor);
  gboolean this_run = bty_provider_editor_get_this_run (self->editor);

  self->storing = TRUE;
  update (self);
  if (self->status == NULL)
    bty_provider_service_add_async (self->service, self->config, key, this_run, self->cancellable, added_cb, self);
  else
    bty_provider_service_save_async (self->service, self->status, self->config, key, this_run, self->cancellable,
                                     saved_cb, self);
  bty_key_free (key);
}

/* While the system asks, the form waits for it. */
static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyProviderDialog *self = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_provider_service_unlock_keyring_finish (BTY_PROVIDER_SERVICE (source), result, &error))
    store (self);
  else
    end_storing (self, error);
}

static void
trial_ended_cb (BtyProviderDialog *self)
{
  gboolean store_now = self->store_after_trial && bty_provider_trial_get_succeeded (self->trial);

  self->store_after_trial = FALSE;
  update (self);
  if (store_now)
    store (self);
}

/* Takes what was typed, if all of it can be used. */
static gboolean
take_settings (BtyProviderDialog *self)
{
  show_problem (self, NULL);
  if (!bty_provider_editor_check (self->editor, FALSE))
    return FALSE;

  g_clear_object (&self->config);
  self->config = bty_provider_editor_dup_config (self->editor);

  return TRUE;
}

/* Tests what was typed, not the stored provider of the same id: a slip of the pen must not set that one
 * aside. The stored key is found by the stored name. */
static void
start_trial (BtyProviderDialog *self)
{
  g_autoptr(BtyProviderConfig) draft = bty_record_copy (self->config);
  g_autofree char *id = bty_uuid_new ();
  char *key = bty_provider_editor_dup_key (self->editor);

  g_object_set (draft, "id", id, NULL);
  if (self->status != NULL)
    g_object_set (draft, "name", bty_provider_status_get_config (self->status)->name, NULL);
  bty_provider_trial_start (self->trial, draft, key);
  bty_key_free (key);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BtyProviderDialog *self = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) models = bty_provider_service_list_models_finish (BTY_PROVIDER_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->fetching);
  bty_provider_editor_set_fetching (self->editor, FALSE);
  update (self);

  if (error != NULL)
    {
      bty_provider_editor_warn_models (self->editor, error->message);
    }
  else if (models == NULL || models[0] == NULL)
    {
      bty_provider_editor_warn_models (self->editor, _("The provider lists no models: type the name of one."));
    }
  else
    {
      bty_model_chooser_set_models (self->models, (const char * const *) models);
      if (is_on_page (self, "settings"))
        show_page (self, "models");
    }
}

static void
stop_fetching (BtyProviderDialog *self)
{
  g_cancellable_cancel (self->fetching);
  g_clear_object (&self->fetching);
  if (self->editor != NULL)
    bty_provider_editor_set_fetching (self->editor, FALSE);
}

static void
fetch_models_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (widget);
  g_autoptr(BtyProviderConfig) config = NULL;
  char *key;

  bty_provider_editor_warn_models (self->editor, NULL);
  if (!bty_provider_editor_check (self->editor, TRUE))
    return;

  config = bty_provider_editor_dup_config (self->editor);
  key = bty_provider_editor_dup_key (self->editor);
  self->fetching = g_cancellable_new ();
  bty_provider_editor_set_fetching (self->editor, TRUE);
  update (self);
  bty_provider_service_list_models_async (self->service, config, key, self->fetching, fetched_cb, self);
  bty_key_free (key);
}

static void
test_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (widget);

  if (take_settings (self))
    start_trial (self);
}

/* An answer is wanted from a new provider; the built-in one has nothing that could fail. */
static void
confirm_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (widget);

  if (!take_settings (self))
    return;

  if (self->status != NULL || self->config->type == BTY_PROVIDER_TYPE_BUILTIN)
    {
      store (self);
      return;
    }

  self->store_after_trial = TRUE;
  update (self);
  start_trial (self);
}

static void
skip_test_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (widget);

  self->store_after_trial = FALSE;
  bty_provider_trial_stop (self->trial);
  update (self);
  if (take_settings (self))
    store (self);
}

static void
unlock_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (widget);

  if (!take_settings (self))
    return;

  self->storing = TRUE;
  update (self);
  bty_provider_service_unlock_keyring_async (self->service, self->cancellable, unlocked_cb, self);
}

static void
this_run_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (widget);

  bty_provider_editor_set_this_run (self->editor);
  if (take_settings (self))
    store (self);
}

static void
back_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (widget);

  if (is_on_page (self, "models"))
    {
      show_page (self, "settings");
      return;
    }
  if (self->status != NULL || is_on_page (self, "presets"))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  self->store_after_trial = FALSE;
  bty_provider_trial_stop (self->trial);
  stop_fetching (self);
  show_page (self, "presets");
}

static void
page_changed_cb (BtyProviderDialog *self)
{
  update (self);
  if (is_on_page (self, "presets"))
    gtk_widget_grab_focus (GTK_WIDGET (self->presets));
  else if (is_on_page (self, "models"))
    gtk_widget_grab_focus (GTK_WIDGET (self->models));
}

/* Who went back to look and chooses the same service again finds what was typed. */
static void
preset_chosen_cb (BtyProviderDialog *self,
                  gpointer           preset,
                  BtyPresetChooser  *presets)
{
  show_page (self, "settings");
  if (self->preset == preset)
    return;

  self->preset = preset;
  show_problem (self, NULL);
  bty_provider_trial_stop (self->trial);
  bty_provider_editor_begin (self->editor, self->service, preset);
}

static void
model_chosen_cb (BtyProviderDialog *self,
                 const char        *model,
                 BtyModelChooser   *models)
{
  show_page (self, "settings");
  bty_provider_editor_set_model (self->editor, model);
}

static void
bty_provider_dialog_dispose (GObject *object)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->fetching);
  g_clear_object (&self->fetching);
  if (self->trial != NULL)
    bty_provider_trial_stop (self->trial);
  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->trial);
  g_clear_object (&self->config);
  g_clear_object (&self->status);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_provider_dialog_parent_class)->dispose (object);
}

static void
bty_provider_dialog_finalize (GObject *object)
{
  BtyProviderDialog *self = BTY_PROVIDER_DIALOG (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bty_provider_dialog_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gboolean is_rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;

  gtk_widget_class_install_action (widget_class, "dialog.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "dialog.confirm", NULL, confirm_action);
  gtk_widget_class_install_action (widget_class, "dialog.test", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "dialog.skip-test", NULL, skip_test_action);
  gtk_widget_class_install_action (widget_class, "dialog.unlock", NULL, unlock_action);
  gtk_widget_class_install_action (widget_class, "dialog.this-run", NULL, this_run_action);
  gtk_widget_class_install_action (widget_class, "dialog.fetch-models", NULL, fetch_models_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, is_rtl ? GDK_KEY_Right : GDK_KEY_Left, GDK_ALT_MASK, "dialog.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.confirm", NULL);
}

static void
bty_provider_dialog_class_init (BtyProviderDialogClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_provider_dialog_dispose;
  object_class->finalize = bty_provider_dialog_finalize;

  signals[DONE] = g_signal_new ("done", BTY_TYPE_PROVIDER_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  install_actions (widget_class);

  bty_providers_get_resource ();
  g_type_ensure (BTY_TYPE_PRESET_CHOOSER);
  g_type_ensure (BTY_TYPE_PROVIDER_EDITOR);
  g_type_ensure (BTY_TYPE_MODEL_CHOOSER);
  g_type_ensure (BTY_TYPE_TRIAL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-provider-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, title);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, back);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, confirm);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, presets);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, editor);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, models);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, trial_view);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, skip_test);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, unlock);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderDialog, this_run);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
}

static void
bty_provider_dialog_init (BtyProviderDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
has_builtin (BtyProviderService *service)
{
  GListModel *providers = bty_provider_service_get_providers (service);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);

      if (bty_provider_status_get_config (status)->type == BTY_PROVIDER_TYPE_BUILTIN)
        return TRUE;
    }

  return FALSE;
}

/**
 * bty_provider_dialog_new:
 * @service: the providers
 * @status: (nullable): the provider to change, or %NULL to add one
 *
 * Returns: (transfer none): a modal window that owns itself, as windows do
 */
GtkWidget *
bty_provider_dialog_new (BtyProviderService *service,
                         BtyProviderStatus  *status)
{
  BtyProviderDialog *self = g_object_new (BTY_TYPE_PROVIDER_DIALOG, NULL);

  self->service = g_object_ref (service);
  self->trial = bty_provider_trial_new (service);
  g_signal_connect_object (self->trial, "ended", G_CALLBACK (trial_ended_cb), self, G_CONNECT_SWAPPED);
  bty_trial_view_set_trial (self->trial_view, self->trial);
  bty_preset_chooser_offer_builtin (self->presets, !has_builtin (service));

  if (status != NULL)
    {
      self->status = g_object_ref (status);
      bty_provider_editor_load (self->editor, service, status);
      gtk_stack_set_visible_child_name (self->stack, "settings");
    }
  page_changed_cb (self);

  return GTK_WIDGET (self);
}
