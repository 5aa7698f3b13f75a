/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BtyPdfLimits:
 * @program: what turns a PDF into text
 * @timeout_ms: how long it may take
 * @max_size: bytes of text that are wanted
 *
 * How far the text of a PDF is looked for.
 */
typedef struct
{
  const char *program;
  guint       timeout_ms;
  gsize       max_size;
} BtyPdfLimits;

extern const BtyPdfLimits bty_pdf_limits;

void  bty_pdf_text_read_async  (GBytes               *pdf,
                                const BtyPdfLimits   *limits,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
char *bty_pdf_text_read_finish (GAsyncResult         *result,
                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
