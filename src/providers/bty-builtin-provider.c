/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-builtin-provider.h"

#include "bty-builtin-answer.h"
#include "bty-time.h"

/* About as much as a model sends at once, so that what shows it is used the same way. */
#define PIECE_CHARS 24

/**
 * BtyBuiltinProvider:
 *
 * "Memory only": answers without a key, a network or a model, from what was said before.
 */
struct _BtyBuiltinProvider
{
  BtyProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (BtyBuiltinProvider, bty_builtin_provider, BTY_TYPE_PROVIDER)

typedef struct
{
  char         *answer;
  const char   *rest;       /* what of it has not been given out */
  BtyDeltaFunc  delta_func;
  gpointer      delta_data;
} Sending;

static void
free_sending (Sending *sending)
{
  g_free (sending->answer);
  g_free (sending);
}

/* The end of the first piece of @text: after a space, if there is one soon. */
static const char *
find_piece_end (const char *text)
{
  const char *end = text;

  for (guint i = 0; *end != '\0' && (i < PIECE_CHARS || (end[-1] != ' ' && i < 2 * PIECE_CHARS)); i++)
    end = g_utf8_next_char (end);

  return end;
}

static BtyReply *
make_reply (const char *answer)
{
  BtyReply *reply = bty_reply_new ();

  g_string_assign (reply->text, answer);
  reply->model = g_strdup (BTY_BUILTIN_MODEL);
  reply->stop_reason = g_strdup ("end");
  reply->input_tokens = 0;
  reply->output_tokens = 0;
  reply->cached_tokens = 0;

  return reply;
}

static gboolean
send_piece_cb (gpointer user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  g_autofree char *piece = NULL;
  const char *end;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  if (*sending->rest == '\0')
    {
      g_task_return_pointer (task, make_reply (sending->answer), (GDestroyNotify) bty_reply_free);
      return G_SOURCE_REMOVE;
    }

  end = find_piece_end (sending->rest);
  piece = g_strndup (sending->rest, end - sending->rest);
  sending->rest = end;
  if (sending->delta_func != NULL)
    sending->delta_func (BTY_DELTA_TEXT, piece, sending->delta_data);

  return G_SOURCE_CONTINUE;
}

static void
bty_builtin_provider_send (BtyProvider  *provider,
                           BtyPrompt    *prompt,
                           const char   *key,
                           BtyDeltaFunc  delta_func,
                           gpointer      delta_data,
                           GTask        *task)
{
  g_autoptr(GSource) source = g_idle_source_new ();
  Sending *sending = g_new0 (Sending, 1);

  bty_provider_take_sent (provider, bty_prompt_to_text (prompt));
  sending->answer = bty_builtin_answer (prompt, bty_time_now ());
  sending->rest = sending->answer;
  sending->delta_func = delta_func;
  sending->delta_data = delta_data;
  g_task_set_task_data (task, sending, (GDestroyNotify) free_sending);

  g_source_set_callback (source, send_piece_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
bty_builtin_provider_list_models (BtyProvider *provider,
                                  const char  *key,
                                  GTask       *task)
{
  const char *models[] = { BTY_BUILTIN_MODEL, NULL };

  g_task_return_pointer (task, g_strdupv ((char **) models), (GDestroyNotify) g_strfreev);
  g_object_unref (task);
}

static void
bty_builtin_provider_class_init (BtyBuiltinProviderClass *class)
{
  BtyProviderClass *provider_class = BTY_PROVIDER_CLASS (class);

  provider_class->send = bty_builtin_provider_send;
  provider_class->list_models = bty_builtin_provider_list_models;
}

static void
bty_builtin_provider_init (BtyBuiltinProvider *self)
{
}
