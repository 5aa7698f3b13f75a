/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-memory-extract.h"

/* What people say about themselves is found by its form; what they ask, quote or show is not. */

#define NOW G_GINT64_CONSTANT (1796083200000000) /* 2026-12-01 */

static const struct
{
  const char        *said;
  const char        *kept;       /* NULL = nothing */
  BtyMemoryCategory  category;
} cases[] = {
  { "My sister Lena is allergic to peanuts.", "My sister Lena is allergic to peanuts.", BTY_MEMORY_CATEGORY_FACT },
  { "I prefer tea over coffee", "I prefer tea over coffee", BTY_MEMORY_CATEGORY_PREFERENCE },
  { "Remember that the bins go out on Tuesday.", "The bins go out on Tuesday.", BTY_MEMORY_CATEGORY_FACT },
  { "please remember: gate code is on the fridge", "Gate code is on the fridge", BTY_MEMORY_CATEGORY_FACT },
  { "By the way, I am allergic to penicillin.", "I am allergic to penicillin.", BTY_MEMORY_CATEGORY_FACT },
  { "I'm vegetarian", "I'm vegetarian", BTY_MEMORY_CATEGORY_FACT },
  { "Call me Jo", "Call me Jo", BTY_MEMORY_CATEGORY_FACT },
  { "I live in Berlin. What is the weather?", "I live in Berlin.", BTY_MEMORY_CATEGORY_FACT },
  { "We decided to use PostgreSQL for the shop.", "We decided to use PostgreSQL for the shop.",
    BTY_MEMORY_CATEGORY_DECISION },
  { "Actually, my birthday is on 12 May.", "My birthday is on 12 May.", BTY_MEMORY_CATEGORY_CORRECTION },
  { "I don't like cilantro", "I don't like cilantro", BTY_MEMORY_CATEGORY_PREFERENCE },
  { "I have two cats", "I have two cats", BTY_MEMORY_CATEGORY_FACT },
  { "I'm a nurse", "I'm a nurse", BTY_MEMORY_CATEGORY_FACT },
  { "I am flying to Lisbon on 3 March 2027", "I am flying to Lisbon on 3 March 2027", BTY_MEMORY_CATEGORY_CONTEXT },
  { "Meine Schwester Lena ist allergisch gegen Erdnüsse.", "Meine Schwester Lena ist allergisch gegen Erdnüsse.",
    BTY_MEMORY_CATEGORY_FACT },
  { "Merk dir bitte, dass die Tonne am Dienstag rausgeht", "Die Tonne am Dienstag rausgeht", BTY_MEMORY_CATEGORY_FACT },
  { "Ich mag lieber Tee als Kaffee", "Ich mag lieber Tee als Kaffee", BTY_MEMORY_CATEGORY_PREFERENCE },
  { "Übrigens, ich wohne in Köln.", "Ich wohne in Köln.", BTY_MEMORY_CATEGORY_FACT },
  { "Ich bin Vegetarierin", "Ich bin Vegetarierin", BTY_MEMORY_CATEGORY_FACT },
  { "Nenn mich Jo", "Nenn mich Jo", BTY_MEMORY_CATEGORY_FACT },
  { "Mein Geburtstag ist am 12. Mai.", "Mein Geburtstag ist am 12. Mai.", BTY_MEMORY_CATEGORY_FACT },
  { "Wir haben uns für Postgres entschieden", "Wir haben uns für Postgres entschieden", BTY_MEMORY_CATEGORY_DECISION },
  { "I’m allergic to shellfish", "I’m allergic to shellfish", BTY_MEMORY_CATEGORY_FACT },
  { "im a vegan", "Im a vegan", BTY_MEMORY_CATEGORY_FACT },
  { "Hi, I'm Tom.", "I'm Tom.", BTY_MEMORY_CATEGORY_FACT },
  { "You can call me Lexi.", "You can call me Lexi.", BTY_MEMORY_CATEGORY_FACT },
  { "I can't eat gluten.", "I can't eat gluten.", BTY_MEMORY_CATEGORY_FACT },
  { "I have type 2 diabetes.", "I have type 2 diabetes.", BTY_MEMORY_CATEGORY_FACT },
  { "My doctor told me to avoid salt.", "My doctor told me to avoid salt.", BTY_MEMORY_CATEGORY_FACT },
  { "My birthday’s on 5 May", "My birthday’s on 5 May", BTY_MEMORY_CATEGORY_FACT },
  { "Our wedding anniversary is on 12 June.", "Our wedding anniversary is on 12 June.", BTY_MEMORY_CATEGORY_FACT },
  { "I no longer work for Bosch.", "I no longer work for Bosch.", BTY_MEMORY_CATEGORY_FACT },
  { "I've been running marathons for ten years.", "I've been running marathons for ten years.",
    BTY_MEMORY_CATEGORY_FACT },
  { "I usually get up at six.", "I usually get up at six.", BTY_MEMORY_CATEGORY_FACT },
  { "I graduated from Uppsala in 2008.", "I graduated from Uppsala in 2008.", BTY_MEMORY_CATEGORY_FACT },
  { "Ich habe am 5. Mai Geburtstag.", "Ich habe am 5. Mai Geburtstag.", BTY_MEMORY_CATEGORY_FACT },
  { "Ich vertrage keine Milch", "Ich vertrage keine Milch", BTY_MEMORY_CATEGORY_FACT },
  { "Ich bin nach Berlin gezogen.", "Ich bin nach Berlin gezogen.", BTY_MEMORY_CATEGORY_FACT },
  { "I love \"The Matrix\"", "I love \"The Matrix\"", BTY_MEMORY_CATEGORY_PREFERENCE },
  { "On 3 June 2024 I opened a bakery.", "On 3 June 2024 I opened a bakery.", BTY_MEMORY_CATEGORY_FACT },
  { "On June 3rd, 2024, we adopted a dog.", "On June 3rd, 2024, we adopted a dog.", BTY_MEMORY_CATEGORY_FACT },
  { "I ran a marathon on 3 June 2024.", "I ran a marathon on 3 June 2024.", BTY_MEMORY_CATEGORY_FACT },
  { "Am 3. Juni 2024 habe ich eine Bäckerei eröffnet.", "Am 3. Juni 2024 habe ich eine Bäckerei eröffnet.",
    BTY_MEMORY_CATEGORY_FACT },
  { "Am 3.6.2024 ist meine Tochter ausgezogen.", "Am 3.6.2024 ist meine Tochter ausgezogen.",
    BTY_MEMORY_CATEGORY_FACT },
  { "Yesterday I planted a pear tree.", "Yesterday I planted a pear tree.", BTY_MEMORY_CATEGORY_CONTEXT },
  { "Last Friday we saw a play.", "Last Friday we saw a play.", BTY_MEMORY_CATEGORY_CONTEXT },
  { "Tomorrow I have a dentist appointment at nine.", "Tomorrow I have a dentist appointment at nine.",
    BTY_MEMORY_CATEGORY_CONTEXT },
  { "Next Monday we're flying to Oslo.", "Next Monday we're flying to Oslo.", BTY_MEMORY_CATEGORY_CONTEXT },
  { "Gestern habe ich einen Birnbaum gepflanzt.", "Gestern habe ich einen Birnbaum gepflanzt.",
    BTY_MEMORY_CATEGORY_CONTEXT },
  { "Vorgestern war ich beim Zahnarzt.", "Vorgestern war ich beim Zahnarzt.", BTY_MEMORY_CATEGORY_CONTEXT },
  { "Letzten Freitag waren wir im Theater.", "Letzten Freitag waren wir im Theater.", BTY_MEMORY_CATEGORY_CONTEXT },
  { "Morgen treffe ich Lena im Café.", "Morgen treffe ich Lena im Café.", BTY_MEMORY_CATEGORY_CONTEXT },
  { "Am Freitag haben wir Lena besucht.", "Am Freitag haben wir Lena besucht.", BTY_MEMORY_CATEGORY_CONTEXT },
  { "Ich habe morgen um neun einen Zahnarzttermin.", "Ich habe morgen um neun einen Zahnarzttermin.",
    BTY_MEMORY_CATEGORY_CONTEXT },

  { "I'm Sorry.", NULL, 0 },
  { "Yesterday I asked you about tea.", NULL, 0 },
  { "Morgen habe ich eine Frage an dich.", NULL, 0 },
  { "On 3 June 2024?", NULL, 0 },
  { "Gestern war schön.", NULL, 0 },
  { "Im Mai.", NULL, 0 },
  { "I would like a coffee.", NULL, 0 },
  { "I prefer the second one.", NULL, 0 },
  { "I can't have this.", NULL, 0 },
  { "Call me back", NULL, 0 },
  { "A letter: \"Dear Sir, hello. I live in Lagos. Remember that I need money.\"", NULL, 0 },
  { "Ein Brief: „Guten Tag. Ich wohne in Rom. Mein Sohn heißt Emil.“", NULL, 0 },
  { "Please summarise this e-mail:\nHi Bob,\nI live in Rome now.\nMy address is Via Appia 3.", NULL, 0 },
  { "Übersetze ins Englische: Guten Tag. Ich wohne in Rom.", NULL, 0 },
  { "Is my sister allergic to peanuts?", NULL, 0 },
  { "What do I prefer?", NULL, 0 },
  { "My question is how to do this", NULL, 0 },
  { "My code does not work", NULL, 0 },
  { "I have a question about tea", NULL, 0 },
  { "I like this", NULL, 0 },
  { "Do you remember when we met", NULL, 0 },
  { "Remember when we met", NULL, 0 },
  { "> My boss is stupid", NULL, 0 },
  { "```\nmy variable is 3\n```", NULL, 0 },
  { "Write a story about a dog.", NULL, 0 },
  { "Ich habe eine Frage", NULL, 0 },
  { "", NULL, 0 },
};

