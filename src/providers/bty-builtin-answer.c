/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-builtin-answer.h"

#include "bty-builtin-words.h"
#include "bty-config.h"
#include "bty-memory-extract.h"
#include "bty-question.h"
#include "bty-record.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_PASSAGES 3
#define MAX_OF_A_TIME 10 /* "What did I do in June?" wants all of it */
#define MAX_PASSAGE_CHARS 300

static char *
join_lines (const char *text)
{
  g_auto(GStrv) words = g_regex_split_simple ("\\s+", text, 0, 0);

  return g_strjoinv (" ", words);
}

/* Lines are what a person meant to be together; those of a file are as long as its page was wide. */
#define LINE_END "[\\r\\n]+"
#define SENTENCE_END "(?<=[.!?。！？])\\s+|\\R\\s*\\R|\\R(?=\\s*(?:[-*+#|>]|\\d+[.)]))"

/* What of @text is most about @topic, a line or a sentence, as a Markdown quotation. */
static char *
quote (const char    *text,
       BtyRecallKind  kind,
       GPtrArray     *topic)
{
  g_auto(GStrv) parts = g_regex_split_simple (kind == BTY_RECALL_KIND_CHUNK ? SENTENCE_END : LINE_END, text, 0, 0);
  g_autofree char *best = NULL;
  guint best_shared = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint shared = bty_builtin_count_shared (topic, parts[i]);

      g_strstrip (parts[i]);
      if (*parts[i] == '\0' || (best != NULL && shared <= best_shared))
        continue;
      g_free (best);
      best = join_lines (parts[i]);
      best_shared = shared;
    }

  if (best != NULL && g_utf8_strlen (best, -1) > MAX_PASSAGE_CHARS)
    {
      g_autofree char *head = g_utf8_substring (best, 0, MAX_PASSAGE_CHARS);

      return g_strdup_printf ("> %s…", head);
    }

  return g_strdup_printf ("> %s", best != NULL ? best : "");
}

/* When something was said, or when that is of which it tells, as a part of a sentence. */
static char *
describe_day (gint64 said_at,
              gint64 now)
{
  g_autoptr(GDateTime) said_utc = g_date_time_new_from_unix_utc (said_at / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now_utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr(GDateTime) said = g_date_time_to_local (said_utc);
  g_autoptr(GDateTime) today = g_date_time_to_local (now_utc);
  g_autoptr(GDateTime) yesterday = g_date_time_add_days (today, -1);
  g_autofree char *said_day = g_date_time_format (said, "%F");
  g_autofree char *this_day = g_date_time_format (today, "%F");
  g_autofree char *day_before = g_date_time_format (yesterday, "%F");
  g_autoptr(GDateTime) tomorrow = g_date_time_add_days (today, 1);
  g_autofree char *day_after = g_date_time_format (tomorrow, "%F");

  if (g_str_equal (said_day, this_day))
    return g_strdup (_("today"));
  if (g_str_equal (said_day, day_before))
    return g_strdup (_("yesterday"));
  if (g_str_equal (said_day, day_after))
    return g_strdup (_("tomorrow"));
  if (g_date_time_get_year (said) == g_date_time_get_year (today))
    /* Translators: a date of this year for g_date_time_format(), inside "You told me … in “Dinner”" */
    return g_date_time_format (said, _("on %-d %B"));

  /* Translators: a date with its year for g_date_time_format(), inside "You told me … in “Dinner”" */
  return g_date_time_format (said, _("on %-d %B %Y"));
}

/* Whether the number of a day stands in @text: it says itself when that was. */
static gboolean
names_day (const char *text,
           gint64      time)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *pattern = g_strdup_printf ("(?<!\\d)0?%d(?!\\d)", g_date_time_get_day_of_month (local));

  return g_regex_match_simple (pattern, text, 0, 0);
}

/* "Dentist on Friday" was said long ago: a memory knows which Friday that is. */
static char *
quote_dated (BtyRecalled *recalled,
             GPtrArray   *topic,
             gint64       now)
{
  g_autofree char *quoted = quote (recalled->text, recalled->kind, topic);
  g_autofree char *day = NULL;

  if (recalled->event_at == BTY_UNSET || names_day (recalled->text, recalled->event_at))
    return g_steal_pointer (&quoted);

  day = describe_day (recalled->event_at, now);

  return g_strdup_printf ("%s (%s)", quoted, day);
}

