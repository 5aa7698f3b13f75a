/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-compress.h"

#include "bty-config.h"
#include "bty-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define STEP 16384 /* bytes */

/* Sends @input through @converter. %NULL = the converter does not like it, or the result is larger than @max_size. */
static GBytes *
convert (GConverter *converter,
         GBytes     *input,
         gsize       max_size)
{
  g_autoptr(GByteArray) output = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (input, &size);
  gsize done = 0;

  while (TRUE)
    {
      guint8 step[STEP];
      gsize n_read;
      gsize n_written;
      GConverterResult result;

      result = g_converter_convert (converter, data != NULL ? data + done : step, size - done, step, sizeof step,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      if (result == G_CONVERTER_ERROR || n_written > max_size - output->len)
        return NULL;
      done += n_read;
      g_byte_array_append (output, step, n_written);
      if (result == G_CONVERTER_FINISHED)
        return g_byte_array_free_to_bytes (g_steal_pointer (&output));
    }
}

/**
 * bty_compress:
 * @plain: any bytes
 *
 * Returns: (transfer full): the same in the format of zlib
 */
GBytes *
bty_compress (GBytes *plain)
{
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, -1);

  return convert (G_CONVERTER (compressor), plain, G_MAXUINT);
}

/**
 * bty_decompress:
 * @compressed: (nullable): what bty_compress() gave
 * @max_size: bytes that the result may have
 * @error: (out) (optional): %BTY_ERROR_DAMAGED if it is something else, or more
 *
 * Returns: (transfer full) (nullable): what was compressed
 */
GBytes *
bty_decompress (GBytes  *compressed,
                gsize    max_size,
                GError **error)
{
  g_autoptr(GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  GBytes *plain = compressed != NULL ? convert (G_CONVERTER (decompressor), compressed, max_size) : NULL;

  if (plain == NULL)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED, _("What was compressed cannot be read any more."));

  return plain;
}
