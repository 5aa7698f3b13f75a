/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-revocation.h"

#include <glib/gi18n.h>

#include "bty-toasts.h"

/* A level above every level of trust. */
#define ANY_LEVEL (BTY_TRUST_PUBLIC + 1)

/**
 * Revocation:
 *
 * Memories of several authors that are made private again, or shared again as before: once for each author, and for
 * each level. It ends with the last answer.
 */
typedef struct
{
  GtkWidget        *widget;
  BtyMemoryService *service;
  GPtrArray        *memories;  /* of BtyMemory, as they were */
  guint             n_waiting;
  gboolean          is_undo;
  GError           *error;     /* the first */
} Revocation;

/* What undo needs. */
typedef struct
{
  BtyMemoryService *service;
  GPtrArray        *memories;
} Undo;

static void
free_undo (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->service);
  g_ptr_array_unref (undo->memories);
  g_free (undo);
}

static void run (GtkWidget        *widget,
                 BtyMemoryService *service,
                 GPtrArray        *memories,
                 gboolean          is_undo);

static void
undo_cb (GtkWidget *widget,
         gpointer   data)
{
  Undo *undo = data;

  run (widget, undo->service, undo->memories, TRUE);
}

static void
offer_undo (Revocation *self)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u memory is private again", "%u memories are private again",
                                                     self->memories->len), self->memories->len);
  Undo *undo = g_new (Undo, 1);

  undo->service = g_object_ref (self->service);
  undo->memories = g_ptr_array_ref (self->memories);
  bty_toasts_offer_undo (self->widget, text, undo_cb, undo, free_undo);
}

static void
finish (Revocation *self)
{
  if (self->error != NULL)
    bty_toasts_show_error (self->widget, self->is_undo ? _("Not everything is shared again.")
                                                       : _("Not everything is private again."), self->error);
  else if (!self->is_undo)
    offer_undo (self);

  g_clear_error (&self->error);
  g_object_unref (self->widget);
  g_object_unref (self->service);
  g_ptr_array_unref (self->memories);
  g_free (self);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Revocation *self = user_data;
  g_autoptr(GError) error = NULL;

  if (self->is_undo)
    bty_memory_service_share_finish (BTY_MEMORY_SERVICE (source), result, &error);
  else
    bty_memory_service_revoke_finish (BTY_MEMORY_SERVICE (source), result, &error);
  if (error != NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  if (--self->n_waiting == 0)
    finish (self);
}

/* Returns: (transfer container): ids of @author_id of this level, ended by NULL, borrowed */
static GPtrArray *
collect (GPtrArray  *memories,
         const char *author_id,
         guint       level)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);

      if (g_strcmp0 (memory->bot_id, author_id) == 0 && (level == ANY_LEVEL || memory->trust == level))
        g_ptr_array_add (ids, memory->id);
    }
  g_ptr_array_add (ids, NULL);

  return ids;
}

static void
ask (Revocation *self,
     const char *author_id,
     guint       level)
{
  g_autoptr(GPtrArray) ids = collect (self->memories, author_id, level);
  const char *const *list = (const char *const *) ids->pdata;

  if (list[0] == NULL)
    return;

  self->n_waiting++;
  if (self->is_undo)
    bty_memory_service_share_async (self->service, list, author_id, level, NULL, NULL, answered_cb, self);
  else
    bty_memory_service_revoke_async (self->service, list, author_id, NULL, NULL, answered_cb, self);
}

static void
run (GtkWidget        *widget,
     BtyMemoryService *service,
     GPtrArray        *memories,
     gboolean          is_undo)
{
  g_autoptr(GHashTable) authors = g_hash_table_new (g_str_hash, g_str_equal);
  Revocation *self = g_new0 (Revocation, 1);

  self->widget = g_object_ref (widget);
  self->service = g_object_ref (service);
  self->memories = g_ptr_array_ref (memories);
  self->is_undo = is_undo;
  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);

      if (!g_hash_table_add (authors, memory->bot_id))
        continue;
      if (is_undo)
        for (guint level = BTY_TRUST_TRUSTED; level <= BTY_TRUST_PUBLIC; level++)
          ask (self, memory->bot_id, level);
      else
        ask (self, memory->bot_id, ANY_LEVEL);
    }
}

/**
 * bty_revocation_run:
 * @widget: any widget of the window
 * @service: where the memories are
 * @memories: (element-type BtyMemory): shared ones, also of several bots; at least one
 *
 * Makes memories private again, on behalf of the bots that wrote them, and offers to share them again as they were.
 */
void
bty_revocation_run (GtkWidget        *widget,
                    BtyMemoryService *service,
                    GPtrArray        *memories)
{
  g_autoptr(GPtrArray) copy = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (memories->len > 0);

  for (guint i = 0; i < memories->len; i++)
    g_ptr_array_add (copy, bty_record_copy (g_ptr_array_index (memories, i)));
  run (widget, service, copy, FALSE);
}
