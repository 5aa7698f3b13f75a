/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-forget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-toasts.h"

/* What cannot be undone is asked about, once: what goes, what stays, and what could go with it. */

/**
 * Forgetting:
 *
 * Something that is to be forgotten, from the question to the last word about it; counted.
 */
typedef struct
{
  GtkWidget         *widget;       /* owned: in the window that asks and tells */
  BtyMemoryService  *memories;     /* owned */
  char              *id;           /* of the memory or the message */
  char              *source_id;    /* of a memory: the message it came from; NULL = none says it */
  char             **taken;        /* of a message: the ids of the memories that were taken from it */
  GtkCheckButton    *check;        /* owned: whether that goes as well; NULL = there is nothing */
  BtyForgetFunc      done;         /* or NULL */
} Forgetting;

static void
clear_forgetting (gpointer data)
{
  Forgetting *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->memories);
  g_free (self->id);
  g_free (self->source_id);
  g_strfreev (self->taken);
  g_clear_object (&self->check);
}

static void
unref_forgetting (gpointer data)
{
  g_rc_box_release_full (data, clear_forgetting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forgetting, unref_forgetting)

static Forgetting *
new_forgetting (GtkWidget        *widget,
                BtyMemoryService *memories,
                const char       *id)
{
  Forgetting *self = g_rc_box_new0 (Forgetting);

  self->widget = g_object_ref (widget);
  self->memories = g_object_ref (memories);
  self->id = g_strdup (id);

  return self;
}

static void
tell (Forgetting   *self,
      char         *text,
      const GError *error)
{
  if (error != NULL)
    bty_toasts_show_error (self->widget, _("It was not forgotten."), error);
  else
    {
      if (self->done != NULL)
        self->done (self->widget);
      bty_toasts_show (self->widget, text);
    }
  g_free (text);
}

static void
memory_forgotten_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(Forgetting) self = user_data;
  g_autoptr(GError) error = NULL;
  gint64 n = bty_memory_service_forget_finish (BTY_MEMORY_SERVICE (source), result, &error);

  tell (self, g_strdup_printf (ngettext ("%d memory forgotten", "%d memories forgotten", n), (int) n), error);
}

static void
message_forgotten_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(Forgetting) self = user_data;
  g_autoptr(GError) error = NULL;
  gint64 n = bty_memory_service_forget_message_finish (BTY_MEMORY_SERVICE (source), result, &error);

  tell (self,
        n > 0 ? g_strdup_printf (ngettext ("Forgotten, and %d memory", "Forgotten, and %d memories", n),
                                 (int) n)
              : g_strdup (_("Message forgotten")),
        error);
}

static void
answered_cb (AdwMessageDialog *dialog,
             const char       *response,
             Forgetting       *self)
{
  gboolean with_others = self->check != NULL && gtk_check_button_get_active (self->check);
  const char *ids[] = { self->id, NULL };

  if (!g_str_equal (response, "forget"))
    return;

  if (self->taken != NULL)
    bty_memory_service_forget_message_async (self->memories, self->id,
                                             with_others ? (const char *const *) self->taken : NULL, NULL, NULL,
                                             message_forgotten_cb, g_rc_box_acquire (self));
  else if (with_others)
    bty_memory_service_forget_message_async (self->memories, self->source_id, ids, NULL, NULL, message_forgotten_cb,
                                             g_rc_box_acquire (self));
  else
    bty_memory_service_forget_async (self->memories, ids, NULL, NULL, memory_forgotten_cb, g_rc_box_acquire (self));
}

static void
unref_closure (gpointer  data,
               GClosure *closure)
{
  unref_forgetting (data);
}

/* A window can be narrow, and words are longer in some languages. */
static GtkWidget *
create_check (Forgetting *self,
              const char *text,
              gboolean    active)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), check);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  self->check = g_object_ref_sink (GTK_CHECK_BUTTON (check));

  return check;
}

static void
ask (Forgetting *self,
     const char *heading,
     const char *body,
     GtkWidget  *check)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (self->widget)), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "forget", _("_Forget"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "forget", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  if (check != NULL)
    adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), check);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), g_rc_box_acquire (self), unref_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
source_found_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Forgetting) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = bty_memory_service_find_source_finish (BTY_MEMORY_SERVICE (source), result, &error);
  GtkWidget *check = NULL;
  const char *body = _("Its text, every version of it and what it was found by are removed from the disk. Only that "
                       "something was forgotten stays in the record. What you said of it in chats stays there.");

  if (id == NULL)
    {
      tell (self, NULL, error);
      return;
    }
  /* The window may have been closed meanwhile. */
  if (gtk_widget_get_root (self->widget) == NULL)
    return;

  if (*id != '\0')
    {
      body = _("Its text, every version of it and what it was found by are removed from the disk. Only that something "
               "was forgotten stays in the record. The message it came from still says it.");
      check = create_check (self, _("Forget the _message too"), FALSE);
      self->source_id = g_steal_pointer (&id);
    }
  ask (self, _("Forget This for Good?"), body, check);
}

static void
taken_listed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Forgetting) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GtkWidget *check = NULL;
  guint n;

  self->taken = bty_memory_service_list_taken_finish (BTY_MEMORY_SERVICE (source), result, &error);
  if (self->taken == NULL)
    {
      tell (self, NULL, error);
      return;
    }
  /* The window may have been closed meanwhile. */
  if (gtk_widget_get_root (self->widget) == NULL)
    return;

  n = g_strv_length (self->taken);
  text = g_strdup_printf (ngettext ("_Also forget %u memory taken from it",
                                    "_Also forget %u memories taken from it", n), n);
  if (n > 0)
    check = create_check (self, text, TRUE);
  ask (self, _("Forget This Message for Good?"),
       _("Its text and what was sent with it are removed from the disk, also from what models were sent before. Its "
         "place in the chat stays, and so do other versions of it and the replies to it, even where they repeat it."),
       check);
}

/**
 * bty_forget_memory:
 * @widget: in the window that asks
 * @memories: the service
 * @id: a memory
 * @done: (nullable): called with @widget when it is gone
 *
 * Asks whether a memory shall be forgotten, and whether the message it came from as well; does so, and tells what
 * became of it.
 */
void
bty_forget_memory (GtkWidget        *widget,
                   BtyMemoryService *memories,
                   const char       *id,
                   BtyForgetFunc     done)
{
  Forgetting *self = new_forgetting (widget, memories, id);

  self->done = done;
  bty_memory_service_find_source_async (memories, id, NULL, source_found_cb, self);
}

/**
 * bty_forget_message:
 * @widget: in the window that asks
 * @memories: the service
 * @id: a message
 *
 * Asks whether what a message says shall be forgotten, and the memories that were taken from it as well; does so, and
 * tells what became of it.
 */
void
bty_forget_message (GtkWidget        *widget,
                    BtyMemoryService *memories,
                    const char       *id)
{
  bty_memory_service_list_taken_async (memories, id, NULL, taken_listed_cb, new_forgetting (widget, memories, id));
}
