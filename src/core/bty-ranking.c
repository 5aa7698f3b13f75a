/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-ranking.h"

#include "bty-record.h"
#include "bty-text-matcher.h"
#include "bty-words.h"

#include <math.h>
#include <string.h>

/* Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009). Turns of a conversation differ
 * in length by mood more than by content, so length counts little. */
#define K1 1.2
#define B 0.5

/* What each part adds to how well a passage fits. Found on two long conversations by going along one weight after the
 * other, each time with one conversation held back, and rounded: all of them may be 30 % off without much harm. */
#define SPEAKER_WEIGHT 0.2
#define SPEAKER_BESIDE_WEIGHT 0.2
#define LETTERS_WEIGHT 0.15
#define COVERAGE_WEIGHT 0.1
#define SESSION_WEIGHT 0.7
#define ANSWER_WEIGHT 0.8      /* what follows a question that fits */
#define ASKING_WEIGHT -0.2     /* what only asks */
#define PERIOD_WEIGHT 0.5
#define ONLY_PERIOD_WEIGHT 2.0 /* when nothing else is asked for */
#define ASKED_THEN 0.3         /* what was only asked at that time says little of it */
#define TELLS_TIME_WEIGHT 0.7
#define MEANING_WEIGHT 0.5
#define MEANT_WEIGHT 2.2       /* who is meant by another word: more than the word itself, which says no more of them */
#define AROUND_WEIGHT 0.3
#define RELATED_WEIGHT 1.0     /* a word near to one of the question, in its place */

/* By how far a fitting passage came before, and after. */
#define MAX_DISTANCE 2
static const double before_weights[MAX_DISTANCE] = { 0.5, 0.3 };
static const double after_weights[MAX_DISTANCE] = { 0.3, 0.2 };

/* Numbers of messages are given to all conversations in turn: a small gap is another conversation's message. */
#define MAX_GAP 3

/* How many passages speak for a session. */
#define SESSION_TOP 3

#define HALF_LIFE (30 * G_TIME_SPAN_DAY)
#define RECENCY_FLOOR 0.75
#define MAX_USES 10
#define MIN_NICKNAME 3

/* That a word is in most of fewer texts than these does not make it a common word. */
#define FEW_TEXTS 100

/* One passage that is ranked. */
typedef struct
{
  BtyRecalled  *passage;       /* borrowed */
  BtyTextMatch *match;
  char         *speaker;       /* NULL = not named in the text */
  const char   *said;          /* the text without that name */
  double        own;           /* how well its own words fit */
  double        speaker_fits;
} Row;

typedef struct
{
  BtyQuestion     *question;   /* borrowed */
  BtyRankingParts  parts;
  GHashTable      *names;      /* folded words that name speakers */
  GHashTable      *named;      /* speakers that the question names */
  Row             *rows;       /* by session, in the order they were said */
  guint            n_rows;
  double          *rarities;   /* of each term */
  double          *related;    /* how rare the words near to each term are */
  double           total;      /* of the rarities of the terms */
} Ranking;

static gboolean
has_part (Ranking         *self,
          BtyRankingParts  part)
{
  return (self->parts & part) != 0;
}

/* Names */

/* Whether @word stands in @text with a capital letter: names are only shortened like that. */
static gboolean
is_capitalized (const char *text,
                const char *word)
{
  g_autofree char *capitalized = g_strdup (word);

  capitalized[0] = g_ascii_toupper (capitalized[0]);

  return strstr (text, capitalized) != NULL;
}

static gboolean
names_speaker (BtyQuestion *question,
               const char  *word,
               const char  *name)
{
  return g_str_equal (word, name)
         || (strlen (word) >= MIN_NICKNAME && g_str_has_prefix (name, word) && is_capitalized (question->text, word));
}

/* A name that leads what somebody says tells who speaks. In other texts it mostly says whom they speak to. */
static void
find_names (Ranking *self)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->n_rows; i++)
    {
      g_auto(GStrv) words = NULL;

      if (self->rows[i].speaker == NULL || !g_hash_table_add (seen, self->rows[i].speaker))
        continue;
      words = bty_words_split (self->rows[i].speaker);
      for (guint j = 0; words[j] != NULL; j++)
        for (guint k = 0; self->question->words[k] != NULL; k++)
          if (names_speaker (self->question, self->question->words[k], words[j]))
            {
              g_hash_table_add (self->named, g_strdup (self->rows[i].speaker));
              g_hash_table_add (self->names, g_strdup (self->question->words[k]));
              g_hash_table_add (self->names, g_strdup (words[j]));
            }
    }
}

static gboolean
has_terms_besides_names (Ranking *self)
{
  for (guint i = 0; i < self->question->terms->len; i++)
    if (!g_hash_table_contains (self->names, ((BtyQuestionTerm *) g_ptr_array_index (self->question->terms, i))->word))
      return TRUE;

  return FALSE;
}

