/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-index-file-private.h"

#include "bty-error.h"

#include "bty-config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

struct _BtyIndexFile
{
  guint8 *bytes;
  gsize   size;
};

static const BtyIndexHeader *
get_header (BtyIndexFile *self)
{
  return (const BtyIndexHeader *) self->bytes;
}

static gpointer
get_section (BtyIndexFile *self,
             BtySection    section)
{
  return self->bytes + get_header (self)->sections[section].offset;
}

static gboolean
refuse (const char  *path,
        GError     **error)
{
  g_set_error (error, BTY_ERROR, BTY_ERROR_DAMAGED, _("The search index “%s” is damaged"), path);

  return FALSE;
}

/**
 * bty_index_file_free:
 * @self: (transfer full): a file
 *
 * Nothing that was filled from it may be used after that.
 */
void
bty_index_file_free (BtyIndexFile *self)
{
  munmap (self->bytes, self->size);
  g_free (self);
}

static BtyIndexFile *
map (const char  *path,
     GError     **error)
{
  BtyIndexFile *self;
  guint8 *bytes = MAP_FAILED;
  struct stat status = { 0 };
  int descriptor = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (descriptor < 0)
    {
      g_set_error (error, BTY_ERROR, errno == ENOENT ? BTY_ERROR_NOT_FOUND : BTY_ERROR_FAILED,
                   /* Translators: %1$s is a file name, %2$s what the system says */
                   _("Cannot open the search index “%1$s”: %2$s"), path, g_strerror (errno));
      return NULL;
    }

  if (fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode) && status.st_size >= BTY_INDEX_FILE_PAGE)
    bytes = mmap (NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0);
  g_close (descriptor, NULL);
  if (bytes == MAP_FAILED)
    {
      refuse (path, error);
      return NULL;
    }

  self = g_new (BtyIndexFile, 1);
  self->bytes = bytes;
  self->size = status.st_size;

  return self;
}

/* How large each section must be. */
static void
get_sizes (const BtyIndexHeader *header,
           guint64              *sizes)
{
  guint64 n = header->n_rows;
  guint64 n_words = bty_vector_table_count_words (header->dimensions);
  guint64 n_blocks = (n + BTY_CODE_BLOCK - 1) / BTY_CODE_BLOCK;
  guint64 stride = (header->dimensions + BTY_INT8_ALIGN - 1) / BTY_INT8_ALIGN * BTY_INT8_ALIGN;

  sizes[BTY_SECTION_KEYS] = n * sizeof (gint64);
  sizes[BTY_SECTION_LIVE] = (n + 7) / 8;
  sizes[BTY_SECTION_SCALES] = n * sizeof (float);
  sizes[BTY_SECTION_NORMS] = n * sizeof (float);
  sizes[BTY_SECTION_CENTRE] = header->dimensions * sizeof (float);
  sizes[BTY_SECTION_BITS] = header->n_coded > 0 ? n_blocks * BTY_CODE_BLOCK * n_words * sizeof (guint64) : 0;
  sizes[BTY_SECTION_UPPER] = header->n_graph_rows * sizeof (guint32);
  sizes[BTY_SECTION_UPPER_LINKS] = header->n_upper * sizeof (guint32);
  sizes[BTY_SECTION_LINKS] = (guint64) header->n_graph_rows * BTY_HNSW_BOTTOM_LINKS * sizeof (guint32);
  sizes[BTY_SECTION_INT8] = n * stride;
  sizes[BTY_SECTION_FLOATS] = n * header->dimensions * sizeof (float);
}

/* Whether all that the header says is possible, and its sections lie where they must and fill the file. */
static gboolean
is_header_sound (BtyIndexFile *self)
{
  const BtyIndexHeader *header = get_header (self);
  guint64 sizes[BTY_SECTION_LAST];
  guint64 at = BTY_INDEX_FILE_PAGE;

  if (memcmp (header->magic, BTY_INDEX_FILE_MAGIC, sizeof header->magic) != 0
      || header->byte_order != BTY_INDEX_FILE_BYTE_ORDER || header->version != BTY_INDEX_FILE_VERSION
      || header->hash != bty_index_file_hash_header (header)
      || header->metric >= BTY_METRIC_LAST || header->dimensions == 0 || header->dimensions > G_MAXUINT16
      || header->n_rows > BTY_COLUMN_MAX_ROWS || header->n_live > header->n_rows || header->n_coded > header->n_rows
      || (header->n_graph_rows != 0 && header->n_graph_rows != header->n_rows)
      || header->n_upper > G_MAXUINT32 || memchr (header->model, '\0', sizeof header->model) == NULL)
    return FALSE;
  for (gsize i = sizeof *header; i < BTY_INDEX_FILE_PAGE; i++)
    if (self->bytes[i] != 0)
      return FALSE;

  get_sizes (header, sizes);
  for (guint i = 0; i < BTY_SECTION_LAST; i++)
    {
      const BtySectionPlace *place = &header->sections[i];

      if (sizes[i] == 0)
        continue;
      if (place->offset != at || place->size != sizes[i])
        return FALSE;
      at += (sizes[i] + BTY_INDEX_FILE_PAGE - 1) / BTY_INDEX_FILE_PAGE * BTY_INDEX_FILE_PAGE;
    }

  return at == self->size;
}

