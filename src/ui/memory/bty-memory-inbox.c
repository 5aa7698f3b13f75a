/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-inbox.h"

#include <glib/gi18n.h>

#include "bty-candidate-row.h"
#include "bty-inbox-foresight.h"
#include "bty-keys.h"
#include "bty-memory-editor.h"
#include "bty-toasts.h"

/**
 * BtyMemoryInbox:
 *
 * What bots would like to remember and may not without an answer, one by one or many at once.
 */
struct _BtyMemoryInbox
{
  AdwBin              parent_instance;

  /* Owned */
  BtyProfile         *profile;
  GListStore         *candidates;
  GtkMultiSelection  *selection;
  GCancellable       *loading;
  GHashTable         *accepted;   /* ids of those that are about to be remembered, which takes a while */
  BtyInboxForesight  *foresight;
  char               *bot_id;     /* NULL = of every bot */

  /* Template */
  GtkLabel           *heading;
  GtkWidget          *accept_button;
  GtkWidget          *reject_button;
  GtkStack           *stack;
  AdwStatusPage      *status;
  GtkListView        *list;
};

G_DEFINE_FINAL_TYPE (BtyMemoryInbox, bty_memory_inbox, ADW_TYPE_BIN)

static void
update_buttons (BtyMemoryInbox *self)
{
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint n_candidates = g_list_model_get_n_items (G_LIST_MODEL (self->candidates));
  guint n_selected = gtk_bitset_get_size (selected);
  g_autofree char *heading = NULL;

  if (n_selected > 0)
    heading = g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected), n_selected);
  else if (n_candidates == 0)
    heading = g_strdup (_("Inbox"));
  else
    heading = g_strdup_printf (ngettext ("%u to decide", "%u to decide", n_candidates), n_candidates);
  gtk_label_set_label (self->heading, heading);
  gtk_widget_set_visible (self->accept_button, n_candidates > 0);
  gtk_widget_set_visible (self->reject_button, n_candidates > 0);
  gtk_button_set_label (GTK_BUTTON (self->accept_button), n_selected > 0 ? _("_Remember") : _("_Remember All"));
  gtk_button_set_label (GTK_BUTTON (self->reject_button), n_selected > 0 ? _("_Discard") : _("_Discard All"));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryInbox) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) candidates = bty_memory_service_list_inbox_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (candidates == NULL)
    {
      g_autofree char *description = g_markup_escape_text (error->message, -1);

      adw_status_page_set_title (self->status, _("The Inbox Could Not Be Read"));
      adw_status_page_set_description (self->status, description);
    }
  bty_inbox_foresight_reset (self->foresight);
  g_list_store_splice (self->candidates, 0, g_list_model_get_n_items (G_LIST_MODEL (self->candidates)),
                       candidates != NULL ? candidates->pdata : NULL, candidates != NULL ? candidates->len : 0);
  gtk_stack_set_visible_child_name (self->stack, candidates != NULL && candidates->len > 0 ? "list" : "status");
  update_buttons (self);
}

static void
load (BtyMemoryInbox *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  bty_memory_service_list_inbox_async (bty_profile_get_memories (self->profile), self->bot_id, self->loading,
                                       listed_cb, g_object_ref (self));
}

/* Those that are selected, or all; not those that were accepted just now. */
static GPtrArray *
collect (BtyMemoryInbox *self)
{
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_candidates = g_list_model_get_n_items (G_LIST_MODEL (self->candidates));

  for (guint i = 0; i < n_candidates; i++)
    {
      g_autoptr(BtyMemoryCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (self->candidates), i);

      if ((gtk_bitset_is_empty (selected) || gtk_bitset_contains (selected, i))
          && !g_hash_table_contains (self->accepted, candidate->id))
        g_ptr_array_add (candidates, g_steal_pointer (&candidate));
    }

  return candidates;
}

