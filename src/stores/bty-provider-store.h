/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-provider-config.h"
#include "bty-provider-health.h"

G_BEGIN_DECLS

/* The setting that says which providers came with a file and wait for a person; it means something in these data only.
 * Ids with blanks between them. */
#define BTY_PROVIDER_SETTING_UNCONFIRMED "unconfirmed_providers"

GPtrArray *bty_provider_store_list        (BtyDatabase        *database,
                                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_provider_store_insert      (BtyDatabase        *database,
                                           BtyProviderConfig  *config,
                                           GError            **error);
gboolean   bty_provider_store_update      (BtyDatabase        *database,
                                           BtyProviderConfig  *config,
                                           GError            **error);
gboolean   bty_provider_store_delete      (BtyDatabase        *database,
                                           const char         *id,
                                           GError            **error);

GPtrArray *bty_provider_store_list_health (BtyDatabase        *database,
                                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_provider_store_save_health (BtyDatabase        *database,
                                           BtyProviderHealth  *health,
                                           GError            **error);

G_END_DECLS
