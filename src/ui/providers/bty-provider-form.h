/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What can be typed about a provider. */
typedef enum
{
  BTY_PROVIDER_FIELD_NAME,
  BTY_PROVIDER_FIELD_BASE_URL,
  BTY_PROVIDER_FIELD_KEY,
  BTY_PROVIDER_FIELD_KEY_ENV,
  BTY_PROVIDER_FIELD_MODEL,
  BTY_PROVIDER_FIELD_PRICE,
  BTY_PROVIDER_FIELD_TOKENS,
  BTY_PROVIDER_FIELD_HEADERS,
} BtyProviderField;

char     *bty_provider_form_check         (BtyProviderField  field,
                                           const char       *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_provider_form_is_exposed    (const char       *base_url);

double    bty_provider_form_parse_price   (const char       *text);
char     *bty_provider_form_write_price   (double            price) G_GNUC_WARN_UNUSED_RESULT;
gint64    bty_provider_form_parse_tokens  (const char       *text);
char     *bty_provider_form_write_tokens  (gint64            tokens) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *bty_provider_form_parse_headers (const char       *text) G_GNUC_WARN_UNUSED_RESULT;
char     *bty_provider_form_write_headers (JsonNode         *headers) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
