/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-buttons.h"

#include <glib/gi18n.h>

#include "bty-forget.h"
#include "bty-memory-editor.h"
#include "bty-remember.h"
#include "bty-toasts.h"
#include "bty-wrap-layout.h"

/**
 * BtyMemoryButtons:
 *
 * What can be done with something that a reply was made with: open it, and never use it in this chat; a memory of this
 * bot can be corrected and forgotten, and what was said in another chat remembered and forgotten.
 */
struct _BtyMemoryButtons
{
  AdwBin        parent_instance;

  /* Owned */
  BtyProfile   *profile;
  GCancellable *cancellable;
  BtyRecalled  *recalled;
  char         *bot_id;
  char         *session_id;
};

G_DEFINE_FINAL_TYPE (BtyMemoryButtons, bty_memory_buttons, ADW_TYPE_BIN)

static BtyMemoryService *
get_service (BtyMemoryButtons *self)
{
  return bty_profile_get_memories (self->profile);
}

static void
present (BtyMemoryButtons *self,
         GtkWindow        *window)
{
  gtk_window_set_transient_for (window, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_set_modal (window, TRUE);
  gtk_window_present (window);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_get_finish (BTY_MEMORY_SERVICE (source), result, &error);
  BtyMemoryButtons *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (memory == NULL)
    bty_toasts_show_error (GTK_WIDGET (self), _("The memory could not be opened"), error);
  else
    present (self, bty_memory_editor_new (self->profile, memory->bot_id, memory));
}

static void
correct_cb (BtyMemoryButtons *self)
{
  bty_memory_service_get_async (get_service (self), self->recalled->id, self->cancellable, got_cb, self);
}

/* The buttons go with the row of what is forgotten; the window stays. */
static GtkWidget *
get_window (BtyMemoryButtons *self)
{
  return GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
forget_cb (BtyMemoryButtons *self)
{
  if (self->recalled->kind == BTY_RECALL_KIND_MESSAGE)
    bty_forget_message (get_window (self), get_service (self), self->recalled->id);
  else
    bty_forget_memory (get_window (self), get_service (self), self->recalled->id, NULL);
}

/* What undoing needs. */
typedef struct
{
  GtkWidget        *window;      /* until it is offered */
  BtyMemoryService *memories;
  char             *id;
  char             *session_id;
} Exclusion;

static void
free_exclusion (gpointer data)
{
  Exclusion *exclusion = data;

  g_clear_object (&exclusion->window);
  g_clear_object (&exclusion->memories);
  g_free (exclusion->id);
  g_free (exclusion->session_id);
  g_free (exclusion);
}

static void
included_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_memory_service_exclude_finish (BTY_MEMORY_SERVICE (source), result, &error))
    bty_toasts_show_error (widget, _("It could not be changed"), error);
}

static void
undo_cb (GtkWidget *widget,
         gpointer   data)
{
  Exclusion *exclusion = data;

  bty_memory_service_exclude_async (exclusion->memories, exclusion->id, exclusion->session_id, FALSE, NULL,
                                    included_cb, g_object_ref (widget));
}

static void
excluded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Exclusion *exclusion = user_data;
  g_autoptr(GtkWidget) window = g_steal_pointer (&exclusion->window);
  g_autoptr(GError) error = NULL;

  if (bty_memory_service_exclude_finish (BTY_MEMORY_SERVICE (source), result, &error))
    {
      bty_toasts_offer_undo (window, _("Not used in this chat any more"), undo_cb, exclusion, free_exclusion);
      return;
    }
  bty_toasts_show_error (window, _("It could not be changed"), error);
  free_exclusion (exclusion);
}

static void
exclude_cb (BtyMemoryButtons *self)
{
  Exclusion *exclusion = g_new0 (Exclusion, 1);

  exclusion->window = g_object_ref (get_window (self));
  exclusion->memories = g_object_ref (get_service (self));
  exclusion->id = g_strdup (self->recalled->id);
  exclusion->session_id = g_strdup (self->session_id);
  bty_memory_service_exclude_async (get_service (self), self->recalled->id, self->session_id, TRUE, NULL, excluded_cb,
                                    exclusion);
}

