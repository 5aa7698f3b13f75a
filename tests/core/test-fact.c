/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-fact.h"
#include "bty-json.h"

/* Who and what a statement names. What is no name is left alone. */

static const struct
{
  const char *text;
  const char *facts;   /* "from | type | to", separated by ";"; the user is "." and a role is in brackets */
} cases[] = {
  { "My sister Lena is allergic to peanuts.", ".|sister|Lena;Lena|allergic to|peanuts" },
  { "Lena is severely allergic to peanuts, shellfish and milk", "Lena|allergic to|peanuts;Lena|allergic to|shellfish;"
    "Lena|allergic to|milk" },
  { "My sister is allergic to peanuts.", "(sister)|allergic to|peanuts" },
  { "My sister is Lena.", ".|sister|Lena" },
  { "My older sister's name is Lena", ".|sister|Lena" },
  { "My boss is called Tom Miller.", ".|boss|Tom Miller" },
  { "Lena is my sister", ".|sister|Lena" },
  { "Ada is Tom's daughter.", "Tom|daughter|Ada" },
  { "My dentist is Dr. Weber.", ".|dentist|Dr. Weber" },
  { "My dentist Dr. Weber lives in St. Gallen. Tom is from Paris.",
    ".|dentist|Dr. Weber;Dr. Weber|lives in|St. Gallen;Tom|comes from|Paris" },
  { "Tom works at Siemens and lives in Berlin.", "Tom|works at|Siemens;Tom|lives in|Berlin" },
  { "I work as a nurse at Charité.", ".|works at|Charité" },
  { "I live in New York with my wife.", ".|lives in|New York" },
  { "The user lives in Hamburg", ".|lives in|Hamburg" },
  { "User's brother Max plays the piano.", ".|brother|Max;Max|plays|piano" },
  { "We moved to Lisbon in 2020.", ".|lives in|Lisbon" },
  { "I'm allergic to penicillin", ".|allergic to|penicillin" },
  { "I'm a nurse", ".|is a|nurse" },
  { "I like tea and coffee", ".|likes|tea;.|likes|coffee" },
  { "I prefer tea over coffee", ".|prefers|tea" },
  { "I don't like cilantro.", ".|dislikes|cilantro" },
  { "My wife Ana doesn't eat meat", ".|wife|Ana;Ana|does not eat|meat" },
  { "I have a dog called Rex.", ".|dog|Rex" },
  { "My dog Rex is from Spain", ".|dog|Rex;Rex|comes from|Spain" },
  { "Lena is vegetarian.", "Lena|is|vegetarian" },
  { "My sister Lena lives in Bonn. Tom is from Paris.", ".|sister|Lena;Lena|lives in|Bonn;Tom|comes from|Paris" },
  { "Meine Schwester Lena ist allergisch gegen Erdnüsse und Milch.", ".|Schwester|Lena;Lena|allergisch gegen|Erdnüsse;"
    "Lena|allergisch gegen|Milch" },
  { "Meine Schwester heißt Lena.", ".|Schwester|Lena" },
  { "Lena ist meine Schwester", ".|Schwester|Lena" },
  { "Ich wohne in Köln.", ".|wohnt in|Köln" },
  { "Tom arbeitet bei Bosch", "Tom|arbeitet bei|Bosch" },
  { "Ich mag Tee lieber als Kaffee", ".|mag|Tee" },
  { "Mein Bruder Max spricht Polnisch", ".|Bruder|Max;Max|spricht|Polnisch" },
  { "Lena ist nach Wien gezogen", "Lena|wohnt in|Wien" },

  { "My boss is German", "" },
  { "Meine Schwester ist Ärztin", "" },
  { "I live in a small house", "" },
  { "She lives in Berlin", "" },
  { "Lena is not allergic to peanuts", "" },
  { "Lena ist nicht allergisch gegen Erdnüsse", "" },
  { "I do not live in Berlin any more", "" },
  { "Does Lena live in Berlin?", "" },
  { "> Lena lives in Berlin", "" },
  { "I like it", "" },
  { "The bins go out on Tuesday.", "" },
  { "", "" },
};

static char *
describe (GPtrArray *facts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      BtyFact *fact = g_ptr_array_index (facts, i);

      g_string_append_printf (text, "%s%s%s%s|%s|%s", i > 0 ? ";" : "", fact->from_is_role ? "(" : "",
                              *fact->from == '\0' ? "." : fact->from, fact->from_is_role ? ")" : "", fact->type,
                              fact->to);
    }

  return g_string_free (text, FALSE);
}

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) facts = bty_fact_find (cases[i].text);
      g_autofree char *described = describe (facts);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (described, ==, cases[i].facts);
    }
}

/* What a model says counts for whoever the statement names. */
static void
test_read (void)
{
  static const struct
  {
    const char *json;
    const char *facts;
  } answers[] = {
    { "[{\"from\": \"Lena\", \"type\": \"allergic to\", \"to\": \"peanuts\", \"from_type\": \"person\"}]",
      "Lena|allergic to|peanuts" },
    { "[{\"from\": \"user\", \"type\": \"sister\", \"to\": \"Lena\", \"to_type\": \"nonsense\"}]", ".|sister|Lena" },
    { "[{\"from\": \"Lena\", \"type\": \"hates\", \"to\": \"Tom\"}]", "" },
    { "[{\"from\": \"Mallory\", \"type\": \"owns\", \"to\": \"peanuts\"}]", "" },
    { "[{\"from\": \"Lena\", \"type\": \"a\\nb\", \"to\": \"peanuts\"}]", "" },
    { "[{\"from\": \"Lena\", \"to\": \"peanuts\"}, 3, null, \"x\", [], {\"from\": {}}]", "" },
    { "{\"from\": \"Lena\"}", "" },
    { "7", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(JsonNode) node = bty_json_parse (answers[i].json, -1, NULL);
      g_autoptr(GPtrArray) facts = bty_fact_read (node, "My sister Lena is allergic to peanuts.");
      g_autofree char *described = describe (facts);

      g_test_message ("%s", answers[i].json);
      g_assert_cmpstr (described, ==, answers[i].facts);
    }
  {
    g_autoptr(GPtrArray) none = bty_fact_read (NULL, "Lena");

    g_assert_cmpuint (none->len, ==, 0);
  }
}

static void
test_keys (void)
{
  static const struct
  {
    const char *name;
    const char *keys;
  } names[] = {
    { "Lena", "lena" },
    { "Tom Miller", "tom,miller,tom miller" },
    { "peanuts", "peanut" },
    { "mom", "mom" },
    { "mum", "mom" },
    { "the", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto(GStrv) keys = bty_fact_list_keys (names[i].name);
      g_autofree char *joined = g_strjoinv (",", keys);

      g_assert_cmpstr (joined, ==, names[i].keys);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fact/find", test_find);
  g_test_add_func ("/fact/read", test_read);
  g_test_add_func ("/fact/keys", test_keys);

  return g_test_run ();
}