static char *
introduce (BtyRecalled *recalled,
           gboolean     to_statement,
           gint64       now)
{
  g_autofree char *day = describe_day (recalled->said_at, now);

  if (recalled->author != NULL)
    return g_strdup_printf (to_statement
                            /* Translators: %1$s is a bot; %2$s is "today", "yesterday" or "on 3 May" */
                            ? _("Noted. It goes with what %1$s wrote %2$s:")
                            /* Translators: %1$s is a bot; %2$s is "today", "yesterday" or "on 3 May" */
                            : _("Written by %1$s %2$s:"),
                            recalled->author, day);
  if (recalled->kind == BTY_RECALL_KIND_CHUNK)
    return g_strdup_printf (to_statement
                            /* Translators: %1$s is the name of a file; %2$s is "today", "yesterday" or "on 3 May" */
                            ? _("Noted. It goes with the file “%1$s”, saved %2$s:")
                            /* Translators: %1$s is the name of a file; %2$s is "today", "yesterday" or "on 3 May" */
                            : _("In the file “%1$s”, saved %2$s:"),
                            recalled->source, day);
  if (recalled->source == NULL || *recalled->source == '\0')
    /* Translators: %s is "today", "yesterday" or "on 3 May" */
    return g_strdup_printf (to_statement ? _("Noted. It goes with what you told me %s:") : _("You told me %s:"), day);

  return g_strdup_printf (to_statement
                          /* Translators: %1$s is "today", "yesterday" or "on 3 May"; %2$s a conversation's title */
                          ? _("Noted. It goes with what you told me %1$s in “%2$s”:")
                          /* Translators: %1$s is "today", "yesterday" or "on 3 May"; %2$s a conversation's title */
                          : _("You told me %1$s in “%2$s”:"),
                          day, recalled->source);
}

static void
add_paragraph (GString    *answer,
               const char *text)
{
  if (answer->len > 0)
    g_string_append (answer, "\n\n");
  g_string_append (answer, text);
}

/* What the user said before in this conversation that is most about @topic, the newest first. */
static GPtrArray *
find_earlier (BtyPrompt *prompt,
              GPtrArray *topic)
{
  GPtrArray *earlier = g_ptr_array_new ();
  guint best_shared = 1;

  for (guint i = prompt->turns->len - 1; i > 0; i--)
    {
      BtyTurn *turn = g_ptr_array_index (prompt->turns, i - 1);
      guint shared = turn->role == BTY_ROLE_USER ? bty_builtin_count_shared (topic, turn->text) : 0;

      if (shared < best_shared || bty_builtin_is_question (turn->text))
        continue;
      if (shared > best_shared)
        g_ptr_array_set_size (earlier, 0);
      best_shared = shared;
      if (earlier->len < MAX_PASSAGES)
        g_ptr_array_add (earlier, turn->text);
    }

  return earlier;
}

/* What the user said in this conversation of a day that is asked for, or all of it if today is. */
static GPtrArray *
find_earlier_of_time (BtyPrompt   *prompt,
                      BtyQuestion *question,
                      gint64       now)
{
  GPtrArray *earlier = g_ptr_array_new ();
  gboolean is_now = bty_question_match_event (question, now) >= 1;

  for (guint i = 0; i + 1 < prompt->turns->len && earlier->len < MAX_OF_A_TIME; i++)
    {
      BtyTurn *turn = g_ptr_array_index (prompt->turns, i);
      gint64 day;

      if (turn->role != BTY_ROLE_USER || bty_builtin_classify (turn->text) != BTY_BUILTIN_STATEMENT)
        continue;
      day = bty_memory_extract_date (turn->text, now);
      if (is_now || (day != BTY_UNSET && bty_question_match_event (question, day) >= 1))
        g_ptr_array_add (earlier, turn->text);
    }

  return earlier;
}

/* Only what is quoted is used. */
static void
keep_only (BtyPrompt *prompt,
           GPtrArray *passages)
{
  for (guint i = prompt->recalled->len; i > 0; i--)
    if (!g_ptr_array_find (passages, g_ptr_array_index (prompt->recalled, i - 1), NULL))
      g_ptr_array_remove_index (prompt->recalled, i - 1);
}

/* A file may well ask before it tells. */
static gboolean
only_asks (BtyRecalled *recalled)
{
  return recalled->kind != BTY_RECALL_KIND_CHUNK && bty_builtin_is_question (recalled->text);
}

/* What tells of it in other words. */
static gboolean
is_about (BtyRecalled *recalled)
{
  return recalled->factors.related > 0 || recalled->factors.graph > 0;
}

