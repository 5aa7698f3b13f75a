/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-sinks.h"

#include "bty-answer-button.h"
#include "bty-attachment-chip.h"
#include "bty-bot-row.h"
#include "bty-candidate-row.h"
#include "bty-chain-editor.h"
#include "bty-composer.h"
#include "bty-diff-view.h"
#include "bty-empty-chat.h"
#include "bty-entity-row.h"
#include "bty-error.h"
#include "bty-found-row.h"
#include "bty-graph-view.h"
#include "bty-header-title.h"
#include "bty-job-row.h"
#include "bty-memory-detail.h"
#include "bty-memory-event-row.h"
#include "bty-memory-pair-row.h"
#include "bty-memory-row.h"
#include "bty-message-row.h"
#include "bty-model-chooser.h"
#include "bty-problem-page.h"
#include "bty-provider-row.h"
#include "bty-provider-wording.h"
#include "bty-reply-inspector.h"
#include "bty-search-row.h"
#include "bty-session-row.h"
#include "bty-shared-detail.h"
#include "bty-shared-row.h"
#include "bty-test-providers.h"
#include "bty-test-window.h"
#include "bty-thinking-view.h"
#include "bty-trust-list.h"
#include "bty-trust-matrix.h"
#include "bty-visible-text.h"

static GtkWidget *
show_own_message (BtyProfile *profile,
                  const char *text)
{
  g_autoptr(BtyMessage) message = bty_message_new ("session", NULL, BTY_ROLE_USER, text);
  GtkWidget *row = bty_message_row_new ();

  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, NULL);

  return row;
}

static GtkWidget *
show_reply (BtyProfile *profile,
            const char *text)
{
  g_autoptr(BtyMessage) message = bty_message_new ("session", NULL, BTY_ROLE_ASSISTANT, text);
  GtkWidget *row = bty_message_row_new ();

  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, NULL);

  return row;
}

static GtkWidget *
show_failed_reply (BtyProfile *profile,
                   const char *text)
{
  g_autoptr(BtyMessage) message = bty_message_new ("session", NULL, BTY_ROLE_ASSISTANT, "");
  g_auto(BtyMessageContext) context = { .speaker = g_strdup (text), .emoji = g_strdup (""), .n_versions = 1 };
  GtkWidget *row = bty_message_row_new ();

  g_object_set (message, "status", BTY_MESSAGE_STATUS_FAILED, "error", text, "provider", text, "model", text,
                "error-code", "authentication", NULL);
  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, &context);

  return row;
}

static GtkWidget *
show_thinking (BtyProfile *profile,
               const char *text)
{
  GtkWidget *view = bty_thinking_view_new ();
  GtkWidget *expander = bty_test_find (view, GTK_TYPE_EXPANDER, NULL);

  bty_thinking_view_set_text (BTY_THINKING_VIEW (view), text);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);

  return view;
}

static GtkWidget *
show_chat (BtyProfile *profile,
           const char *text)
{
  g_autoptr(BtySession) session = bty_session_new ("bot");
  g_autoptr(BtyBot) bot = bty_bot_new (text);
  GtkWidget *row = bty_session_row_new ();

  g_object_set (session, "title", text, "folder", text, NULL);
  bty_session_row_set_session (BTY_SESSION_ROW (row), session, bot);

  return row;
}

static GtkWidget *
show_bot (BtyProfile *profile,
          const char *text)
{
  g_autoptr(BtyBot) bot = bty_bot_new (text);

  g_object_set (bot, "description", text, "emoji", text, NULL);

  return bty_bot_row_new (bot);
}

static GtkWidget *
show_empty_chat (BtyProfile *profile,
                 const char *text)
{
  g_autoptr(BtyBot) bot = bty_bot_new ("Ada");
  GtkWidget *chat = bty_empty_chat_new ();

  g_object_set (bot, "description", text, NULL);
  bty_empty_chat_set_bot (BTY_EMPTY_CHAT (chat), bot, FALSE);

  return chat;
}

static GtkWidget *
show_empty_chat_name (BtyProfile *profile,
                      const char *text)
{
  g_autoptr(BtyBot) bot = bty_bot_new (text);
  GtkWidget *chat = bty_empty_chat_new ();

  bty_empty_chat_set_bot (BTY_EMPTY_CHAT (chat), bot, FALSE);

  return chat;
}

static GtkWidget *
show_provider (BtyProfile *profile,
               const char *text)
{
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_READY);

  g_object_set (bty_provider_status_get_config (status), "name", text, "model", text, NULL);

  return bty_provider_row_new (status, NULL);
}

