/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-index-file-private.h"

#include "bty-error.h"

#include "bty-config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  FILE           *file;
  BtyIndexHeader  header;
  const guint32  *rows;      /* the rows that are written */
  guint           n_rows;
  guint64         at;        /* in the file, of what is in the piece */
  guint64         hash;      /* of the section so far */
  guint8         *piece;
  gsize           n_bytes;   /* in the piece */
} Writer;

static guint64
rotate (guint64 number,
        guint   bits)
{
  return number << bits | number >> (64 - bits);
}

/* Four lanes, each word multiplied into one of them: as fast as memory, and any changed word changes the result. */
static guint64
hash_words (guint64       hash,
            const guint8 *bytes,
            gsize         size)
{
  guint64 lanes[4] = { hash, hash ^ 1, hash ^ 2, hash ^ 3 };

  for (gsize at = 0; at < size; at += sizeof lanes)
    {
      guint64 words[4];

      memcpy (words, bytes + at, sizeof words);
      for (guint i = 0; i < 4; i++)
        lanes[i] = rotate ((lanes[i] ^ words[i]) * 0x9e3779b97f4a7c15, 29);
    }
  for (guint i = 0; i < 4; i++)
    hash = rotate ((hash ^ lanes[i]) * 0xbf58476d1ce4e5b9, 31);

  return hash;
}

/**
 * bty_index_file_hash_pieces:
 * @bytes: a section with the zeros at its end
 * @size: a multiple of %BTY_INDEX_FILE_PAGE
 *
 * Returns: its hash; it protects from accidents, not from attackers
 */
guint64
bty_index_file_hash_pieces (const guint8 *bytes,
                            gsize         size)
{
  guint64 hash = 0;

  for (gsize at = 0; at < size; at += BTY_INDEX_FILE_PIECE)
    hash = hash_words (hash, bytes + at, MIN (BTY_INDEX_FILE_PIECE, size - at));

  return hash;
}

/**
 * bty_index_file_hash_header:
 * @header: what the first page holds
 *
 * Returns: the hash of the page
 */
guint64
bty_index_file_hash_header (const BtyIndexHeader *header)
{
  guint8 page[BTY_INDEX_FILE_PAGE] = { 0 };

  memcpy (page, header, sizeof *header);
  memset (page + G_STRUCT_OFFSET (BtyIndexHeader, hash), 0, sizeof header->hash);

  return hash_words (0, page, sizeof page);
}

/* What went wrong stays in the stream until the end. */
static void
flush_piece (Writer *writer)
{
  writer->hash = hash_words (writer->hash, writer->piece, writer->n_bytes);
  fwrite (writer->piece, 1, writer->n_bytes, writer->file);
  writer->at += writer->n_bytes;
  writer->n_bytes = 0;
}

static void
put (Writer        *writer,
     gconstpointer  bytes,
     gsize          size)
{
  const guint8 *from = bytes;

  while (size > 0)
    {
      gsize n = MIN (size, BTY_INDEX_FILE_PIECE - writer->n_bytes);

      memcpy (writer->piece + writer->n_bytes, from, n);
      writer->n_bytes += n;
      from += n;
      size -= n;
      if (writer->n_bytes == BTY_INDEX_FILE_PIECE)
        flush_piece (writer);
    }
}

static void
begin_section (Writer     *writer,
               BtySection  section)
{
  writer->header.sections[section].offset = writer->at;
  writer->hash = 0;
}

static void
end_section (Writer     *writer,
             BtySection  section)
{
  static const guint8 zeros[BTY_INDEX_FILE_PAGE];
  BtySectionPlace *place = &writer->header.sections[section];

  place->size = writer->at + writer->n_bytes - place->offset;
  put (writer, zeros, -place->size % BTY_INDEX_FILE_PAGE);
  if (writer->n_bytes > 0)
    flush_piece (writer);
  place->hash = writer->hash;
}

static void
write_column (Writer          *writer,
              BtySection       section,
              const BtyColumn *column)
{
  begin_section (writer, section);
  for (guint i = 0; i < writer->n_rows; i++)
    put (writer, bty_column_get (column, writer->rows[i]), column->row_bytes);
  end_section (writer, section);
}

static void
write_bytes (Writer        *writer,
             BtySection     section,
             gconstpointer  bytes,
             gsize          size)
{
  begin_section (writer, section);
  put (writer, bytes, size);
  end_section (writer, section);
}

static void
write_live (Writer               *writer,
            const BtyVectorTable *table)
{
  begin_section (writer, BTY_SECTION_LIVE);
  for (guint start = 0; start < writer->n_rows; start += 8)
    {
      guint8 byte = 0;

      for (guint i = start; i < MIN (start + 8, writer->n_rows); i++)
        byte |= bty_vector_table_is_live (table, writer->rows[i]) << (i - start);
      put (writer, &byte, 1);
    }
  end_section (writer, BTY_SECTION_LIVE);
}

static void
write_bits (Writer               *writer,
            const BtyVectorTable *table)
{
  g_autofree guint64 *block = g_new (guint64, table->n_words * BTY_CODE_BLOCK);

  begin_section (writer, BTY_SECTION_BITS);
  for (guint start = 0; start < writer->n_rows && table->n_coded > 0; start += BTY_CODE_BLOCK)
    {
      memset (block, 0, table->n_words * BTY_CODE_BLOCK * sizeof (guint64));
      for (guint i = start; i < MIN (start + BTY_CODE_BLOCK, writer->n_rows); i++)
        for (guint word = 0; word < table->n_words; word++)
          block[word * BTY_CODE_BLOCK + i - start] =
            bty_vector_table_get_bits (table, writer->rows[i])[word * BTY_CODE_BLOCK];
      put (writer, block, table->n_words * BTY_CODE_BLOCK * sizeof (guint64));
    }
  end_section (writer, BTY_SECTION_BITS);
}

