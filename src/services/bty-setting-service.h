/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

#define BTY_SETTING_ABOUT_YOU "about_you"
#define BTY_SETTING_STRATEGY "provider_strategy"
#define BTY_SETTING_EXPIRY "session_expiry" /* a span such as 1w; unset or "" = never */
#define BTY_SETTING_EMBEDDER "embedder" /* a BtyEmbedderChoice as JSON */
#define BTY_SETTING_FURNISHED "furnished"

#define BTY_TYPE_SETTING_SERVICE (bty_setting_service_get_type ())

G_DECLARE_FINAL_TYPE (BtySettingService, bty_setting_service, BTY, SETTING_SERVICE, GObject)

BtySettingService *bty_setting_service_new (BtyWorker  *worker,
                                            GHashTable *values) G_GNUC_WARN_UNUSED_RESULT;

/* Settings of the profile; loaded when it is opened. */
const char *bty_setting_service_get (BtySettingService *self,
                                     const char        *key);

void bty_setting_service_set_async (BtySettingService   *self,
                                    const char          *key,
                                    const char          *value,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
gboolean bty_setting_service_set_finish (BtySettingService  *self,
                                         GAsyncResult       *result,
                                         GError            **error);

G_END_DECLS
