/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-fact.h"

#include "bty-memory-extract.h"

#include <string.h>

/* Who and what a plain statement names, found without a model by the form of its sentences, in English and German:
 * who it speaks of, then one clause after the other. What is no name where a name must stand is left alone: an entity
 * that does not exist is worse than one that is missing. */

#define LONGEST_OBJECT 50 /* characters */
#define MOST_WORDS 4

/* A name begins with a capital letter, as at the beginning of a sentence do words that are none. */
#define CAPITALIZED "\\p{Lu}[\\p{L}\\p{N}'’&-]*"
#define TITLES "(?:(?:Dr|Prof|Mr|Mrs|Ms|St)\\. )*"
#define NAME \
  "(?!(?:The|A|An|He|She|It|They|This|That|These|Those|There|Here|Who|What|Where|When|Why|How|My|Our|Your|His|Her|" \
  "Their|You|We|I|I'm|Nobody|Everybody|Everyone|Somebody|Someone|People|In|On|At|If|But|And|So|Because|Today|" \
  "Tomorrow|Yesterday|Now|Always|Never|User|Der|Die|Das|Er|Sie|Es|Wir|Ich|Man|Jeder|Alle|Mein|Meine|Unser|Unsere|" \
  "Sein|Seine|Ihr|Ihre|Heute|Morgen|Gestern|Wer|Was|Wo|Wann|Wie|Warum)\\b)" \
  TITLES CAPITALIZED "(?: (?:van|von|de|del|der|den|la|le|zu|" CAPITALIZED ")){0,3}"

/* "My boss is German" names nobody. */
#define NOT_ADJECTIVE \
  "(?!(?:German|French|Dutch|Greek|Swiss|Czech|Thai|Korean|Arab|Muslim|Catholic|Protestant|Buddhist|Hindu|Jewish|" \
  "Italian|Russian|Canadian|Brazilian|Indian|Australian|Austrian|Belgian|Norwegian|Ukrainian|Romanian|American|" \
  "Mexican|African|Spanish|English|British|Irish|Scottish|Welsh|Polish|Turkish|Swedish|Danish|Finnish|Chinese|" \
  "Japanese|Portuguese|Vietnamese)\\b)"

#define ROLES_EN \
  "(?i:(?:grand|step|half-|half )?(?:sister|brother|mother|father|mom|mum|dad|son|daughter|child|kid|parent)" \
  "(?:-in-law| in law)?|wife|husband|partner|girlfriend|boyfriend|fiancée?|cousin|aunt|uncle|niece|nephew|grandma|" \
  "grandpa|granny|friend|boss|manager|colleague|co-?worker|neighbou?r|room-?mate|flat-?mate|teacher|doctor|dentist|" \
  "therapist|landlord|landlady|employer|company|school|cat|dog|horse|rabbit|hamster|parrot)"
#define ROLES_DE \
  "(?:(?:Stief|Halb|Schwieger|Groß|Zwillings)?(?:[Ss]chwester|[Bb]ruder|[Mm]utter|[Vv]ater|[Ss]ohn|[Tt]ochter)|Mama|" \
  "Papa|Frau|Mann|Ehefrau|Ehemann|Partnerin|Partner|Freundin|Freund|Kind|Cousine|Cousin|Tante|Onkel|Nichte|Neffe|Oma|" \
  "Opa|Chefin|Chef|Kollegin|Kollege|Nachbarin|Nachbar|Mitbewohnerin|Mitbewohner|Lehrerin|Lehrer|Ärztin|Arzt|" \
  "Zahnärztin|Zahnarzt|Vermieterin|Vermieter|Katze|Kater|Hund|Pferd)"
#define MY_EN "(?i:my|our|the user['’]s|user['’]s)"
#define MY_DE "(?i:meine?|unsere?)"
#define KIND_OF "(?i:(?:older|younger|elder|eldest|oldest|youngest|big|little|twin|best|good|close|new|old|late|" \
  "ältere|jüngere|große|kleine|beste|bester|älterer|jüngerer|großer|kleiner|neue|neuer) )?"

static const char subject[] =
  "^(?:(?:" MY_EN "|" MY_DE ") " KIND_OF "(?<role>" ROLES_EN "|" ROLES_DE ")(?:,? (?<named>" NAME ")(?<!['’]s),?)?"
  "|(?i:i|we|the user|user|ich|wir|der nutzer|die nutzerin)"
  "|(?<name>" NAME "))(?= |['’](?:m|s|ve)\\b)";