static void
write_sections (Writer               *writer,
                const BtyVectorTable *table,
                const BtyHnsw        *graph)
{
  static const guint8 page[BTY_INDEX_FILE_PAGE];

  fwrite (page, 1, sizeof page, writer->file);
  writer->at = sizeof page;
  write_column (writer, BTY_SECTION_KEYS, &table->keys);
  write_live (writer, table);
  write_column (writer, BTY_SECTION_SCALES, &table->scales);
  write_column (writer, BTY_SECTION_NORMS, &table->norms);
  write_bytes (writer, BTY_SECTION_CENTRE, table->centre, table->dimensions * sizeof (float));
  write_bits (writer, table);
  if (graph != NULL)
    {
      write_column (writer, BTY_SECTION_UPPER, &graph->upper);
      write_bytes (writer, BTY_SECTION_UPPER_LINKS, graph->upper_links, graph->n_upper * sizeof (guint32));
      write_column (writer, BTY_SECTION_LINKS, &graph->links);
    }
  write_column (writer, BTY_SECTION_INT8, &table->int8);
  write_column (writer, BTY_SECTION_FLOATS, &table->floats);
}

static void
fill_header (Writer               *writer,
             const char           *model,
             gint64                stamp,
             const BtyVectorTable *table,
             const BtyHnsw        *graph)
{
  BtyIndexHeader *header = &writer->header;

  memcpy (header->magic, BTY_INDEX_FILE_MAGIC, sizeof header->magic);
  header->byte_order = BTY_INDEX_FILE_BYTE_ORDER;
  header->version = BTY_INDEX_FILE_VERSION;
  header->metric = table->metric;
  header->dimensions = table->dimensions;
  header->n_rows = writer->n_rows;
  header->n_live = table->n_live;
  header->n_coded = MIN (table->n_coded, writer->n_rows);
  header->stamp = stamp;
  g_strlcpy (header->model, model, sizeof header->model);
  header->entry = BTY_HNSW_NONE;
  if (graph != NULL)
    {
      header->n_graph_rows = graph->n_rows;
      header->entry = graph->entry;
      header->top_level = graph->top_level;
      header->n_upper = graph->n_upper;
    }
  header->hash = bty_index_file_hash_header (header);
}

static gboolean
fail (const char  *path,
      int          problem,
      GError     **error)
{
  BtyError code = problem == ENOSPC || problem == EDQUOT ? BTY_ERROR_FULL
                  : problem == EACCES || problem == EROFS || problem == EPERM ? BTY_ERROR_READ_ONLY
                                                                              : BTY_ERROR_FAILED;

  /* Translators: %1$s is a file name, %2$s what the system says */
  g_set_error (error, BTY_ERROR, code, _("Cannot write “%1$s”: %2$s"), path, g_strerror (problem));

  return FALSE;
}

/* All rows of a graph, which knows them by number; without one, the live rows alone. */
static guint32 *
choose_rows (const BtyVectorTable *table,
             const BtyHnsw        *graph,
             guint                *n_rows)
{
  guint32 *rows = g_new (guint32, table->n_rows + 1);

  *n_rows = 0;
  for (guint32 row = 0; row < table->n_rows; row++)
    if (graph != NULL || bty_vector_table_is_live (table, row))
      rows[(*n_rows)++] = row;

  return rows;
}

/**
 * bty_index_file_write:
 * @path: where to
 * @model: whose vectors they are
 * @stamp: what the caller wants to find again
 * @table: the rows
 * @graph: (nullable): a graph of all of them
 * @error: return location for an error of %BTY_ERROR
 *
 * Replaces the file as a whole, so that it is never half written; what has it mapped keeps the old one. Without a
 * graph rows that were removed are left out.
 *
 * Returns: whether it was written
 */
gboolean
bty_index_file_write (const char            *path,
                      const char            *model,
                      gint64                 stamp,
                      const BtyVectorTable  *table,
                      const BtyHnsw         *graph,
                      GError               **error)
{
  g_autofree char *other = g_strconcat (path, ".XXXXXX", NULL);
  g_autofree guint32 *rows = NULL;
  g_autofree guint8 *piece = g_malloc (BTY_INDEX_FILE_PIECE);
  Writer writer = { .piece = piece };
  int descriptor = g_mkstemp_full (other, O_RDWR | O_CLOEXEC, 0600);
  int problem = 0;

  if (descriptor < 0)
    return fail (path, errno, error);

  writer.file = fdopen (descriptor, "wb");
  setvbuf (writer.file, NULL, _IONBF, 0);
  rows = choose_rows (table, graph, &writer.n_rows);
  writer.rows = rows;
  errno = 0;
  write_sections (&writer, table, graph);
  fill_header (&writer, model, stamp, table, graph);
  if (ferror (writer.file) || fseek (writer.file, 0, SEEK_SET) != 0
      || fwrite (&writer.header, 1, sizeof writer.header, writer.file) != sizeof writer.header)
    problem = errno != 0 ? errno : EIO;
  if (fclose (writer.file) != 0 && problem == 0)
    problem = errno;
  if (problem == 0 && g_rename (other, path) != 0)
    problem = errno;
  if (problem != 0)
    {
      g_unlink (other);
      return fail (path, problem, error);
    }

  return TRUE;
}