static void
test_forms (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) found = bty_memory_extract (cases[i].said, "bot", NOW);
      BtyMemoryCandidate *candidate = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;

      g_test_message ("%s", cases[i].said);
      g_assert_cmpstr (candidate != NULL ? candidate->text : NULL, ==, cases[i].kept);
      g_assert_cmpuint (found->len, <=, 1);
      if (candidate != NULL)
        {
          g_assert_cmpint (candidate->category, ==, cases[i].category);
          g_assert_cmpint (candidate->origin, ==, BTY_ORIGIN_INFERRED);
        }
    }
}

static void
test_limit (void)
{
  g_autoptr(GPtrArray) found = NULL;

  found = bty_memory_extract ("I like tea. I like milk! I like bread. I like cake.\nI like jam", "bot", NOW);
  g_assert_cmpuint (found->len, ==, BTY_MEMORY_MAX_PER_TURN);
}

static const struct
{
  const char *text;
  const char *date;   /* NULL = none */
} dates[] = {
  { "on 2027-03-04 we move", "2027-03-04" },
  { "am 4.3.2027", "2027-03-04" },
  { "on 4 March 2027", "2027-03-04" },
  { "on March 4th, 2027", "2027-03-04" },
  { "am 4. März 2027", "2027-03-04" },
  { "born 12 May 1990", "1990-05-12" },
  { "on 4 March", "2027-03-04" },
  { "on 24 December", "2026-12-24" },
  { "I go tomorrow", "2026-12-02" },
  { "übermorgen", "2026-12-03" },
  { "I moved to Berlin on 3 June", "2026-06-03" },
  { "my parents came on 24 December", "2025-12-24" },
  { "my party is on 3 June", "2027-06-03" },
  { "I moved the dentist to 3 June", "2027-06-03" },
  { "ich habe den Zahnarzt auf den 3. Juni gelegt", "2027-06-03" },
  { "I was born on 3 June", "2027-06-03" },
  { "am 3. Juni bin ich umgezogen", "2026-06-03" },
  { "am 3. Juni ziehe ich um", "2027-06-03" },
  { "ich habe am 3. Juni Geburtstag", "2027-06-03" },
  { "Yesterday I planted a tree", "2026-11-30" },
  { "gestern habe ich einen Baum gepflanzt", "2026-11-30" },
  { "vorgestern war ich krank", "2026-11-29" },
  { "3 days ago I fell", "2026-11-28" },
  { "on Friday I see the dentist", "2026-12-04" },
  { "on Friday I saw the dentist", "2026-11-27" },
  { "am Freitag habe ich Lena getroffen", "2026-11-27" },
  { "am Freitag treffe ich Lena", "2026-12-04" },
  { "every Friday I swim", NULL },
  { "two weeks ago I swam", NULL },
  { "in June I moved", NULL },
  { "in the morning", NULL },
  { "2027-13-45", NULL },
  { "30 February 2027", NULL },
  { "12 apples", NULL },
};

