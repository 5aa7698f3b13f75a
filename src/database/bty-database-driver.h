/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database-files.h"

G_BEGIN_DECLS

/**
 * BtyRowsDriver:
 *
 * What an engine does for a statement that is being read.
 */
typedef struct
{
  gboolean (*next)      (BtyRows  *self,
                         GError  **error);
  BtyValue (*get_value) (BtyRows  *self,
                         guint     column);
  void     (*free)      (BtyRows  *self);
} BtyRowsDriver;

/* An engine's rows begin with this. */
struct _BtyRows
{
  const BtyRowsDriver *driver;
};

/**
 * BtyDatabaseClass:
 * @dialect: what the names of its own scripts have before ".sql"
 * @size_query: a statement that says how many bytes the data take
 * @make_size_query: (nullable): a statement that gives that statement, where it depends on the tables
 * @query: prepares a statement and binds copies of its arguments by name
 * @ask: (nullable): see bty_database_ask()
 * @store_many: stores records of one kind by a statement of bty_record_sql_new() whose parameters are their fields, and
 *   counts those that were before one that cannot be stored; by default one after the other
 * @count_changes: rows that the last statement inserted, changed or deleted
 * @run_script: runs several statements without arguments
 * @run_portable_script: runs a script that was written for all engines; by default as it is
 * @begin: begins a transaction, of which a reading one sees one state of the data
 * @begin_migration: begins one that changes the schema; by default like any that writes
 * @commit: see bty_database_commit()
 * @roll_back: see bty_database_rollback()
 * @get_version: the number of the last script that was applied, 0 for an empty database
 * @set_version: stores that number, inside the transaction of the script
 * @back_up: keeps a verified copy of the data as it is at @version
 * @copy: see bty_database_copy(); %NULL = it has none
 * @salvage: see bty_database_salvage(); %NULL = it cannot
 * @maintain: moves what was written to its final place, a little (not @all) when much is waiting, or
 *   everything (@all) before closing
 * @check: adds a sentence to @problems for everything that is not intact
 * @set_cancellable: interrupts statements when it is cancelled, until it is set to %NULL
 * @get_files_directory: see bty_database_get_files_directory(); %NULL = never has one
 * @search: see bty_database_search()
 * @find_words: see bty_database_find_words()
 * @match_memories: see bty_database_match_memories()
 * @rank_vectors: see bty_database_rank_vectors(); by default all of them
 * @match_chunks: see bty_database_match_chunks()
 * @erase_residue: see bty_database_erase_residue()
 *
 * What an engine must be able to do.
 */
struct _BtyDatabaseClass
{
  GObjectClass  parent_class;

  const char   *dialect;
  const char   *size_query;
  const char   *make_size_query;

  BtyRows  *(*query)           (BtyDatabase     *self,
                                const char      *sql,
                                const BtyValue  *args,
                                GError         **error);
  BtyRows  *(*ask)             (BtyDatabase     *self,
                                const char      *sql,
                                const BtyValue  *args,
                                GError         **error);
  gboolean  (*store_many)      (BtyDatabase     *self,
                                const char      *sql,
                                GPtrArray       *records,
                                guint           *n_stored,
                                GError         **error);
  gint64    (*count_changes)   (BtyDatabase     *self);
  gboolean  (*run_script)      (BtyDatabase     *self,
                                const char      *script,
                                GError         **error);
  gboolean  (*run_portable_script) (BtyDatabase  *self,
                                    const char   *script,
                                    GError      **error);
  gboolean  (*begin)           (BtyDatabase     *self,
                                gboolean         write,
                                GError         **error);
  gboolean  (*begin_migration) (BtyDatabase     *self,
                                GError         **error);
  gboolean  (*commit)          (BtyDatabase     *self,
                                GError         **error);
  void      (*roll_back)       (BtyDatabase     *self);
  gboolean  (*get_version)     (BtyDatabase     *self,
                                gint64          *version,
                                GError         **error);
  gboolean  (*set_version)     (BtyDatabase     *self,
                                gint64           version,
                                GError         **error);
  gboolean  (*back_up)         (BtyDatabase     *self,
                                gint64           version,
                                GError         **error);
  gboolean  (*copy)            (BtyDatabase     *self,
                                const char      *path,
                                BtyProgress     *progress,
                                GCancellable    *cancellable,
                                GError         **error);
  gboolean  (*salvage)         (BtyDatabase     *self,
                                GType            type,
                                BtySalvageFunc   func,
                                gpointer         user_data,
                                gint64          *n_lost,
                                GError         **error);
  gboolean  (*maintain)        (BtyDatabase     *self,
                                gboolean         all,
                                GError         **error);
  gboolean  (*check)           (BtyDatabase     *self,
                                GPtrArray       *problems,
                                GError         **error);
  void      (*set_cancellable) (BtyDatabase     *self,
                                GCancellable    *cancellable);
  const char *(*get_files_directory) (BtyDatabase *self);
  BtyRows  *(*search)          (BtyDatabase     *self,
                                const char      *words,
                                const char      *bot_id,
                                gint64           limit,
                                GError         **error);
  GArray   *(*find_words)      (BtyDatabase     *self,
                                BtyFullTexts     texts,
                                const char *const *words,
                                gint64           limit,
                                gint64          *counts,
                                gint64          *n_texts,
                                GError         **error);
  BtyRows  *(*match_memories)  (BtyDatabase     *self,
                                const char      *words,
                                gboolean         prefer_all,
                                const char      *condition,
                                const BtyValue  *args,
                                gint64           limit,
                                GError         **error);
  BtyRows  *(*rank_vectors)    (BtyDatabase     *self,
                                const char      *condition,
                                const BtyValue  *args,
                                const float     *values,
                                guint            dimensions,
                                gint64           limit,
                                GError         **error);
  BtyRows  *(*match_chunks)    (BtyDatabase     *self,
                                const char      *words,
                                const char      *bot_id,
                                gint64           limit,
                                GError         **error);
  gboolean  (*erase_residue)   (BtyDatabase     *self,
                                BtyFullTexts     texts,
                                GError         **error);
};

G_END_DECLS
