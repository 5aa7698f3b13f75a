/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-memory-jobs.h"
#include "bty-memory-reading.h"
#include "bty-memory-writing.h"
#include "bty-memory-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-time.h"
#include "bty-trust-store.h"

#include <string.h>

/* Whatever is shared, derived, trusted and taken back, in any order: no bot reads what a simple model forbids, and
 * each reads what the model allows. */

#define N_BOTS 5
#define N_MEMORIES 60
#define N_STEPS 10000
/* Besides for the list of all, a server is asked for one of so many memories whether it may be read: 6,000 times. */
#define ONE_OF 10

typedef struct
{
  char     *id;
  guint     author;
  BtyTrust  trust;
  int       origin;
  gboolean  live;
} Known;

typedef struct
{
  BtyDatabase *database;
  gboolean     is_on_server;
  BtyBot      *bots[N_BOTS];
  gboolean     trusts[N_BOTS][N_BOTS];   /* reader, author */
  Known        memories[N_MEMORIES];
  guint        n_memories;
  guint        n_made;
} World;

static gboolean
may_read (World *world,
          guint  reader,
          Known *memory)
{
  if (!memory->live)
    return FALSE;
  if (memory->author == reader || memory->trust == BTY_TRUST_PUBLIC)
    return TRUE;

  return memory->trust == BTY_TRUST_TRUSTED && world->trusts[reader][memory->author];
}

/* Words that no two memories share, so that none is taken for another. */
static char *
make_text (World *world)
{
  GString *text = g_string_new (NULL);

  world->n_made++;
  for (guint i = 0; i < 4; i++)
    g_string_append_printf (text, "word%uq%u ", world->n_made, i);

  return g_string_free (text, FALSE);
}

static void
make_memory (World *world,
             Known *place,
             guint  author,
             Known *parent_a,
             Known *parent_b)
{
  g_autofree char *text = make_text (world);
  g_autoptr(BtyMemory) memory = bty_memory_new (world->bots[author]->id, text);
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(GError) error = NULL;
  Known *parents[] = { parent_a, parent_b };

  place->trust = BTY_TRUST_PRIVATE;
  place->origin = parent_a == NULL ? g_random_int_range (0, BTY_ORIGIN_EXTERNAL + 1) : BTY_ORIGIN_USER;
  g_object_set (memory, "origin", place->origin, NULL);
  if (parent_a != NULL)
    {
      /* Whoever made it wanted it as public as can be. */
      g_object_set (memory, "trust", BTY_TRUST_PUBLIC, NULL);
      place->trust = BTY_TRUST_PUBLIC;
      for (guint i = 0; i < 2; i++)
        {
          g_autoptr(BtyMemory) parent = bty_memory_store_get (world->database, parents[i]->id, &error);

          bty_memory_derive_from (memory, parent);
          place->trust = MIN (place->trust, parents[i]->trust);
          place->origin = MAX (place->origin, parents[i]->origin);
        }
    }
  stored = bty_memory_remember (world->database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stored->outcome, ==, BTY_MEMORY_STORED);
  g_assert_cmpint (stored->memory->origin, ==, place->origin);
  g_free (place->id);
  place->id = g_strdup (memory->id);
  place->author = author;
  place->live = TRUE;
}

static Known *
pick (World *world)
{
  return &world->memories[g_random_int_range (0, world->n_memories)];
}

static void
set_trust (World    *world,
           Known    *memory,
           guint     who,
           BtyTrust  trust,
           gboolean  by_user)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) changed = NULL;
  gboolean allowed = who == memory->author && (by_user || trust <= memory->trust)
                     && (memory->live || trust <= memory->trust);

  changed = bty_memory_set_trust (world->database, memory->id, world->bots[who]->id, trust,
                                  by_user ? "user" : world->bots[who]->slug, &error);
  g_assert_cmpint (changed != NULL, ==, allowed);
  if (allowed)
    memory->trust = trust;
}

