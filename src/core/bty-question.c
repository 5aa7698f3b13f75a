/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-question.h"

#include "bty-related-words.h"
#include "bty-time-words.h"
#include "bty-word-forms.h"
#include "bty-words.h"

/* A pasted text is no question: its first words must do. */
#define MAX_TERMS 32

/* Who has said a word itself so often need not be understood by others. */
#define MANY_TEXTS 5

static void
free_term (gpointer data)
{
  BtyQuestionTerm *term = data;

  g_free (term->word);
  g_free (term->stem);
  g_free (term->forms);
  g_strfreev (term->related);
  g_free (term);
}

static void
add_term (BtyQuestion *self,
          const char  *word)
{
  g_autofree char *stem = bty_word_forms_normalize (word);
  BtyQuestionTerm *term;

  if (self->terms->len >= MAX_TERMS)
    return;
  for (guint i = 0; i < self->terms->len; i++)
    if (g_str_equal (((BtyQuestionTerm *) g_ptr_array_index (self->terms, i))->stem, stem))
      return;

  term = g_new0 (BtyQuestionTerm, 1);
  term->word = g_strdup (word);
  term->stem = g_steal_pointer (&stem);
  term->forms = bty_word_forms_list (word);
  g_ptr_array_add (self->terms, term);
}

/* "What kind of …" asks; "kind" may also be said of somebody, and is a child in German. */
static gboolean
only_asks (char  **words,
           guint   i)
{
  return bty_word_forms_is_asking (words[i])
         && (!g_str_equal (words[i], "kind") || g_strcmp0 (words[i + 1], "of") == 0);
}

/* The words that say what it is about; words that only ask when there are no others. "How are you?" has neither, and
 * asks for nothing that was said before. */
static void
add_terms (BtyQuestion *self)
{
  for (guint pass = 0; pass < 2 && self->terms->len == 0; pass++)
    for (guint i = 0; self->words[i] != NULL; i++)
      if (!bty_word_forms_is_common (self->words[i])
          && (pass == 1 || !only_asks (self->words, i)))
        add_term (self, self->words[i]);
}

/* "Yesterday" in what was said on another day is another day. */
static void
drop_distances (BtyQuestion *self)
{
  for (guint i = self->terms->len; i > 0; i--)
    if (bty_time_words_is_distance (((BtyQuestionTerm *) g_ptr_array_index (self->terms, i - 1))->word))
      g_ptr_array_remove_index (self->terms, i - 1);
}

/* Whether @word may stand in a question for all that was or will be at a time. */
static gboolean
is_of_any_doing (const char *word)
{
  static const char *const doings[] = {
    "appointment", "appointments", "event", "events", "experience", "experienced", "go", "going", "happen", "happened",
    "happening", "happens", "new", "plan", "planned", "plans", "schedule", "scheduled", "talk", "talked", "went",
    "anything", "everything", "something", "stuff", "things",
    "alles", "anstehen", "besprochen", "erlebt", "erzahlt", "es", "geplant", "gemacht", "gesagt", "geschah",
    "geschehen", "gesprochen", "getan", "gewesen", "gibt", "hatten", "los", "mache", "machen", "machten", "neues",
    "passiert", "passierte", "plane", "steht", "tat", "termin", "termine", "terminen", "tun", "unternommen", "vorhaben",
    "war", "waren",
  };

  for (guint i = 0; i < G_N_ELEMENTS (doings); i++)
    if (g_str_equal (word, doings[i]))
      return TRUE;

  return FALSE;
}

static gboolean
asks_for_time_only (BtyQuestion *self)
{
  for (guint i = 0; self->words[i] != NULL; i++)
    if (!bty_word_forms_is_common (self->words[i]) && !only_asks (self->words, i)
        && !bty_time_words_is_time (self->words[i]) && !is_of_any_doing (self->words[i]))
      return FALSE;

  return self->periods->len > 0;
}

static gboolean
is_any (const char        *word,
        const char *const *list)
{
  return word != NULL && g_strv_contains (list, word);
}