/* Whole sentences that say what somebody is to somebody. @owner, unless to the user. */
static const char *const namings[] = {
  "^" MY_EN " " KIND_OF "(?<role>" ROLES_EN ")(?:['’]s name)? (?:is|was)(?: called| named)? (?<named>"
  NOT_ADJECTIVE NAME ")\\.?$",
  "^" MY_DE " " KIND_OF "(?<role>" ROLES_DE ") heißt (?<named>" NAME ")\\.?$",
  "^(?<named>" NAME ") is " MY_EN " " KIND_OF "(?<role>" ROLES_EN ")\\b",
  "^(?<named>" NAME ") ist " MY_DE " " KIND_OF "(?<role>" ROLES_DE ")\\b",
  "^(?<named>" NAME ") is (?<owner>" NAME ")['’]s? " KIND_OF "(?<role>" ROLES_EN ")\\b",
};

typedef enum
{
  THINGS,       /* one or more */
  THING,
  PLACE,        /* must be a name */
  ORGANISATION, /* the same */
  PERSON,       /* the same */
} Kind;

static const char *const kind_names[] = {
  [THINGS] = "thing", [THING] = "thing", [PLACE] = "place", [ORGANISATION] = "organisation", [PERSON] = "person",
};

/* What a clause says after its subject; the first that fits. */
static const struct
{
  const char *verb;
  const char *type;
  Kind        kind;
} predicates[] = {
  { "(?:(?:really|severely|also) )?(?:is|am|are|'m|'s|’m|’s)(?: (?!not |no |never )\\w+)? allergic to", "allergic to",
    THINGS },
  { "(?:(?:now|still|currently) )?(?:lives?|(?:is|am|'m|'s|’m|’s) living)(?: together)? in", "lives in", PLACE },
  { "(?:has |have |'ve |’ve )?(?:just |recently )?moved to", "lives in", PLACE },
  { "(?:(?:now|still|currently) )?works?(?: as [^,.;]{2,40}?)? (?:at|for)", "works at", ORGANISATION },
  { "(?:works?|is working|am working|'m working|’m working) as(?: an?)?", "works as", THING },
  { "(?:stud(?:y|ies)|is studying|am studying) at", "studies at", ORGANISATION },
  { "(?:comes?|is|am|'m|'s|’m|’s) from", "comes from", PLACE },
  { "(?:was|were) born in", "born in", PLACE },
  { "(?:is|am|'m|'s|’m|’s) (?:married to|engaged to|dating)", "partner", PERSON },
  { "(?:don['’]t|doesn['’]t|do not|does not|never|cannot|can['’]t) eats?", "does not eat", THINGS },
  { "(?:really )?(?:hates?|dislikes?|(?:do not|does not|don['’]t|doesn['’]t) like|can['’]?n?o?t stand)", "dislikes",
    THINGS },
  { "(?:(?:really|also|absolutely|still) )?(?:loves?|likes?|enjoys?|adores?)", "likes", THINGS },
  { "prefers?", "prefers", THING },
  { "speaks?", "speaks", THINGS },
  { "plays?", "plays", THINGS },
  { "(?:is|am|are|'m|'s|’m|’s)(?: an?)? (?=vegetarian|vegan|diabetic|pregnant|deaf|blind|colou?r-?blind|asthmatic)",
    "is", THING },
  { "(?:is|am|'m|'s|’m|’s) an? (?!bit|little|lot|fan|friend)", "is a", THING },

  { "(?:bin|ist|sind|reagiere|reagiert)(?: (?!nicht )\\w+)? allergisch (?:gegen|auf)", "allergisch gegen", THINGS },
  { "(?:wohne|wohnt|wohnen|lebe|lebt|leben)(?: (?:jetzt|derzeit|noch|seit \\d+))? in", "wohnt in", PLACE },
  { "(?:bin|ist|sind) (?:\\w+ )?nach(?= .*gezogen)", "wohnt in", PLACE },
  { "(?:arbeite|arbeitet|arbeiten)(?: (?:jetzt|derzeit|noch))? (?:bei|für)(?: der| dem| die)?", "arbeitet bei",
    ORGANISATION },
  { "(?:arbeite|arbeitet) als", "arbeitet als", THING },
  { "(?:komme|kommt|bin|ist) aus", "kommt aus", PLACE },
  { "(?:bin|ist) mit(?= .*verheiratet)", "verheiratet mit", PERSON },
  { "(?:mag|mögen|isst|esse) (?:keine?n?|nicht)|(?:hasse|hasst|hassen)", "mag nicht", THINGS },
  { "(?:mag|mögen|liebe|liebt|lieben|isst|esse|trinkt|trinke)(?: sehr)?(?: gerne?| lieber)?", "mag", THINGS },
  { "(?:spreche|spricht|sprechen)", "spricht", THINGS },
  { "(?:spiele|spielt|spielen)", "spielt", THINGS },
  { "(?:bin|ist|sind) (?=(?i:vegetari|vegan|diabet|schwanger|gehörlos|blind|farbenblind|asthmat))", "ist", THING },
};

