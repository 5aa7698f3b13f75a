/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-builtin-words.h"

#include "bty-config.h"
#include "bty-word-forms.h"
#include "bty-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer texts that open with "when" or "what" tell a story more often than they ask. */
#define MAX_QUESTION_WORDS 12

/* What is left of a greeting: "hello my dear friend". */
#define MAX_GREETING_WORDS 4

static guint
count_words (const char *text)
{
  g_auto(GStrv) words = g_str_tokenize_and_fold (text, NULL, NULL);

  return g_strv_length (words);
}

/* Whether @text begins with one of the phrases in @list, which are separated by "|". */
static gboolean
starts_with_any (const char *text,
                 const char *list)
{
  g_autofree char *folded_list = g_utf8_casefold (list, -1);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto(GStrv) phrases = g_strsplit (folded_list, "|", -1);

  for (guint i = 0; phrases[i] != NULL; i++)
    {
      gsize length = strlen (phrases[i]);

      if (length > 0 && g_str_has_prefix (folded, phrases[i])
          && !g_unichar_isalnum (g_utf8_get_char (folded + length)))
        return TRUE;
    }

  return FALSE;
}

/* Whether a sentence of @text ends with a question mark; "?a=1" in an address is none. */
static gboolean
has_question_mark (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar mark = g_utf8_get_char (at);
      gunichar next = g_utf8_get_char (g_utf8_next_char (at));

      if ((mark == '?' && !g_unichar_isalnum (next)) || mark == 0x61f || mark == 0xff1f)
        return TRUE;
    }

  return FALSE;
}

/**
 * bty_builtin_is_question:
 * @text: what somebody says
 *
 * Returns: whether it asks for something
 */
gboolean
bty_builtin_is_question (const char *text)
{
  if (has_question_mark (text))
    return TRUE;

  return count_words (text) <= MAX_QUESTION_WORDS
         && starts_with_any (text,
                             /* Translators: words that open a question or a request, separated by "|" */
                             _("what|who|whom|whose|where|when|why|how|which|is|are|am|was|were|do|does|did"
                               "|can|could|would|should|will|has|tell me|show me|give me|find|list|explain"
                               "|write|translate|summarise|summarize|describe|look up|what's|who's"));
}

/**
 * bty_builtin_classify:
 * @text: what somebody says
 *
 * Returns: what they want with it
 */
BtyBuiltinKind
bty_builtin_classify (const char *text)
{
  /* Translators: greetings, separated by "|" */
  const char *greetings = _("hello|hi|hey|good morning|good afternoon|good evening|good day|greetings");
  /* Translators: words of thanks, separated by "|" */
  const char *thanks = _("thanks|thank you|many thanks|cheers");

  if (has_question_mark (text))
    return BTY_BUILTIN_QUESTION;
  if (starts_with_any (text, greetings) && count_words (text) <= MAX_GREETING_WORDS)
    return BTY_BUILTIN_GREETING;
  if (starts_with_any (text, thanks) && count_words (text) <= MAX_GREETING_WORDS)
    return BTY_BUILTIN_THANKS;

  return bty_builtin_is_question (text) ? BTY_BUILTIN_QUESTION : BTY_BUILTIN_STATEMENT;
}

/* People also write in another language than that of the program. */
static gboolean
is_common_anywhere (const char *word)
{
  g_auto(GStrv) folded = bty_words_split (word);

  return folded[0] != NULL && bty_word_forms_is_common (folded[0]);
}

/**
 * bty_builtin_dup_topic:
 * @text: what somebody says
 *
 * Returns: (transfer full) (element-type utf8): the words that say what it is about, folded
 */
GPtrArray *
bty_builtin_dup_topic (const char *text)
{
  /* Translators: words too common to tell what a sentence is about, separated by spaces */
  const char *common = _("a an the my mine your yours his her hers its our their i you he she it we they me him "
                         "us them is are am was were be been do does did have has had to of in on at by for from "
                         "with and or not no yes what who whom whose where when why how which s t re that this "
                         "these those there here about tell told say said know remember can could would should "
                         "will may please again");
  g_auto(GStrv) common_words = g_str_tokenize_and_fold (common, NULL, NULL);
  g_auto(GStrv) words = g_str_tokenize_and_fold (text, NULL, NULL);
  GPtrArray *topic = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) common_words, words[i]) && !is_common_anywhere (words[i]))
      g_ptr_array_add (topic, g_strdup (words[i]));

  return topic;
}

/* "birthday" and "birthdays" are about the same thing. */
static gboolean
are_related (const char *a,
             const char *b)
{
  glong shorter = MIN (g_utf8_strlen (a, -1), g_utf8_strlen (b, -1));

  if (shorter < 4)
    return g_str_equal (a, b);

  return g_str_has_prefix (a, b) || g_str_has_prefix (b, a);
}

/**
 * bty_builtin_count_shared:
 * @topic: from bty_builtin_dup_topic()
 * @text: something said
 *
 * Returns: how many words of @topic are in @text
 */
guint
bty_builtin_count_shared (GPtrArray  *topic,
                          const char *text)
{
  g_auto(GStrv) words = g_str_tokenize_and_fold (text, NULL, NULL);
  guint shared = 0;

  for (guint i = 0; i < topic->len; i++)
    for (guint j = 0; words[j] != NULL; j++)
      if (are_related (g_ptr_array_index (topic, i), words[j]))
        {
          shared++;
          break;
        }

  return shared;
}

/**
 * bty_builtin_can_count:
 * @topic: from bty_builtin_dup_topic()
 *
 * Returns: whether counting shared words tells anything: there are some, and they are of a script that puts
 *   spaces between them
 */
gboolean
bty_builtin_can_count (GPtrArray *topic)
{
  for (guint i = 0; i < topic->len; i++)
    switch (g_unichar_get_script (g_utf8_get_char (g_ptr_array_index (topic, i))))
      {
      case G_UNICODE_SCRIPT_HAN:
      case G_UNICODE_SCRIPT_HIRAGANA:
      case G_UNICODE_SCRIPT_KATAKANA:
      case G_UNICODE_SCRIPT_THAI:
      case G_UNICODE_SCRIPT_LAO:
      case G_UNICODE_SCRIPT_KHMER:
      case G_UNICODE_SCRIPT_MYANMAR:
        return FALSE;
      default:
        break;
      }

  return topic->len > 0;
}