static GPtrArray *
find (BtyMemoryInbox *self,
      const char     *id)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_candidates = g_list_model_get_n_items (G_LIST_MODEL (self->candidates));

  for (guint i = 0; i < n_candidates; i++)
    {
      g_autoptr(BtyMemoryCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (self->candidates), i);

      if (g_strcmp0 (candidate->id, id) == 0 && !g_hash_table_contains (self->accepted, id))
        g_ptr_array_add (found, g_steal_pointer (&candidate));
    }

  return found;
}

typedef struct
{
  BtyMemoryInbox *self;
  GPtrArray      *candidates;
} Answer;

static Answer *
create_answer (BtyMemoryInbox *self,
               GPtrArray      *candidates)
{
  Answer *answer = g_new (Answer, 1);

  answer->self = g_object_ref (self);
  answer->candidates = g_ptr_array_ref (candidates);

  return answer;
}

static void
accepted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Answer *answer = user_data;
  g_autoptr(BtyMemoryInbox) self = answer->self;
  g_autoptr(GPtrArray) candidates = answer->candidates;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < candidates->len; i++)
    g_hash_table_remove (self->accepted, BTY_MEMORY_CANDIDATE (candidates->pdata[i])->id);
  if (!bty_memory_service_accept_finish (BTY_MEMORY_SERVICE (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bty_toasts_show_error (GTK_WIDGET (self), _("It was not remembered."), error);
}

static void
accept (BtyMemoryInbox *self,
        GPtrArray      *candidates)
{
  if (candidates->len == 0)
    return;
  for (guint i = 0; i < candidates->len; i++)
    g_hash_table_add (self->accepted, g_strdup (BTY_MEMORY_CANDIDATE (candidates->pdata[i])->id));
  bty_memory_service_accept_async (bty_profile_get_memories (self->profile), candidates, NULL, NULL, accepted_cb,
                                   create_answer (self, candidates));
}

static void
proposed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyMemoryInbox) self = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_memory_service_propose_finish (BTY_MEMORY_SERVICE (source), result, &error) < 0)
    bty_toasts_show_error (GTK_WIDGET (self), _("It could not be brought back."), error);
}

static void
undo_rejection (GtkWidget *widget,
                gpointer   data)
{
  BtyMemoryInbox *self = BTY_MEMORY_INBOX (widget);

  bty_memory_service_propose_async (bty_profile_get_memories (self->profile), data, NULL, proposed_cb,
                                    g_object_ref (self));
}

static void
rejected_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Answer *answer = user_data;
  g_autoptr(BtyMemoryInbox) self = answer->self;
  g_autoptr(GPtrArray) candidates = answer->candidates;
  g_autoptr(GError) error = NULL;

  if (bty_memory_service_reject_finish (BTY_MEMORY_SERVICE (source), result, &error))
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u discarded", "%u discarded", candidates->len),
                                               candidates->len);

      bty_toasts_offer_undo (GTK_WIDGET (self), text, undo_rejection, g_steal_pointer (&candidates),
                             (GDestroyNotify) g_ptr_array_unref);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("It could not be discarded."), error);
    }
}

static void
reject (BtyMemoryInbox *self,
        GPtrArray      *candidates)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  if (candidates->len == 0)
    return;

  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (ids, BTY_MEMORY_CANDIDATE (candidates->pdata[i])->id);
  g_ptr_array_add (ids, NULL);
  bty_memory_service_reject_async (bty_profile_get_memories (self->profile), (const char *const *) ids->pdata, NULL,
                                   NULL, rejected_cb, create_answer (self, candidates));
}

static void
accept_many_cb (BtyMemoryInbox *self)
{
  g_autoptr(GPtrArray) candidates = collect (self);

  accept (self, candidates);
}

static void
reject_many_cb (BtyMemoryInbox *self)
{
  g_autoptr(GPtrArray) candidates = collect (self);

  reject (self, candidates);
}

