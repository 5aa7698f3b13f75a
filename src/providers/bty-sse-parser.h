/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BTY_SSE_MAX_LINE (1024 * 1024)

typedef struct _BtySseParser BtySseParser;

BtySseParser *bty_sse_parser_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void          bty_sse_parser_free (BtySseParser  *self);
void          bty_sse_parser_push (BtySseParser  *self,
                                   gconstpointer  bytes,
                                   gsize          length);
gboolean      bty_sse_parser_next (BtySseParser  *self,
                                   const char   **name,
                                   const char   **data,
                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtySseParser, bty_sse_parser_free)

G_END_DECLS
