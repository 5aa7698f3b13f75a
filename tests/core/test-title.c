/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-title.h"

static const struct
{
  const char *question;
  const char *answer;
  const char *title;
} exchanges[] = {
  { "How do I bake bread?", "Flour, water …", "How do I bake bread" },
  { "My new dentist is Dr. Weber. Remember that.", "", "My new dentist is Dr Weber" },
  { "please can you explain how tides work. I live by the sea.", "", "Explain how tides work" },
  { "How long does the journey from Oslo to Bergen take by train in winter?", "",
    "How long does the journey from Oslo" },
  { "What should I cook for Lena on Friday evening?", "", "What should I cook for Lena" },
  { "Was gibt es heute Abend in der Stadt zu sehen", "", "Was gibt es heute Abend" },
  { "One two three four five six on", "", "One two three four five six on" },
  { "Hi!", "Hello, how can I help you today?", "Hi Hello how can I help you" },
  { "Hello", "Hi.", "Hello Hi" },
  { "Can you?", "Yes. I can do a lot of things for you.", "Can you Yes" },
  { "**Bold** `code` and \"quotes\"", "", "Bold code and quotes" },
  { "# Heading\n\nText follows here", "", "Heading Text follows here" },
  { "One two three\nfour five", "", "One two three" },
  { "élan vital of plants", NULL, "Élan vital of plants" },
  { "什么是黑洞？", "黑洞是一种天体。", "什么是黑洞 黑洞是一种天体" },
  { "ماذا تعني هذه الكلمة؟", "", "ماذا تعني هذه الكلمة" },
  { "aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb cccccccccccccccccccc dddd", "",
    "Aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb cccccccccccccccccc…" },
  { "C++ or C#? which one", "", "C++ or C#" },
  { "?!", "… Done now.", "Done now" },
  { "🙂", "🙃", "" },
  { "", "", "" },
  { NULL, NULL, "" },
  { "\xff bad \xfe bytes here", "", "Bad bytes here" },
};

static void
test_exchanges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    {
      g_autofree char *title = bty_title_from_exchange (exchanges[i].question, exchanges[i].answer);

      g_assert_cmpstr (title, ==, exchanges[i].title);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/title/exchanges", test_exchanges);

  return g_test_run ();
}
