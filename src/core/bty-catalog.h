/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-config.h"

G_BEGIN_DECLS

/**
 * BtyPreset:
 *
 * A service that is offered when a provider is added.
 */
typedef struct
{
  char            *name;
  BtyProviderType  type;
  char            *base_url;
  char            *model;           /* the default; empty = whatever the server has */
  gint64           context_tokens;  /* of the default model */
  gint64           output_tokens;
  char            *key_env;         /* where its key usually is; NULL = nowhere */
  gboolean         needs_key;
} BtyPreset;

/**
 * BtyModelInfo:
 *
 * What is known of all models whose name begins in one way.
 */
typedef struct
{
  char     *prefix;
  gint64    context_tokens;
  gint64    output_tokens;
  double    price_input;   /* US dollars per million tokens; NAN = unknown */
  double    price_output;
  gboolean  vision;
  gboolean  thinking;
} BtyModelInfo;

GPtrArray          *bty_catalog_get_presets              (void);
const BtyPreset    *bty_catalog_find_preset              (const char         *name);
const BtyModelInfo *bty_catalog_find_model               (const char         *model);
void                bty_catalog_get_limits               (BtyProviderConfig  *config,
                                                          const char         *model,
                                                          gint64             *context_tokens,
                                                          gint64             *output_tokens);

BtyProviderConfig  *bty_provider_config_new_from_preset  (const BtyPreset    *preset,
                                                          const char         *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