static void
bty_memory_buttons_dispose (GObject *object)
{
  BtyMemoryButtons *self = BTY_MEMORY_BUTTONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_memory_buttons_parent_class)->dispose (object);
}

static void
bty_memory_buttons_finalize (GObject *object)
{
  BtyMemoryButtons *self = BTY_MEMORY_BUTTONS (object);

  bty_recalled_free (self->recalled);
  g_free (self->bot_id);
  g_free (self->session_id);

  G_OBJECT_CLASS (bty_memory_buttons_parent_class)->finalize (object);
}

static void
bty_memory_buttons_class_init (BtyMemoryButtonsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bty_memory_buttons_dispose;
  object_class->finalize = bty_memory_buttons_finalize;
}

static void
remember_cb (BtyMemoryButtons *self)
{
  g_autoptr(BtyMemory) memory = bty_memory_new (self->bot_id, self->recalled->text);

  g_object_set (memory, "session-id", self->recalled->session_id, "message-id", self->recalled->id, NULL);
  bty_remember (get_window (self), get_service (self), memory);
}

static void
append (BtyMemoryButtons *self,
        GtkBox           *box,
        const char       *label,
        const char       *tooltip,
        GCallback         clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (box, button);
}

static void
append_action (GtkBox     *box,
               const char *tooltip,
               const char *action,
               GVariant   *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Open"));

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_box_append (box, button);
}

/* A memory of another bot is not this one's to correct. */
static void
append_of_memory (BtyMemoryButtons *self,
                  GtkBox           *box)
{
  append_action (box, _("Open it among all memories"), "win.open-memory", g_variant_new_string (self->recalled->id));
  if (self->recalled->author != NULL)
    return;
  append (self, box, _("_Correct"), _("Change what it says; what it said is kept"), G_CALLBACK (correct_cb));
  append (self, box, _("_Forget"), _("Remove it from the disk"), G_CALLBACK (forget_cb));
}

static void
append_of_message (BtyMemoryButtons *self,
                   GtkBox           *box)
{
  if (self->recalled->session_id != NULL)
    append_action (box, _("Open where it was said"), "win.open-message",
                   g_variant_new ("(ss)", self->recalled->session_id, self->recalled->id));
  append (self, box, _("_Remember"), _("Make a memory of it"), G_CALLBACK (remember_cb));
  append (self, box, _("_Forget"), _("Remove it from the disk"), G_CALLBACK (forget_cb));
}

static void
fill (BtyMemoryButtons *self,
      GtkBox           *box)
{
  switch (self->recalled->kind)
    {
    case BTY_RECALL_KIND_MEMORY:
      append_of_memory (self, box);
      break;
    case BTY_RECALL_KIND_MESSAGE:
      append_of_message (self, box);
      break;
    case BTY_RECALL_KIND_CHUNK:
      append_action (box, _("Open the files of this bot"), "bot.files", g_variant_new_string (self->bot_id));
      break;
    case BTY_RECALL_KIND_GRAPH:
    case BTY_RECALL_KIND_SUMMARY:
    default:
      return;
    }
  append (self, box, _("_Not Here"), _("Never use it in this chat"), G_CALLBACK (exclude_cb));
}

static void
bty_memory_buttons_init (BtyMemoryButtons *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * bty_memory_buttons_new:
 * @profile: an open profile
 * @recalled: something that is still there
 * @bot_id: who used it
 * @session_id: the chat in which it was used
 *
 * Returns: (transfer floating): buttons for it
 */
GtkWidget *
bty_memory_buttons_new (BtyProfile  *profile,
                        BtyRecalled *recalled,
                        const char  *bot_id,
                        const char  *session_id)
{
  BtyMemoryButtons *self = g_object_new (BTY_TYPE_MEMORY_BUTTONS, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->profile = g_object_ref (profile);
  self->recalled = bty_recalled_copy (recalled);
  self->bot_id = g_strdup (bot_id);
  self->session_id = g_strdup (session_id);
  gtk_widget_add_css_class (box, "memory-buttons");
  /* The pane is narrow, and words are longer in some languages. */
  gtk_widget_set_layout_manager (box, g_object_new (BTY_TYPE_WRAP_LAYOUT, NULL));
  fill (self, GTK_BOX (box));
  adw_bin_set_child (ADW_BIN (self), box);

  return GTK_WIDGET (self);
}