static void
step (World *world)
{
  g_autoptr(GError) error = NULL;
  Known *memory = pick (world);
  guint bot = g_random_int_range (0, N_BOTS);
  guint other = g_random_int_range (0, N_BOTS);

  switch (g_random_int_range (0, 8))
    {
    case 0:
    case 1:
      set_trust (world, memory, memory->author, g_random_int_range (0, 3), TRUE);
      break;
    case 2:
      set_trust (world, memory, bot, g_random_int_range (0, 3), FALSE);
      break;
    case 3:
      set_trust (world, memory, bot, BTY_TRUST_PRIVATE, TRUE);
      break;
    case 4:
    case 5:
      if (bot == other)
        break;
      world->trusts[bot][other] = g_random_boolean ();
      bty_memory_set_trusted (world->database, world->bots[bot]->id, world->bots[other]->id, world->trusts[bot][other],
                              "user", &error);
      break;
    case 6:
      {
        Known *a = pick (world);
        Known *b = pick (world);
        Known place = { 0 };

        /* A bot makes something of what it reads. */
        if (!may_read (world, bot, a) || !may_read (world, bot, b) || a == memory || b == memory)
          break;
        make_memory (world, &place, bot, a, b);
        g_free (memory->id);
        *memory = place;
      }
      break;
    default:
      {
        g_autoptr(BtyMemory) stored = bty_memory_store_get (world->database, memory->id, &error);

        memory->live = !memory->live;
        g_object_set (stored, "deleted-at", memory->live ? BTY_UNSET : bty_time_now (), NULL);
        bty_memory_follow (world->database, stored, "user", memory->live ? BTY_AUDIT_RESTORE : BTY_AUDIT_DELETE, NULL,
                           &error);
      }
    }
  g_assert_no_error (error);
}

/* What one bot can list must be exactly what it may read of what we know. */
static void
compare (World *world,
         guint  reader)
{
  g_autoptr(GError) error = NULL;
  BtyMemoryFilter filter = { .reader_id = world->bots[reader]->id, .limit = 100000 };
  g_autoptr(GPtrArray) listed = bty_memory_store_list (world->database, &filter, bty_time_now (), &error);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_no_error (error);
  for (guint i = 0; i < listed->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (listed, i);

      g_assert_true (bty_memory_is_intact (memory));
      g_hash_table_add (ids, memory->id);
    }
  for (guint i = 0; i < world->n_memories; i++)
    {
      Known *memory = &world->memories[i];
      gboolean readable;

      g_assert_cmpint (g_hash_table_contains (ids, memory->id), ==, may_read (world, reader, memory));
      if (world->is_on_server && g_random_int_range (0, ONE_OF) > 0)
        continue;
      bty_trust_store_can_read (world->database, world->bots[reader]->id, memory->id, bty_time_now (), &readable,
                                &error);
      g_assert_cmpint (readable, ==, may_read (world, reader, memory));
    }
}

static void
test_model (BtyTestStorage *storage,
            gconstpointer   unused)
{
  World world = {
    .database = storage->database, .is_on_server = bty_test_storage_is_server (storage), .n_memories = N_MEMORIES,
  };
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  for (guint i = 0; i < N_BOTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("bot%u", i);

      world.bots[i] = bty_test_add_bot (storage->database, name);
    }
  for (guint i = 0; i < N_MEMORIES; i++)
    make_memory (&world, &world.memories[i], i % N_BOTS, NULL, NULL);
  for (guint i = 0; i < N_STEPS; i++)
    {
      step (&world);
      if (i % 10 == 0)
        compare (&world, g_random_int_range (0, N_BOTS));
    }
  for (guint i = 0; i < N_BOTS; i++)
    compare (&world, i);
  g_assert_true (bty_database_commit (storage->database, &error));

  for (guint i = 0; i < N_BOTS; i++)
    g_object_unref (world.bots[i]);
  for (guint i = 0; i < N_MEMORIES; i++)
    g_free (world.memories[i].id);
}

