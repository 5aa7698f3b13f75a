/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-reply.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "bty-cli-output.h"
#include "bty-config.h"
#include "bty-cost.h"
#include "bty-enum-types.h"
#include "bty-stop-reason.h"

struct _BtyCliStream
{
  gboolean         json;
  BtyDelta         kind;     /* of what was printed last */
  gboolean         started;  /* something was printed */

  /* Owned */
  BtyConversation *conversation;
  BtyMessage      *reply;    /* the one that is printed; NULL = it has not begun */
  GString         *printed[BTY_DELTA_THINKING + 1];
};

static gboolean
joins_others (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_FORMAT || type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_CONTROL;
}

/* The length of what can be shown before more is known: whether a character hides something depends
 * on its neighbours, which therefore have to be printed together. */
static gsize
measure_settled (const char *text)
{
  const char *end = text + strlen (text);

  if (end == text)
    return 0;

  end = g_utf8_prev_char (end);
  while (end > text &&
         (joins_others (g_utf8_get_char (end)) || joins_others (g_utf8_get_char (g_utf8_prev_char (end)))))
    end = g_utf8_prev_char (end);

  return end - text;
}

static void
print_piece (BtyCliStream *self,
             BtyDelta      kind,
             const char   *piece)
{
  if (self->json)
    {
      JsonObject *object = json_object_new ();
      g_autoptr(JsonNode) node = bty_cli_json_take (object);

      json_object_set_string_member (object, kind == BTY_DELTA_TEXT ? "delta" : "thinking", piece);
      bty_cli_print_json (node);
      return;
    }

  if (self->started && kind != self->kind)
    bty_cli_print_piece ("\n\n", BTY_CLI_STYLE_PLAIN);
  self->started = TRUE;
  self->kind = kind;
  bty_cli_print_piece (piece, kind == BTY_DELTA_TEXT ? BTY_CLI_STYLE_PLAIN : BTY_CLI_STYLE_DIM);
}

static void
print_news (BtyCliStream *self,
            BtyDelta      kind,
            gboolean      at_end)
{
  const char *text = kind == BTY_DELTA_TEXT ? self->reply->content : self->reply->thinking;
  GString *printed = self->printed[kind];
  g_autofree char *piece = NULL;
  const char *news;

  /* Thoughts are for a person who looks on, or for another program. */
  if (text == NULL || (kind == BTY_DELTA_THINKING && !self->json && !isatty (STDOUT_FILENO)))
    return;
  if (!g_str_has_prefix (text, printed->str))
    {
      /* Another provider has begun anew. */
      g_string_truncate (printed, 0);
      if (!self->json)
        bty_cli_print_piece ("\n", BTY_CLI_STYLE_PLAIN);
    }

  news = text + printed->len;
  piece = self->json || at_end ? g_strdup (news) : g_strndup (news, measure_settled (news));
  if (*piece == '\0')
    return;

  g_string_append (printed, piece);
  print_piece (self, kind, piece);
}

static void
changed_cb (BtyMessage *reply,
            GParamSpec *pspec,
            gpointer    user_data)
{
  BtyCliStream *self = user_data;

  print_news (self, BTY_DELTA_THINKING, FALSE);
  print_news (self, BTY_DELTA_TEXT, FALSE);

  /* Nobody reads it any more, which is no reason to let the rest be written. */
  if (!bty_cli_flush ())
    bty_conversation_stop (self->conversation);
}

static void
begun_cb (GListModel *messages,
          guint       position,
          guint       n_removed,
          guint       n_added,
          gpointer    user_data)
{
  BtyCliStream *self = user_data;
  guint n_messages = g_list_model_get_n_items (messages);
  g_autoptr(BtyMessage) last = n_messages > 0 ? g_list_model_get_item (messages, n_messages - 1) : NULL;

  if (self->reply != NULL || last == NULL || last->status != BTY_MESSAGE_STATUS_STREAMING)
    return;

  self->reply = g_steal_pointer (&last);
  g_signal_connect (self->reply, "notify::content", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->reply, "notify::thinking", G_CALLBACK (changed_cb), self);
  changed_cb (self->reply, NULL, self);
}

