/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-trial-view.h"

#include <glib/gi18n-lib.h>

#include "bty-providers-resources.h"

/**
 * BtyTrialView:
 *
 * Shows a test of a provider: a spinner while it runs, then how it ended. Hidden when there is nothing
 * to say.
 */
struct _BtyTrialView
{
  AdwBin            parent_instance;

  /* Owned */
  GSignalGroup     *trial_signals;

  /* Template */
  GtkSpinner       *spinner;
  GtkImage         *icon;
  GtkLabel         *label;
};

G_DEFINE_FINAL_TYPE (BtyTrialView, bty_trial_view, ADW_TYPE_BIN)

static void
update_cb (BtyTrialView *self)
{
  g_autoptr(BtyProviderTrial) trial = g_signal_group_dup_target (self->trial_signals);
  gboolean running = trial != NULL && bty_provider_trial_get_running (trial);
  gboolean succeeded = trial != NULL && bty_provider_trial_get_succeeded (trial);
  const char *outcome = trial != NULL ? bty_provider_trial_get_outcome (trial) : NULL;
  const char *styles[] = { succeeded ? "success" : "error", NULL };

  gtk_widget_set_visible (GTK_WIDGET (self), running || outcome != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), running);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !running);
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_image_set_from_icon_name (self->icon, succeeded ? "object-select-symbolic" : "dialog-error-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), styles);
  gtk_label_set_text (self->label, running ? _("Waiting for an answer…") : outcome != NULL ? outcome : "");
}

static void
bty_trial_view_dispose (GObject *object)
{
  BtyTrialView *self = BTY_TRIAL_VIEW (object);

  g_clear_object (&self->trial_signals);

  G_OBJECT_CLASS (bty_trial_view_parent_class)->dispose (object);
}

static void
bty_trial_view_class_init (BtyTrialViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_trial_view_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  bty_providers_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-trial-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyTrialView, spinner);
  gtk_widget_class_bind_template_child (widget_class, BtyTrialView, icon);
  gtk_widget_class_bind_template_child (widget_class, BtyTrialView, label);
}

static void
bty_trial_view_init (BtyTrialView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->trial_signals = g_signal_group_new (BTY_TYPE_PROVIDER_TRIAL);
  g_signal_group_connect_swapped (self->trial_signals, "notify::outcome", G_CALLBACK (update_cb), self);
  update_cb (self);
}

/**
 * bty_trial_view_set_trial:
 * @self: a view
 * @trial: (nullable): the test to show
 */
void
bty_trial_view_set_trial (BtyTrialView     *self,
                          BtyProviderTrial *trial)
{
  g_signal_group_set_target (self->trial_signals, trial);
  update_cb (self);
}
