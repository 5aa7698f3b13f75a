/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-attachment-chip.h"
#include "bty-bot-row.h"
#include "bty-candidate-row.h"
#include "bty-empty-chat.h"
#include "bty-found-row.h"
#include "bty-job-row.h"
#include "bty-memory-event-row.h"
#include "bty-memory-pair-row.h"
#include "bty-memory-row.h"
#include "bty-message-row.h"
#include "bty-provider-row.h"
#include "bty-provider-wording.h"
#include "bty-search-row.h"
#include "bty-session-row.h"
#include "bty-shared-row.h"
#include "bty-test-providers.h"
#include "bty-thinking-view.h"
#include "bty-toasts.h"
#include "bty-ui-resources.h"
#include "bty-visible-text.h"

#include <string.h>

/* Whatever somebody else wrote is shown as it is, wherever it is shown: not as markup, nothing of it hidden, and no
 * wider than a phone. A warning ends the program. */

#define NARROW 360
/* Unless the environment says otherwise in BTY_ROUNDS and BTY_SEED: each round is a text in all places. */
#define ROUNDS 16
#define SEED 20

/* The first of so many rounds have rare characters as well. */
#define RARE_ROUNDS 6

/* One in so many rounds has a line of LONG bytes without a place to break it. */
#define LONG_EVERY 1000
#define LONG 500
#define VERY_LONG 100000

static BtyProfile *profile;

static guint
get_number (const char *variable,
            guint       usual)
{
  const char *number = g_getenv (variable);

  return number != NULL ? (guint) g_ascii_strtoull (number, NULL, 10) : usual;
}

static GtkWidget *
show_own_message (const char *text)
{
  g_autoptr(BtyMessage) message = bty_message_new ("session", NULL, BTY_ROLE_USER, text);
  GtkWidget *row = bty_message_row_new ();

  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, NULL);

  return row;
}

static GtkWidget *
show_reply (const char *text)
{
  g_autoptr(BtyMessage) message = bty_message_new ("session", NULL, BTY_ROLE_ASSISTANT, text);
  GtkWidget *row = bty_message_row_new ();

  bty_message_row_set_message (BTY_MESSAGE_ROW (row), message, NULL);

  return row;
}

static GtkWidget *
show_failed_reply (const char *text)
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
show_thinking (const char *text)
{
  GtkWidget *view = bty_thinking_view_new ();
  GtkWidget *expander = bty_test_find (view, GTK_TYPE_EXPANDER, NULL);

  bty_thinking_view_set_text (BTY_THINKING_VIEW (view), text);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);

  return view;
}

static GtkWidget *
show_chat (const char *text)
{
  g_autoptr(BtySession) session = bty_session_new ("bot");
  g_autoptr(BtyBot) bot = bty_bot_new (text);
  GtkWidget *row = bty_session_row_new ();

  g_object_set (session, "title", text, "folder", text, NULL);
  bty_session_row_set_session (BTY_SESSION_ROW (row), session, bot);

  return row;
}

static GtkWidget *
show_bot (const char *text)
{
  g_autoptr(BtyBot) bot = bty_bot_new (text);

  g_object_set (bot, "description", text, "emoji", text, NULL);

  return bty_bot_row_new (bot);
}

static GtkWidget *
show_empty_chat (const char *text)
{
  g_autoptr(BtyBot) bot = bty_bot_new ("Ada");
  GtkWidget *chat = bty_empty_chat_new ();

  g_object_set (bot, "description", text, NULL);
  bty_empty_chat_set_bot (BTY_EMPTY_CHAT (chat), bot, FALSE);

  return chat;
}

static GtkWidget *
show_empty_chat_name (const char *text)
{
  g_autoptr(BtyBot) bot = bty_bot_new (text);
  GtkWidget *chat = bty_empty_chat_new ();

  bty_empty_chat_set_bot (BTY_EMPTY_CHAT (chat), bot, FALSE);

  return chat;
}

static GtkWidget *
show_provider (const char *text)
{
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_READY);

  g_object_set (bty_provider_status_get_config (status), "name", text, "model", text, NULL);

  return bty_provider_row_new (status, NULL);
}

static GtkWidget *
show_provider_error (const char *text)
{
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_READY);

  g_object_set (bty_provider_status_get_health (status), "last-error", text, "last-error-code", "offline",
                "total-failures", (gint64) 1, NULL);

  return bty_provider_row_new (status, NULL);
}

static GtkWidget *
show_found_provider (const char *text)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new (text, BTY_PROVIDER_TYPE_BUILTIN);

  g_object_set (config, "model", text, "base-url", text, NULL);

  return bty_found_row_new (bty_profile_get_providers (profile), config);
}

static GtkWidget *
show_memory (const char *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", text);
  GtkWidget *row = bty_memory_row_new ();

  bty_memory_row_set_memory (BTY_MEMORY_ROW (row), memory, NULL);

  return row;
}