/**
 * bty_cli_stream_new:
 * @conversation: a conversation in which a reply is about to begin
 * @json: whether another program reads it
 *
 * Returns: (transfer full): what prints that reply, until bty_cli_stream_end()
 */
BtyCliStream *
bty_cli_stream_new (BtyConversation *conversation,
                    gboolean         json)
{
  BtyCliStream *self = g_new0 (BtyCliStream, 1);

  self->json = json;
  self->conversation = g_object_ref (conversation);
  self->printed[BTY_DELTA_TEXT] = g_string_new (NULL);
  self->printed[BTY_DELTA_THINKING] = g_string_new (NULL);
  g_signal_connect (conversation, "items-changed", G_CALLBACK (begun_cb), self);

  return self;
}

/**
 * bty_cli_stream_end:
 * @self: (transfer full): what prints a reply that has ended
 *
 * Prints the rest of it.
 */
void
bty_cli_stream_end (BtyCliStream *self)
{
  g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (self->reply != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->reply, self);
      print_news (self, BTY_DELTA_THINKING, TRUE);
      print_news (self, BTY_DELTA_TEXT, TRUE);
    }
  if (self->started)
    bty_cli_print_piece ("\n", BTY_CLI_STYLE_PLAIN);

  g_clear_object (&self->conversation);
  g_clear_object (&self->reply);
  g_string_free (self->printed[BTY_DELTA_TEXT], TRUE);
  g_string_free (self->printed[BTY_DELTA_THINKING], TRUE);
  g_free (self);
}

static void
set_text (JsonObject *object,
          const char *name,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static void
set_integer (JsonObject *object,
             const char *name,
             gint64      integer)
{
  if (integer != BTY_UNSET)
    json_object_set_int_member (object, name, integer);
  else
    json_object_set_null_member (object, name);
}

static void
set_list (JsonObject *object,
          const char *name,
          JsonNode   *list)
{
  if (list != NULL && JSON_NODE_HOLDS_ARRAY (list))
    json_object_set_member (object, name, json_node_copy (list));
  else
    json_object_set_array_member (object, name, json_array_new ());
}

/**
 * bty_cli_print_reply_json:
 * @reply: a reply that has ended
 *
 * Prints it for another program.
 */
void
bty_cli_print_reply_json (BtyMessage *reply)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonObject *usage = json_object_new ();

  set_text (object, "session", reply->session_id);
  set_text (object, "message", reply->id);
  set_text (object, "reply_to", reply->parent_id);
  set_text (object, "reply", reply->content != NULL ? reply->content : "");
  if (reply->thinking != NULL && *reply->thinking != '\0')
    set_text (object, "thinking", reply->thinking);
  set_text (object, "status", bty_enum_to_nick (BTY_TYPE_MESSAGE_STATUS, reply->status));
  set_text (object, "provider", reply->provider);
  set_text (object, "model", reply->model);
  set_text (object, "stop_reason", reply->stop_reason);
  set_integer (usage, "input_tokens", reply->input_tokens);
  set_integer (usage, "output_tokens", reply->output_tokens);
  json_object_set_object_member (object, "usage", usage);
  if (isnan (reply->cost))
    json_object_set_null_member (object, "cost");
  else
    json_object_set_double_member (object, "cost", reply->cost);
  set_integer (object, "latency_ms", reply->latency_ms);
  set_integer (object, "first_token_ms", reply->first_token_ms);
  set_list (object, "attempts", reply->attempts);
  set_list (object, "warnings", reply->warnings);
  if (reply->status != BTY_MESSAGE_STATUS_COMPLETE)
    {
      set_text (object, "error", reply->error);
      set_text (object, "code", reply->error_code);
    }
  bty_cli_print_json (node);
}

