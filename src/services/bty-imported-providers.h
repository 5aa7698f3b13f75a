/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _BtyImportedProviders BtyImportedProviders;

BtyImportedProviders *bty_imported_providers_new      (BtyDatabase           *database,
                                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void                  bty_imported_providers_free     (BtyImportedProviders  *self);
JsonArray            *bty_imported_providers_mark     (BtyImportedProviders  *self,
                                                       BtyDatabase           *database,
                                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyImportedProviders, bty_imported_providers_free)

G_END_DECLS
