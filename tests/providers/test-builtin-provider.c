/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-builtin-answer.h"
#include "bty-builtin-provider.h"
#include "bty-error.h"
#include "bty-time.h"

/* 10 May 2025, 12:00 UTC */
#define NOW (G_GINT64_CONSTANT (1746878400) * G_USEC_PER_SEC)
#define DAY (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

static BtyPrompt *
make_prompt (const char *text)
{
  BtyPrompt *prompt = bty_prompt_new (BTY_BUILTIN_MODEL);

  bty_prompt_add_turn (prompt, BTY_ROLE_USER, text, NULL);

  return prompt;
}

static void
recall (BtyPrompt  *prompt,
        const char *text,
        const char *source,
        gint64      said_at)
{
  g_ptr_array_add (prompt->recalled, bty_recalled_new (text, source, "m", said_at, 1));
}

static void
assert_answer_contains (BtyPrompt  *prompt,
                        const char *expected)
{
  g_autofree char *answer = bty_builtin_answer (prompt, NOW);

  if (strstr (answer, expected) == NULL)
    g_error ("“%s” is not in: %s", expected, answer);
}

static void
assert_answer_lacks (BtyPrompt  *prompt,
                     const char *unexpected)
{
  g_autofree char *answer = bty_builtin_answer (prompt, NOW);

  if (strstr (answer, unexpected) != NULL)
    g_error ("“%s” is in: %s", unexpected, answer);
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } table[] = {
    { "Hello!", "Hello! I work from memory only" },
    { "hi Ada", "Hello! I work" },
    { "Good morning", "Hello! I work" },
    { "History is my favourite subject", "Noted." },
    { "Hi, my name is Ben and I live in Bonn", "Noted." },
    { "Thanks!", "You are welcome." },
    { "What is my name?", "I know nothing about that yet" },
    { "what is my name", "I know nothing about that yet" },
    { "Kennst du mich?", "I know nothing about that yet" },
    { "ما اسمي؟", "I know nothing about that yet" },
    { "Tell me about Bonn", "I know nothing about that yet" },
    { "When I was young we lived in a small house by the sea, and I loved it", "Noted." },
    { "See https://example.org/?a=1", "Noted." },
    { "Whatever you say", "Noted." },
    { "", "Noted." },
    { "?", "I know nothing about that yet" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyPrompt) prompt = make_prompt (table[i].text);

      assert_answer_contains (prompt, table[i].expected);
    }
}

static void
test_quotes_with_date_and_source (void)
{
  static const struct
  {
    gint64      said_at;
    const char *source;
    const char *expected;
  } table[] = {
    { NOW, "Dinner", "You told me today in “Dinner”:\n\n> Anna likes basil" },
    { NOW - DAY, "Dinner", "You told me yesterday in “Dinner”:\n\n> Anna likes basil" },
    { NOW - 7 * DAY, "Dinner", "You told me on 3 May in “Dinner”:\n\n> Anna likes basil" },
    { NOW - 365 * DAY, "Dinner", "You told me on 10 May 2024 in “Dinner”:\n\n> Anna likes basil" },
    { NOW - 7 * DAY, NULL, "You told me on 3 May:\n\n> Anna likes basil" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyPrompt) prompt = make_prompt ("What does Anna like?");

      recall (prompt, "Anna likes basil", table[i].source, table[i].said_at);
      assert_answer_contains (prompt, table[i].expected);
    }
}

