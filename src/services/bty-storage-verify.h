/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-profile.h"

G_BEGIN_DECLS

/* Looks whether everything in an open profile is what was stored. */
void        bty_storage_verify_async     (BtyProfile           *profile,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
JsonNode   *bty_storage_verify_finish    (BtyProfile           *profile,
                                          GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char *bty_storage_verify_get_title (const char           *part);

/* What is in an open profile, and how much. */
void        bty_storage_measure_async    (BtyProfile           *profile,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
JsonNode   *bty_storage_measure_finish   (BtyProfile           *profile,
                                          GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