static void
judge_speakers (Ranking *self)
{
  guint n_named = g_hash_table_size (self->named);

  for (guint i = 0; i < self->n_rows && has_part (self, BTY_RANKING_SPEAKER); i++)
    {
      Row *row = &self->rows[i];

      if (row->speaker != NULL)
        row->speaker_fits = n_named == 1 && g_hash_table_contains (self->named, row->speaker) ? 1 : 0;
      else if (row->passage->kind == BTY_RECALL_KIND_MESSAGE)
        row->speaker_fits = self->question->about_user && row->passage->role == BTY_ROLE_USER ? 1 : 0;
    }
}

/* Words */

static double
get_rarity (gint64 n_found,
            gint64 n_texts)
{
  return log (1 + (n_texts - n_found + 0.5) / (n_found + 0.5));
}

static void
weigh_terms (Ranking *self)
{
  gint64 n_texts = MAX (MAX (self->question->n_texts, self->n_rows), FEW_TEXTS);

  self->rarities = g_new0 (double, MAX (1, self->question->terms->len));
  self->related = g_new0 (double, MAX (1, self->question->terms->len));
  for (guint i = 0; i < self->question->terms->len; i++)
    {
      BtyQuestionTerm *term = g_ptr_array_index (self->question->terms, i);
      gint64 n_found = 0;
      gint64 n_related = 0;

      if (g_hash_table_contains (self->names, term->word))
        continue;
      for (guint j = 0; j < self->n_rows; j++)
        {
          n_found += self->rows[j].match->terms[i] > 0 ? 1 : 0;
          n_related += self->rows[j].match->related[i] > 0 ? 1 : 0;
        }
      self->rarities[i] = get_rarity (CLAMP (term->n_texts, n_found, n_texts), n_texts);
      self->related[i] = MIN (self->rarities[i], get_rarity (n_related, n_texts));
      self->total += self->rarities[i];
    }
}

static double
saturate (double count,
          double length,
          double mean_length)
{
  return count * (K1 + 1) / (count + K1 * (1 - B + B * length / MAX (1, mean_length)));
}

static void
judge_words (Ranking *self)
{
  double mean = 0;

  for (guint i = 0; i < self->n_rows; i++)
    mean += (double) self->rows[i].match->n_words / self->n_rows;

  for (guint i = 0; i < self->n_rows && has_part (self, BTY_RANKING_WORDS) && self->total > 0; i++)
    {
      Row *row = &self->rows[i];
      double covered = 0;

      for (guint j = 0; j < self->question->terms->len; j++)
        if (row->match->terms[j] > 0)
          {
            row->own += self->rarities[j] * saturate (row->match->terms[j], row->match->n_words, mean) / self->total;
            covered += self->rarities[j] / self->total;
          }
      row->passage->factors.words = row->own + COVERAGE_WEIGHT * covered * covered;
    }
}

/* What it says in other words. */
static double
judge_related (Ranking *self,
               Row     *row)
{
  double related = 0;

  for (guint i = 0; i < self->question->terms->len && self->total > 0; i++)
    if (row->match->terms[i] == 0 && row->match->related[i] > 0)
      related += self->related[i] * saturate (row->match->related[i], 1, 1) / self->total;

  return RELATED_WEIGHT * related;
}

/* BM25 again, with groups of letters in the place of words: finds what is spelled or formed in another way. */
static void
judge_letters (Ranking        *self,
               BtyTextMatcher *matcher)
{
  guint n_groups = bty_text_matcher_get_n_letters (matcher);
  g_autofree double *sums = g_new0 (double, MAX (1, self->n_rows));
  double mean = 0;
  double best = 0;

  if (!has_part (self, BTY_RANKING_LETTERS))
    return;

  for (guint i = 0; i < self->n_rows; i++)
    mean += (double) self->rows[i].match->n_letters / self->n_rows;
  for (guint j = 0; j < n_groups; j++)
    {
      guint n_found = 0;
      double rarity;

      for (guint i = 0; i < self->n_rows; i++)
        n_found += self->rows[i].match->letters[j] > 0 ? 1 : 0;
      rarity = log (1 + (self->n_rows - n_found + 0.5) / (n_found + 0.5));
      for (guint i = 0; i < self->n_rows; i++)
        if (self->rows[i].match->letters[j] > 0)
          sums[i] += rarity * saturate (self->rows[i].match->letters[j], self->rows[i].match->n_letters, mean);
    }

  for (guint i = 0; i < self->n_rows; i++)
    best = MAX (best, sums[i]);
  for (guint i = 0; i < self->n_rows && best > 0; i++)
    self->rows[i].passage->factors.letters = LETTERS_WEIGHT * sums[i] / best;
}

/* What stands around a passage */