static GtkWidget *
show_provider_error (BtyProfile *profile,
                     const char *text)
{
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_READY);

  g_object_set (bty_provider_status_get_health (status), "last-error", text, "last-error-code", "offline",
                "total-failures", (gint64) 1, NULL);

  return bty_provider_row_new (status, NULL);
}

static GtkWidget *
show_found_provider (BtyProfile *profile,
                     const char *text)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new (text, BTY_PROVIDER_TYPE_BUILTIN);

  g_object_set (config, "model", text, "base-url", text, NULL);

  return bty_found_row_new (bty_profile_get_providers (profile), config);
}

static GtkWidget *
show_memory (BtyProfile *profile,
             const char *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", text);
  GtkWidget *row = bty_memory_row_new ();

  bty_memory_row_set_memory (BTY_MEMORY_ROW (row), memory, NULL);

  return row;
}

static GtkWidget *
show_shared_memory (BtyProfile *profile,
                    const char *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", text);
  GtkWidget *row = bty_shared_row_new ();

  bty_shared_row_set_memory (BTY_SHARED_ROW (row), memory, NULL);

  return row;
}

static GtkWidget *
show_pair (BtyProfile *profile,
           const char *text)
{
  BtyMemoryPair pair = { bty_memory_new ("bot", text), bty_memory_new ("bot", "Something else"), 0.9 };
  GtkWidget *row = bty_memory_pair_row_new (&pair);

  g_object_unref (pair.first);
  g_object_unref (pair.second);

  return row;
}

static GtkWidget *
show_event (BtyProfile *profile,
            const char *text)
{
  g_autoptr(BtyAuditEntry) entry = bty_audit_entry_new ("user", 0, "bot", "memory", NULL);
  g_autoptr(BtyBot) bot = bty_bot_new (text);
  GtkWidget *row = bty_memory_event_row_new ();

  bty_memory_event_row_set_entry (BTY_MEMORY_EVENT_ROW (row), entry, bot, text);

  return row;
}

static GtkWidget *
show_candidate (BtyProfile *profile,
                const char *text)
{
  g_autoptr(BtyMemoryCandidate) candidate = bty_memory_candidate_new ("bot", text, BTY_ORIGIN_USER);
  GtkWidget *row = bty_candidate_row_new ();

  g_object_set (candidate, "source", text, NULL);
  bty_candidate_row_set_candidate (BTY_CANDIDATE_ROW (row), candidate, NULL);

  return row;
}

static GtkWidget *
show_job (BtyProfile *profile,
          const char *text)
{
  g_autoptr(BtyWorkflow) workflow = bty_workflow_new ("export", NULL);

  g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_FAILED, "error", text, NULL);

  return bty_job_row_new (bty_profile_get_jobs (profile), workflow);
}

static GtkWidget *
show_hit (BtyProfile *profile,
          const char *text)
{
  BtySearchHit hit = { .session_title = (char *) text, .snippet = (char *) text };
  GtkWidget *row = bty_search_row_new ();

  bty_search_row_set_hit (BTY_SEARCH_ROW (row), &hit, NULL);

  return row;
}

static GtkWidget *
show_attachment (BtyProfile *profile,
                 const char *text)
{
  g_autoptr(GBytes) data = g_bytes_new_static ("text", 4);
  g_autoptr(BtyAttachment) attachment = bty_attachment_new (text, "text/plain", data);

  return bty_attachment_chip_new (attachment, TRUE);
}

/* Words in a block of code, behind a fence that no text has. */
static GtkWidget *
show_code (BtyProfile *profile,
           const char *text)
{
  g_autofree char *reply = g_strdup_printf ("````````````\n%s\n````````````", text);

  return show_reply (profile, reply);
}

static GtkWidget *
show_table (BtyProfile *profile,
            const char *text)
{
  g_autofree char *cell = g_strdelimit (g_strdup (text), "\r\n|", ' ');
  g_autofree char *reply = g_strdup_printf ("| %s | b |\n|---|---|\n| %s | %s |\n", cell, cell, cell);

  return show_reply (profile, reply);
}

static GtkWidget *
show_comparison (BtyProfile *profile,
                 const char *text)
{
  GtkWidget *view = bty_diff_view_new ();

  bty_diff_view_compare (BTY_DIFF_VIEW (view), "", text);

  return view;
}

