/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-hook-run.h"

#include "bty-compress.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-json.h"
#include "bty-time.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>

#define DAY (24 * G_TIME_SPAN_HOUR)
#define MAX_CONTEXT (32 * 1024 * 1024) /* bytes, unpacked */

static const gint64 retention[] = {
  [BTY_HOOK_PRIORITY_LOW] = 90 * DAY,
  [BTY_HOOK_PRIORITY_NORMAL] = 180 * DAY,
  [BTY_HOOK_PRIORITY_HIGH] = 365 * DAY,
};
static const gint64 sensitive_retention = 30 * DAY;

/**
 * BtyHookRun:
 *
 * One time that a hook was run: what it was given, compressed, and how it went.
 */

G_DEFINE_FINAL_TYPE (BtyHookRun, bty_hook_run, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyHookRun, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyHookRun, hook, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyHookRun, event, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyHookRun, priority, bty_hook_priority_get_type),
  BTY_FIELD (BtyHookRun, sensitive, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyHookRun, succeeded, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyHookRun, error, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyHookRun, duration_us, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyHookRun, correlation_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyHookRun, context, BLOB, BTY_FIELD_NONE),
  BTY_FIELD (BtyHookRun, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyHookRun, expires_at, TIME, BTY_FIELD_NONE),
};

static void
bty_hook_run_class_init (BtyHookRunClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "hook_runs", fields, G_N_ELEMENTS (fields));
}

static void
bty_hook_run_init (BtyHookRun *self)
{
}

/**
 * bty_hook_run_new:
 * @hook: the name of the hook
 * @event: what it is run for
 * @priority: how long it is kept
 * @sensitive: whether @context holds what shall be gone soon
 * @context: what the hook is given
 *
 * Returns: (transfer full): a run that succeeded, kept as long as its priority says
 */
BtyHookRun *
bty_hook_run_new (const char      *hook,
                  const char      *event,
                  BtyHookPriority  priority,
                  gboolean         sensitive,
                  JsonNode        *context)
{
  g_autofree char *id = bty_uuid_new ();
  g_autofree char *json = json_to_string (context, FALSE);
  g_autoptr(GBytes) plain = g_bytes_new_static (json, strlen (json));
  g_autoptr(GBytes) compressed = bty_compress (plain);
  gint64 now = bty_time_now ();

  return g_object_new (BTY_TYPE_HOOK_RUN,
                       "id", id,
                       "hook", hook,
                       "event", event,
                       "priority", priority,
                       "sensitive", sensitive,
                       "succeeded", TRUE,
                       "context", compressed,
                       "created-at", now,
                       "expires-at", now + (sensitive ? sensitive_retention : retention[priority]),
                       NULL);
}

/**
 * bty_hook_run_dup_context:
 * @self: a run
 * @error: (out) (optional): %BTY_ERROR_DAMAGED if it cannot be read any more
 *
 * Returns: (transfer full) (nullable): what the hook was given
 */
JsonNode *
bty_hook_run_dup_context (BtyHookRun  *self,
                          GError     **error)
{
  g_autoptr(GBytes) plain = bty_decompress (self->context, MAX_CONTEXT, error);

  return plain != NULL ? bty_json_parse (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), error) : NULL;
}