/* "When …", "What year …", "How long ago …", "How long …", wherever in a sentence, in English or German. */
static gboolean
is_about_time (char **words)
{
  static const char *const when[] = { "when", "wann", NULL };
  static const char *const units[] = {
    "date", "day", "month", "year", "time", "datum", "tag", "monat", "jahr", "uhrzeit", NULL,
  };
  static const char *const which[] = { "what", "which", "welchem", "welches", "welcher", NULL };

  for (guint i = 0; words[i] != NULL; i++)
    if (is_any (words[i], when) || (is_any (words[i], which) && is_any (words[i + 1], units))
        || (g_str_equal (words[i], "how") && g_strcmp0 (words[i + 1], "long") == 0)
        || (g_str_equal (words[i], "wie") && g_strcmp0 (words[i + 1], "lange") == 0))
      return TRUE;

  return FALSE;
}

static gboolean
is_about_user (char **words)
{
  static const char *const self_words[] = {
    "i", "my", "me", "mine", "we", "our", "us", "ich", "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir",
    "wir", "unser", "unsere", "unserem", "unseren", "unserer", "uns", NULL,
  };

  for (guint i = 0; words[i] != NULL; i++)
    if (is_any (words[i], self_words))
      return TRUE;

  return FALSE;
}

/**
 * bty_question_new:
 * @text: what somebody says
 * @now: microseconds since 1970 UTC, from which "yesterday" is told
 *
 * Returns: (transfer full): what to look for
 */
BtyQuestion *
bty_question_new (const char *text,
                  gint64      now)
{
  BtyQuestion *self = g_new0 (BtyQuestion, 1);

  self->text = g_strdup (text);
  self->words = bty_words_split (text);
  self->terms = g_ptr_array_new_with_free_func (free_term);
  add_terms (self);
  self->periods = bty_question_find_periods (self->words, now);
  self->only_time = asks_for_time_only (self);
  if (self->only_time)
    drop_distances (self);
  self->asks_when = is_about_time (self->words);
  self->about_user = is_about_user (self->words);

  return self;
}

/* What the full text has to look for in the place of a term. */
static char *
join_forms (char **words)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *forms = bty_word_forms_list (words[i]);

      g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", forms);
    }

  return g_string_free (joined, FALSE);
}

/**
 * bty_question_new_related:
 * @self: a question, with the counts of its terms
 *
 * Looks for words near to those that hardly anybody said: "pets" where cats were told of. They are kept with the terms
 * of @self, by which ranking knows them.
 *
 * Returns: (transfer full) (nullable): a question that has these words for terms; %NULL if there are none
 */
BtyQuestion *
bty_question_new_related (BtyQuestion *self)
{
  g_autoptr(BtyQuestion) related = bty_question_new ("", 0);

  for (guint i = 0; i < self->terms->len; i++)
    {
      BtyQuestionTerm *term = g_ptr_array_index (self->terms, i);
      BtyQuestionTerm *near;

      if (term->n_texts + term->n_memories >= MANY_TEXTS)
        continue;
      term->related = bty_related_words_list (term->word, &term->n_near);
      if (term->related == NULL)
        continue;
      near = g_new0 (BtyQuestionTerm, 1);
      near->word = g_strdup (term->word);
      near->stem = g_strdup (term->stem);
      near->forms = join_forms (term->related);
      g_ptr_array_add (related->terms, near);
    }

  return related->terms->len > 0 ? g_steal_pointer (&related) : NULL;
}

/**
 * bty_question_free:
 * @self: (transfer full): a question
 */
void
bty_question_free (BtyQuestion *self)
{
  g_free (self->text);
  g_strfreev (self->words);
  g_ptr_array_unref (self->terms);
  g_array_unref (self->periods);
  g_free (self);
}

/**
 * bty_question_match_period:
 * @self: a question
 * @time: microseconds since 1970 UTC
 *
 * Returns: how well it fits a time that is named: 0 = not at all, 1 = it is in it
 */
double
bty_question_match_period (BtyQuestion *self,
                           gint64       time)
{
  double best = 0;

  for (guint i = 0; i < self->periods->len; i++)
    {
      BtyQuestionPeriod *period = &g_array_index (self->periods, BtyQuestionPeriod, i);

      if (time >= period->from && time < period->to)
        best = MAX (best, period->weight);
    }

  return best;
}

/**
 * bty_question_match_event:
 * @self: a question
 * @time: microseconds since 1970 UTC: when that was of which a memory tells
 *
 * Returns: 1 if it is in a time that is named, else 0: shortly after it is another time
 */
double
bty_question_match_event (BtyQuestion *self,
                          gint64       time)
{
  return bty_question_match_period (self, time) >= 1 ? 1 : 0;
}