/* Of a time that is named, and not only told of soon after. */
static gboolean
is_of_time (BtyRecalled *recalled,
            BtyQuestion *question)
{
  return recalled->kind != BTY_RECALL_KIND_CHUNK
         && bty_question_match_event (question, bty_recalled_get_time (recalled)) >= 1;
}

/* What may be quoted at all: what was asked before is no answer, and what the bot said itself proves nothing. */
static gboolean
can_be_quoted (BtyRecalled *recalled,
               GPtrArray   *except)
{
  return recalled->role == BTY_ROLE_USER && !only_asks (recalled)
         && !g_ptr_array_find_with_equal_func (except, recalled->text, g_str_equal, NULL);
}

/* The passages worth quoting, best first: not what shares only words such as "is" with the question. */
static GPtrArray *
choose_passages (BtyPrompt  *prompt,
                 GPtrArray  *topic,
                 guint       min_shared,
                 GPtrArray  *except)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *passages = g_ptr_array_new ();

  for (guint i = 0; i < prompt->recalled->len; i++)
    {
      BtyRecalled *recalled = g_ptr_array_index (prompt->recalled, i);

      if (can_be_quoted (recalled, except)
          && (bty_builtin_count_shared (topic, recalled->text) >= min_shared
              || (min_shared == 1 && is_about (recalled)))
          && g_hash_table_add (seen, recalled->text))
        g_ptr_array_add (passages, recalled);
    }

  return passages;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 first = bty_recalled_get_time (*(BtyRecalled *const *) a);
  gint64 second = bty_recalled_get_time (*(BtyRecalled *const *) b);

  return (first > second) - (first < second);
}

/* All that is of the time that is asked for, in its order. */
static GPtrArray *
choose_of_time (BtyPrompt   *prompt,
                BtyQuestion *question,
                GPtrArray   *except)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *passages = g_ptr_array_new ();

  for (guint i = 0; i < prompt->recalled->len && passages->len < MAX_OF_A_TIME; i++)
    {
      BtyRecalled *recalled = g_ptr_array_index (prompt->recalled, i);

      if (can_be_quoted (recalled, except) && is_of_time (recalled, question)
          && bty_builtin_classify (recalled->text) == BTY_BUILTIN_STATEMENT
          && g_hash_table_add (seen, recalled->text))
        g_ptr_array_add (passages, recalled);
    }
  g_ptr_array_sort (passages, compare_times);

  return passages;
}

/* Of what fits, what is of a time that is named, if there is any. */
static void
keep_of_time (GPtrArray   *passages,
              BtyQuestion *question)
{
  gboolean has_any = FALSE;

  for (guint i = 0; i < passages->len; i++)
    has_any |= is_of_time (g_ptr_array_index (passages, i), question);
  for (guint i = passages->len; i > 0 && has_any; i--)
    if (!is_of_time (g_ptr_array_index (passages, i - 1), question))
      g_ptr_array_remove_index (passages, i - 1);
}

static GPtrArray *
choose_answers (BtyPrompt   *prompt,
                BtyQuestion *question,
                GPtrArray   *topic,
                GPtrArray   *earlier)
{
  g_autoptr(GPtrArray) passages = question->only_time ? choose_of_time (prompt, question, earlier) : NULL;

  if (passages != NULL && passages->len > 0)
    return g_steal_pointer (&passages);

  g_clear_pointer (&passages, g_ptr_array_unref);
  passages = choose_passages (prompt, topic, bty_builtin_can_count (topic) ? 1 : 0, earlier);
  keep_of_time (passages, question);
  if (passages->len > MAX_PASSAGES)
    g_ptr_array_set_size (passages, MAX_PASSAGES);

  return g_steal_pointer (&passages);
}

