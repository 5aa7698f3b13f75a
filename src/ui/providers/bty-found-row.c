/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-found-row.h"

#include <glib/gi18n-lib.h>

#include "bty-provider-trial.h"
#include "bty-provider-wording.h"
#include "bty-providers-resources.h"
#include "bty-trial-view.h"

/* What the button does next. */
typedef enum
{
  STEP_TEST,    /* ask it, and use it if it answers */
  STEP_WAIT,
  STEP_INSIST,  /* use it although it did not answer */
  STEP_DONE,
} Step;

/**
 * BtyFoundRow:
 *
 * A provider that was found in the environment or on this computer: one click tests it and takes it into
 * use. Then it emits "added".
 */
struct _BtyFoundRow
{
  AdwPreferencesRow   parent_instance;

  /* Owned */
  BtyProviderService *service;
  BtyProviderConfig  *config;
  BtyProviderTrial   *trial;
  GCancellable       *cancellable;

  Step                step;

  /* Template */
  GtkLabel           *name;
  GtkLabel           *origin;
  GtkButton          *use;
  BtyTrialView       *trial_view;
  GtkLabel           *problem;
};

enum
{
  ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyFoundRow, bty_found_row, ADW_TYPE_PREFERENCES_ROW)

static void
set_step (BtyFoundRow *self,
          Step         step)
{
  const char *labels[] = {
    [STEP_TEST] = _("_Use"),
    [STEP_WAIT] = _("_Use"),
    [STEP_INSIST] = _("_Use Anyway"),
    [STEP_DONE] = _("In Use"),
  };
  g_autofree char *name = bty_provider_wording_dup_plain (self->config->name);
  /* Translators: %s is the name of a provider */
  g_autofree char *use = g_strdup_printf (_("Use %s"), name);

  self->step = step;
  gtk_button_set_label (self->use, labels[step]);
  gtk_widget_set_sensitive (GTK_WIDGET (self->use), step == STEP_TEST || step == STEP_INSIST);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->use), GTK_ACCESSIBLE_PROPERTY_LABEL, use, -1);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyFoundRow *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *plain = NULL;

  bty_provider_service_add_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    {
      plain = bty_provider_wording_dup_plain (error->message);
      gtk_label_set_text (self->problem, plain);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      set_step (self, STEP_INSIST);
      return;
    }

  set_step (self, STEP_DONE);
  g_signal_emit (self, signals[ADDED], 0);
}

static void
add (BtyFoundRow *self)
{
  set_step (self, STEP_WAIT);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  bty_provider_service_add_async (self->service, self->config, NULL, FALSE, self->cancellable, added_cb, self);
}

static void
trial_ended_cb (BtyFoundRow *self)
{
  if (bty_provider_trial_get_succeeded (self->trial))
    add (self);
  else
    set_step (self, STEP_INSIST);
}

static void
use_clicked_cb (BtyFoundRow *self)
{
  if (self->step == STEP_INSIST)
    {
      add (self);
      return;
    }

  set_step (self, STEP_WAIT);
  bty_provider_trial_start (self->trial, self->config, NULL);
}

static void
bty_found_row_dispose (GObject *object)
{
  BtyFoundRow *self = BTY_FOUND_ROW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->trial != NULL)
    bty_provider_trial_stop (self->trial);
  g_clear_object (&self->trial);
  g_clear_object (&self->config);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_found_row_parent_class)->dispose (object);
}

static void
bty_found_row_finalize (GObject *object)
{
  BtyFoundRow *self = BTY_FOUND_ROW (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bty_found_row_parent_class)->finalize (object);
}

static void
bty_found_row_class_init (BtyFoundRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_found_row_dispose;
  object_class->finalize = bty_found_row_finalize;

  signals[ADDED] = g_signal_new ("added", BTY_TYPE_FOUND_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  bty_providers_get_resource ();
  g_type_ensure (BTY_TYPE_TRIAL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-found-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyFoundRow, name);
  gtk_widget_class_bind_template_child (widget_class, BtyFoundRow, origin);
  gtk_widget_class_bind_template_child (widget_class, BtyFoundRow, use);
  gtk_widget_class_bind_template_child (widget_class, BtyFoundRow, trial_view);
  gtk_widget_class_bind_template_child (widget_class, BtyFoundRow, problem);
  gtk_widget_class_bind_template_callback (widget_class, use_clicked_cb);
}

static void
bty_found_row_init (BtyFoundRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Where it was found, and which model would answer. */
static char *
dup_origin (BtyProviderConfig *config)
{
  g_autofree char *model = bty_provider_wording_dup_plain (config->model);
  g_autofree char *place = bty_provider_wording_dup_plain (config->key_env != NULL ? config->key_env
                                                                                   : config->base_url);

  if (config->key_env != NULL)
    /* Translators: the first is the name of an environment variable, the second of a model */
    return g_strdup_printf (_("Key in %s · %s"), place, model);

  /* Translators: the first is the address of a server on this computer, the second the name of a model */
  return g_strdup_printf (_("Answers at %s · %s"), place, model);
}

/**
 * bty_found_row_new:
 * @service: the providers
 * @config: a provider that can be added
 *
 * Returns: (transfer full): a row that offers it
 */
GtkWidget *
bty_found_row_new (BtyProviderService *service,
                   BtyProviderConfig  *config)
{
  BtyFoundRow *self = g_object_new (BTY_TYPE_FOUND_ROW, NULL);
  g_autofree char *name = bty_provider_wording_dup_plain (config->name);
  g_autofree char *origin = dup_origin (config);

  self->service = g_object_ref (service);
  self->config = g_object_ref (config);
  self->trial = bty_provider_trial_new (service);
  g_signal_connect_object (self->trial, "ended", G_CALLBACK (trial_ended_cb), self, G_CONNECT_SWAPPED);
  bty_trial_view_set_trial (self->trial_view, self->trial);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->origin, origin);
  set_step (self, STEP_TEST);

  return GTK_WIDGET (self);
}
