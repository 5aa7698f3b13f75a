/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

/* The model of the built-in provider, which is none: it answers from memory only. */
#define BTY_BUILTIN_MODEL "memory-only"

#define BTY_TYPE_PROVIDER_CONFIG (bty_provider_config_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderConfig, bty_provider_config, BTY, PROVIDER_CONFIG, BtyRecord)

struct _BtyProviderConfig
{
  BtyRecord  parent_instance;

  char *id;
  char *name; /* unique */
  BtyProviderType type;
  char *preset; /* name in models.json, or empty */
  char *base_url;
  char *model;
  gint64 priority; /* lower is tried first */
  gboolean enabled;
  BtyTrust   clearance; /* the highest trust level it may be sent */
  char *key_env; /* environment variable that holds the key; then the keyring is not asked */
  JsonNode *headers; /* object of extra request headers */
  double price_input; /* US dollars per million tokens; unset = from models.json */
  double price_output;
  gboolean streaming;
  gboolean tools;
  gboolean vision;
  gboolean thinking;
  gint64 context_tokens; /* unset = from models.json */
  gint64 output_tokens;
  gint64 connect_timeout_ms;
  gint64 first_byte_timeout_ms;
  gint64 silence_timeout_ms;
  gint64 created_at;
  gint64 updated_at;
};

BtyProviderConfig *bty_provider_config_new (const char      *name,
                                            BtyProviderType  type) G_GNUC_WARN_UNUSED_RESULT;

gboolean           bty_provider_config_is_local (BtyProviderConfig *self);
gboolean           bty_provider_config_is_this_machine (const char *host);

G_END_DECLS