static char *
answer_question (BtyPrompt  *prompt,
                 const char *text,
                 gint64      now)
{
  g_autoptr(GString) answer = g_string_new (NULL);
  g_autoptr(BtyQuestion) question = bty_question_new (text, now);
  g_autoptr(GPtrArray) topic = bty_builtin_dup_topic (text);
  g_autoptr(GPtrArray) earlier = question->only_time ? find_earlier_of_time (prompt, question, now)
                                                      : find_earlier (prompt, topic);
  g_autoptr(GPtrArray) passages = choose_answers (prompt, question, topic, earlier);
  g_autofree char *introduced = NULL;

  if (earlier->len > 0)
    add_paragraph (answer, _("Earlier in this conversation you told me:"));
  for (guint i = 0; i < earlier->len; i++)
    {
      g_autofree char *quoted = quote (g_ptr_array_index (earlier, i), BTY_RECALL_KIND_MESSAGE, topic);

      add_paragraph (answer, quoted);
    }
  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *recalled = g_ptr_array_index (passages, i);
      char *introduction = introduce (recalled, FALSE, now);
      g_autofree char *quoted = quote_dated (recalled, topic, now);

      /* What comes from one place is told of once. */
      if (g_strcmp0 (introduction, introduced) != 0)
        add_paragraph (answer, introduction);
      add_paragraph (answer, quoted);
      g_free (introduced);
      introduced = introduction;
    }
  keep_only (prompt, passages);
  if (answer->len == 0)
    add_paragraph (answer, _("I know nothing about that yet. Tell me, and I will quote it the next time you ask. "
                             "Other answers need a language model: see Providers."));

  return g_string_free (g_steal_pointer (&answer), FALSE);
}

static char *
answer_statement (BtyPrompt  *prompt,
                  const char *text,
                  gboolean    is_first,
                  gint64      now)
{
  g_autoptr(GPtrArray) topic = bty_builtin_dup_topic (text);
  g_autoptr(GPtrArray) said_now = g_ptr_array_new ();
  g_autoptr(GPtrArray) passages = NULL;

  g_ptr_array_add (said_now, (gpointer) text);
  passages = choose_passages (prompt, topic, 2, said_now);
  if (passages->len > 1)
    g_ptr_array_set_size (passages, 1);
  keep_only (prompt, passages);
  if (passages->len > 0)
    {
      BtyRecalled *recalled = g_ptr_array_index (passages, 0);
      g_autofree char *introduction = introduce (recalled, TRUE, now);
      g_autofree char *quoted = quote (recalled->text, recalled->kind, topic);

      return g_strconcat (introduction, "\n\n", quoted, NULL);
    }

  return g_strdup (is_first
                   ? _("Noted. Ask me about it whenever you like. I work from memory only: a conversation needs a "
                       "language model, see Providers.")
                   : _("Noted. Ask me about it whenever you like."));
}

static char *
answer_text (BtyPrompt  *prompt,
             const char *text,
             gint64      now)
{
  gboolean is_first = prompt->turns->len == 1;

  switch (bty_builtin_classify (text))
    {
    case BTY_BUILTIN_GREETING:
      g_ptr_array_set_size (prompt->recalled, 0);
      return g_strdup (is_first
                       ? _("Hello! I work from memory only: I keep what you tell me, and quote it when you ask. "
                           "A conversation needs a language model: see Providers.")
                       : _("Hello again! Tell me something to keep, or ask about something you told me."));
    case BTY_BUILTIN_THANKS:
      g_ptr_array_set_size (prompt->recalled, 0);
      return g_strdup (_("You are welcome."));
    case BTY_BUILTIN_QUESTION:
      return answer_question (prompt, text, now);
    case BTY_BUILTIN_STATEMENT:
    default:
      return answer_statement (prompt, text, is_first, now);
    }
}

/**
 * bty_builtin_answer:
 * @prompt: what is asked; recalled passages that are not quoted are taken out
 * @now: microseconds since 1970 UTC, from which "today" is told
 *
 * Answers without a model: greets, acknowledges what it is told, and answers questions by quoting what
 * was said before, with date and source, or says that it knows nothing.
 *
 * Returns: (transfer full): the answer, as Markdown
 */
char *
bty_builtin_answer (BtyPrompt *prompt,
                    gint64     now)
{
  BtyTurn *turn = g_ptr_array_index (prompt->turns, prompt->turns->len - 1);
  guint n_files = turn->attachments != NULL ? turn->attachments->len : 0;
  g_autofree char *text = g_strstrip (g_strdup (turn->text));
  g_autoptr(GString) answer = g_string_new (NULL);

  if (*text != '\0' || n_files == 0)
    {
      g_autofree char *answered = answer_text (prompt, text, now);

      add_paragraph (answer, answered);
    }
  if (n_files > 0)
    {
      g_autofree char *kept = g_strdup_printf (ngettext ("The file is kept with your message, but only a language "
                                                         "model can look into it.",
                                                         "The %u files are kept with your message, but only a "
                                                         "language model can look into them.", n_files), n_files);

      add_paragraph (answer, kept);
    }

  return g_string_free (g_steal_pointer (&answer), FALSE);
}
