/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-vector-index.h"
#include "bty-vector-store.h"

G_BEGIN_DECLS

/**
 * BtyMeaningIndex:
 * @vectors: what is in it
 * @stamp: the last change of the database that is in it
 * @seen: up to where it has looked for changes; those between are of others
 * @n_changed: how many changes came since it was saved
 *
 * The index of one scope and model, which follows the changes that the database notes.
 */
typedef struct
{
  char           *scope;
  char           *model;
  guint           dimensions;
  BtyVectorIndex *vectors;
  gint64          stamp;
  gint64          seen;
  guint           n_changed;
} BtyMeaningIndex;

BtyMeaningIndex *bty_meaning_index_load   (const char       *scope,
                                           const char       *model,
                                           guint             dimensions,
                                           guint             limit,
                                           BtyDatabase      *database) G_GNUC_WARN_UNUSED_RESULT;
BtyMeaningIndex *bty_meaning_index_open   (const char       *scope,
                                           const char       *model,
                                           guint             dimensions,
                                           gboolean          trusts_file,
                                           BtyDatabase      *database,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void             bty_meaning_index_free   (BtyMeaningIndex  *self);
gint             bty_meaning_index_follow (BtyMeaningIndex  *self,
                                           BtyDatabase      *database,
                                           guint             limit,
                                           GError          **error);
GArray          *bty_meaning_index_search (BtyMeaningIndex  *self,
                                           const BtyVectorQuery *query) G_GNUC_WARN_UNUSED_RESULT;
BtyRows         *bty_meaning_index_ask    (BtyDatabase      *database,
                                           GArray           *found,
                                           gint64            now,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *bty_meaning_index_compare (BtyRows         *rows,
                                           const BtyVectorQuery *query,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *bty_meaning_index_look_up (BtyDatabase     *database,
                                           GArray           *found,
                                           const BtyVectorQuery *query,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         bty_meaning_index_save   (BtyMeaningIndex  *self,
                                           BtyDatabase      *database,
                                           GError          **error);
void             bty_meaning_index_note_graph (BtyMeaningIndex *self);
gboolean         bty_meaning_index_drop   (const char       *scope,
                                           BtyDatabase      *database,
                                           GError          **error);
gboolean         bty_meaning_index_drop_others (const char *const *models,
                                           BtyDatabase      *database,
                                           GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMeaningIndex, bty_meaning_index_free)

G_END_DECLS
