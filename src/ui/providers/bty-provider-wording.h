/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-status.h"

G_BEGIN_DECLS

const char *bty_provider_wording_get_icon      (BtyProviderState   state);
const char *bty_provider_wording_get_style     (BtyProviderState   state);

char       *bty_provider_wording_dup_plain     (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_provider_wording_dup_countdown (gint64             remaining) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_provider_wording_dup_latency   (gint64             milliseconds) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_provider_wording_dup_kind      (BtyProviderConfig *config) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_provider_wording_dup_state     (BtyProviderStatus *status,
                                                gint64             remaining) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_provider_wording_dup_error     (BtyProviderHealth *health) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_provider_wording_dup_record    (BtyProviderHealth *health) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_provider_wording_dup_key       (BtyProviderStatus *status) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_provider_wording_dup_models    (BtyProviderStatus *status) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