static void
add_part (GString    *line,
          const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", part);
}

/**
 * bty_cli_print_reply_footer:
 * @reply: a reply that has ended
 *
 * Prints for a person who answered, and what it took.
 */
void
bty_cli_print_reply_footer (BtyMessage *reply)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree char *tokens = NULL;
  g_autofree char *time = NULL;
  g_autofree char *cost = isnan (reply->cost) ? NULL : bty_cost_format (reply->cost);

  if (reply->input_tokens != BTY_UNSET && reply->output_tokens != BTY_UNSET)
    /* Translators: tokens sent and received. */
    tokens = g_strdup_printf (_("%" PRId64 " in, %" PRId64 " out"),
                              reply->input_tokens, reply->output_tokens);
  if (reply->latency_ms != BTY_UNSET)
    /* Translators: seconds. */
    time = g_strdup_printf (_("%.1f s"), reply->latency_ms / 1000.0);
  add_part (line, reply->provider);
  /* What answers without a model has said it all with its own name. */
  if (g_strcmp0 (reply->model, BTY_BUILTIN_MODEL) != 0)
    {
      add_part (line, reply->model);
      add_part (line, tokens);
      add_part (line, cost);
      add_part (line, time);
    }
  if (line->len > 0)
    {
      g_string_append_c (line, '\n');
      bty_cli_print_piece (line->str, BTY_CLI_STYLE_DIM);
    }
}

/**
 * bty_cli_get_keyring_way_out:
 * @code: the name of a kind of error
 *
 * Returns: (nullable): what can be done about it; %NULL if the keyring is not the trouble
 */
const char *
bty_cli_get_keyring_way_out (const char *code)
{
  if (g_str_equal (code, "keyring_locked"))
    return _("“provider unlock” unlocks it. In a chat at a terminal, /unlock does, and /key takes a key for this run.");
  if (g_str_equal (code, "keyring"))
    return _("Without a keyring, a provider can read its key from a variable: --key-env. In a chat at a terminal, /key "
             "takes a key for this run.");

  return NULL;
}

/* What the user can do about it, or NULL. */
static char *
suggest_way_out (BtyMessage *reply)
{
  const char *code = reply->error_code != NULL ? reply->error_code : "";

  if (bty_message_can_continue (reply))
    return g_strdup_printf (_("Go on with: boternityctl session continue %s"), reply->session_id);
  if (g_str_equal (code, "authentication") && reply->provider != NULL)
    return g_strdup_printf (_("Give it another key with “provider edit %s --key-stdin”, or choose another provider "
                              "with --provider."), reply->provider);
  if (bty_cli_get_keyring_way_out (code) != NULL)
    return g_strdup (bty_cli_get_keyring_way_out (code));
  if (g_str_equal (code, "quota"))
    return g_strdup (_("Add credit there, or choose another provider with --provider."));
  /* Its sentence says it all. */
  if (g_str_equal (code, "context_length"))
    return NULL;
  if (g_str_equal (code, "not_found") && reply->provider != NULL)
    return g_strdup_printf (_("“provider models %s” lists what it offers."), reply->provider);

  return g_strdup (_("“provider status” shows how each provider stands."));
}

/**
 * bty_cli_print_reply_trouble:
 * @reply: a reply that was interrupted, failed, or ended too soon
 *
 * Prints why, and what can be done.
 */
void
bty_cli_print_reply_trouble (BtyMessage *reply)
{
  const char *words = bty_message_was_cut (reply) ? bty_stop_reason_explain (reply->stop_reason) : reply->error;
  g_autofree char *way_out = suggest_way_out (reply);
  g_autofree char *line = g_strjoin (" ", words != NULL && *words != '\0' ? words : _("There was no reply."),
                                     way_out, NULL);

  bty_cli_print_note (line);
}
