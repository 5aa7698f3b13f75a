/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-service.h"

G_BEGIN_DECLS

JsonNode *bty_cli_provider_to_json      (BtyProviderStatus *status) G_GNUC_WARN_UNUSED_RESULT;
void      bty_cli_print_providers       (GListModel        *providers);
void      bty_cli_print_provider_states (GListModel        *providers);
void      bty_cli_print_providers_json  (GListModel        *providers);
void      bty_cli_print_found_providers (GPtrArray         *configs,
                                         gboolean           json);
void      bty_cli_wait_for_keys         (GListModel        *providers);

G_END_DECLS
