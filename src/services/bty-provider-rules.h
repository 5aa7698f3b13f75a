/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-provider-status.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean   bty_provider_rules_check             (BtyProviderConfig  *config,
                                                 gboolean            has_key,
                                                 GError            **error);
gboolean   bty_provider_rules_is_known_service  (BtyProviderConfig  *config);
gboolean   bty_provider_rules_needs_key         (BtyProviderConfig  *config);
GPtrArray *bty_provider_rules_order             (GPtrArray          *statuses,
                                                 BtyBot             *bot,
                                                 gboolean            chosen,
                                                 BtyStrategy         strategy,
                                                 guint               turn) G_GNUC_WARN_UNUSED_RESULT;
char      *bty_provider_rules_describe_kept_out (GPtrArray          *statuses,
                                                 BtyBot             *bot,
                                                 BtyStrategy         strategy,
                                                 guint               turn) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_provider_rules_move              (GListModel         *statuses,
                                                 BtyProviderStatus  *status,
                                                 guint               position) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
