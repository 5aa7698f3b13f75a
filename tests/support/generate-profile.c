/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-store.h"
#include "bty-data-lock.h"
#include "bty-message-store.h"
#include "bty-migrator.h"
#include "bty-prose.h"
#include "bty-session-store.h"
#include "bty-soul-store.h"
#include "bty-time.h"
#include "bty-uuid.h"

#include <stdlib.h>
#include <string.h>

/* Fills a data directory with made-up conversations, for benchmarks and for looking at the window. */

#define MESSAGES_PER_TRANSACTION 5000

typedef struct
{
  BtyDatabase *database;
  BtyProse    *prose;
  GPtrArray   *bots;
  gint64       now;
  gint64       n_waiting; /* messages in the transaction */
} Generator;

static const char *const folders[] = { "", "", "", "", "", "", "", "Work", "Home", "Travel" };

static gboolean
add_bots (Generator  *self,
          GError    **error)
{
  const char *names[] = { "Bert", "Clara", "Dorothy", "Émile", "Fatima" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(BtyBot) bot = bty_bot_new (names[i]);
      g_autoptr(BtySoul) soul = bty_soul_new (bot->id, 1, "You answer briefly and plainly.");

      if (!bty_bot_store_insert (self->database, bot, error) || !bty_soul_store_append (self->database, soul, error))
        return FALSE;
      g_ptr_array_add (self->bots, g_steal_pointer (&bot));
    }

  return TRUE;
}

static BtyMessage *
create_reply (Generator  *self,
              const char *session_id,
              const char *parent_id)
{
  g_autofree char *text = bty_prose_write_reply (self->prose);
  g_autofree char *thinking = bty_prose_pick (self->prose, 10) == 0 ? bty_prose_write_prompt (self->prose) : NULL;
  BtyMessage *reply = bty_message_new (session_id, parent_id, BTY_ROLE_ASSISTANT, text);

  g_object_set (reply,
                "thinking", thinking,
                "provider", "Example",
                "model", "example-large",
                "stop-reason", "stop",
                "input-tokens", (gint64) 200 + bty_prose_pick (self->prose, 4000),
                "output-tokens", (gint64) 20 + bty_prose_pick (self->prose, 600),
                "latency-ms", (gint64) 300 + bty_prose_pick (self->prose, 9000),
                "first-token-ms", (gint64) 100 + bty_prose_pick (self->prose, 900),
                "soul-version", (gint64) 1,
                NULL);

  return reply;
}

/* Every 50th reply has another version. Returns the id of the last message, or NULL on error. */
static char *
add_messages (Generator   *self,
              const char  *session_id,
              gint64       start,
              gint64       n_messages,
              GError     **error)
{
  g_autofree char *parent_id = NULL;
  g_autofree char *last_id = NULL;

  for (gint64 i = 0; i < n_messages; i++)
    {
      g_autofree char *prompt = bty_prose_write_prompt (self->prose);
      g_autoptr(BtyMessage) message = NULL;
      gboolean is_version = i % 2 == 0 && i > 0 && i % 100 == 0;

      if (i % 2 == 1 || is_version)
        message = create_reply (self, session_id, is_version ? parent_id : last_id);
      else
        message = bty_message_new (session_id, last_id, BTY_ROLE_USER, prompt);
      g_object_set (message, "created-at", start + i * 20 * G_USEC_PER_SEC, NULL);
      if (!bty_message_store_insert (self->database, message, error))
        return NULL;

      g_free (parent_id);
      parent_id = g_strdup (message->parent_id);
      g_free (last_id);
      last_id = g_strdup (message->id);
      if (++self->n_waiting >= MESSAGES_PER_TRANSACTION)
        {
          self->n_waiting = 0;
          if (!bty_database_commit (self->database, error) || !bty_database_begin (self->database, error))
            return NULL;
        }
    }

  return g_steal_pointer (&last_id);
}

static gboolean
add_session (Generator  *self,
             gint64      age,
             gint64      n_messages,
             GError    **error)
{
  BtyBot *bot = g_ptr_array_index (self->bots, bty_prose_pick (self->prose, self->bots->len));
  g_autoptr(BtySession) session = bty_session_new (bot->id);
  g_autofree char *title = bty_prose_write_title (self->prose);
  g_autofree char *head_id = NULL;
  gint64 start = self->now - age - n_messages * 20 * G_USEC_PER_SEC;

  g_object_set (session,
                "title", title,
                "pinned", bty_prose_pick (self->prose, 100) == 0,
                "archived", bty_prose_pick (self->prose, 20) == 0,
                "folder", folders[bty_prose_pick (self->prose, G_N_ELEMENTS (folders))],
                "created-at", start,
                "updated-at", self->now - age,
                NULL);
  if (!bty_session_store_insert (self->database, session, error))
    return FALSE;
  if (n_messages == 0)
    return TRUE;

  head_id = add_messages (self, session->id, start, n_messages, error);

  return head_id != NULL && bty_session_store_set_head (self->database, session->id, head_id, error);
}

/* Sessions are of very different length, and the last one takes what is left. */
static gboolean
add_sessions (Generator  *self,
              gint64      n_sessions,
              gint64      n_messages,
              GError    **error)
{
  for (gint64 i = n_sessions; i > 0; i--)
    {
      gint64 mean = n_messages / i;
      gint64 length = i == 1 ? n_messages : mean / 4 + bty_prose_pick (self->prose, (int) (mean * 3 / 2) + 1);

      length = MIN (length, n_messages);
      if (!add_session (self, i * 8 * 60 * 60 * G_USEC_PER_SEC, length, error))
        return FALSE;
      n_messages -= length;
    }

  return TRUE;
}

static gboolean
generate (const char  *directory,
          gint64       n_sessions,
          gint64       n_messages,
          GError     **error)
{
  gboolean is_server = strstr (directory, "://") != NULL;
  g_autoptr(BtyDataLock) lock = is_server ? NULL : bty_data_lock_new (directory, error);
  g_autofree char *path = is_server ? g_strdup (directory) : g_build_filename (directory, "boternity.db", NULL);
  g_autoptr(BtyDatabase) database = NULL;
  g_autoptr(BtyProse) prose = bty_prose_new (n_messages);
  g_autoptr(GPtrArray) bots = g_ptr_array_new_with_free_func (g_object_unref);
  Generator self = { .prose = prose, .bots = bots, .now = bty_time_now () };

  if (lock == NULL && !is_server)
    return FALSE;
  self.database = database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, error);

  return database != NULL
         && bty_migrator_run (database, NULL, error)
         && bty_database_begin (database, error)
         && add_bots (&self, error)
         && add_sessions (&self, n_sessions, n_messages, error)
         && bty_database_commit (database, error);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  gboolean one_session = argc == 4 && g_str_equal (argv[1], "--one-session");

  if (argc != 4 || g_str_equal (argv[1], "--help"))
    {
      g_printerr ("Usage: %s DATA_DIR|URI SESSIONS MESSAGES\n"
                  "       %s --one-session MESSAGES DATA_DIR|URI\n", argv[0], argv[0]);
      return 2;
    }
  if (!generate (one_session ? argv[3] : argv[1], one_session ? 1 : atoll (argv[2]),
                 atoll (one_session ? argv[2] : argv[3]), &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return 0;
}
