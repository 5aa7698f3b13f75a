/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/**
 * BtyRecordSql:
 *
 * The statements of one kind of record, made from its table of fields. Parameter $n is the n-th field.
 */
typedef struct
{
  char *insert;
  char *update; /* by key */
  char *upsert; /* by key */
  char *insert_if_new;
  char *remove; /* by key, which is $1 */
  char *select; /* up to the table, with a blank behind */
  char *get;    /* by key, which is $1 */
} BtyRecordSql;

BtyRecordSql       *bty_record_sql_new          (BtyRecordClass *class) G_GNUC_WARN_UNUSED_RESULT;
void                bty_record_sql_free         (BtyRecordSql   *self);

const BtyRecordSql *bty_database_get_record_sql (BtyDatabase    *self,
                                                 BtyRecordClass *class);

gboolean            bty_database_store_each     (BtyDatabase    *self,
                                                 const char     *sql,
                                                 GPtrArray      *records,
                                                 guint          *n_stored,
                                                 GError        **error);

G_END_DECLS
