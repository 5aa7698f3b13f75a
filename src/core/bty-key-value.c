/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-key-value.h"

#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyKeyValue:
 *
 * A value kept under a name within a scope: bytes, or JSON, never both.
 */

G_DEFINE_FINAL_TYPE (BtyKeyValue, bty_key_value, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyKeyValue, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyKeyValue, scope, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyKeyValue, key, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyKeyValue, json, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyKeyValue, data, BLOB, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyKeyValue, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyKeyValue, updated_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyKeyValue, expires_at, TIME, BTY_FIELD_NULLABLE),
};

static void
bty_key_value_class_init (BtyKeyValueClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "key_values", fields, G_N_ELEMENTS (fields));
}

static void
bty_key_value_init (BtyKeyValue *self)
{
}

/**
 * bty_key_value_new:
 * @scope: whose it is
 * @key: its name in there
 * @json: (nullable): the value, or %NULL if it is bytes
 * @data: (nullable): the value, or %NULL if it is JSON
 *
 * Returns: (transfer full): a value that does not expire
 */
BtyKeyValue *
bty_key_value_new (const char *scope,
                   const char *key,
                   JsonNode   *json,
                   GBytes     *data)
{
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  return g_object_new (BTY_TYPE_KEY_VALUE,
                       "id", id,
                       "scope", scope,
                       "key", key,
                       "json", json,
                       "data", data,
                       "created-at", now,
                       "updated-at", now,
                       NULL);
}
