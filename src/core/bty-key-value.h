/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_KEY_VALUE (bty_key_value_get_type ())

G_DECLARE_FINAL_TYPE (BtyKeyValue, bty_key_value, BTY, KEY_VALUE, BtyRecord)

struct _BtyKeyValue
{
  BtyRecord  parent_instance;

  char *id;
  char *scope;
  char *key; /* unique within the scope */
  JsonNode *json; /* NULL = the value is bytes */
  GBytes *data; /* NULL = the value is JSON */
  gint64 created_at; /* kept when the value changes */
  gint64 updated_at;
  gint64 expires_at;
};

BtyKeyValue *bty_key_value_new (const char *scope,
                                const char *key,
                                JsonNode   *json,
                                GBytes     *data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
