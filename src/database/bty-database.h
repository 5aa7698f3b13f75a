/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-record.h"

G_BEGIN_DECLS

/* The URI of a database that is in memory, and that nobody else sees. */
#define BTY_DATABASE_MEMORY ":memory:"

typedef enum
{
  BTY_DATABASE_WRITE, /* creates the file if there is none */
  BTY_DATABASE_READ,
} BtyDatabaseMode;

/**
 * BtyFullTexts:
 *
 * What is found by its words.
 */
typedef enum
{
  BTY_FULL_TEXT_CHATS = 1 << 0, /* titles and messages */
  BTY_FULL_TEXT_MEMORIES = 1 << 1,
  BTY_FULL_TEXT_FILES = 1 << 2,
} BtyFullTexts;

/**
 * BtyWordHit:
 * @word: which of the words
 * @seq: the number of a text
 *
 * That a text has a word.
 */
typedef struct
{
  guint  word;
  gint64 seq;
} BtyWordHit;

#define BTY_TYPE_DATABASE (bty_database_get_type ())

/**
 * BtyDatabase:
 *
 * One connection to the engine underneath, used by one thread at a time. SQL is written once for all
 * engines with parameters $1…$n; what the dialects do not share is behind named operations.
 */
G_DECLARE_DERIVABLE_TYPE (BtyDatabase, bty_database, BTY, DATABASE, GObject)

/**
 * BtyRows:
 *
 * A statement that is being read, row by row.
 */
typedef struct _BtyRows BtyRows;

/* The values of a statement's parameters: BTY_ARGS (BTY_TEXT (slug), BTY_INTEGER (10)). */
#define BTY_ARGS(...) ((const BtyValue[]) { __VA_ARGS__, { .type = BTY_VALUE_END } })
#define BTY_NO_ARGS ((const BtyValue[]) { { .type = BTY_VALUE_END } })

BtyDatabase  *bty_database_open            (const char      *uri,
                                            const char      *password,
                                            BtyDatabaseMode  mode,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean      bty_database_execute         (BtyDatabase     *self,
                                            const char      *sql,
                                            const BtyValue  *args,
                                            GError         **error);
gint64        bty_database_execute_counted (BtyDatabase     *self,
                                            const char      *sql,
                                            const BtyValue  *args,
                                            GError         **error);
BtyRows      *bty_database_query           (BtyDatabase     *self,
                                            const char      *sql,
                                            const BtyValue  *args,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyRows      *bty_database_ask             (BtyDatabase     *self,
                                            const char      *sql,
                                            const BtyValue  *args,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      bty_database_query_integer   (BtyDatabase     *self,
                                            const char      *sql,
                                            const BtyValue  *args,
                                            gint64          *value,
                                            GError         **error);
GPtrArray    *bty_database_select          (BtyDatabase     *self,
                                            GType            type,
                                            const char      *clauses,
                                            const BtyValue  *args,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyRows      *bty_database_ask_records     (BtyDatabase     *self,
                                            GType            type,
                                            const char      *clauses,
                                            const BtyValue  *args,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gpointer      bty_database_select_first    (BtyDatabase     *self,
                                            GType            type,
                                            const char      *clauses,
                                            const BtyValue  *args,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gpointer      bty_database_get             (BtyDatabase     *self,
                                            GType            type,
                                            const char      *id,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      bty_database_insert          (BtyDatabase     *self,
                                            gpointer         record,
                                            GError         **error);
gboolean      bty_database_insert_many     (BtyDatabase     *self,
                                            GPtrArray       *records,
                                            GError         **error);
gboolean      bty_database_update          (BtyDatabase     *self,
                                            gpointer         record,
                                            GError         **error);
gboolean      bty_database_update_fields   (BtyDatabase     *self,
                                            gpointer         record,
                                            const char *const *names,
                                            GError         **error);
gboolean      bty_database_upsert          (BtyDatabase     *self,
                                            gpointer         record,
                                            GError         **error);
gboolean      bty_database_upsert_on       (BtyDatabase     *self,
                                            gpointer         record,
                                            const char *const *unique,
                                            const char *const *kept,
                                            GError         **error);
gboolean      bty_database_insert_if_new   (BtyDatabase     *self,
                                            gpointer         record,
                                            GError         **error);
gboolean      bty_database_store_many      (BtyDatabase     *self,
                                            GPtrArray       *records,
                                            gboolean         if_new,
                                            guint           *n_stored,
                                            GError         **error);
gboolean      bty_database_delete          (BtyDatabase     *self,
                                            GType            type,
                                            const char      *id,
                                            GError         **error);

gboolean      bty_database_begin           (BtyDatabase     *self,
                                            GError         **error);
gboolean      bty_database_begin_read      (BtyDatabase     *self,
                                            GError         **error);
gboolean      bty_database_commit          (BtyDatabase     *self,
                                            GError         **error);
void          bty_database_rollback        (BtyDatabase     *self);
void          bty_database_retire          (BtyDatabase     *self);

BtyRows      *bty_database_search          (BtyDatabase     *self,
                                            const char      *words,
                                            const char      *bot_id,
                                            gint64           limit,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GArray       *bty_database_find_words      (BtyDatabase       *self,
                                            BtyFullTexts       texts,
                                            const char *const *words,
                                            gint64             limit,
                                            gint64            *counts,
                                            gint64            *n_texts,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;
BtyRows      *bty_database_match_memories  (BtyDatabase     *self,
                                            const char      *words,
                                            gboolean         prefer_all,
                                            const char      *condition,
                                            const BtyValue  *args,
                                            gint64           limit,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyRows      *bty_database_rank_vectors    (BtyDatabase     *self,
                                            const char      *condition,
                                            const BtyValue  *args,
                                            const float     *values,
                                            guint            dimensions,
                                            gint64           limit,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyRows      *bty_database_match_chunks    (BtyDatabase     *self,
                                            const char      *words,
                                            const char      *bot_id,
                                            gint64           limit,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      bty_database_erase_residue   (BtyDatabase     *self,
                                            BtyFullTexts     texts,
                                            GError         **error);

gboolean      bty_database_check           (BtyDatabase     *self,
                                            GPtrArray       *problems,
                                            GError         **error);
gboolean      bty_database_get_version     (BtyDatabase     *self,
                                            gint64          *version,
                                            GError         **error);
const char   *bty_database_get_files_directory
                                           (BtyDatabase     *self);
const char   *bty_database_get_engine      (BtyDatabase     *self);
gboolean      bty_database_get_size        (BtyDatabase     *self,
                                            gint64          *size,
                                            GError         **error);
void          bty_database_set_cancellable (BtyDatabase     *self,
                                            GCancellable    *cancellable);

gboolean      bty_rows_next                (BtyRows         *self,
                                            GError         **error);
BtyValue      bty_rows_get_value           (BtyRows         *self,
                                            guint            column);
const char   *bty_rows_get_text            (BtyRows         *self,
                                            guint            column);
gint64        bty_rows_get_integer         (BtyRows         *self,
                                            guint            column);
double        bty_rows_get_real            (BtyRows         *self,
                                            guint            column);
gpointer      bty_rows_read_record         (BtyRows         *self,
                                            GType            type,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *bty_rows_read_records        (BtyRows         *self,
                                            GType            type,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void          bty_rows_free                (BtyRows         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyRows, bty_rows_free)

G_END_DECLS
