/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-entity.h"
#include "bty-relationship.h"

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

/**
 * BtyGraphService:
 *
 * The entities that bots know, and how they stand to each other. Nothing is overwritten: what was so before, and what
 * was believed before, is kept. Signal: "changed".
 */
#define BTY_TYPE_GRAPH_SERVICE (bty_graph_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyGraphService, bty_graph_service, BTY, GRAPH_SERVICE, GObject)

/**
 * BtyGraph:
 *
 * What a bot knows now, or a part of it.
 */
typedef struct
{
  GPtrArray *entities;       /* of BtyEntity, by name */
  GPtrArray *relationships;  /* of BtyRelationship */
  guint      n_left;         /* how much more there is of what was asked for */
  guint      n_altered;      /* what is left out: told by memories alone that were altered outside Boternity */
} BtyGraph;

void bty_graph_free (BtyGraph *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyGraph, bty_graph_free)

BtyGraphService *bty_graph_service_new (BtyWorker *worker) G_GNUC_WARN_UNUSED_RESULT;

/* Those that stand to most others, and how they stand to each other. */
void bty_graph_service_get_async (BtyGraphService     *self,
                                  const char          *bot_id,
                                  guint                n_wanted,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
BtyGraph *bty_graph_service_get_finish (BtyGraphService  *self,
                                        GAsyncResult     *result,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of them, or those that have words in their names, a part at a time. */
void bty_graph_service_list_async (BtyGraphService     *self,
                                   const char          *bot_id,
                                   const char          *words,
                                   BtyEntity           *after,
                                   guint                n_wanted,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
BtyGraph *bty_graph_service_list_finish (BtyGraphService  *self,
                                         GAsyncResult     *result,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* How one stands to others, and these others. */
void bty_graph_service_get_around_async (BtyGraphService     *self,
                                         const char          *entity_id,
                                         guint                n_wanted,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
BtyGraph *bty_graph_service_get_around_finish (BtyGraphService  *self,
                                               GAsyncResult     *result,
                                               GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of BtyEntity: all that was ever said about one, in the order in which it was. */
void bty_graph_service_list_versions_async (BtyGraphService     *self,
                                            const char          *entity_id,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
GPtrArray *bty_graph_service_list_versions_finish (BtyGraphService  *self,
                                                   GAsyncResult     *result,
                                                   GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Says what @records, entities and relationships, say, as new versions. */
void bty_graph_service_put_async (BtyGraphService     *self,
                                  GPtrArray           *records,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean bty_graph_service_put_finish (BtyGraphService  *self,
                                       GAsyncResult     *result,
                                       GError          **error);

/* Says that @record, an entity with its relationships or one relationship, is no more. Gives what ended: to be put
 * again is to undo it. */
void bty_graph_service_end_async (BtyGraphService     *self,
                                  BtyRecord           *record,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
GPtrArray *bty_graph_service_end_finish (BtyGraphService  *self,
                                         GAsyncResult     *result,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