static void
answer_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  BtyMemoryInbox *self = BTY_MEMORY_INBOX (widget);
  g_autoptr(GPtrArray) candidates = find (self, g_variant_get_string (parameter, NULL));

  if (candidates->len == 0)
    return;

  if (g_str_equal (action, "inbox.accept"))
    accept (self, candidates);
  else if (g_str_equal (action, "inbox.reject"))
    reject (self, candidates);
  else
    {
      GtkWindow *editor = bty_memory_editor_new_candidate (self->profile, candidates->pdata[0]);

      gtk_window_set_transient_for (editor, GTK_WINDOW (gtk_widget_get_root (widget)));
      gtk_window_present (editor);
    }
}

static void
setup_cb (BtyMemoryInbox *self,
          GtkListItem    *item)
{
  gtk_list_item_set_child (item, bty_candidate_row_new ());
}

static void
bind_cb (BtyMemoryInbox *self,
         GtkListItem    *item)
{
  BtyMemoryCandidate *candidate = gtk_list_item_get_item (item);
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (self->profile), candidate->bot_id);

  bty_candidate_row_set_candidate (BTY_CANDIDATE_ROW (gtk_list_item_get_child (item)), candidate, bot);
  bty_inbox_foresight_bind (self->foresight, BTY_CANDIDATE_ROW (gtk_list_item_get_child (item)), candidate);
}

static void
unbind_cb (BtyMemoryInbox *self,
           GtkListItem    *item)
{
  bty_inbox_foresight_unbind (self->foresight, BTY_CANDIDATE_ROW (gtk_list_item_get_child (item)));
}

static void
bty_memory_inbox_dispose (GObject *object)
{
  BtyMemoryInbox *self = BTY_MEMORY_INBOX (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->foresight != NULL)
    bty_inbox_foresight_reset (self->foresight);
  g_clear_object (&self->selection);
  g_clear_object (&self->candidates);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->bot_id, g_free);

  G_OBJECT_CLASS (bty_memory_inbox_parent_class)->dispose (object);
}

static void
bty_memory_inbox_finalize (GObject *object)
{
  g_hash_table_unref (BTY_MEMORY_INBOX (object)->accepted);
  g_clear_object (&BTY_MEMORY_INBOX (object)->foresight);

  G_OBJECT_CLASS (bty_memory_inbox_parent_class)->finalize (object);
}

static void
bty_memory_inbox_class_init (BtyMemoryInboxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_inbox_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_memory_inbox_finalize;

  gtk_widget_class_install_action (widget_class, "inbox.accept", "s", answer_action);
  gtk_widget_class_install_action (widget_class, "inbox.edit", "s", answer_action);
  gtk_widget_class_install_action (widget_class, "inbox.reject", "s", answer_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-inbox.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryInbox, heading);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryInbox, accept_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryInbox, reject_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryInbox, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryInbox, status);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryInbox, list);
  gtk_widget_class_bind_template_callback (widget_class, accept_many_cb);
  gtk_widget_class_bind_template_callback (widget_class, reject_many_cb);
}

static void
bty_memory_inbox_init (BtyMemoryInbox *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  self->candidates = g_list_store_new (BTY_TYPE_MEMORY_CANDIDATE);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->candidates)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
  update_buttons (self);
}

/**
 * bty_memory_inbox_new:
 * @profile: whose bots they are
 *
 * Returns: (transfer floating): the inbox; call bty_memory_inbox_update() to fill it
 */
GtkWidget *
bty_memory_inbox_new (BtyProfile *profile)
{
  BtyMemoryInbox *self = g_object_new (BTY_TYPE_MEMORY_INBOX, NULL);

  self->profile = g_object_ref (profile);
  self->foresight = bty_inbox_foresight_new (bty_profile_get_memories (profile));
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_memory_inbox_update:
 * @self: the inbox
 * @bot_id: (nullable): the bot whose wishes are shown; %NULL = all
 */
void
bty_memory_inbox_update (BtyMemoryInbox *self,
                         const char     *bot_id)
{
  g_free (self->bot_id);
  self->bot_id = g_strdup (bot_id);
  load (self);
}
