/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "bty-postgres-database.h"

G_BEGIN_DECLS

/* Words that come are gathered until they fill so much; those of many rows are sorted in together. Each search looks
 * at all that are gathered. */
#define BTY_POSTGRES_GATHER_FEW " set_config ('gin_pending_list_limit', '64kB', FALSE)"

typedef struct _BtyPostgresRows BtyPostgresRows;

struct _BtyPostgresDatabase
{
  BtyDatabase      parent_instance;

  /* Owned */
  PGconn          *connection;
  char            *tenant;
  GHashTable      *statements;  /* SQL text and types -> name on the server */
  GHashTable      *frequent;    /* words of a table that are in many rows -> when that was seen, a gint64 */
  GCancellable    *cancellable;
  char            *transaction; /* the server's number of the one that writes, or NULL */

  /* Borrowed */
  BtyPostgresRows *active;      /* the rows that the connection is sending */

  BtyDatabaseMode  mode;
  gboolean         in_transaction;
  BtyFullTexts     must_vacuum;   /* where something was deleted that must not be found any more */
  gint64           vacuum_at;     /* not before that, on the monotonic clock: others are at it */
  int              cancel_file; /* is ready when the cancellable is cancelled; -1 = none */
  gint64           changes;
  gint64           n_written;     /* rows in this transaction */
  gint64           n_known;       /* how many of them the server has heard of when it makes its plans */
  gint64           n_unseen;      /* rows since it has last looked at the end of a transaction */
  gint64           n_seen;        /* and those before that */
  gboolean         is_gathering;  /* many rows are written in this transaction */
  guint            max_compared;  /* vectors; the nearest of more are looked for in the graph */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

void       bty_postgres_set_error          (const char           *state,
                                            const char           *details,
                                            GError              **error);
gboolean   bty_postgres_fail               (BtyPostgresDatabase  *self,
                                            const PGresult       *result,
                                            GError              **error);
gboolean   bty_postgres_fail_to_connect    (PGconn               *connection,
                                            GError              **error);

PGresult  *bty_postgres_get_result         (BtyPostgresDatabase  *self);
gboolean   bty_postgres_is_lost            (BtyPostgresDatabase  *self,
                                            const PGresult       *result);
gboolean   bty_postgres_is_idle            (BtyPostgresDatabase  *self);
gboolean   bty_postgres_run                (BtyPostgresDatabase  *self,
                                            const char           *sql,
                                            char                **value,
                                            GError              **error);
gboolean   bty_postgres_reconnect          (BtyPostgresDatabase  *self,
                                            GError              **error);

BtyRows   *bty_postgres_rows_new           (BtyPostgresDatabase  *self,
                                            const char           *sql,
                                            const BtyValue       *args,
                                            GError              **error);
BtyRows   *bty_postgres_rows_ask           (BtyPostgresDatabase  *self,
                                            const char           *sql,
                                            const BtyValue       *args,
                                            GError              **error);
void       bty_postgres_rows_read_ahead    (BtyPostgresRows      *rows);

gboolean   bty_postgres_execute_typed      (BtyPostgresDatabase  *database,
                                            const char           *sql,
                                            const BtyValue       *args,
                                            const guint          *types,
                                            GError              **error);
gboolean   bty_postgres_store_many         (BtyDatabase          *database,
                                            const char           *sql,
                                            GPtrArray            *records,
                                            guint                *n_stored,
                                            GError              **error);
gboolean   bty_postgres_sort_in            (BtyPostgresDatabase  *self,
                                            GError              **error);

guint      bty_postgres_get_type           (const BtyValue       *value);
BtyValue   bty_postgres_read_value         (const PGresult       *result,
                                            int                   column);

gboolean   bty_postgres_begin              (BtyDatabase          *database,
                                            gboolean              write,
                                            GError              **error);
gboolean   bty_postgres_begin_migration    (BtyDatabase          *database,
                                            GError              **error);
gboolean   bty_postgres_tell_sizes         (BtyPostgresDatabase  *self,
                                            GError              **error);
gboolean   bty_postgres_commit             (BtyDatabase          *database,
                                            GError              **error);
void       bty_postgres_roll_back          (BtyDatabase          *database);

gboolean   bty_postgres_get_version        (BtyDatabase          *database,
                                            gint64               *version,
                                            GError              **error);
gboolean   bty_postgres_set_version        (BtyDatabase          *database,
                                            gint64                version,
                                            GError              **error);
gboolean   bty_postgres_run_portable       (BtyDatabase          *database,
                                            const char           *script,
                                            GError              **error);
gboolean   bty_postgres_check              (BtyDatabase          *database,
                                            GPtrArray            *problems,
                                            GError              **error);

BtyRows   *bty_postgres_search             (BtyDatabase          *database,
                                            const char           *words,
                                            const char           *bot_id,
                                            gint64                limit,
                                            GError              **error);
GArray    *bty_postgres_find_words         (BtyDatabase          *database,
                                            BtyFullTexts          texts,
                                            const char *const    *words,
                                            gint64                limit,
                                            gint64               *counts,
                                            gint64               *n_texts,
                                            GError              **error);
BtyRows   *bty_postgres_rank_vectors       (BtyDatabase          *database,
                                            const char           *condition,
                                            const BtyValue       *args,
                                            const float          *values,
                                            guint                 dimensions,
                                            gint64                limit,
                                            GError              **error);
BtyRows   *bty_postgres_match_memories     (BtyDatabase          *database,
                                            const char           *words,
                                            gboolean              prefer_all,
                                            const char           *condition,
                                            const BtyValue       *args,
                                            gint64                limit,
                                            GError              **error);
BtyRows   *bty_postgres_match_chunks       (BtyDatabase          *database,
                                            const char           *words,
                                            const char           *bot_id,
                                            gint64                limit,
                                            GError              **error);

G_END_DECLS