/* Words find nothing that may not be read. */
static void
test_words (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");
  g_autoptr(BtyMemory) memory = bty_memory_new (ada->id, "the secret of the peanuts");
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(BtyMemory) shared = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryFilter filter = { .reader_id = bert->id, .words = "peanuts" };
  gboolean changed;

  stored = bty_memory_remember (storage->database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  shared = bty_memory_set_trust (storage->database, memory->id, ada->id, BTY_TRUST_TRUSTED, "user", &error);
  g_assert_no_error (error);

  for (guint trusted = 0; trusted < 2; trusted++)
    {
      g_autoptr(GPtrArray) found = NULL;

      bty_trust_store_set (storage->database, bert->id, ada->id, trusted, &changed, &error);
      found = bty_memory_store_list (storage->database, &filter, bty_time_now (), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, trusted);
    }
}

static void
test_limit (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autoptr(BtyMemory) instead = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  for (guint i = 0; i <= BTY_MEMORY_MAX_SHARED; i++)
    {
      g_autofree char *text = g_strdup_printf ("alpha%u beta%u gamma%u", i, i, i);
      g_autoptr(BtyMemory) memory = bty_memory_new (ada->id, text);
      g_autoptr(BtyMemoryStored) stored = NULL;
      g_autoptr(BtyMemory) shared = NULL;

      stored = bty_memory_remember (storage->database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
      g_assert_no_error (error);
      shared = bty_memory_set_trust (storage->database, memory->id, ada->id, BTY_TRUST_PUBLIC, "user", &error);
      if (i < BTY_MEMORY_MAX_SHARED)
        g_assert_no_error (error);
      else
        g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
      g_free (last);
      last = g_strdup (memory->id);
      if (first == NULL)
        first = g_strdup (memory->id);
    }
  g_clear_error (&error);

  /* The place of one that is deleted is free, and then it cannot return to it. */
  {
    const char *ids[] = { first, NULL };
    BtyMemoryJob job = { .actor = (char *) "user", .ids = (char **) ids };

    g_assert_nonnull (bty_memory_delete_on_db (storage->database, &job, NULL, &error));
    instead = bty_memory_set_trust (storage->database, last, ada->id, BTY_TRUST_PUBLIC, "user", &error);
    g_assert_no_error (error);
    g_assert_null (bty_memory_restore_on_db (storage->database, &job, NULL, &error));
    g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
  }
  g_assert_true (bty_database_commit (storage->database, NULL));
}

static GPtrArray *
list_readings (BtyDatabase *database,
               const char  *memory_id)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);
  g_autoptr(GError) error = NULL;
  GPtrArray *readings;

  job->id = g_strdup (memory_id);
  readings = bty_memory_list_readings_on_db (database, job, NULL, &error);
  g_assert_no_error (error);
  bty_memory_job_free (job);

  return readings;
}

/* Who read a memory is known with the reply, and without it when that is gone. */
static void
test_readings (BtyTestStorage *storage,
               gconstpointer   data)
{
  BtyDatabase *database = storage->database;
  g_autoptr(BtyBot) ada = bty_test_add_bot (database, "Ada");
  g_autoptr(BtyBot) nora = bty_test_add_bot (database, "Nora");
  g_autoptr(BtySession) session = bty_test_add_session (database, ada->id, "Ferry", 1);
  g_autoptr(BtyMessage) reply = bty_test_add_message (database, session->id, BTY_ROLE_ASSISTANT, "At seven.");
  g_autoptr(BtyMemory) memory = bty_memory_new (nora->id, "The ferry leaves at seven.");
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(BtyMemoryUse) use = bty_memory_use_new (reply->id, memory->id, ada->id);
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GPtrArray) readings = NULL;
  g_autoptr(GPtrArray) gone = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryReading *reading;

  stored = bty_memory_remember (database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  g_assert_no_error (error);
  none = list_readings (database, memory->id);
  g_assert_cmpuint (none->len, ==, 0);

  bty_trust_store_add_use (database, use, &error);
  g_assert_no_error (error);
  readings = list_readings (database, memory->id);
  g_assert_cmpuint (readings->len, ==, 1);
  reading = g_ptr_array_index (readings, 0);
  g_assert_cmpstr (reading->bot_id, ==, ada->id);
  g_assert_cmpstr (reading->message_id, ==, reply->id);
  g_assert_cmpstr (reading->session_id, ==, session->id);
  g_assert_cmpstr (reading->title, ==, "Ferry");
  g_assert_cmpstr (reading->text, ==, "At seven.");

  g_object_set (session, "deleted-at", bty_time_now (), NULL);
  g_assert_true (bty_database_update (database, session, &error));
  gone = list_readings (database, memory->id);
  g_assert_cmpuint (gone->len, ==, 1);
  reading = g_ptr_array_index (gone, 0);
  g_assert_cmpstr (reading->bot_id, ==, ada->id);
  g_assert_null (reading->session_id);
  g_assert_null (reading->text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/memory-trust/model", test_model);
  bty_test_storage_add ("/memory-trust/words", test_words);
  bty_test_storage_add ("/memory-trust/limit", test_limit);
  bty_test_storage_add ("/memory-trust/readings", test_readings);

  return g_test_run ();
}
