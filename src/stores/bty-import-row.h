/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-json-reader.h"
#include "bty-record.h"

G_BEGIN_DECLS

gpointer bty_import_row_read (BtyJsonReader  *reader,
                              GType           type,
                              GString        *path,
                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