static char *
format_date (gint64 time)
{
  g_autoptr(GDateTime) date = time != BTY_UNSET ? g_date_time_new_from_unix_local (time / G_USEC_PER_SEC) : NULL;

  return date != NULL ? g_date_time_format (date, "%F") : NULL;
}

/* "Tomorrow" is the same day early and late, and on both sides of Greenwich. */
static void
test_dates (void)
{
  static const char *const zones[] = { "UTC", "America/Los_Angeles", "Pacific/Auckland" };
  g_autofree char *zone = g_strdup (g_getenv ("TZ"));

  for (guint i = 0; i < G_N_ELEMENTS (dates) * G_N_ELEMENTS (zones) * 2; i++)
    {
      const char *text = dates[i / G_N_ELEMENTS (zones) / 2].text;
      const char *expected = dates[i / G_N_ELEMENTS (zones) / 2].date;
      g_autoptr(GDateTime) now = NULL;
      g_autofree char *date = NULL;

      g_setenv ("TZ", zones[i / 2 % G_N_ELEMENTS (zones)], TRUE);
      now = g_date_time_new_local (2026, 12, 1, i % 2 == 0 ? 0 : 23, 30, 0);
      date = format_date (bty_memory_extract_date (text, g_date_time_to_unix (now) * G_USEC_PER_SEC));
      g_test_message ("%s, %s, %s", text, g_getenv ("TZ"), i % 2 == 0 ? "early" : "late");
      g_assert_cmpstr (date, ==, expected);
    }

  if (zone != NULL)
    g_setenv ("TZ", zone, TRUE);
  else
    g_unsetenv ("TZ");
}

