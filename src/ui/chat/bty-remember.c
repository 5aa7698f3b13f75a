/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-remember.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bty-chat-page-private.h"
#include "bty-toasts.h"

/* Remembering by hand: what is typed behind "/remember", or a whole message. */

#define COMMAND "/remember"

/* What undoing needs. */
typedef struct
{
  BtyMemoryService *memories;
  char             *id;
} Undo;

static void
free_undo (gpointer data)
{
  Undo *undo = data;

  g_clear_object (&undo->memories);
  g_free (undo->id);
  g_free (undo);
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_memory_service_delete_finish (BTY_MEMORY_SERVICE (source), result, &error))
    bty_toasts_show_error (widget, _("The memory could not be removed"), error);
}

static void
undo_cb (GtkWidget *widget,
         gpointer   data)
{
  Undo *undo = data;
  const char *ids[] = { undo->id, NULL };

  bty_memory_service_delete_async (undo->memories, ids, NULL, NULL, undone_cb, g_object_ref (widget));
}

static void
remembered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = NULL;
  BtyMemoryOutcome outcome;
  Undo *undo;

  memory = bty_memory_service_add_finish (BTY_MEMORY_SERVICE (source), result, &outcome, &error);
  if (memory == NULL)
    {
      bty_toasts_show_error (widget, _("This was not remembered"), error);
      return;
    }

  switch (outcome)
    {
    case BTY_MEMORY_KNOWN:
      bty_toasts_show (widget, _("That is known already"));
      break;
    case BTY_MEMORY_MERGED:
      bty_toasts_show (widget, _("Added to what was known"));
      break;
    case BTY_MEMORY_STORED:
    case BTY_MEMORY_SUPERSEDES:
    default:
      undo = g_new0 (Undo, 1);
      undo->memories = g_object_ref (BTY_MEMORY_SERVICE (source));
      undo->id = g_strdup (memory->id);
      bty_toasts_offer_undo (widget,
                             outcome == BTY_MEMORY_STORED ? _("Remembered")
                                                          : _("Remembered, in the place of what was said before"),
                             undo_cb, undo, free_undo);
    }
}

/**
 * bty_remember:
 * @widget: in the window that says what became of it
 * @memories: the service
 * @memory: what is to be remembered
 *
 * Remembers what the user wants to be remembered, says so, and offers to undo it.
 */
void
bty_remember (GtkWidget        *widget,
              BtyMemoryService *memories,
              BtyMemory        *memory)
{
  bty_memory_service_add_async (memories, memory, NULL, NULL, remembered_cb, g_object_ref (widget));
}

/**
 * bty_chat_page_remember:
 * @self: a page with a chat
 * @text: what to remember
 * @message: (nullable): where it was said
 *
 * Lets the bot of the chat remember something, unless the chat is private.
 */
void
bty_chat_page_remember (BtyChatPage *self,
                        const char  *text,
                        BtyMessage  *message)
{
  BtySession *session = bty_conversation_get_session (self->conversation);
  g_autoptr(BtyMemory) memory = NULL;

  if (session->private)
    {
      bty_toasts_show (GTK_WIDGET (self), _("Nothing of a private chat is remembered"));
      return;
    }

  memory = bty_memory_new (session->bot_id, text);
  g_object_set (memory,
                "session-id", session->id,
                "message-id", message != NULL ? message->id : NULL,
                NULL);
  bty_remember (GTK_WIDGET (self), bty_profile_get_memories (self->profile), memory);
}

/**
 * bty_chat_page_take_command:
 * @self: a page with a chat
 * @text: what was written
 *
 * Does what is written, if it is "/remember" and something to remember.
 *
 * Returns: whether it was; then it is not to be sent
 */
gboolean
bty_chat_page_take_command (BtyChatPage *self,
                            const char  *text)
{
  const char *rest;

  if (!g_str_has_prefix (text, COMMAND))
    return FALSE;
  rest = text + strlen (COMMAND);
  if (!g_ascii_isspace (*rest))
    return FALSE;
  while (g_ascii_isspace (*rest))
    rest++;
  if (*rest == '\0')
    return FALSE;

  bty_chat_page_remember (self, rest, NULL);

  return TRUE;
}