/* "has a dog called Rex" */
static const char pet[] =
  "^(?:has|have|own|owns|'ve got|has got|habe|hat|haben) (?:an?|eine?n?) (?<role>[\\p{L}-]+) "
  "(?:named|called|namens) (?<named>" NAME ")";

/* What stands between the clauses of a sentence. */
static const char between[] = "(?:, | )(?:and|but|or|und|aber|oder) |, ";

/* Where the object ends, and with what it is dressed. */
static const char object_end[] =
  "(?:[;:(\"!?]|(?<!\\bDr|\\bProf|\\bMr|\\bMrs|\\bMs|\\bSt)\\.| - | – | "
  "(?:because|since|when|while|who|which|where|whose|with|without|as|until|over|instead|rather|"
  "than|very much|a lot|now|too|again|at the moment|these days|in \\d+|weil|seit|wenn|als|mit|sehr|jetzt|gerade|auch|"
  "lieber|gezogen|umgezogen|verheiratet|für|on|to|at|by|near)\\b).*$";
static const char object_begin[] =
  "^(?:(?i:the|an?|my|our|some|any|all|to|eating|drinking|playing|der|die|das|den|dem|eine?n?|meine?n?|gerne?|lieber|"
  "both|most) )+";
static const char nothing[] =
  "^(?i:it|that|this|these|those|him|her|them|you|me|us|everything|nothing|something|es|das|dies|ihn|sie|dich|mich|"
  "alles|nichts)$";

typedef struct
{
  GRegex *subject;
  GRegex *namings[G_N_ELEMENTS (namings)];
  GRegex *predicates[G_N_ELEMENTS (predicates)];
  GRegex *pet;
  GRegex *between;
  GRegex *object_end;
  GRegex *object_begin;
  GRegex *nothing;
  GRegex *name;
} Regexes;

static GRegex *
compile (const char *pattern)
{
  GRegex *regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL);

  g_assert (regex != NULL);

  return regex;
}

/* Compiled once and kept, like the patterns they are made of. */
static const Regexes *
get_regexes (void)
{
  static Regexes *regexes;

  if (g_once_init_enter (&regexes))
    {
      Regexes *made = g_new0 (Regexes, 1);

      made->subject = compile (subject);
      made->pet = compile (pet);
      made->between = compile (between);
      made->object_end = compile (object_end);
      made->object_begin = compile (object_begin);
      made->nothing = compile (nothing);
      made->name = compile ("^" NAME "$");
      for (guint i = 0; i < G_N_ELEMENTS (namings); i++)
        made->namings[i] = compile (namings[i]);
      for (guint i = 0; i < G_N_ELEMENTS (predicates); i++)
        {
          g_autofree char *pattern = g_strdup_printf ("^(?:%s) ?(?<object>\\S.*)$", predicates[i].verb);

          made->predicates[i] = compile (pattern);
        }
      g_once_init_leave (&regexes, made);
    }

  return regexes;
}