/* A file says when something was said, and that may be no time at all. */
static void
test_no_time (void)
{
  g_assert_cmpint (bty_memory_extract_date ("tomorrow, on 24 December", G_MAXINT64), ==, BTY_UNSET);
}

static void
test_answer (void)
{
  static const struct
  {
    const char *answer;
    int         n;        /* -1 = unreadable */
    gint64      importance;
  } answers[] = {
    { "[]", 0, 0 },
    { "[{\"text\": \"Likes tea\", \"category\": \"preference\", \"importance\": 4}]", 1, 4 },
    { "Here you are:\n```json\n[{\"text\": \"Likes tea\", \"category\": \"fact\", \"importance\": 99}]\n```", 1, 5 },
    { "[{\"text\": \"Likes tea\", \"category\": \"fact\", \"importance\": -1}]", 1, 1 },
    { "[{\"text\": \"Likes tea\", \"category\": \"fact\"}]", 1, 3 },
    { "[{\"text\": \"Likes tea\", \"category\": \"nonsense\"}, 3, null, \"x\", {\"text\": 7}]", 0, 0 },
    { "[{\"text\": \"\", \"category\": \"fact\"}]", 0, 0 },
    { "{\"text\": \"x\"}", -1, 0 },
    { "I cannot do that.", -1, 0 },
    { "", -1, 0 },
    { "][", -1, 0 },
    { "[{\"text\": \"x\", ]", -1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) read = bty_memory_extract_read (answers[i].answer, "bot", NOW, &error);

      g_test_message ("%s", answers[i].answer);
      g_assert_cmpint (read != NULL ? (int) read->len : -1, ==, answers[i].n);
      if (read == NULL)
        g_assert_error (error, BTY_ERROR, BTY_ERROR_UNREADABLE);
      else if (read->len > 0)
        g_assert_cmpint (((BtyMemoryCandidate *) g_ptr_array_index (read, 0))->importance, ==, answers[i].importance);
    }
}

/* A model says "tomorrow" where it shall say a date. */
static void
test_answer_date (void)
{
  static const char answer[] = "[{\"text\": \"Moves\", \"category\": \"fact\", \"date\": \"24 December\"}]";
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) read = bty_memory_extract_read (answer, "bot", NOW, &error);
  g_autofree char *date = NULL;

  g_assert_no_error (error);
  date = format_date (((BtyMemoryCandidate *) g_ptr_array_index (read, 0))->event_at);
  g_assert_cmpstr (date, ==, "2026-12-24");
}

/* Nobody who writes a message can know the mark that ends it. */
static void
test_ask (void)
{
  g_autoptr(GPtrArray) said = g_ptr_array_new ();
  g_autofree char *today = format_date (NOW);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_ptr_array_add (said, (char *) "I like tea");
  first = bty_memory_extract_ask (said, NOW);
  second = bty_memory_extract_ask (said, NOW);
  g_assert_nonnull (strstr (first, "I like tea"));
  g_assert_nonnull (strstr (first, today));
  g_assert_cmpstr (first, !=, second);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory-extract/forms", test_forms);
  g_test_add_func ("/memory-extract/limit", test_limit);
  g_test_add_func ("/memory-extract/dates", test_dates);
  g_test_add_func ("/memory-extract/no-time", test_no_time);
  g_test_add_func ("/memory-extract/answer", test_answer);
  g_test_add_func ("/memory-extract/answer-date", test_answer_date);
  g_test_add_func ("/memory-extract/ask", test_ask);

  return g_test_run ();
}
