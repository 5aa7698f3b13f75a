/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-wording.h"

#include <glib/gi18n-lib.h>

#include "bty-time.h"
#include "bty-visible-text.h"

/* What is said of a provider, in words and signs; no widgets, so that every case can be told by a table. */

/* Longer texts of a server are cut: a row is not the place to read a page. */
#define PLAIN_LENGTH 500

/**
 * bty_provider_wording_get_icon:
 * @state: how a provider stands
 *
 * Returns: the name of the icon for it
 */
const char *
bty_provider_wording_get_icon (BtyProviderState state)
{
  switch (state)
    {
    case BTY_PROVIDER_STATE_DISABLED:
      return "media-playback-stop-symbolic";
    case BTY_PROVIDER_STATE_SET_ASIDE:
      return "dialog-error-symbolic";
    case BTY_PROVIDER_STATE_NO_KEY:
    case BTY_PROVIDER_STATE_LOCKED:
      return "dialog-password-symbolic";
    case BTY_PROVIDER_STATE_OPEN:
    case BTY_PROVIDER_STATE_RATE_LIMITED:
      return "media-playback-pause-symbolic";
    case BTY_PROVIDER_STATE_HALF_OPEN:
      return "dialog-question-symbolic";
    case BTY_PROVIDER_STATE_READY:
    default:
      return "object-select-symbolic";
    }
}

/**
 * bty_provider_wording_get_style:
 * @state: how a provider stands
 *
 * Returns: the style class that colours its icon and words
 */
const char *
bty_provider_wording_get_style (BtyProviderState state)
{
  switch (state)
    {
    case BTY_PROVIDER_STATE_DISABLED:
      return "dim-label";
    case BTY_PROVIDER_STATE_SET_ASIDE:
      return "error";
    case BTY_PROVIDER_STATE_NO_KEY:
    case BTY_PROVIDER_STATE_LOCKED:
    case BTY_PROVIDER_STATE_OPEN:
    case BTY_PROVIDER_STATE_RATE_LIMITED:
    case BTY_PROVIDER_STATE_HALF_OPEN:
      return "warning";
    case BTY_PROVIDER_STATE_READY:
    default:
      return "success";
    }
}

/**
 * bty_provider_wording_dup_plain:
 * @text: (nullable): a text that somebody else wrote
 *
 * Returns: (transfer full): @text on one line, cut if long, with characters that could deceive made visible
 */
char *
bty_provider_wording_dup_plain (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *visible = NULL;
  g_autofree char *cut = NULL;

  g_strstrip (g_strdelimit (valid, "\t\r\n", ' '));
  visible = bty_visible_start (valid);
  if (g_utf8_strlen (visible, -1) <= PLAIN_LENGTH)
    return g_steal_pointer (&visible);

  cut = g_utf8_substring (visible, 0, PLAIN_LENGTH);

  return g_strconcat (cut, "…", NULL);
}

/**
 * bty_provider_wording_dup_countdown:
 * @remaining: microseconds
 *
 * Returns: (transfer full): the time as minutes and seconds, rounded up, so that 0:00 is never waited for
 */