/* What another bot wrote is not what the user told this one. */
static gint64
at (int year,
    int month,
    int day)
{
  g_autoptr(GDateTime) time = g_date_time_new_local (year, month, day, 12, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* All that is of the time is quoted in its order, with the day that a memory tells of; nothing else is. */
static void
test_quotes_a_time (void)
{
  static const struct
  {
    const char *text;
    int         said[3];
    int         event[3];
  } passages[] = {
    { "I planted a pear tree", { 2026, 5, 31 }, { 2026, 6, 20 } },
    { "We painted the fence", { 2026, 6, 12 }, { 0 } },
    { "On 3 June we moved", { 2026, 11, 28 }, { 2026, 6, 3 } },
    { "Is it warm?", { 2026, 6, 13 }, { 0 } },
    { "Hello!", { 2026, 6, 13 }, { 0 } },
    { "I sowed beans", { 2026, 5, 12 }, { 0 } },
    { "In June I will be sorry", { 2026, 6, 2 }, { 2026, 7, 2 } },
  };
  g_autoptr(BtyPrompt) prompt = make_prompt ("What did I do last June?");
  g_autofree char *answer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (passages); i++)
    {
      BtyRecalled *recalled = bty_recalled_new (passages[i].text, NULL, "m",
                                                at (passages[i].said[0], passages[i].said[1], passages[i].said[2]), 1);

      recalled->kind = BTY_RECALL_KIND_MEMORY;
      if (passages[i].event[0] > 0)
        recalled->event_at = at (passages[i].event[0], passages[i].event[1], passages[i].event[2]);
      g_ptr_array_add (prompt->recalled, recalled);
    }
  answer = bty_builtin_answer (prompt, at (2026, 11, 29));
  g_assert_cmpstr (answer, ==,
                   "You told me yesterday:\n\n> On 3 June we moved\n\n"
                   "You told me on 12 June:\n\n> We painted the fence\n\n"
                   "You told me on 31 May:\n\n> I planted a pear tree (on 20 June)");
  g_assert_cmpuint (prompt->recalled->len, ==, 3);
}

/* What was said in this conversation of that time counts as well. */
static void
test_quotes_a_time_here (void)
{
  g_autoptr(BtyPrompt) prompt = make_prompt ("My cousin Maya is visiting tomorrow.");
  g_autofree char *answer = NULL;

  bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "Noted.", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "I like tea.", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "Noted.", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "What do I have tomorrow?", NULL);
  answer = bty_builtin_answer (prompt, NOW);
  g_assert_cmpstr (answer, ==, "Earlier in this conversation you told me:\n\n> My cousin Maya is visiting tomorrow.");
}

static void
test_names_the_author (void)
{
  g_autoptr(BtyPrompt) prompt = make_prompt ("What does Anna like?");
  BtyRecalled *recalled = bty_recalled_new ("Anna likes basil", NULL, "m", NOW, 1);

  recalled->kind = BTY_RECALL_KIND_MEMORY;
  recalled->author = g_strdup ("Ada");
  g_ptr_array_add (prompt->recalled, recalled);
  assert_answer_contains (prompt, "Written by Ada today:\n\n> Anna likes basil");
}

/* Of a file whole sentences, whatever its lines are, and its name once. */
static void
test_quotes_files (void)
{
  static const char *const pieces[] = {
    "Is it late? The ferry to Hiddensee\n  leaves at seven\nfrom pier two. Dogs are welcome.",
    "# Prices\n- the ferry: 12 euros\n- a bicycle: 5 euros",
  };
  g_autoptr(BtyPrompt) prompt = make_prompt ("When does the ferry leave?");

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      BtyRecalled *recalled = bty_recalled_new (pieces[i], "ferry.md", "m", NOW, 1);

      recalled->kind = BTY_RECALL_KIND_CHUNK;
      g_ptr_array_add (prompt->recalled, recalled);
    }
  assert_answer_contains (prompt, "In the file “ferry.md”, saved today:\n\n"
                                  "> The ferry to Hiddensee leaves at seven from pier two.\n\n"
                                  "> - the ferry: 12 euros");
}

static void
test_chooses_passages (void)
{
  g_autoptr(BtyPrompt) prompt = make_prompt ("When is Anna's birthday?");

  recall (prompt, "When is Anna's birthday?", "A", NOW);
  recall (prompt, "Anna has two birthdays: 4 June and 5 June", "B", NOW);
  recall (prompt, "It is raining", "C", NOW);
  recall (prompt, "Anna has two birthdays: 4 June and 5 June", "D", NOW);
  recall (prompt, "Anna is kind", "E", NOW);
  recall (prompt, "Anna is tall", "F", NOW);
  recall (prompt, "Anna is here", "G", NOW);

  assert_answer_contains (prompt, "“B”");
  assert_answer_contains (prompt, "“E”");
  assert_answer_contains (prompt, "“F”");
  for (const char *letter = "ACDG"; *letter != '\0'; letter++)
    {
      g_autofree char *source = g_strdup_printf ("“%c”", *letter);

      assert_answer_lacks (prompt, source);
    }
}