static gboolean
are_neighbours (Row *earlier,
                Row *later)
{
  return earlier->passage->session_id != NULL
         && g_strcmp0 (earlier->passage->session_id, later->passage->session_id) == 0
         && later->passage->seq - earlier->passage->seq <= MAX_GAP;
}

static void
judge_pair (Ranking *self,
            Row     *earlier,
            Row     *later,
            guint    distance)
{
  BtyRecallFactors *before = &earlier->passage->factors;
  BtyRecallFactors *after = &later->passage->factors;

  if (has_part (self, BTY_RANKING_NEIGHBOURS))
    {
      after->neighbours += before_weights[distance - 1] * earlier->own;
      before->neighbours += after_weights[distance - 1] * later->own;
    }
  if (distance == 1 && has_part (self, BTY_RANKING_ANSWERS) && earlier->match->is_question)
    after->answer += ANSWER_WEIGHT * earlier->own;
  if (distance == 1)
    {
      after->speaker += SPEAKER_BESIDE_WEIGHT * later->speaker_fits * earlier->own;
      before->speaker += SPEAKER_BESIDE_WEIGHT * earlier->speaker_fits * later->own;
    }
}

static void
judge_neighbours (Ranking *self)
{
  for (guint i = 0; i < self->n_rows; i++)
    for (guint distance = 1; distance <= MAX_DISTANCE && i + distance < self->n_rows; distance++)
      {
        if (!are_neighbours (&self->rows[i + distance - 1], &self->rows[i + distance]))
          break;
        judge_pair (self, &self->rows[i], &self->rows[i + distance], distance);
      }
}

/* The mean of the best passages of a session, for all of its passages. */
static void
judge_session (Row   *rows,
               guint  n_rows)
{
  double top[SESSION_TOP] = { 0 };
  double sum = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      double own = rows[i].own;

      for (guint j = 0; j < SESSION_TOP; j++)
        if (own > top[j])
          {
            double lower = top[j];

            top[j] = own;
            own = lower;
          }
    }
  for (guint j = 0; j < SESSION_TOP; j++)
    sum += top[j];
  for (guint i = 0; i < n_rows; i++)
    rows[i].passage->factors.session = SESSION_WEIGHT * sum / SESSION_TOP;
}

static void
judge_sessions (Ranking *self)
{
  guint start = 0;

  for (guint i = 1; i <= self->n_rows && has_part (self, BTY_RANKING_SESSION); i++)
    if (i == self->n_rows
        || g_strcmp0 (self->rows[i].passage->session_id, self->rows[start].passage->session_id) != 0)
      {
        if (self->rows[start].passage->session_id != NULL)
          judge_session (&self->rows[start], i - start);
        start = i;
      }
}

/* The terms of which the graph knows that they mean whom the passage tells of, and that it does not have itself. */
static double
judge_graph (Ranking *self,
             Row     *row)
{
  double meant = 0;
  double around = 0;

  for (guint i = 0; i < MIN (self->question->terms->len, 32) && self->total > 0; i++)
    {
      if (row->match->terms[i] > 0)
        continue;
      if (row->passage->meant & 1u << i)
        meant += self->rarities[i] / self->total;
      else if (row->passage->around & 1u << i)
        around += self->rarities[i] / self->total;
    }

  return MEANT_WEIGHT * meant + AROUND_WEIGHT * around;
}

/* Whether it is of a time that is named: what a memory tells of, or else when it was said. */
static double
judge_period (Ranking *self,
              Row     *row)
{
  BtyRecalled *passage = row->passage;
  double period = passage->event_at != BTY_UNSET ? bty_question_match_event (self->question, passage->event_at)
                                                 : bty_question_match_period (self->question, passage->said_at);

  if (!self->question->only_time)
    return PERIOD_WEIGHT * period;

  return ONLY_PERIOD_WEIGHT * period * (row->match->is_question ? ASKED_THEN : 1);
}

static void
judge_alone (Ranking *self,
             Row     *row,
             gint64   now)
{
  BtyRecalled *passage = row->passage;
  BtyRecallFactors *factors = &passage->factors;

  factors->speaker += SPEAKER_WEIGHT * row->speaker_fits * row->own;
  if (has_part (self, BTY_RANKING_ANSWERS) && row->match->is_question)
    factors->answer += ASKING_WEIGHT * row->own;
  if (has_part (self, BTY_RANKING_TIME))
    {
      factors->time = judge_period (self, row);
      if (self->question->asks_when && row->match->tells_time)
        factors->time += TELLS_TIME_WEIGHT * row->own;
    }
  if (has_part (self, BTY_RANKING_MEANING) && !isnan (passage->similarity))
    factors->meaning = MEANING_WEIGHT * MAX (0, passage->similarity);
  if (has_part (self, BTY_RANKING_GRAPH))
    factors->graph = judge_graph (self, row);
  if (has_part (self, BTY_RANKING_RELATED))
    factors->related = judge_related (self, row);
  /* Where only a time is asked for, the nearest comes first. */
  factors->recency = bty_ranking_recency (self->question->only_time && passage->event_at != BTY_UNSET
                                          ? passage->event_at : passage->said_at, now);
  factors->use = bty_ranking_use (passage->access_count);
  factors->importance = bty_ranking_importance (passage->importance);
}

