/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-trust-table.h"

struct _BtyTrustTable
{
  GObject           parent_instance;

  /* Owned */
  BtyMemoryService *memories;
  BtyBotService    *bots;
  GHashTable       *trusted;     /* "reader author" -> itself */
  GHashTable       *n_shared;    /* id of an author -> how many */
  GCancellable     *loading;
  char             *error;
};

enum
{
  PROP_0,
  PROP_ERROR,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyTrustTable, bty_trust_table, G_TYPE_OBJECT)

static char *
dup_key (const char *reader_id,
         const char *author_id)
{
  return g_strconcat (reader_id, " ", author_id, NULL);
}

static void
set_error (BtyTrustTable *self,
           const GError  *error)
{
  const char *message = error != NULL ? error->message : NULL;

  if (g_strcmp0 (self->error, message) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
trusted_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) trusted = bty_memory_service_list_trusted_finish (BTY_MEMORY_SERVICE (source), result, &error);
  BtyTrustTable *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  set_error (self, error);
  if (trusted == NULL)
    return;

  g_hash_table_remove_all (self->trusted);
  for (guint i = 0; i < trusted->len; i++)
    {
      BtyTrustedAuthor *author = g_ptr_array_index (trusted, i);

      g_hash_table_add (self->trusted, dup_key (author->reader_id, author->author_id));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* One author that is being counted. */
typedef struct
{
  BtyTrustTable *self;
  char          *author_id;
} Count;

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Count *count = user_data;
  g_autofree char *author_id = count->author_id;
  g_autoptr(GError) error = NULL;
  BtyMemoryCounts counts;

  if (!bty_memory_service_count_finish (BTY_MEMORY_SERVICE (source), result, &counts, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        set_error (count->self, error);
      return;
    }

  if (bty_trust_table_get_n_shared (count->self, author_id) == (guint) counts.n_shared)
    return;
  g_hash_table_insert (count->self->n_shared, g_steal_pointer (&author_id), GUINT_TO_POINTER (counts.n_shared));
  g_signal_emit (count->self, signals[CHANGED], 0);
}

static void
bty_trust_table_get_property (GObject    *object,
                              guint       property,
                              GValue     *value,
                              GParamSpec *pspec)
{
  g_value_set_string (value, BTY_TRUST_TABLE (object)->error);
}

static void
bty_trust_table_dispose (GObject *object)
{
  BtyTrustTable *self = BTY_TRUST_TABLE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->memories);
  g_clear_object (&self->bots);

  G_OBJECT_CLASS (bty_trust_table_parent_class)->dispose (object);
}

static void
bty_trust_table_finalize (GObject *object)
{
  BtyTrustTable *self = BTY_TRUST_TABLE (object);

  g_hash_table_unref (self->trusted);
  g_hash_table_unref (self->n_shared);
  g_free (self->error);

  G_OBJECT_CLASS (bty_trust_table_parent_class)->finalize (object);
}

static void
bty_trust_table_class_init (BtyTrustTableClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bty_trust_table_get_property;
  object_class->dispose = bty_trust_table_dispose;
  object_class->finalize = bty_trust_table_finalize;

  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * BtyTrustTable::changed:
   *
   * Another bot is trusted, or somebody shares more or less. Not when there are other bots: the list of them says
   * that itself.
   */
  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_TRUST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
bty_trust_table_init (BtyTrustTable *self)
{
  self->trusted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->n_shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * bty_trust_table_new:
 * @memories: where the trusted lists are
 * @bots: who reads and writes
 *
 * Returns: (transfer full): a table that is being filled
 */
BtyTrustTable *
bty_trust_table_new (BtyMemoryService *memories,
                     BtyBotService    *bots)
{
  BtyTrustTable *self = g_object_new (BTY_TYPE_TRUST_TABLE, NULL);

  self->memories = g_object_ref (memories);
  self->bots = g_object_ref (bots);
  g_signal_connect_object (memories, "changed", G_CALLBACK (bty_trust_table_load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_trust_table_get_bots (self), "items-changed", G_CALLBACK (bty_trust_table_load), self,
                           G_CONNECT_SWAPPED);
  bty_trust_table_load (self);

  return self;
}

/**
 * bty_trust_table_load:
 * @self: a table
 *
 * Reads everything anew; "changed" follows.
 */
void
bty_trust_table_load (BtyTrustTable *self)
{
  GListModel *bots = bty_trust_table_get_bots (self);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);
      Count *count = g_new (Count, 1);

      count->self = self;
      count->author_id = g_strdup (bot->id);
      bty_memory_service_count_async (self->memories, bot->id, self->loading, counted_cb, count);
    }
  bty_memory_service_list_trusted_async (self->memories, self->loading, trusted_listed_cb, self);
}

/**
 * bty_trust_table_get_bots:
 * @self: a table
 *
 * Returns: (transfer none): of #BtyBot, by name: the readers, who are the authors, too
 */
GListModel *
bty_trust_table_get_bots (BtyTrustTable *self)
{
  return bty_bot_service_get_bots (self->bots);
}

/**
 * bty_trust_table_is_trusted:
 * @self: a table
 * @reader_id: a bot
 * @author_id: a bot
 *
 * Returns: whether the first reads what the second shares as trusted
 */
gboolean
bty_trust_table_is_trusted (BtyTrustTable *self,
                            const char    *reader_id,
                            const char    *author_id)
{
  g_autofree char *key = dup_key (reader_id, author_id);

  return g_hash_table_contains (self->trusted, key);
}

/**
 * bty_trust_table_get_n_shared:
 * @self: a table
 * @author_id: a bot
 *
 * Returns: how many memories it shares; at most %BTY_MEMORY_MAX_SHARED
 */
guint
bty_trust_table_get_n_shared (BtyTrustTable *self,
                              const char    *author_id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->n_shared, author_id));
}