static GtkWidget *
show_shared_memory (const char *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new ("bot", text);
  GtkWidget *row = bty_shared_row_new ();

  bty_shared_row_set_memory (BTY_SHARED_ROW (row), memory, NULL);

  return row;
}

static GtkWidget *
show_pair (const char *text)
{
  BtyMemoryPair pair = { bty_memory_new ("bot", text), bty_memory_new ("bot", "Something else"), 0.9 };
  GtkWidget *row = bty_memory_pair_row_new (&pair);

  g_object_unref (pair.first);
  g_object_unref (pair.second);

  return row;
}

static GtkWidget *
show_event (const char *text)
{
  g_autoptr(BtyAuditEntry) entry = bty_audit_entry_new ("user", 0, "bot", "memory", NULL);
  g_autoptr(BtyBot) bot = bty_bot_new (text);
  GtkWidget *row = bty_memory_event_row_new ();

  bty_memory_event_row_set_entry (BTY_MEMORY_EVENT_ROW (row), entry, bot, text);

  return row;
}

static GtkWidget *
show_candidate (const char *text)
{
  g_autoptr(BtyMemoryCandidate) candidate = bty_memory_candidate_new ("bot", text, BTY_ORIGIN_USER);
  GtkWidget *row = bty_candidate_row_new ();

  g_object_set (candidate, "source", text, NULL);
  bty_candidate_row_set_candidate (BTY_CANDIDATE_ROW (row), candidate, NULL);

  return row;
}

static GtkWidget *
show_job (const char *text)
{
  g_autoptr(BtyWorkflow) workflow = bty_workflow_new ("export", NULL);

  g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_FAILED, "error", text, NULL);

  return bty_job_row_new (bty_profile_get_jobs (profile), workflow);
}

static GtkWidget *
show_hit (const char *text)
{
  BtySearchHit hit = { .session_title = (char *) text, .snippet = (char *) text };
  GtkWidget *row = bty_search_row_new ();

  bty_search_row_set_hit (BTY_SEARCH_ROW (row), &hit, NULL);

  return row;
}

static GtkWidget *
show_attachment (const char *text)
{
  g_autoptr(GBytes) data = g_bytes_new_static ("text", 4);
  g_autoptr(BtyAttachment) attachment = bty_attachment_new (text, "text/plain", data);

  return bty_attachment_chip_new (attachment, TRUE);
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

static const struct
{
  const char  *name;
  GtkWidget *(*show) (const char *text);
  char      *(*dup_expected) (const char *text);  /* NULL: it has markup of its own */
} sinks[] = {
  { "own message", show_own_message, bty_visible_text },
  { "reply", show_reply, NULL },
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
};

/* Paragraphs may be labels of their own: what is between them does not count. */
static char *
dup_squeezed (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_len (squeezed, c, g_utf8_next_char (c) - c);

  return g_string_free (squeezed, FALSE);
}

static void
assert_shows (GtkWidget  *widget,
              const char *expected,
              const char *name)
{
  g_autofree char *texts = bty_test_dup_texts (widget);
  g_autofree char *squeezed = dup_squeezed (texts);
  g_autofree char *wanted = dup_squeezed (expected);

  if (strstr (squeezed, wanted) == NULL)
    g_error ("%s: “%s” is not in “%s”", name, wanted, squeezed);
}

/* Nothing of it turns the direction of others or is not seen. */
static void
assert_hides_nothing (GtkWidget  *widget,
                      const char *name)
{
  g_autofree char *texts = bty_test_dup_texts (widget);
  g_autofree char *visible = bty_visible_text (texts);

  if (!g_str_equal (visible, texts))
    g_error ("%s: shows “%s”, of which “%s” can be seen", name, texts, visible);
}

static void
assert_narrow (GtkWidget  *widget,
               const char *name)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > NARROW)
    g_error ("%s: at least %d pixels wide", name, minimum);
}

static char *
create_text (GRand *random,
             guint  round)
{
  g_autofree char *text = bty_test_random_text (random, g_rand_int_range (random, 0, 40));
  g_autofree char *filler = NULL;

  if (round % LONG_EVERY != RARE_ROUNDS)
    return g_steal_pointer (&text);

  filler = g_strnfill (LONG, 'x');

  return g_strconcat (text, filler, NULL);
}

/* A character of which there is one in a font, and which may be higher and narrower than "…". */
static char *
create_rare_character (GRand *random)
{
  char text[7] = { 0 };
  gunichar c = (gunichar) g_rand_int_range (random, 0xA1, 0x30000);

  g_unichar_to_utf8 (g_unichar_validate (c) ? c : 0x27DA, text);

  return g_strdup (text);
}

