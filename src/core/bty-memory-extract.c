/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-extract.h"

#include <string.h>

/* What people plainly say about themselves, found without a model, by the form of the sentence. */

#define LONGEST_SENTENCE 400 /* characters; who says more than this in one breath states nothing plain */

typedef struct
{
  const char        *pattern;   /* the group "rest" is what is kept; without one it is the sentence */
  BtyMemoryCategory  category;
  int                importance;
} Form;

/* Who begins so does not tell a name: "I'm Sorry". */
#define NO_NAME \
  "(?!(?:ok|okay|fine|good|great|sorry|sure|done|back|here|home|ready|happy|sad|tired|in|on|at|so|not|the|very|just|" \
  "really|still|also|too|all|done|lost|stuck|busy|bored|curious|confused|wondering|doing|trying)\\b)"

/* The first that fits decides. Sentences are matched without regard to case, and begin where they begin. The
 * apostrophe of "I'm" may be a curly one, or left out; within brackets it is "\\x27". */
static const Form forms[] = {
  { "^(?:please )?(?:remember|note|do not forget|don't forget|keep in mind|make a note)(?: that|:|,)? "
    "(?!when\\b|how\\b|what\\b|why\\b|if\\b|to ask\\b|me\\b|"
    "the time\\b)(?<rest>.{4,})$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:bitte )?(?:merk(?:e)? dir|denk(?:e)? (?:bitte )?(?:daran|dran)|vergiss nicht|notier(?:e)? dir|behalte)"
    "(?: bitte)?[,:]?(?: dass)? (?!wie\\b|was\\b|wann\\b|ob\\b|"
    "mich\\b)(?<rest>.{4,})$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:no|actually|correction)[,:] (?<rest>(?:my|i|i'm|it's|it is) .+)$", BTY_MEMORY_CATEGORY_CORRECTION, 4 },
  { "^(?:nein|doch|korrektur)[,:] (?<rest>(?:mein|meine|ich|es ist) .+)$", BTY_MEMORY_CATEGORY_CORRECTION, 4 },

  { "^(?:(?:you can |you may |please )?call me|(?:people|friends|my friends) call me|everyone calls me|i am called|"
    "i'm called|my name is|my name's|(?:bitte )?nenne? mich|ich heiße|ich heisse|mein name ist) "
    "(?!back\\b|later\\b|when\\b|if\\b|tomorrow\\b|crazy\\b|an? )\\S.*$", BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^du kannst mich \\S+ nennen\\b.*$", BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^(?:i am|i[\\x27’]m|ich bin) " NO_NAME "(?-i:\\p{Lu}[\\w-]+(?: \\p{Lu}[\\w-]+)?)"
    "(?:,? (?:from|and|aus|und) .+)?[.!]?$", BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^(?:i am|i'm|my \\S+(?: \\S+)? is) (?:\\w+ )?(?:allergic|intolerant|diabetic|vegetarian|vegan|pregnant|"
    "deaf|blind|"
    "colou?r-?blind|asthmatic)\\b.*$", BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^(?:i|we|my \\S+(?: \\S+)?) (?:also )?(?:can't|cannot|can not|must not|mustn't|may not|shouldn't) "
    "(?:eat|drink|have|tolerate|digest|take) (?:any )?(?!you\\b|a look\\b|this\\b|that\\b|it\\b|them\\b)\\w+.*$",
    BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^(?:i|we) (?:have|suffer from|was diagnosed with|have been diagnosed with) (?:\\w+ ){0,2}(?:diabetes|asthma|"
    "allergy|allergies|intolerance|migraines?|epilepsy|arthritis|hay fever|c(?:o?)eliac disease|high blood pressure|"
    "insomnia|adhd|autism|depression|cancer|dyslexia)\\b.*$", BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^ich (?:vertrage|darf|kann) (?:\\w+ )?(?:keine?n?|nichts?) (?:.+ (?:essen|trinken|vertragen|nehmen)|\\w+)[.!]?$",
    BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^ich (?:habe|leide an|leide unter) (?:\\w+ ){0,2}(?:diabetes|asthma|migräne|epilepsie|heuschnupfen|zöliakie|"
    "rheuma|bluthochdruck|adhs|depressionen|krebs|\\w*allergie|\\w*intoleranz|\\w*unverträglichkeit)\\b.*$",
    BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^(?:ich bin|meine? \\S+(?: \\S+)? ist) (?:\\w+ )?(?:allergisch|vegetarisch|vegan|vegetarierin|vegetarier|"
    "veganerin|"
    "veganer|diabetikerin|diabetiker|schwanger|gehörlos|blind|farbenblind|asthmatikerin|asthmatiker)\\b.*$",
    BTY_MEMORY_CATEGORY_FACT, 5 },
  { "^(?:i|we)(?: have|'ve)? (?:decided|chose|agreed|settled)\\b.+$", BTY_MEMORY_CATEGORY_DECISION, 4 },
  { "^(?:ich habe|wir haben)(?: mich| uns)? .*(?:entschieden|beschlossen|geeinigt)\\b.*$",
    BTY_MEMORY_CATEGORY_DECISION, 4 },

  { "^(?:i|we) (?:would )?prefer (?!to know\\b|you\\b|your\\b|this\\b|that\\b|it\\b|"
    "the (?:first|second|third|last|other|former|latter)\\b).+$", BTY_MEMORY_CATEGORY_PREFERENCE, 3 },
  { "^(?:i|we) (?:really |also |absolutely |always |usually |generally )?(?:like|love|luv|hate|dislike|enjoy|"
    "adore|can't stand|cannot stand|don't like|do not like|don't eat|do not eat|don't drink|do not drink|never eat|"
    "never drink|never use|only eat|only drink|only use)\\b (?!to know\\b|to see\\b|to hear\\b|to ask\\b|"
    "you\\b|your\\b|this\\b|that\\b|it\\b|the (?:first|second|third|last|other|former|latter)\\b).+$",
    BTY_MEMORY_CATEGORY_PREFERENCE, 3 },
  { "^(?:ich|wir) (?:mag|mögen|liebe|lieben|hasse|hassen|bevorzuge|bevorzugen|esse|essen|trinke|trinken|benutze|"
    "verwende) (?!das\\b|dies\\b|es\\b|dich\\b).+$", BTY_MEMORY_CATEGORY_PREFERENCE, 3 },

  { "^(?:my|our) (?!question\\b|problem\\b|issue\\b|point\\b|code\\b|program\\b|error\\b|guess\\b|bad\\b|god\\b|"
    "idea\\b|plan\\b|computer\\b|laptop\\b|screen\\b)[\\w\\x27’ -]{2,60}?"
    "(?: (?:is|are|was|were|has|have|likes?|loves?|"
    "hates?|prefers?|lives?|works?|needs?|eats?|drinks?|plays?|speaks?|can't|cannot|doesn't|don't|will be|turns|turned|"
    "goes to|go to|teach(?:es)?|stud(?:y|ies)|owns?|moved|died|got|started|became|comes from|advised|told me to|"
    "told me not to)|"
    "[\\x27’]s (?:on|in|at|from|called|named|an?|allergic))\\b.+$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:meine?|unsere?) (?!frage\\b|problem\\b|fehler\\b|code\\b|programm\\b|idee\\b|rechner\\b|computer\\b)"
    "[\\wäöüß\\x27 -]{2,60}? "
    "(?:ist|sind|war|waren|hat|haben|heißt|heißen|mag|mögen|liebt|hasst|wohnt|wohnen|arbeitet|isst|trinkt|"
    "spielt|spricht|"
    "lebt|wird|braucht)\\b.+$", BTY_MEMORY_CATEGORY_FACT, 4 },

  { "^(?:i|we)(?: have|'ve)?(?: just| recently)? (?:live|work|study|was born|were born|grew up|speak|play|own|teach|"
    "drive|moved|graduated|volunteer|got married|got divorced|got engaged|got promoted|quit|retired)\\b "
    "(?!out\\b|around\\b|on it\\b|with it\\b).+$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:i|we) (?:no longer (?:have |want |need )?\\w+|(?:do not|don't) (?:live|work|smoke|play|drive|drink|eat)\\b.* "
    "(?:any ?more|any longer))\\b.*$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:i|we)(?: have|'ve) been \\w+ing\\b .*\\b(?:for (?:\\w+ ){1,3}(?:weeks|months|years)|since (?:\\w+ )?\\d{4})\\b"
    ".*$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:i|we) (?:usually|normally|often|always|never) (?:get up|go to bed|sleep|work|cook|read|run|swim|cycle|travel|"
    "watch|listen to|wear|have (?:breakfast|lunch|dinner)|take|wake up|walk)\\b.*$", BTY_MEMORY_CATEGORY_FACT, 3 },
  { "^(?:i|we) (?:wear (?:\\w+ ){0,2}(?:glasses|contact lenses|a hearing aid)|"
    "need (?:my |reading )?(?:glasses|insulin|a wheelchair|a hearing aid|crutches)|"
    "take \\w+ (?:against|every (?:day|morning|evening)|daily|twice a day))\\b.*$",
    BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:i|we) have (?:a|an|two|three|four|five|\\d+|no) (?!question|problem|issue|idea|look|feeling|doubt|clue|"
    "error|bug|"
    "file|list|meeting)\\w+.*$", BTY_MEMORY_CATEGORY_FACT, 3 },
  { "^(?:i am|i[\\x27’]m) \\d{1,3}[.!]?$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:i am|i'm) (?:a|an|from|learning|training for|engaged to|married|single|divorced|retired|based|"
    "\\d+ years old|living|working as|working for|"
    "working at|studying|left-handed|right-handed|afraid of|scared of) ?"
    "(?!bit\\b|little\\b|fan of this\\b|on it\\b).*$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:ich|wir) (?:wohne|wohnen|lebe|leben|arbeite|arbeiten|studiere|studieren|spreche|sprechen|spiele|spielen|"
    "unterrichte|lerne|lernen|komme aus|kommen aus|bin in|wurde) .+$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^ich bin (?:\\d+ jahre alt|verheiratet|ledig|geschieden|rentnerin|rentner|lehrerin|lehrer|ärztin|arzt|aus|"
    "linkshänderin|linkshänder|ein|eine)\\b.*$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:ich habe|wir haben) (?:am|im) .+ (?:geburtstag|hochzeitstag)\\b.*$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:ich bin|wir sind) .*\\b(?:geboren|aufgewachsen|gezogen|umgezogen)[.!]?$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:seit|letztes|letzten|letzte|vor) .+ (?:wohne|lebe|arbeite|bin|habe) ich .+$", BTY_MEMORY_CATEGORY_FACT, 4 },
  { "^(?:ich habe|wir haben) (?:ein|eine|einen|zwei|drei|vier|keine|keinen|kein) (?!frage|problem|fehler|idee|"
    "datei)\\w+.*$",
    BTY_MEMORY_CATEGORY_FACT, 3 },
  { "^(?:i am|i'm|we are|we're) (?:going|flying|travell?ing|moving|"
    "driving) to \\w+.*$", BTY_MEMORY_CATEGORY_CONTEXT, 3 },
  { "^(?:ich|wir) (?:fahre|fahren|fliege|fliegen|reise|reisen|ziehe|ziehen) .*\\b(?:nach|in|zu)\\b .+$",
    BTY_MEMORY_CATEGORY_CONTEXT, 3 },

  /* What was, or will be, on a day that is named. */
  { "^on (?=\\S*\\d|\\w+ \\d).{3,25}\\b[12]\\d{3},? (?:i|we|my \\S+|our \\S+) \\w+ .+$", BTY_MEMORY_CATEGORY_FACT, 3 },
  { "^(?:i|we) (?!think\\b|guess\\b|want\\b|need\\b|would\\b|could\\b)\\w+ .+ on (?:the )?(?=\\S*\\d|\\w+ \\d)"
    ".{3,25}\\b[12]\\d{3}[.!]?$", BTY_MEMORY_CATEGORY_FACT, 3 },
  { "^am (?=\\d).{3,20}\\b[12]\\d{3} \\w+ (?:ich|wir|meine? \\w+|unsere? \\w+) .+$", BTY_MEMORY_CATEGORY_FACT, 3 },
  { "^(?:yesterday|last night|the day before yesterday|last \\w+day|on \\w+day)(?: morning| afternoon| evening)?,? "
    "(?:i|we) (?!asked\\b|told\\b|said\\b|want\\b|wanted\\b|need\\b|can\\b|tried\\b|could\\b|should\\b)\\w+ .+$",
    BTY_MEMORY_CATEGORY_CONTEXT, 2 },
  { "^(?:tomorrow|the day after tomorrow|next \\w+day)(?: morning| afternoon| evening)?,? (?:i|we)(?: will|'ll| am|'m|"
    " are|'re)? (?:have|see|meet|go|fly|drive|travel|move|visit|seeing|meeting|going|flying|moving|visiting)\\b .+$",
    BTY_MEMORY_CATEGORY_CONTEXT, 3 },
  { "^(?:gestern|vorgestern|letzte[nr]? \\w+|am (?:vergangenen |letzten )?\\w+(?:tag|abend|woch|ende)) ?(?:früh|morgen|"
    "mittag|nachmittag|abend)? (?:habe|haben|bin|sind|war|waren|hatte|hatten) (?:ich|wir) "
    "(?!eine frage\\b|dich\\b|dir\\b).+$", BTY_MEMORY_CATEGORY_CONTEXT, 2 },
  { "^(?:morgen|übermorgen|(?:am|nächsten|kommenden) \\w+(?:tag|abend|woch)) ?(?:früh|mittag|nachmittag|abend)? "
    "(?:habe|haben|treffe|treffen|fahre|fahren|fliege|fliegen|gehe|gehen|besuche|besuchen|muss|müssen|ziehe|ziehen) "
    "(?:ich|wir) (?!eine frage\\b).+$", BTY_MEMORY_CATEGORY_CONTEXT, 3 },
  { "^(?:ich habe|wir haben) (?:heute|morgen|übermorgen|am \\w+|nächste \\w+) .*(?:termin|treffen|prüfung|hochzeit|"
    "feier|besuch|party|konzert)\\b.*$", BTY_MEMORY_CATEGORY_CONTEXT, 3 },
};

/* Who asks for something to be done with a text shows it, and does not say it. */
static const char task[] =
  "^(?:please |bitte |(?:can|could|would|will) you |kannst du |könntest du )?(?:summari[sz]e|translate|proofread|"
  "correct|"
  "rewrite|rephrase|paraphrase|improve|shorten|analy[sz]e|explain|edit|review|classify|reply to|respond to|answer|"
  "comment on|fix|format|fasse?|übersetz|übersetze|korrigiere?|verbessere?|kürze|formuliere|überarbeite|analysiere|"
  "erkläre|beantworte|antworte auf|prüfe)\\b[^.!?:]*:";

/* Marks that belong together, and what is between them. */
static const char quotation[] = "\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«";

/* Whole sentences, not a name or a title. */
static const char sentences_within[] = "[.!?]\\s+\\S*\\w";

/* What people say before they say something. */
static const char opening[] =
  "^(?:(?:by the way|btw|oh|well|so|also|and|but|hi|hello|hey|ok|okay|yes|fyi|just so you know|you should know that|"
  "übrigens|ach|also|und|aber|hallo|ja|nur damit du es weißt)(?: \\w+)?[,:!]? +)+(?=\\S)";

static GRegex *
compile (const char *pattern)
{
  g_auto(GStrv) parts = g_strsplit (pattern, "'", -1);
  g_autofree char *any_apostrophe = g_strjoinv ("['’]?", parts);
  GRegex *regex = g_regex_new (any_apostrophe, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);

  g_assert (regex != NULL);

  return regex;
}

enum
{
  OPENING = G_N_ELEMENTS (forms),
  TASK,
  QUOTATION,
  SENTENCES_WITHIN,
  N_REGEXES
};

/* @index: of one of the forms, or a name of the others */
static GRegex *
get_regex (guint index)
{
  static gsize once;
  static GRegex *regexes[N_REGEXES];

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
        regexes[i] = compile (forms[i].pattern);
      regexes[OPENING] = compile (opening);
      regexes[TASK] = compile (task);
      regexes[QUOTATION] = compile (quotation);
      regexes[SENTENCES_WITHIN] = compile (sentences_within);
      g_once_init_leave (&once, 1);
    }

  return regexes[index];
}

/* Whether the word between @word and @end is a title, such as that of "Dr. Weber". */
static gboolean
is_title (const char *word,
          const char *end)
{
  static const char *const titles[] = { "Dr", "Prof", "Mr", "Mrs", "Ms", "St" };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strlen (titles[i]) == (gsize) (end - word) && strncmp (titles[i], word, end - word) == 0)
      return TRUE;

  return FALSE;
}

/* Whether a sentence ends with the mark at @end: not with that of "12. Mai", of "z. B.", of "Dr. Weber" or of
 * "example.org". */
static gboolean
ends_sentence (const char *start,
               const char *end)
{
  const char *word = end;

  if (end[1] != '\0' && !g_ascii_isspace (end[1]))
    return FALSE;
  if (*end != '.')
    return TRUE;

  while (word > start && g_ascii_isalnum (word[-1]))
    word--;
  if (is_title (word, end))
    return end[1] == '\0';
  if (end - word == 1)
    return g_ascii_isdigit (*word) ? end[1] == '\0' : FALSE;
  while (word < end && g_ascii_isdigit (*word))
    word++;

  /* "12. Mai", but "in 1990. I" */
  return word < end || end - start < 4 || !g_ascii_isdigit (end[-1]) || g_ascii_isdigit (end[-4]) || end[1] == '\0';
}

/* Keeps a quotation that is a name or a title. */
static gboolean
keep_title (const GMatchInfo *info,
            GString          *kept,
            gpointer          user_data)
{
  g_autofree char *quoted = g_match_info_fetch (info, 0);

  if (!g_regex_match (get_regex (SENTENCES_WITHIN), quoted, 0, NULL))
    g_string_append (kept, quoted);

  return FALSE;
}

/**
 * bty_memory_extract_own_words:
 * @text: a message
 *
 * Leaves out code, quotations and what is to be translated, summed up and the like: they are not the words of who sends
 * them.
 *
 * Returns: (transfer full): the other lines
 */
char *
bty_memory_extract_own_words (const char *text)
{
  g_autoptr(GString) own = g_string_new (NULL);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean in_code = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strchug (lines[i]);

      if (g_str_has_prefix (line, "```") || g_str_has_prefix (line, "~~~"))
        in_code = !in_code;
      else if (!in_code && g_regex_match (get_regex (TASK), line, 0, NULL))
        break;
      else if (!in_code && *line != '>' && *line != '`' && *line != '|' && *line != '<')
        g_string_append_printf (own, "%s\n", line);
    }

  return g_regex_replace_eval (get_regex (QUOTATION), own->str, own->len, 0, 0, keep_title, NULL, NULL);
}

/**
 * bty_memory_extract_list_sentences:
 * @text: what somebody said
 *
 * Returns: (transfer full) (element-type utf8): its sentences with their last mark, without code and quotations
 */
GPtrArray *
bty_memory_extract_list_sentences (const char *text)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *own = bty_memory_extract_own_words (text);
  g_auto(GStrv) lines = g_strsplit (own, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *start = lines[i];

      for (const char *end = start; *start != '\0'; end++)
        {
          if (*end != '\0' && (strchr (".!?", *end) == NULL || !ends_sentence (start, end)))
            continue;
          g_ptr_array_add (sentences, g_strstrip (g_strndup (start, end - start + (*end != '\0'))));
          if (*end == '\0')
            break;
          start = end + 1;
        }
    }

  return sentences;
}

/* Returns: (transfer full): @sentence without what is said before it and the list mark */
static char *
strip_opening (const char *sentence)
{
  g_autofree char *bare = NULL;

  while (*sentence == '-' || *sentence == '*' || *sentence == ' ')
    sentence++;
  bare = g_regex_replace (get_regex (OPENING), sentence, -1, 0, "", 0, NULL);

  return bare != NULL && *bare != '\0' ? g_steal_pointer (&bare) : g_strdup (sentence);
}

static char *
with_capital (const char *text)
{
  gunichar first = g_unichar_toupper (g_utf8_get_char (text));
  char letter[7] = { 0 };

  g_unichar_to_utf8 (first, letter);

  return g_strconcat (letter, g_utf8_next_char (text), NULL);
}

static BtyMemoryCandidate *
match (const char *sentence,
       const char *bot_id,
       gint64      now)
{
  g_autofree char *bare = strip_opening (sentence);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GMatchInfo) info = NULL;
      g_autofree char *rest = NULL;
      g_autofree char *text = NULL;
      BtyMemoryCandidate *candidate;

      if (!g_regex_match (get_regex (i), bare, 0, &info))
        continue;
      rest = g_match_info_fetch_named (info, "rest");
      text = with_capital (rest != NULL && *rest != '\0' ? rest : bare);
      candidate = bty_memory_candidate_new (bot_id, text, BTY_ORIGIN_INFERRED);
      g_object_set (candidate,
                    "category", forms[i].category,
                    "importance", (gint64) forms[i].importance,
                    "event-at", bty_memory_extract_date (text, now),
                    NULL);
      return candidate;
    }

  return NULL;
}

/**
 * bty_memory_extract:
 * @text: what the user said
 * @bot_id: who shall remember it
 * @now: when it was said, microseconds since 1970 UTC
 *
 * Takes plain self-statements out of a message, in English and German: "My …", "I prefer …", "I am allergic to …",
 * "Remember that …". Questions, code and quotations are left alone.
 *
 * Returns: (transfer full) (element-type BtyMemoryCandidate): at most %BTY_MEMORY_MAX_PER_TURN
 */
GPtrArray *
bty_memory_extract (const char *text,
                    const char *bot_id,
                    gint64      now)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) sentences = bty_memory_extract_list_sentences (text);

  for (guint i = 0; i < sentences->len && candidates->len < BTY_MEMORY_MAX_PER_TURN; i++)
    {
      const char *sentence = g_ptr_array_index (sentences, i);
      BtyMemoryCandidate *candidate;

      if (*sentence == '\0' || g_str_has_suffix (sentence, "?") || g_utf8_strlen (sentence, -1) > LONGEST_SENTENCE)
        continue;
      candidate = match (sentence, bot_id, now);
      if (candidate != NULL)
        g_ptr_array_add (candidates, candidate);
    }

  return candidates;
}