static double
sum_up (const BtyRecallFactors *factors)
{
  double fit = factors->words + factors->related + factors->letters + factors->speaker + factors->neighbours
               + factors->answer + factors->session + factors->time + factors->meaning + factors->graph;

  return fit * factors->recency * factors->use * factors->importance;
}

/* Order */

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const BtyRecalled *first = *(const BtyRecalled *const *) a;
  const BtyRecalled *second = *(const BtyRecalled *const *) b;
  int order = g_strcmp0 (first->session_id, second->session_id);

  if (order == 0)
    order = (first->seq > second->seq) - (first->seq < second->seq);

  return order != 0 ? order : g_strcmp0 (first->id, second->id);
}

/* The best first; of equal ones a bot's own, then the newest. */
static int
compare_scores (gconstpointer a,
                gconstpointer b)
{
  const BtyRecalled *first = *(const BtyRecalled *const *) a;
  const BtyRecalled *second = *(const BtyRecalled *const *) b;

  if (first->score != second->score)
    return first->score < second->score ? 1 : -1;
  if ((first->author == NULL) != (second->author == NULL))
    return first->author == NULL ? -1 : 1;
  if (first->said_at != second->said_at)
    return first->said_at < second->said_at ? 1 : -1;

  return g_strcmp0 (first->id, second->id);
}

/**
 * bty_ranking_rank:
 * @question: what is asked, with its counts
 * @passages: (element-type BtyRecalled): what was found, with the neighbours of what was found
 * @now: microseconds since 1970 UTC
 * @parts: what is looked at; normally %BTY_RANKING_ALL
 *
 * Sets the factors and the score of each passage and sorts the best first. The result depends on what is passed
 * alone: not on its order, and not on where it was found.
 */
void
bty_ranking_rank (BtyQuestion     *question,
                  GPtrArray       *passages,
                  gint64           now,
                  BtyRankingParts  parts)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree Row *rows = g_new0 (Row, passages->len + 1);
  Ranking self = { question, parts, names, named, rows, passages->len, NULL, NULL, 0 };
  g_autoptr(BtyTextMatcher) matcher = NULL;

  g_ptr_array_sort (passages, compare_places);
  for (guint i = 0; i < self.n_rows; i++)
    {
      rows[i].passage = g_ptr_array_index (passages, i);
      rows[i].speaker = bty_text_dup_speaker (rows[i].passage->text, &rows[i].said);
      memset (&rows[i].passage->factors, 0, sizeof (BtyRecallFactors));
    }
  find_names (&self);
  if (!has_terms_besides_names (&self))
    g_hash_table_remove_all (names);

  matcher = bty_text_matcher_new (question, names);
  for (guint i = 0; i < self.n_rows; i++)
    rows[i].match = bty_text_matcher_match (matcher, rows[i].said);
  weigh_terms (&self);
  judge_speakers (&self);
  judge_words (&self);
  judge_letters (&self, matcher);
  judge_neighbours (&self);
  judge_sessions (&self);
  for (guint i = 0; i < self.n_rows; i++)
    {
      judge_alone (&self, &rows[i], now);
      rows[i].passage->score = sum_up (&rows[i].passage->factors);
      g_free (rows[i].speaker);
      bty_text_match_free (rows[i].match);
    }
  g_free (self.rarities);
  g_free (self.related);
  g_ptr_array_sort (passages, compare_scores);
}

/**
 * bty_ranking_recency:
 * @said_at: microseconds since 1970 UTC
 * @now: the same
 *
 * Returns: 1 for what was just said, falling with a half-life of 30 days to a floor: what is old stays findable
 */
double
bty_ranking_recency (gint64 said_at,
                     gint64 now)
{
  double age = MAX (0, now - said_at);

  return RECENCY_FLOOR + (1 - RECENCY_FLOOR) * exp2 (-age / HALF_LIFE);
}

/**
 * bty_ranking_use:
 * @access_count: how often it was recalled before
 *
 * Returns: 1 for never, up to 2
 */
double
bty_ranking_use (gint64 access_count)
{
  return 1 + 0.1 * CLAMP (access_count, 0, MAX_USES);
}

/**
 * bty_ranking_importance:
 * @importance: 1 to 5
 *
 * Returns: 0.6 to 1
 */
double
bty_ranking_importance (gint64 importance)
{
  return 0.6 + 0.1 * (CLAMP (importance, 1, 5) - 1);
}