static gboolean
is_section_sound (BtyIndexFile *self,
                  BtySection    section)
{
  const BtySectionPlace *place = &get_header (self)->sections[section];
  gsize size = (place->size + BTY_INDEX_FILE_PAGE - 1) / BTY_INDEX_FILE_PAGE * BTY_INDEX_FILE_PAGE;

  return place->size == 0 || place->hash == bty_index_file_hash_pieces (self->bytes + place->offset, size);
}

/**
 * bty_index_file_open:
 * @path: a file that bty_index_file_write() wrote
 * @model: whose vectors it must hold
 * @metric: by which they must be near
 * @dimensions: how many numbers they must have
 * @error: return location for an error of %BTY_ERROR: not found, damaged, or invalid when it is about other vectors
 *
 * Maps the file and checks its header and its small sections. The large ones are checked by bty_index_file_verify();
 * a mistake in them can make results worse but do no harm.
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
BtyIndexFile *
bty_index_file_open (const char  *path,
                     const char  *model,
                     BtyMetric    metric,
                     guint        dimensions,
                     GError     **error)
{
  g_autoptr(BtyIndexFile) self = map (path, error);
  const BtyIndexHeader *header;

  if (self == NULL)
    return NULL;

  header = get_header (self);
  if (!is_header_sound (self))
    {
      refuse (path, error);
      return NULL;
    }
  for (guint i = 0; i <= BTY_SECTION_LAST_CHECKED; i++)
    if (!is_section_sound (self, i))
      {
        refuse (path, error);
        return NULL;
      }
  if (header->metric != metric || header->dimensions != dimensions || !g_str_equal (header->model, model))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                   /* Translators: %1$s is a file name, %2$s the name of an embedding model */
                   _("The search index “%1$s” is of the model “%2$s”"), path, header->model);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * bty_index_file_fill_table:
 * @self: a file
 * @table: a table without rows, of the file's metric and dimensions
 *
 * The rows stay in the file, but for the bit codes: they are read fastest from large pages.
 */
void
bty_index_file_fill_table (BtyIndexFile   *self,
                           BtyVectorTable *table)
{
  const BtyIndexHeader *header = get_header (self);
  guint n = header->n_rows;

  table->n_rows = n;
  table->n_live = header->n_live;
  bty_column_map (&table->keys, get_section (self, BTY_SECTION_KEYS), n);
  bty_column_map (&table->live, get_section (self, BTY_SECTION_LIVE), (n + 7) / 8);
  bty_column_map (&table->scales, get_section (self, BTY_SECTION_SCALES), n);
  bty_column_map (&table->norms, get_section (self, BTY_SECTION_NORMS), n);
  bty_column_map (&table->int8, get_section (self, BTY_SECTION_INT8), n);
  bty_column_map (&table->floats, get_section (self, BTY_SECTION_FLOATS), n);
  memcpy (table->centre, get_section (self, BTY_SECTION_CENTRE), table->dimensions * sizeof (float));
  if (header->n_coded > 0)
    {
      /* Rows that were left out made fewer of what was coded: never less room than rows. */
      bty_vector_table_make_bits (table, MAX (header->n_coded, (n + 1) / 2));
      memcpy (table->bits, get_section (self, BTY_SECTION_BITS), header->sections[BTY_SECTION_BITS].size);
    }
}

/**
 * bty_index_file_fill_graph:
 * @self: a file
 * @graph: a graph without rows of a table that was filled from the file
 *
 * Returns: whether there is a graph in the file that can be used
 */
gboolean
bty_index_file_fill_graph (BtyIndexFile *self,
                           BtyHnsw      *graph)
{
  const BtyIndexHeader *header = get_header (self);

  if (header->n_graph_rows == 0)
    return FALSE;

  graph->n_rows = header->n_graph_rows;
  graph->entry = header->entry;
  graph->top_level = header->top_level;
  graph->n_upper = header->n_upper;
  graph->upper_capacity = header->n_upper;
  graph->upper_links = g_memdup2 (get_section (self, BTY_SECTION_UPPER_LINKS), header->n_upper * sizeof (guint32));
  bty_column_map (&graph->links, get_section (self, BTY_SECTION_LINKS), graph->n_rows);
  bty_column_map (&graph->upper, get_section (self, BTY_SECTION_UPPER), graph->n_rows);

  return bty_hnsw_is_sound (graph);
}

/**
 * bty_index_file_get_stamp:
 * @self: a file
 *
 * Returns: what the caller of bty_index_file_write() wanted to find again
 */
gint64
bty_index_file_get_stamp (BtyIndexFile *self)
{
  return get_header (self)->stamp;
}

/**
 * bty_index_file_get_bytes:
 * @self: a file
 *
 * Returns: its size
 */
gsize
bty_index_file_get_bytes (BtyIndexFile *self)
{
  return self->size;
}

/**
 * bty_index_file_verify:
 * @path: a file that bty_index_file_write() wrote
 * @cancellable: (nullable): to give up
 * @error: return location for an error of %BTY_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Reads the whole file, about as fast as memory; to be called on a thread of its own after the file was opened.
 *
 * Returns: whether it is what was written
 */
gboolean
bty_index_file_verify (const char    *path,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(BtyIndexFile) self = map (path, error);

  if (self == NULL)
    return FALSE;
  if (!is_header_sound (self))
    return refuse (path, error);

  for (guint i = 0; i < BTY_SECTION_LAST; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!is_section_sound (self, i))
        return refuse (path, error);
    }

  return TRUE;
}
