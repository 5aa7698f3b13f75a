/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-inbox-foresight.h"

#include <glib/gi18n.h>

#include "bty-memory-foresight.h"
#include "bty-visible-text.h"

/**
 * BtyInboxForesight:
 *
 * Tells the rows of the inbox that are seen what they are like and what would become of them, a handful at a time: who
 * has a thousand of them to decide does not wait for all.
 */
struct _BtyInboxForesight
{
  GObject           parent_instance;

  /* Owned */
  BtyMemoryService *service;
  GHashTable       *known;        /* id of a candidate → what it would say, "" = it is like nothing */
  GHashTable       *rows;         /* rows that are seen, borrowed → id of the candidate */
  GPtrArray        *wanted;       /* candidates of rows that nothing is known of */
  GCancellable     *cancellable;  /* of what is looked up */

  guint             idle;
};

G_DEFINE_FINAL_TYPE (BtyInboxForesight, bty_inbox_foresight, G_TYPE_OBJECT)

static char *
describe (BtyMemoryForesight *foresight)
{
  g_autofree char *text = foresight->memory != NULL ? bty_visible_start (foresight->memory->text) : NULL;

  if (text == NULL)
    return g_strdup ("");

  switch (foresight->outcome)
    {
    case BTY_MEMORY_KNOWN:
      /* Translators: %s is what a bot remembers */
      return g_strdup_printf (_("Like this one: “%s” It is known already and would not be stored again."), text);
    case BTY_MEMORY_MERGED:
      /* Translators: %s is what a bot remembers */
      return g_strdup_printf (_("Like this one: “%s” What is new in it would be added there."), text);
    case BTY_MEMORY_SUPERSEDES:
      /* Translators: %s is what a bot remembers */
      return g_strdup_printf (_("Says otherwise than this one: “%s” It would take its place."), text);
    case BTY_MEMORY_STORED:
    default:
      /* Translators: %s is what a bot remembers */
      return g_strdup_printf (_("Like this one, which other bots read: “%s” Both would be kept."), text);
    }
}

static void
show (BtyInboxForesight *self)
{
  GHashTableIter iter;
  gpointer row;
  gpointer id;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, &id))
    bty_candidate_row_set_likeness (row, g_hash_table_lookup (self->known, id));
}

static void
foreseen_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyInboxForesight) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = bty_memory_foresight_list_finish (BTY_MEMORY_SERVICE (source), result, &error);

  /* What cannot be foreseen is not said; accepting says what went wrong. */
  if (list == NULL)
    return;

  for (guint i = 0; i < list->len; i++)
    {
      BtyMemoryForesight *foresight = g_ptr_array_index (list, i);

      g_hash_table_insert (self->known, g_strdup (foresight->candidate_id), describe (foresight));
    }
  show (self);
}

static gboolean
look_cb (gpointer data)
{
  BtyInboxForesight *self = data;
  g_autoptr(GPtrArray) wanted = g_steal_pointer (&self->wanted);

  self->idle = 0;
  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
  bty_memory_foresight_list_async (self->service, wanted, self->cancellable, foreseen_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
bty_inbox_foresight_dispose (GObject *object)
{
  BtyInboxForesight *self = BTY_INBOX_FORESIGHT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_hash_table_remove_all (self->rows);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_inbox_foresight_parent_class)->dispose (object);
}

static void
bty_inbox_foresight_finalize (GObject *object)
{
  BtyInboxForesight *self = BTY_INBOX_FORESIGHT (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->wanted);

  G_OBJECT_CLASS (bty_inbox_foresight_parent_class)->finalize (object);
}

static void
bty_inbox_foresight_class_init (BtyInboxForesightClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_inbox_foresight_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_inbox_foresight_finalize;
}

static void
bty_inbox_foresight_init (BtyInboxForesight *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rows = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * bty_inbox_foresight_new:
 * @service: whose inbox it is
 *
 * Returns: (transfer full): one that knows nothing yet
 */
BtyInboxForesight *
bty_inbox_foresight_new (BtyMemoryService *service)
{
  BtyInboxForesight *self = g_object_new (BTY_TYPE_INBOX_FORESIGHT, NULL);

  self->service = g_object_ref (service);

  return self;
}

/**
 * bty_inbox_foresight_bind:
 * @self: the foresight
 * @row: a row; it must be taken back by bty_inbox_foresight_unbind()
 * @candidate: what it shows
 *
 * Tells the row what its candidate is like, now or when that is known.
 */
void
bty_inbox_foresight_bind (BtyInboxForesight  *self,
                          BtyCandidateRow    *row,
                          BtyMemoryCandidate *candidate)
{
  const char *known = g_hash_table_lookup (self->known, candidate->id);

  g_hash_table_insert (self->rows, row, g_strdup (candidate->id));
  bty_candidate_row_set_likeness (row, known);
  if (known != NULL)
    return;

  g_ptr_array_add (self->wanted, g_object_ref (candidate));
  if (self->idle == 0)
    self->idle = g_idle_add (look_cb, self);
}

/**
 * bty_inbox_foresight_unbind:
 * @self: the foresight
 * @row: a row that shows nothing any more
 */
void
bty_inbox_foresight_unbind (BtyInboxForesight *self,
                            BtyCandidateRow   *row)
{
  g_hash_table_remove (self->rows, row);
}

/**
 * bty_inbox_foresight_reset:
 * @self: the foresight
 *
 * Forgets what would become of all: something has changed.
 */
void
bty_inbox_foresight_reset (BtyInboxForesight *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_handle_id (&self->idle, g_source_remove);
  g_ptr_array_set_size (self->wanted, 0);
  g_hash_table_remove_all (self->known);
}