/* What somebody writes is theirs to see as they wrote it, but for what Pango cannot show; the error is not theirs. */
static GtkWidget *
show_composer (BtyProfile *profile,
               const char *text)
{
  GtkWidget *composer = bty_composer_new ();
  g_autofree char *shown = bty_visible_tones (text, 0);
  g_autofree char *draft = NULL;

  bty_composer_set_text (BTY_COMPOSER (composer), text);
  bty_composer_show_error (BTY_COMPOSER (composer), text);
  draft = bty_composer_dup_text (BTY_COMPOSER (composer));
  g_assert_cmpstr (draft, ==, shown != NULL ? shown : text);

  return composer;
}

static GtkWidget *
show_inspector (BtyProfile *profile,
                const char *text)
{
  g_autoptr(BtyMessage) message = bty_message_new ("session", NULL, BTY_ROLE_ASSISTANT, "");
  GtkWidget *inspector = bty_reply_inspector_new (profile);
  JsonArray *attempts = json_array_new ();
  JsonObject *attempt = json_object_new ();
  g_autoptr(JsonNode) node = json_node_init_array (json_node_alloc (), attempts);

  json_object_set_string_member (attempt, "provider", text);
  json_object_set_string_member (attempt, "error", text);
  json_array_add_object_element (attempts, attempt);
  json_array_unref (attempts);
  g_object_set (message, "status", BTY_MESSAGE_STATUS_FAILED, "error", text, "provider", text, "model", text,
                "attempts", node, NULL);
  bty_reply_inspector_set_message (BTY_REPLY_INSPECTOR (inspector), NULL, message);

  return inspector;
}

static GtkWidget *
show_answer_button (BtyProfile *profile,
                    const char *text)
{
  GtkWidget *button = bty_answer_button_new (bty_provider_service_get_providers (bty_profile_get_providers (profile)));

  bty_answer_button_set_provider (BTY_ANSWER_BUTTON (button), text);

  return button;
}

static GtkWidget *
show_chain (BtyProfile *profile,
            const char *text)
{
  const char *chain[] = { text, text, NULL };
  GtkWidget *editor = g_object_new (BTY_TYPE_CHAIN_EDITOR, NULL);

  bty_chain_editor_set_chain (BTY_CHAIN_EDITOR (editor), chain);

  return editor;
}

/* Returns: (transfer full): of two that are called @text, and stand to each other in a way that is called so too */
static BtyGraph *
create_graph (const char *text)
{
  BtyGraph *graph = g_new0 (BtyGraph, 1);
  BtyEntity *first = bty_entity_new ("bot", text, text, 0);
  BtyEntity *second = bty_entity_new ("bot", "person", text, 0);

  graph->entities = g_ptr_array_new_with_free_func (g_object_unref);
  graph->relationships = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (graph->entities, first);
  g_ptr_array_add (graph->entities, second);
  g_ptr_array_add (graph->relationships, bty_relationship_new ("bot", first->entity_id, text, second->entity_id, 0));

  return graph;
}

static GtkWidget *
show_entity (BtyProfile *profile,
             const char *text)
{
  BtyGraph *graph = create_graph (text);
  GtkWidget *row = bty_entity_row_new (bty_profile_get_graph (profile), graph->entities->pdata[0]);

  bty_entity_row_set_graph (BTY_ENTITY_ROW (row), graph);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);

  return row;
}

static GtkWidget *
show_drawing (BtyProfile *profile,
              const char *text)
{
  g_autoptr(BtyGraph) graph = create_graph (text);
  GtkWidget *view = g_object_new (BTY_TYPE_GRAPH_VIEW, "height-request", 100, NULL);

  bty_graph_view_set_graph (BTY_GRAPH_VIEW (view), graph);

  return view;
}

static GtkWidget *
show_memory_detail (BtyProfile *profile,
                    const char *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", text);
  GtkWidget *detail = bty_memory_detail_new (profile);

  g_object_set (memory, "source", text, NULL);
  bty_memory_detail_set_memory (BTY_MEMORY_DETAIL (detail), memory);

  return detail;
}

static BtyTrustTable *
create_trust_table (BtyProfile *profile)
{
  return bty_trust_table_new (bty_profile_get_memories (profile), bty_profile_get_bots (profile));
}

static GtkWidget *
show_shared_detail (BtyProfile *profile,
                    const char *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", text);
  g_autoptr(BtyTrustTable) table = create_trust_table (profile);
  GtkWidget *detail = bty_shared_detail_new (profile, table);

  bty_shared_detail_set_memory (BTY_SHARED_DETAIL (detail), memory);

  return detail;
}

/* The bots are in the list of the profile, so they are renamed. */
static void
rename_bots (BtyProfile *profile,
             const char *text)
{
  GListModel *bots = bty_bot_service_get_bots (bty_profile_get_bots (profile));

  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);

      g_object_set (bot, "name", text, NULL);
    }
}

