/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-trial.h"

#include <glib/gi18n-lib.h>

#include "bty-provider-wording.h"

/**
 * BtyProviderTrial:
 *
 * One test of a provider: whether it runs, and how it ended, in words for people.
 */
struct _BtyProviderTrial
{
  GObject             parent_instance;

  /* Owned */
  BtyProviderService *service;
  GCancellable       *cancellable; /* of the test that runs */
  char               *outcome;

  gboolean            succeeded;
};

typedef enum
{
  PROP_RUNNING = 1,
  PROP_SUCCEEDED,
  PROP_OUTCOME,
  N_PROPERTIES,
} BtyProviderTrialProperty;

static GParamSpec *properties[N_PROPERTIES];

enum
{
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Keeps the trial while it runs, and tells the runs apart. */
typedef struct
{
  BtyProviderTrial *self;
  GCancellable     *cancellable;
} Run;

G_DEFINE_FINAL_TYPE (BtyProviderTrial, bty_provider_trial, G_TYPE_OBJECT)

static void
run_free (Run *run)
{
  g_object_unref (run->self);
  g_object_unref (run->cancellable);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* Takes @outcome. */
static void
set_outcome (BtyProviderTrial *self,
             gboolean          succeeded,
             char             *outcome)
{
  g_free (self->outcome);
  self->outcome = outcome;
  self->succeeded = succeeded;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUCCEEDED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Run) run = user_data;
  BtyProviderTrial *self = run->self;
  g_autoptr(GError) error = NULL;
  g_autofree char *latency = NULL;
  gint64 latency_ms = bty_provider_service_test_finish (BTY_PROVIDER_SERVICE (source), result, &error);

  /* A test that was stopped, or replaced by another, has nothing to say. */
  if (self->cancellable != run->cancellable)
    return;

  g_clear_object (&self->cancellable);
  if (error != NULL)
    {
      set_outcome (self, FALSE, bty_provider_wording_dup_plain (error->message));
    }
  else
    {
      latency = bty_provider_wording_dup_latency (latency_ms);
      /* Translators: %s is a time such as “420 ms” */
      set_outcome (self, TRUE, g_strdup_printf (_("Answered in %s"), latency));
    }
  g_signal_emit (self, signals[ENDED], 0);
}

static void
bty_provider_trial_get_property (GObject    *object,
                                 guint       property,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BtyProviderTrial *self = BTY_PROVIDER_TRIAL (object);

  switch ((BtyProviderTrialProperty) property)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, bty_provider_trial_get_running (self));
      break;
    case PROP_SUCCEEDED:
      g_value_set_boolean (value, self->succeeded);
      break;
    case PROP_OUTCOME:
      g_value_set_string (value, self->outcome);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_provider_trial_dispose (GObject *object)
{
  BtyProviderTrial *self = BTY_PROVIDER_TRIAL (object);

  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_provider_trial_parent_class)->dispose (object);
}

static void
bty_provider_trial_finalize (GObject *object)
{
  BtyProviderTrial *self = BTY_PROVIDER_TRIAL (object);

  g_clear_pointer (&self->outcome, g_free);

  G_OBJECT_CLASS (bty_provider_trial_parent_class)->finalize (object);
}

static void
bty_provider_trial_class_init (BtyProviderTrialClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = bty_provider_trial_get_property;
  object_class->dispose = bty_provider_trial_dispose;
  object_class->finalize = bty_provider_trial_finalize;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_SUCCEEDED] = g_param_spec_boolean ("succeeded", NULL, NULL, FALSE, flags);
  properties[PROP_OUTCOME] = g_param_spec_string ("outcome", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ENDED] = g_signal_new ("ended", BTY_TYPE_PROVIDER_TRIAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
bty_provider_trial_init (BtyProviderTrial *self)
{
}

/**
 * bty_provider_trial_new:
 * @service: the providers
 *
 * Returns: (transfer full): a test that has not been started
 */
BtyProviderTrial *
bty_provider_trial_new (BtyProviderService *service)
{
  BtyProviderTrial *self = g_object_new (BTY_TYPE_PROVIDER_TRIAL, NULL);

  self->service = g_object_ref (service);

  return self;
}

/**
 * bty_provider_trial_start:
 * @self: a test
 * @config: the provider to ask
 * @key: (nullable): its key, or %NULL for the stored one
 *
 * Sends a short request. A test that still runs is stopped first.
 */
void
bty_provider_trial_start (BtyProviderTrial  *self,
                          BtyProviderConfig *config,
                          const char        *key)
{
  Run *run;

  bty_provider_trial_stop (self);
  self->cancellable = g_cancellable_new ();
  set_outcome (self, FALSE, NULL);

  run = g_new (Run, 1);
  *run = (Run) { g_object_ref (self), g_object_ref (self->cancellable) };
  bty_provider_service_test_async (self->service, config, key, self->cancellable, tested_cb, run);
}

/**
 * bty_provider_trial_stop:
 * @self: a test
 *
 * Stops it, if it runs, and forgets how the last one ended.
 */
void
bty_provider_trial_stop (BtyProviderTrial *self)
{
  g_autoptr(GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  g_cancellable_cancel (cancellable);
  if (cancellable != NULL || self->outcome != NULL)
    set_outcome (self, FALSE, NULL);
}

/**
 * bty_provider_trial_get_running:
 * @self: a test
 *
 * Returns: whether the answer is waited for
 */
gboolean
bty_provider_trial_get_running (BtyProviderTrial *self)
{
  return self->cancellable != NULL;
}

/**
 * bty_provider_trial_get_succeeded:
 * @self: a test
 *
 * Returns: whether the last answer was good
 */
gboolean
bty_provider_trial_get_succeeded (BtyProviderTrial *self)
{
  return self->succeeded;
}

/**
 * bty_provider_trial_get_outcome:
 * @self: a test
 *
 * Returns: (nullable): how it ended, in plain words
 */
const char *
bty_provider_trial_get_outcome (BtyProviderTrial *self)
{
  return self->outcome;
}
