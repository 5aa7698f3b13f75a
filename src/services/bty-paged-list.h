/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-record.h"

G_BEGIN_DECLS

/**
 * BtyPagedList:
 *
 * A #GListModel of records that loads a page at a time; what is the same stays the same object.
 * Properties: "loading", "has-more", "error" (plain words, or NULL).
 */
#define BTY_TYPE_PAGED_LIST (bty_paged_list_get_type ())

G_DECLARE_DERIVABLE_TYPE (BtyPagedList, bty_paged_list, BTY, PAGED_LIST, GObject)

/**
 * BtyPagedListClass:
 * @item_type: the type of its records
 * @page: how many of them are a page
 * @ask: asks a service for @n_wanted records that follow the first @offset ones
 * @answer: what the service says to that, or %NULL and an error
 */
struct _BtyPagedListClass
{
  GObjectClass parent_class;

  GType        item_type;
  guint        page;
  void       (*ask)    (BtyPagedList        *self,
                        guint                offset,
                        guint                n_wanted,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data);
  GPtrArray *(*answer) (BtyPagedList        *self,
                        GObject             *source,
                        GAsyncResult        *result,
                        GError             **error);
};

void bty_paged_list_load      (BtyPagedList *self,
                               guint         offset,
                               guint         n_wanted);
void bty_paged_list_load_more (BtyPagedList *self);

/* For what derives from it. */
void     bty_paged_list_clear    (BtyPagedList *self);
guint    bty_paged_list_get_size (BtyPagedList *self);
gpointer bty_paged_list_peek     (BtyPagedList *self,
                                  guint         position);
gboolean bty_paged_list_find     (BtyPagedList *self,
                                  const char   *id,
                                  guint        *position);
void     bty_paged_list_insert   (BtyPagedList *self,
                                  guint         position,
                                  gpointer      record);
void     bty_paged_list_remove   (BtyPagedList *self,
                                  guint         position);
gboolean bty_paged_list_has_more (BtyPagedList *self);

G_END_DECLS
