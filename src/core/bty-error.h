/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BTY_ERROR (bty_error_quark ())

/**
 * BtyError:
 *
 * Everything that can go wrong, named by what the caller can do about it. Database, HTTP and keyring
 * codes are mapped to these at the edge, once. The message of an error is a plain sentence for people.
 */
typedef enum
{
  BTY_ERROR_FAILED,            /* nothing better is known */
  BTY_ERROR_NOT_FOUND,
  BTY_ERROR_EXISTS,            /* the name or id is taken */
  BTY_ERROR_INVALID,           /* the input cannot be used as it is */
  BTY_ERROR_REFUSED,           /* not allowed, or in use by another process */

  BTY_ERROR_READ_ONLY,         /* storage: cannot write here */
  BTY_ERROR_FULL,              /* storage: no space left */
  BTY_ERROR_DAMAGED,           /* storage: the file is not intact */
  BTY_ERROR_SCHEMA_TOO_NEW,    /* storage: written by a newer version */
  BTY_ERROR_BUSY,              /* storage: locked for too long */

  BTY_ERROR_KEYRING,           /* missing, hanging or failing */
  BTY_ERROR_KEYRING_LOCKED,    /* until its owner unlocks it */

  BTY_ERROR_PROVIDER,          /* provider: its own fault (500, 408, unexpected answer) */
  BTY_ERROR_STREAM,            /* provider: the reply broke off */
  BTY_ERROR_RATE_LIMITED,      /* provider: see bty_error_get_retry_after() */
  BTY_ERROR_OVERLOADED,
  BTY_ERROR_TIMEOUT,
  BTY_ERROR_OFFLINE,           /* provider or database server: cannot be reached */

  BTY_ERROR_AUTHENTICATION,    /* provider: the key is missing or wrong; database server: the password */
  BTY_ERROR_QUOTA,             /* provider: no credit left */
  BTY_ERROR_INVALID_REQUEST,
  BTY_ERROR_CONTEXT_LENGTH,    /* provider: see bty_error_get_context_length() */
  BTY_ERROR_UNREADABLE,        /* provider: the answer makes no sense */

  BTY_ERROR_LAST,
} BtyError;

GQuark      bty_error_quark               (void);

const char *bty_error_to_nick             (const GError  *error);
gboolean    bty_error_fails_over          (const GError  *error);
gboolean    bty_error_sets_aside          (const GError  *error);
gboolean    bty_error_is_of_keyring       (const GError  *error);

void        bty_error_set_retry_after     (GError        *error,
                                           gint64         milliseconds);
gint64      bty_error_get_retry_after     (const GError  *error);
void        bty_error_set_context_length  (GError        *error,
                                           gint64         maximum,
                                           gint64         requested);
gboolean    bty_error_get_context_length  (const GError  *error,
                                           gint64        *maximum,
                                           gint64        *requested);

G_END_DECLS