static void
test_quotes_nothing_beside_the_point (void)
{
  g_autoptr(BtyPrompt) prompt = make_prompt ("What is the capital of France?");
  g_autoptr(BtyPrompt) open = make_prompt ("What did I tell you?");
  g_autoptr(BtyPrompt) without_spaces = make_prompt ("妹の名前は何ですか？");

  recall (prompt, "My sister is called Anna", "Family", NOW);
  recall (open, "My sister is called Anna", "Family", NOW);
  recall (without_spaces, "妹はアンナです", "Family", NOW);

  assert_answer_contains (prompt, "I know nothing about that yet");
  assert_answer_contains (open, "> My sister is called Anna");
  assert_answer_contains (without_spaces, "> 妹はアンナです");
}

static void
test_quotes_the_line_that_matters (void)
{
  g_autofree char *filler = g_strnfill (1000, 'x');
  g_autofree char *text = g_strdup_printf ("%s\nAnna likes basil %s", filler, filler);
  g_autoptr(BtyPrompt) prompt = make_prompt ("What does Anna like?");
  g_autofree char *answer = NULL;

  recall (prompt, text, "Dinner", NOW);
  answer = bty_builtin_answer (prompt, NOW);

  g_assert_nonnull (strstr (answer, "\n\n> Anna likes basil xxx"));
  g_assert_true (g_str_has_suffix (answer, "x…"));
  g_assert_cmpuint (strlen (answer), <, 400);
}

static void
test_remembers_this_conversation (void)
{
  g_autoptr(BtyPrompt) prompt = make_prompt ("My sister is called Anna");

  bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "My sister is nobody", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Do I have a sister?", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "Yes.", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "What is my sister's name?", NULL);
  recall (prompt, "My sister is called Anna", "Copy", NOW);

  assert_answer_contains (prompt, "Earlier in this conversation you told me:\n\n> My sister is called Anna");
  assert_answer_lacks (prompt, "Copy");
}

static void
test_connects_statements (void)
{
  g_autoptr(BtyPrompt) prompt = make_prompt ("Anna's birthday is in June");
  g_autoptr(BtyPrompt) unrelated = make_prompt ("Anna is in Bonn");

  recall (prompt, "Anna's birthday is in May", "Dinner", NOW);
  recall (unrelated, "Anna's birthday is in May", "Dinner", NOW);

  assert_answer_contains (prompt, "Noted. It goes with what you told me today in “Dinner”:\n\n> Anna's birthday");
  assert_answer_contains (unrelated, "Noted. Ask me");
  g_clear_pointer (&((BtyRecalled *) g_ptr_array_index (prompt->recalled, 0))->source, g_free);
  assert_answer_contains (prompt, "Noted. It goes with what you told me today:");
}

static void
test_later_turns_are_short (void)
{
  g_autoptr(BtyPrompt) prompt = make_prompt ("Hello");

  bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, "Hello!", NULL);
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Hello", NULL);
  assert_answer_contains (prompt, "Hello again!");
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "I like tea", NULL);
  assert_answer_lacks (prompt, "memory only");
}

static void
test_attachments (void)
{
  g_autoptr(BtyPrompt) prompt = bty_prompt_new (NULL);
  g_autoptr(BtyPrompt) silent = bty_prompt_new (NULL);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GBytes) data = g_bytes_new_static ("x", 1);

  g_ptr_array_add (files, bty_attachment_new ("a.png", "image/png", data));
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "My cat", files);
  assert_answer_contains (prompt, "Noted.");
  assert_answer_contains (prompt, "\n\nThe file is kept with your message");

  g_ptr_array_add (files, bty_attachment_new ("b.png", "image/png", data));
  bty_prompt_add_turn (silent, BTY_ROLE_USER, "  ", files);
  assert_answer_contains (silent, "The 2 files are kept with your message");
  assert_answer_lacks (silent, "Noted");
}

typedef struct
{
  GString      *text;
  guint         n_deltas;
  GCancellable *cancel_on_delta;
  BtyReply     *reply;
  GError       *error;
  gboolean      done;
} Run;

static void
delta_cb (BtyDelta    delta,
          const char *text,
          gpointer    user_data)
{
  Run *run = user_data;

  g_assert_cmpint (delta, ==, BTY_DELTA_TEXT);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_false (run->done);
  g_string_append (run->text, text);
  run->n_deltas++;
  g_cancellable_cancel (run->cancel_on_delta);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Run *run = user_data;

  run->reply = bty_provider_send_finish (BTY_PROVIDER (object), result, &run->error);
  run->done = TRUE;
}