char *
bty_provider_wording_dup_countdown (gint64 remaining)
{
  gint64 seconds = (MAX (remaining, 0) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  if (seconds < 3600)
    /* Translators: a time that is left, as minutes and seconds */
    return g_strdup_printf (_("%d:%02d"), (int) (seconds / 60), (int) (seconds % 60));

  /* Translators: a time that is left, as hours, minutes and seconds */
  return g_strdup_printf (_("%d:%02d:%02d"), (int) MIN (seconds / 3600, G_MAXINT), (int) (seconds / 60 % 60),
                          (int) (seconds % 60));
}

/**
 * bty_provider_wording_dup_latency:
 * @milliseconds: how long an answer took
 *
 * Returns: (transfer full): the time in milliseconds below a second, else in seconds
 */
char *
bty_provider_wording_dup_latency (gint64 milliseconds)
{
  if (milliseconds < 1000)
    /* Translators: milliseconds */
    return g_strdup_printf (_("%d ms"), (int) milliseconds);

  /* Translators: seconds */
  return g_strdup_printf (_("%.1f s"), milliseconds / 1000.0);
}

static const char *
get_type_name (BtyProviderConfig *config)
{
  switch (config->type)
    {
    case BTY_PROVIDER_TYPE_BUILTIN:
      return _("Built in");
    case BTY_PROVIDER_TYPE_ANTHROPIC:
      return "Anthropic";
    case BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE:
    default:
      return config->preset != NULL && *config->preset != '\0' ? config->preset : _("OpenAI-compatible");
    }
}

/**
 * bty_provider_wording_dup_kind:
 * @config: a provider
 *
 * Returns: (transfer full): what it is and which model it answers with
 */
char *
bty_provider_wording_dup_kind (BtyProviderConfig *config)
{
  g_autofree char *kind = bty_provider_wording_dup_plain (get_type_name (config));
  g_autofree char *model = bty_provider_wording_dup_plain (config->model);

  if (config->type == BTY_PROVIDER_TYPE_BUILTIN)
    return g_strdup (_("Built in: answers from what was said before, without a network"));
  if (*model == '\0')
    return g_steal_pointer (&kind);
  /* Named after its service, as most are: once is enough. */
  if (g_strcmp0 (config->name, get_type_name (config)) == 0)
    return g_steal_pointer (&model);

  /* Translators: a kind of provider such as “OpenAI”, and the name of its model */
  return g_strdup_printf (_("%s · %s"), kind, model);
}

static char *
dup_open (BtyProviderHealth *health,
          const char        *countdown)
{
  if (health->failures < 1)
    /* Translators: %s is a countdown such as 0:27 */
    return g_strdup_printf (_("Paused: tried again in %s"), countdown);

  /* Translators: %s is a countdown such as 0:27 */
  return g_strdup_printf (ngettext ("Paused after %d failure: tried again in %s",
                                    "Paused after %d failures in a row: tried again in %s",
                                    (gulong) health->failures),
                          (int) MIN (health->failures, G_MAXINT), countdown);
}

static char *
dup_unconfirmed (BtyProviderConfig *config)
{
  g_autofree char *address = bty_provider_wording_dup_plain (config->base_url != NULL ? config->base_url : "");
  g_autofree char *variable = NULL;

  if (config->key_env == NULL || *config->key_env == '\0')
    /* Translators: %s is an address */
    return g_strdup_printf (_("Came with a file, and is not asked yet. Reset it if you trust %s"), address);

  variable = bty_provider_wording_dup_plain (config->key_env);
  /* Translators: an address, and the name of an environment variable */
  return g_strdup_printf (_("Came with a file, and is not asked yet. Reset it if you trust %s with the value of %s"),
                          address, variable);
}

static const char *
get_set_aside (BtyProviderHealth *health)
{
  if (g_strcmp0 (health->last_error_code, "authentication") == 0)
    return _("Set aside: the key was not accepted. Enter another key, or reset it to try again.");
  if (g_strcmp0 (health->last_error_code, "quota") == 0)
    return _("Set aside: there is no credit left. Top it up at the provider, then reset it.");

  return _("Set aside until its settings change or you reset it.");
}

static char *
dup_no_key (BtyProviderConfig *config)
{
  g_autofree char *variable = NULL;

  if (config->key_env == NULL || *config->key_env == '\0')
    return g_strdup (_("No key: enter one to use it"));

  variable = bty_provider_wording_dup_plain (config->key_env);
  /* Translators: %s is the name of an environment variable */
  return g_strdup_printf (_("No key: the environment variable %s is not set"), variable);
}

/**
 * bty_provider_wording_dup_state:
 * @status: a provider
 * @remaining: microseconds until it is tried again by itself
 *
 * Returns: (transfer full): how it stands, with the way out where there is one
 */
char *
bty_provider_wording_dup_state (BtyProviderStatus *status,
                                gint64             remaining)
{
  BtyProviderHealth *health = bty_provider_status_get_health (status);
  g_autofree char *countdown = bty_provider_wording_dup_countdown (remaining);

  switch (bty_provider_status_get_state (status))
    {
    case BTY_PROVIDER_STATE_DISABLED:
      return g_strdup (_("Off"));
    case BTY_PROVIDER_STATE_SET_ASIDE:
      if (bty_provider_status_is_unconfirmed (status))
        return dup_unconfirmed (bty_provider_status_get_config (status));
      return g_strdup (get_set_aside (health));
    case BTY_PROVIDER_STATE_NO_KEY:
      return dup_no_key (bty_provider_status_get_config (status));
    case BTY_PROVIDER_STATE_LOCKED:
      return g_strdup (_("Left out: its key is in the keyring, which is locked"));
    case BTY_PROVIDER_STATE_OPEN:
      return dup_open (health, countdown);
    case BTY_PROVIDER_STATE_RATE_LIMITED:
      /* Translators: %s is a countdown such as 0:27 */
      return g_strdup_printf (_("Asked to slow down: tried again in %s"), countdown);
    case BTY_PROVIDER_STATE_HALF_OPEN:
      return g_strdup (_("On trial: the next call decides"));
    case BTY_PROVIDER_STATE_READY:
    default:
      return g_strdup (_("Ready"));
    }
}

static char *
dup_age (gint64 microseconds)
{
  gint64 minutes = MAX (microseconds, 0) / G_USEC_PER_SEC / 60;

  if (minutes < 1)
    return g_strdup (_("Just now"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) minutes),
                            (int) minutes);
  if (minutes < 60 * 24)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) minutes / 60),
                            (int) (minutes / 60));

  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) minutes / 60 / 24),
                          (int) MIN (minutes / 60 / 24, G_MAXINT));
}

