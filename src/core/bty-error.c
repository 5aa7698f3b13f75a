/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"

#include <gio/gio.h>

/* What an error carries beside its code and message; -1 = not known. */
typedef struct
{
  gint64 retry_after;
  gint64 context_maximum;
  gint64 context_requested;
} BtyErrorPrivate;

static void
bty_error_private_init (BtyErrorPrivate *private)
{
  private->retry_after = -1;
  private->context_maximum = -1;
  private->context_requested = -1;
}

static void
bty_error_private_copy (const BtyErrorPrivate *source,
                        BtyErrorPrivate       *copy)
{
  *copy = *source;
}

static void
bty_error_private_clear (BtyErrorPrivate *private)
{
}

G_DEFINE_EXTENDED_ERROR (BtyError, bty_error)

static const char *nicks[BTY_ERROR_LAST] = {
  [BTY_ERROR_FAILED] = "failed",
  [BTY_ERROR_NOT_FOUND] = "not_found",
  [BTY_ERROR_EXISTS] = "exists",
  [BTY_ERROR_INVALID] = "invalid",
  [BTY_ERROR_REFUSED] = "refused",
  [BTY_ERROR_READ_ONLY] = "read_only",
  [BTY_ERROR_FULL] = "full",
  [BTY_ERROR_DAMAGED] = "damaged",
  [BTY_ERROR_SCHEMA_TOO_NEW] = "schema_too_new",
  [BTY_ERROR_BUSY] = "busy",
  [BTY_ERROR_KEYRING] = "keyring",
  [BTY_ERROR_KEYRING_LOCKED] = "keyring_locked",
  [BTY_ERROR_PROVIDER] = "provider",
  [BTY_ERROR_STREAM] = "stream",
  [BTY_ERROR_RATE_LIMITED] = "rate_limited",
  [BTY_ERROR_OVERLOADED] = "overloaded",
  [BTY_ERROR_TIMEOUT] = "timeout",
  [BTY_ERROR_OFFLINE] = "offline",
  [BTY_ERROR_AUTHENTICATION] = "authentication",
  [BTY_ERROR_QUOTA] = "quota",
  [BTY_ERROR_INVALID_REQUEST] = "invalid_request",
  [BTY_ERROR_CONTEXT_LENGTH] = "context_length",
  [BTY_ERROR_UNREADABLE] = "unreadable",
};

/**
 * bty_error_to_nick:
 * @error: an error of any domain
 *
 * Returns: the stable name of its code for other programs; "cancelled" for %G_IO_ERROR_CANCELLED and
 *   "failed" for other domains
 */
const char *
bty_error_to_nick (const GError *error)
{
  if (error->domain == BTY_ERROR && error->code >= 0 && error->code < BTY_ERROR_LAST)
    return nicks[error->code];
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";

  return nicks[BTY_ERROR_FAILED];
}

/**
 * bty_error_fails_over:
 * @error: an error that a provider returned
 *
 * Returns: whether it counts against the provider's health and the next one is tried
 */
gboolean
bty_error_fails_over (const GError *error)
{
  return error->domain == BTY_ERROR
         && error->code >= BTY_ERROR_PROVIDER
         && error->code <= BTY_ERROR_OFFLINE;
}

/**
 * bty_error_sets_aside:
 * @error: an error that a provider returned
 *
 * Returns: whether the provider is skipped until the user changes its key or settings
 */
gboolean
bty_error_sets_aside (const GError *error)
{
  return g_error_matches (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION)
         || g_error_matches (error, BTY_ERROR, BTY_ERROR_QUOTA);
}

/**
 * bty_error_is_of_keyring:
 * @error: (nullable): any error
 *
 * Returns: whether the keyring did not give or take a key, which says nothing of whom the key is for
 */
gboolean
bty_error_is_of_keyring (const GError *error)
{
  return g_error_matches (error, BTY_ERROR, BTY_ERROR_KEYRING)
         || g_error_matches (error, BTY_ERROR, BTY_ERROR_KEYRING_LOCKED);
}

/**
 * bty_error_set_retry_after:
 * @error: an error of %BTY_ERROR
 * @milliseconds: how long the provider asked to wait
 *
 * Attaches the waiting time that came with a rate limit.
 */
void
bty_error_set_retry_after (GError *error,
                           gint64  milliseconds)
{
  g_return_if_fail (error->domain == BTY_ERROR);

  bty_error_get_private (error)->retry_after = milliseconds;
}

/**
 * bty_error_get_retry_after:
 * @error: an error of any domain
 *
 * Returns: milliseconds the provider asked to wait, or -1 if it did not say
 */
gint64
bty_error_get_retry_after (const GError *error)
{
  return error->domain == BTY_ERROR ? bty_error_get_private (error)->retry_after : -1;
}

/**
 * bty_error_set_context_length:
 * @error: an error of %BTY_ERROR
 * @maximum: tokens the model takes, or -1
 * @requested: tokens that were sent, or -1
 *
 * Attaches the sizes that came with a refused prompt.
 */
void
bty_error_set_context_length (GError *error,
                              gint64  maximum,
                              gint64  requested)
{
  g_return_if_fail (error->domain == BTY_ERROR);

  bty_error_get_private (error)->context_maximum = maximum;
  bty_error_get_private (error)->context_requested = requested;
}

/**
 * bty_error_get_context_length:
 * @error: an error of any domain
 * @maximum: (out): tokens the model takes, or -1
 * @requested: (out): tokens that were sent, or -1
 *
 * Returns: whether anything is known
 */
gboolean
bty_error_get_context_length (const GError *error,
                              gint64       *maximum,
                              gint64       *requested)
{
  *maximum = *requested = -1;
  if (error->domain != BTY_ERROR)
    return FALSE;

  *maximum = bty_error_get_private (error)->context_maximum;
  *requested = bty_error_get_private (error)->context_requested;

  return *maximum >= 0 || *requested >= 0;
}
