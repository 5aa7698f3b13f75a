/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-catalog.h"
#include "bty-provider-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_PROVIDER_EDITOR (bty_provider_editor_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderEditor, bty_provider_editor, BTY, PROVIDER_EDITOR, AdwBin)

void               bty_provider_editor_begin        (BtyProviderEditor  *self,
                                                     BtyProviderService *service,
                                                     const BtyPreset    *preset);
void               bty_provider_editor_load         (BtyProviderEditor  *self,
                                                     BtyProviderService *service,
                                                     BtyProviderStatus  *status);

gboolean           bty_provider_editor_check        (BtyProviderEditor  *self,
                                                     gboolean            connection_only);
void               bty_provider_editor_refuse_name  (BtyProviderEditor  *self,
                                                     const char         *complaint);
BtyProviderConfig *bty_provider_editor_dup_config   (BtyProviderEditor  *self) G_GNUC_WARN_UNUSED_RESULT;
char              *bty_provider_editor_dup_key      (BtyProviderEditor  *self) G_GNUC_WARN_UNUSED_RESULT;
void               bty_provider_editor_wipe_key     (BtyProviderEditor  *self);
gboolean           bty_provider_editor_get_this_run (BtyProviderEditor  *self);
void               bty_provider_editor_set_this_run (BtyProviderEditor  *self);
void               bty_provider_editor_set_model    (BtyProviderEditor  *self,
                                                     const char         *model);
void               bty_provider_editor_set_fetching (BtyProviderEditor  *self,
                                                     gboolean            fetching);
void               bty_provider_editor_warn_models  (BtyProviderEditor  *self,
                                                     const char         *warning);

G_END_DECLS