/**
 * bty_provider_wording_dup_error:
 * @health: how a provider has done
 *
 * Returns: (transfer full) (nullable): what went wrong last and when; %NULL if nothing has since the last
 *   answer
 */
char *
bty_provider_wording_dup_error (BtyProviderHealth *health)
{
  g_autofree char *text = bty_provider_wording_dup_plain (health->last_error);
  g_autofree char *age = NULL;
  gint64 at = health->last_error_at;

  /* That it came with a file is said as its state. */
  if (*text == '\0' || g_strcmp0 (health->last_error_code, BTY_PROVIDER_UNCONFIRMED) == 0)
    return NULL;
  if (at != BTY_UNSET && health->last_success_at != BTY_UNSET && health->last_success_at > at)
    return NULL;
  if (at == BTY_UNSET || at == 0)
    return g_steal_pointer (&text);

  age = dup_age (bty_time_now () - at);
  /* Translators: the first is a time such as “5 minutes ago”, the second a sentence that says what went wrong */
  return g_strdup_printf (_("%s: %s"), age, text);
}

/**
 * bty_provider_wording_dup_record:
 * @health: how a provider has done
 *
 * Returns: (transfer full) (nullable): the rate of success and the last latency; %NULL if it was never called
 */
char *
bty_provider_wording_dup_record (BtyProviderHealth *health)
{
  gint64 calls = MAX (health->total_successes, 0) + MAX (health->total_failures, 0);
  g_autofree char *latency = NULL;
  g_autofree char *rate = NULL;
  int percent;

  if (calls == 0)
    return NULL;

  /* Rounded down: 100 % is said of nobody who has failed. */
  percent = (int) (100.0 * MAX (health->total_successes, 0) / calls);
  rate = g_strdup_printf (ngettext ("%d %% of %d call answered", "%d %% of %d calls answered",
                                    (gulong) calls),
                          percent, (int) MIN (calls, G_MAXINT));
  if (health->last_latency_ms == BTY_UNSET || health->last_latency_ms <= 0)
    return g_steal_pointer (&rate);

  latency = bty_provider_wording_dup_latency (health->last_latency_ms);
  /* Translators: the first is such as “98 % of 120 calls answered”, the second such as “420 ms” */
  return g_strdup_printf (_("%s, last in %s"), rate, latency);
}

/**
 * bty_provider_wording_dup_key:
 * @status: a provider
 *
 * Returns: (transfer full) (nullable): where its key is, never the key; %NULL if it needs none, or if its
 *   state says already that it is missing or locked
 */
char *
bty_provider_wording_dup_key (BtyProviderStatus *status)
{
  BtyProviderConfig *config = bty_provider_status_get_config (status);
  g_autofree char *variable = NULL;

  switch (bty_provider_status_get_key_state (status))
    {
    case BTY_KEY_UNKNOWN:
      return g_strdup (_("Looking for its key"));
    case BTY_KEY_IN_KEYRING:
      return g_strdup (_("Key in the keyring"));
    case BTY_KEY_IN_ENVIRONMENT:
      variable = bty_provider_wording_dup_plain (config->key_env);
      /* Translators: %s is the name of an environment variable */
      return g_strdup_printf (_("Key from %s"), variable);
    case BTY_KEY_THIS_RUN:
      return g_strdup (_("Key for this run only"));
    case BTY_KEY_KEYRING_FAILED:
      return g_strdup (_("The keyring does not answer"));
    case BTY_KEY_MISSING:
    case BTY_KEY_LOCKED:
    case BTY_KEY_NOT_NEEDED:
    default:
      return NULL;
    }
}

/**
 * bty_provider_wording_dup_models:
 * @status: a provider
 *
 * Returns: (transfer full) (nullable): a line for each model other than its own that does not answer now; %NULL if
 *   all do
 */
char *
bty_provider_wording_dup_models (BtyProviderStatus *status)
{
  GListModel *models = bty_provider_status_get_models (status);
  g_autoptr(GString) lines = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(BtyProviderStatus) model = g_list_model_get_item (models, i);
      BtyProviderState state = bty_provider_status_get_state (model);
      g_autofree char *name = bty_provider_wording_dup_plain (bty_provider_status_get_health (model)->model);
      g_autofree char *line = NULL;

      if (state == BTY_PROVIDER_STATE_OPEN || state == BTY_PROVIDER_STATE_RATE_LIMITED)
        /* Translators: %s is the name of a model */
        line = g_strdup_printf (_("Not answering with the model %s, which a bot asks for"), name);
      else if (state == BTY_PROVIDER_STATE_HALF_OPEN)
        /* Translators: %s is the name of a model */
        line = g_strdup_printf (_("On trial with the model %s, which a bot asks for"), name);
      else
        continue;
      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", line);
    }

  return lines->len > 0 ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}