/* Returns: (transfer full) (nullable): what the group matched, unless that is nothing */
static char *
fetch (GMatchInfo *match,
       const char *group)
{
  g_autofree char *text = g_match_info_fetch_named (match, group);

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
cut (GRegex     *regex,
     const char *text)
{
  return g_regex_replace (regex, text, -1, 0, "", 0, NULL);
}

static guint
count_words (const char *text)
{
  guint n = 1;

  for (; *text != '\0'; text++)
    n += *text == ' ';

  return n;
}

/* Returns: (transfer full) (nullable): the bare object of a clause, if it is of @kind */
static char *
clean_object (const char *text,
              Kind        kind)
{
  const Regexes *regexes = get_regexes ();
  g_autofree char *ended = cut (regexes->object_end, text);
  g_autofree char *object = ended != NULL ? cut (regexes->object_begin, g_strstrip (ended)) : NULL;

  if (object == NULL || *object == '\0' || g_utf8_strlen (object, -1) > LONGEST_OBJECT
      || count_words (object) > MOST_WORDS || g_regex_match (regexes->nothing, object, 0, NULL)
      || (kind >= PLACE && !g_regex_match (regexes->name, object, 0, NULL)))
    return NULL;

  return g_steal_pointer (&object);
}

/* Who a sentence speaks of. */
typedef struct
{
  char     *name;
  gboolean  is_role;
} Subject;

static void
add (GPtrArray     *facts,
     const Subject *from,
     const char    *type,
     const char    *to,
     const char    *to_type)
{
  BtyFact *fact = bty_fact_new (from->name, "person", type, to, to_type);

  fact->from_is_role = from->is_role;
  g_ptr_array_add (facts, fact);
}

static const char *
get_role_type (const char *role)
{
  if (g_regex_match_simple ("^(cat|dog|horse|rabbit|hamster|parrot|Katze|Kater|Hund|Pferd)$", role, 0, 0))
    return "animal";

  return g_regex_match_simple ("^(employer|company|school)$", role, 0, 0) ? "organisation" : "person";
}

/* A role is written as it is asked for. */
static char *
dup_role (GMatchInfo *match)
{
  g_autofree char *role = fetch (match, "role");

  return role == NULL || g_regex_match_simple ("^" ROLES_DE "$", role, 0, 0) ? g_steal_pointer (&role)
                                                                            : g_utf8_strdown (role, -1);
}

static gboolean
read_naming (const char *sentence,
             GPtrArray  *facts)
{
  for (guint i = 0; i < G_N_ELEMENTS (namings); i++)
    {
      g_autoptr(GMatchInfo) match = NULL;
      g_autofree char *owner = NULL;
      g_autofree char *role = NULL;
      g_autofree char *named = NULL;
      Subject from = { (char *) BTY_FACT_USER, FALSE };

      if (!g_regex_match (get_regexes ()->namings[i], sentence, 0, &match))
        continue;
      owner = fetch (match, "owner");
      role = dup_role (match);
      named = fetch (match, "named");
      if (owner != NULL)
        from.name = owner;
      add (facts, &from, role, named, get_role_type (role));
      return TRUE;
    }

  return FALSE;
}

static gboolean
read_clause (const char    *clause,
             const Subject *from,
             int           *predicate,
             GPtrArray     *facts)
{
  const Regexes *regexes = get_regexes ();
  g_autoptr(GMatchInfo) pet_match = NULL;
  g_autofree char *object = NULL;

  if (g_regex_match (regexes->pet, clause, 0, &pet_match))
    {
      g_autofree char *role = fetch (pet_match, "role");
      g_autofree char *named = fetch (pet_match, "named");

      add (facts, from, role, named, "animal");
      *predicate = -1;
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (predicates); i++)
    {
      g_autoptr(GMatchInfo) match = NULL;
      g_autofree char *tail = NULL;

      if (!g_regex_match (regexes->predicates[i], clause, 0, &match))
        continue;
      tail = fetch (match, "object");
      object = clean_object (tail, predicates[i].kind);
      *predicate = predicates[i].kind == THINGS ? (int) i : -1;
      if (object != NULL)
        add (facts, from, predicates[i].type, object, kind_names[predicates[i].kind]);
      return object != NULL;
    }

  /* "and shellfish" */
  object = *predicate >= 0 ? clean_object (clause, THINGS) : NULL;
  if (object != NULL && count_words (object) <= 2)
    add (facts, from, predicates[*predicate].type, object, "thing");

  return object != NULL;
}

static void
read_sentence (const char *sentence,
               GPtrArray  *facts)
{
  const Regexes *regexes = get_regexes ();
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *role = NULL;
  g_autofree char *named = NULL;
  g_autofree char *name = NULL;
  g_auto(GStrv) clauses = NULL;
  Subject from = { (char *) BTY_FACT_USER, FALSE };
  Subject user = { (char *) BTY_FACT_USER, FALSE };
  int predicate = -1;
  int end;

  if (read_naming (sentence, facts) || !g_regex_match (regexes->subject, sentence, 0, &match))
    return;
  role = dup_role (match);
  named = fetch (match, "named");
  name = fetch (match, "name");
  if (named != NULL || name != NULL)
    from.name = named != NULL ? named : name;
  else if (role != NULL)
    from = (Subject) { role, TRUE };
  if (named != NULL)
    add (facts, &user, role, named, get_role_type (role));

  g_match_info_fetch_pos (match, 0, NULL, &end);
  clauses = g_regex_split (regexes->between, sentence + end + (sentence[end] == ' '), 0);
  for (guint i = 0; clauses[i] != NULL; i++)
    read_clause (g_strstrip (clauses[i]), &from, &predicate, facts);
}

/**
 * bty_fact_find:
 * @text: a statement
 *
 * Returns: (transfer full) (element-type BtyFact): what it plainly says of people and things that it names
 */
GPtrArray *
bty_fact_find (const char *text)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_fact_free);
  g_autoptr(GPtrArray) sentences = bty_memory_extract_list_sentences (text);

  for (guint i = 0; i < sentences->len; i++)
    if (!g_str_has_suffix (g_ptr_array_index (sentences, i), "?"))
      read_sentence (g_ptr_array_index (sentences, i), facts);

  return facts;
}