static GtkWidget *
show_checked (const char *text,
              guint       sink)
{
  g_autofree char *expected = sinks[sink].dup_expected != NULL ? sinks[sink].dup_expected (text) : g_strdup ("");
  GtkWidget *widget = sinks[sink].show (text);

  assert_shows (widget, expected, sinks[sink].name);
  assert_hides_nothing (widget, sinks[sink].name);
  assert_narrow (widget, sinks[sink].name);

  return widget;
}

/* Every place at once, in a window as narrow as a phone, as somebody sees it. */
static void
test_rows (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (get_number ("BTY_SEED", SEED));
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  GtkWidget *window;
  char *dir;

  profile = bty_test_open_profile (&dir);
  window = bty_test_window_new (scroller, NARROW, 640);
  for (guint i = 0; i < get_number ("BTY_ROUNDS", ROUNDS); i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      g_autofree char *text = create_text (random, i);
      g_autofree char *escaped = g_strescape (text, NULL);

      g_test_message ("“%s”", escaped);
      for (guint j = 0; j < G_N_ELEMENTS (sinks); j++)
        {
          g_autofree char *rare = create_rare_character (random);

          gtk_box_append (GTK_BOX (box), show_checked (text, j));
          if (i >= RARE_ROUNDS)
            continue;
          gtk_box_append (GTK_BOX (box), sinks[j].show (rare));
          /* These were measured by another line than is drawn, and GTK complained. */
          gtk_box_append (GTK_BOX (box), sinks[j].show ("\u27DA"));
        }
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
      bty_test_frames (window, 1);
    }
  bty_test_close (window);
  bty_test_close_profile (profile, dir);
}

/* A line that nobody would write, in every place, as somebody sees it. It takes a minute, so only when it is asked for:
 * what must not come back is that it takes for ever. */
static void
test_long_lines (void)
{
  g_autofree char *line = g_strnfill (VERY_LONG, 'x');
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  GtkWidget *window;
  char *dir;

  profile = bty_test_open_profile (&dir);
  window = bty_test_window_new (scroller, NARROW, 640);
  for (guint i = 0; i < G_N_ELEMENTS (sinks); i++)
    {
      gint64 start = g_get_monotonic_time ();

      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), sinks[i].show (line));
      bty_test_frames (window, 2);
      g_test_message ("%s: %.0f ms", sinks[i].name, (g_get_monotonic_time () - start) / 1000.0);
    }
  bty_test_close (window);
  bty_test_close_profile (profile, dir);
}

static void
test_toasts (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (get_number ("BTY_SEED", SEED));
  GtkWidget *bin = adw_bin_new ();
  GtkWidget *window = bty_test_window_new (bin, NARROW, 300);

  for (guint i = 0; i < get_number ("BTY_ROUNDS", ROUNDS); i++)
    {
      g_autofree char *text = create_text (random, i);
      g_autofree char *expected = bty_visible_line (text);
      GtkWidget *overlay = adw_toast_overlay_new ();

      adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), adw_bin_new ());
      adw_bin_set_child (ADW_BIN (bin), overlay);
      bty_toasts_show (overlay, text);
      assert_shows (overlay, expected, "toast");
      assert_hides_nothing (overlay, "toast");
      assert_narrow (overlay, "toast");
    }
  bty_test_close (window);
}

/* Parts of random texts that GTK has measured in two ways, with what it said of them. */
static void
test_steady_widths (void)
{
  static const char *texts[] = {
    "f\U00012230J",          /* 17 pixels wide, and at least 22 for any height */
    "pxת",
    "[\t",
    "i\u13e7p ",
    "日本\u00a0\u00a0\u00a0e\u0301\n\t\t",
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *window;

  g_object_set (label, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  gtk_box_append (GTK_BOX (box), label);
  window = bty_test_window_new (box, NARROW, 300);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      int minimum, natural, minimum_for_height, natural_for_height;

      gtk_label_set_text (GTK_LABEL (label), texts[i]);
      for (GtkWidget *widget = label; widget != window; widget = gtk_widget_get_parent (widget))
        {
          gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
          gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, 1 << 20, &minimum_for_height, &natural_for_height,
                              NULL, NULL);
          g_assert_cmpint (minimum_for_height, ==, minimum);
          g_assert_cmpint (natural_for_height, ==, natural);
        }
    }
  bty_test_close (window);
}

static void
add_tests (void)
{
  bty_ui_get_resource ();
  g_test_add_func ("/random-texts/steady-widths", test_steady_widths);
  g_test_add_func ("/random-texts/rows", test_rows);
  if (g_getenv ("BTY_ROUNDS") != NULL)
    g_test_add_func ("/random-texts/long-lines", test_long_lines);
  g_test_add_func ("/random-texts/toasts", test_toasts);
}

int
main (int   argc,
      char *argv[])
{
  return bty_test_run (&argc, &argv, add_tests);
}
