/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-attachment.h"

G_BEGIN_DECLS

BtyAttachment *bty_cli_read_attachment (const char  *path,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