static void
run_prompt (Run          *run,
            const char   *text,
            GCancellable *cancellable)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("Memory only", BTY_PROVIDER_TYPE_BUILTIN);
  BtyProvider *provider = bty_provider_new (config);
  BtyPrompt *prompt = make_prompt (text);

  g_assert_true (bty_provider_get_config (provider) == config);
  run->text = g_string_new (NULL);
  bty_provider_send_async (provider, prompt, NULL, delta_cb, run, cancellable, sent_cb, run);
  bty_prompt_free (prompt);
  g_assert_false (run->done);
  g_assert_cmpuint (run->n_deltas, ==, 0);
  while (!run->done)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE));

  g_assert_finalize_object (provider);
}

static void
clear_run (Run *run)
{
  g_string_free (run->text, TRUE);
  g_clear_pointer (&run->reply, bty_reply_free);
  g_clear_error (&run->error);
}

static void
test_streams (void)
{
  Run run = { 0 };

  run_prompt (&run, "Hello", NULL);

  g_assert_no_error (run.error);
  g_assert_cmpuint (run.n_deltas, >, 2);
  g_assert_cmpstr (run.reply->text->str, ==, run.text->str);
  g_assert_cmpstr (run.reply->model, ==, "memory-only");
  g_assert_cmpstr (run.reply->stop_reason, ==, "end");
  g_assert_cmpint (run.reply->output_tokens, ==, 0);
  clear_run (&run);
}

static void
test_cancel (void)
{
  g_autoptr(GCancellable) before = g_cancellable_new ();
  g_autoptr(GCancellable) during = g_cancellable_new ();
  Run early = { 0 };
  Run late = { .cancel_on_delta = during };

  g_cancellable_cancel (before);
  run_prompt (&early, "Hello", before);
  g_assert_error (early.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (early.n_deltas, ==, 0);
  clear_run (&early);

  run_prompt (&late, "Hello", during);
  g_assert_error (late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (late.n_deltas, ==, 1);
  clear_run (&late);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  char ***models = user_data;
  g_autoptr(GError) error = NULL;

  *models = bty_provider_list_models_finish (BTY_PROVIDER (object), result, &error);
  g_assert_no_error (error);
}

static void
test_list_models (void)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("Memory only", BTY_PROVIDER_TYPE_BUILTIN);
  g_autoptr(BtyProvider) provider = bty_provider_new (config);
  g_auto(GStrv) models = NULL;

  bty_provider_list_models_async (provider, NULL, NULL, listed_cb, &models);
  while (models == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (g_strv_length (models), ==, 1);
  g_assert_cmpstr (models[0], ==, "memory-only");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builtin-provider/kinds", test_kinds);
  g_test_add_func ("/builtin-provider/quotes-with-date-and-source", test_quotes_with_date_and_source);
  g_test_add_func ("/builtin-provider/quotes-a-time", test_quotes_a_time);
  g_test_add_func ("/builtin-provider/quotes-a-time-here", test_quotes_a_time_here);
  g_test_add_func ("/builtin-provider/names-the-author", test_names_the_author);
  g_test_add_func ("/builtin-provider/quotes-files", test_quotes_files);
  g_test_add_func ("/builtin-provider/chooses-passages", test_chooses_passages);
  g_test_add_func ("/builtin-provider/beside-the-point", test_quotes_nothing_beside_the_point);
  g_test_add_func ("/builtin-provider/line-that-matters", test_quotes_the_line_that_matters);
  g_test_add_func ("/builtin-provider/this-conversation", test_remembers_this_conversation);
  g_test_add_func ("/builtin-provider/connects-statements", test_connects_statements);
  g_test_add_func ("/builtin-provider/later-turns", test_later_turns_are_short);
  g_test_add_func ("/builtin-provider/attachments", test_attachments);
  g_test_add_func ("/builtin-provider/streams", test_streams);
  g_test_add_func ("/builtin-provider/cancel", test_cancel);
  g_test_add_func ("/builtin-provider/list-models", test_list_models);

  return g_test_run ();
}