static GtkWidget *
show_trust_list (BtyProfile *profile,
                 const char *text)
{
  g_autoptr(BtyTrustTable) table = create_trust_table (profile);

  rename_bots (profile, text);

  return bty_trust_list_new (table);
}

static GtkWidget *
show_trust_matrix (BtyProfile *profile,
                   const char *text)
{
  g_autoptr(BtyTrustTable) table = create_trust_table (profile);

  rename_bots (profile, text);

  return bty_trust_matrix_new (table);
}

static GtkWidget *
show_problem (BtyProfile *profile,
              const char *text)
{
  g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, BTY_ERROR_DAMAGED, text);

  return bty_problem_page_new (error, "/tmp", "/tmp");
}

static GtkWidget *
show_models (BtyProfile *profile,
             const char *text)
{
  const char *models[] = { text, NULL };
  GtkWidget *chooser = g_object_new (BTY_TYPE_MODEL_CHOOSER, "height-request", 200, NULL);

  bty_model_chooser_set_models (BTY_MODEL_CHOOSER (chooser), models);

  return chooser;
}

static GtkWidget *
show_window_title (BtyProfile *profile,
                   const char *text)
{
  g_autoptr(BtySession) session = bty_session_new ("bot");
  GtkWidget *title = g_object_new (BTY_TYPE_HEADER_TITLE, NULL);
  g_autofree char *shown = NULL;

  g_object_set (session, "title", text, NULL);
  shown = bty_session_dup_shown_title (session);
  bty_header_title_set_title (BTY_HEADER_TITLE (title), shown);
  bty_header_title_set_switching (BTY_HEADER_TITLE (title), FALSE);

  return title;
}

/* What is searched for has no marks of its own. */
static char *
dup_found (const char *text)
{
  g_autofree char *copy = g_strdup (text);
  g_autoptr(GString) unmarked = g_string_new (NULL);
  const char marks[] = { BTY_SEARCH_BEGIN, BTY_SEARCH_END, '\0' };
  g_auto(GStrv) pieces = g_strsplit_set (copy, marks, -1);

  for (guint i = 0; pieces[i] != NULL; i++)
    {
      g_autofree char *line = bty_visible_line (pieces[i]);

      g_string_append (unmarked, line);
    }

  return g_string_free (g_steal_pointer (&unmarked), FALSE);
}

const BtyTestSink bty_test_sinks[] = {
  { "own message", show_own_message, bty_visible_text },
  { "reply", show_reply, NULL },              /* it has markup of its own */
  { "code", show_code, NULL },
  { "table", show_table, NULL },
  { "failed reply", show_failed_reply, bty_visible_text },
  { "thinking", show_thinking, bty_visible_text },
  { "chat", show_chat, bty_visible_line },
  { "bot", show_bot, bty_visible_line },
  { "empty chat", show_empty_chat, bty_visible_text },
  { "name in an empty chat", show_empty_chat_name, bty_visible_line },
  { "provider", show_provider, bty_provider_wording_dup_plain },
  { "error of a provider", show_provider_error, bty_provider_wording_dup_plain },
  { "provider found", show_found_provider, bty_provider_wording_dup_plain },
  { "memory", show_memory, bty_visible_text },
  { "shared memory", show_shared_memory, bty_visible_text },
  { "pair of memories", show_pair, bty_visible_text },
  { "event", show_event, bty_visible_text },
  { "candidate", show_candidate, bty_visible_text },
  { "job", show_job, bty_visible_text },
  { "search hit", show_hit, dup_found },
  { "attachment", show_attachment, bty_visible_text },
  { "comparison", show_comparison, NULL },    /* each line has a sign before it */
  { "composer", show_composer, bty_visible_text },
  { "inspector", show_inspector, bty_visible_text },
  { "answer button", show_answer_button, bty_visible_line },
  { "chain", show_chain, bty_visible_line },
  { "entity", show_entity, bty_visible_text },
  { "drawing", show_drawing, NULL },          /* it has no labels */
  { "memory in detail", show_memory_detail, bty_visible_text },
  { "shared memory in detail", show_shared_detail, bty_visible_text },
  { "list of trust", show_trust_list, bty_visible_line },
  { "matrix of trust", show_trust_matrix, NULL },
  { "problem", show_problem, bty_visible_text },
  { "models", show_models, bty_provider_wording_dup_plain },
  { "title of the window", show_window_title, bty_visible_line },
};

const guint bty_test_n_sinks = G_N_ELEMENTS (bty_test_sinks);
