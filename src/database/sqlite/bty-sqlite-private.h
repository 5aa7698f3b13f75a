/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "bty-database-driver.h"
#include "bty-database-files.h"
#include "bty-sqlite-database.h"

G_BEGIN_DECLS

struct _BtySqliteDatabase
{
  BtyDatabase   parent_instance;

  /* Owned */
  sqlite3      *connection;
  char         *path;
  char         *files;       /* the directory for large contents; NULL = in memory */
  GHashTable   *statements;  /* SQL text -> BtySqliteStatement */
  GCancellable *cancellable;

  int           waiting_pages; /* in the write-ahead log */
  gboolean      must_empty_log; /* something in it must not be found any more */
  gboolean      log_is_in_use;  /* it could not be emptied, because somebody reads for long */
};

gboolean  bty_sqlite_fail            (sqlite3            *connection,
                                      int                 code,
                                      GError            **error);
gboolean  bty_sqlite_fail_with_errno (int                 system_error,
                                      GError            **error);
void      bty_sqlite_set_error       (int                 code,
                                      int                 system_error,
                                      const char         *details,
                                      GError            **error);

void      bty_sqlite_statement_free  (gpointer            statement);
BtyRows  *bty_sqlite_rows_new        (BtySqliteDatabase  *database,
                                      const char         *sql,
                                      const BtyValue     *args,
                                      GError            **error);

gboolean  bty_sqlite_database_salvage (BtyDatabase       *database,
                                      GType              type,
                                      BtySalvageFunc     func,
                                      gpointer           user_data,
                                      gint64            *n_lost,
                                      GError           **error);

gboolean  bty_sqlite_is_copy         (const char         *file);
void      bty_sqlite_remove_file     (const char         *path);
gboolean  bty_sqlite_copy_file       (const char         *file,
                                      const char         *path,
                                      BtyProgress        *progress,
                                      GCancellable       *cancellable,
                                      GError            **error);
gboolean  bty_sqlite_replace_file    (const char         *path,
                                      const char         *replacement,
                                      char              **aside,
                                      GError            **error);
gboolean  bty_sqlite_write_copy      (sqlite3            *source,
                                      const char         *path,
                                      BtyProgress        *progress,
                                      GCancellable       *cancellable,
                                      GError            **error);
void      bty_sqlite_sync_directory  (const char         *path);

char     *bty_sqlite_dup_files_directory (const char     *path) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_sqlite_share_contents  (const char         *from,
                                      const char         *to,
                                      GCancellable       *cancellable,
                                      GError            **error);
void      bty_sqlite_remove_contents (const char         *directory);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)

sqlite3  *bty_sqlite_open            (const char         *path,
                                      int                 flags,
                                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean  bty_sqlite_database_copy   (BtyDatabase        *database,
                                      const char         *path,
                                      BtyProgress        *progress,
                                      GCancellable       *cancellable,
                                      GError            **error);
gboolean  bty_sqlite_database_backup (BtyDatabase        *database,
                                      gint64              version,
                                      GError            **error);

BtyRows  *bty_sqlite_database_search (BtyDatabase        *database,
                                      const char         *words,
                                      const char         *bot_id,
                                      gint64              limit,
                                      GError            **error);
GArray   *bty_sqlite_database_find_words (BtyDatabase        *database,
                                          BtyFullTexts        texts,
                                          const char *const  *words,
                                          gint64              limit,
                                          gint64             *counts,
                                          gint64             *n_texts,
                                          GError            **error);
BtyRows  *bty_sqlite_database_match_memories (BtyDatabase     *database,
                                              const char      *words,
                                              gboolean         prefer_all,
                                              const char      *condition,
                                              const BtyValue  *args,
                                              gint64           limit,
                                              GError         **error);
BtyRows  *bty_sqlite_database_match_chunks
                                     (BtyDatabase        *database,
                                      const char         *words,
                                      const char         *bot_id,
                                      gint64              limit,
                                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean  bty_sqlite_add_vector_functions (BtySqliteDatabase  *self,
                                           GError            **error);
BtyRows  *bty_sqlite_database_rank_vectors (BtyDatabase       *database,
                                            const char        *condition,
                                            const BtyValue    *args,
                                            const float       *values,
                                            guint              dimensions,
                                            gint64             limit,
                                            GError           **error);

G_END_DECLS
