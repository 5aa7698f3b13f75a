/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-wire-error.h"

#include "bty-backoff.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-visible-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a provider says about an error is shortened to this many characters. */
#define MAX_MESSAGE_CHARS 300

/* So many characters of a key in a row give too much of it away. */
#define MIN_KEY_PIECE 6

/* What an answer says about its error, wherever it says it. */
typedef struct
{
  const char *message;
  const char *type;
  const char *code;
  const char *state;   /* Google's "status" */
  gint64      number;  /* a code that is a number; -1 = none */
  gint64      wait;    /* milliseconds after which it says to ask again; -1 = none */
} Report;

/* The words that services use for an error, in their type, code or status. */
static const struct
{
  const char *word;
  int         code;
} words[] = {
  { "context_length_exceeded", BTY_ERROR_CONTEXT_LENGTH },
  { "exceed_context_size_error", BTY_ERROR_CONTEXT_LENGTH },
  { "model_context_window_exceeded", BTY_ERROR_CONTEXT_LENGTH },
  { "insufficient_quota", BTY_ERROR_QUOTA },
  { "billing_hard_limit_reached", BTY_ERROR_QUOTA },
  { "billing_not_active", BTY_ERROR_QUOTA },
  { "billing_error", BTY_ERROR_QUOTA },
  { "1113", BTY_ERROR_QUOTA }, /* of GLM */
  { "invalid_api_key", BTY_ERROR_AUTHENTICATION },
  { "account_deactivated", BTY_ERROR_AUTHENTICATION },
  { "authentication_error", BTY_ERROR_AUTHENTICATION },
  { "permission_error", BTY_ERROR_AUTHENTICATION },
  { "UNAUTHENTICATED", BTY_ERROR_AUTHENTICATION },
  { "PERMISSION_DENIED", BTY_ERROR_AUTHENTICATION },
  { "model_not_found", BTY_ERROR_NOT_FOUND },
  { "not_found_error", BTY_ERROR_NOT_FOUND },
  { "NOT_FOUND", BTY_ERROR_NOT_FOUND },
  { "rate_limit_exceeded", BTY_ERROR_RATE_LIMITED },
  { "rate_limit_error", BTY_ERROR_RATE_LIMITED },
  { "RESOURCE_EXHAUSTED", BTY_ERROR_RATE_LIMITED },
  { "overloaded_error", BTY_ERROR_OVERLOADED },
  { "UNAVAILABLE", BTY_ERROR_OVERLOADED },
  { "unavailable_error", BTY_ERROR_OVERLOADED },
  { "timeout_error", BTY_ERROR_TIMEOUT },
  { "DEADLINE_EXCEEDED", BTY_ERROR_TIMEOUT },
  { "content_filter", BTY_ERROR_INVALID_REQUEST },
  { "content_policy_violation", BTY_ERROR_INVALID_REQUEST },
  { "request_too_large", BTY_ERROR_INVALID_REQUEST },
  { "server_error", BTY_ERROR_PROVIDER },
  { "api_error", BTY_ERROR_PROVIDER },
  { "INTERNAL", BTY_ERROR_PROVIDER },
};

/* Services that use one word for many errors tell them apart only in their sentences. */
static const struct
{
  const char *pattern;
  int         code;
} sentences[] = {
  { "context (length|size|window)|maximum (context|prompt) length|prompt is too long|exceeds? context limit"
    "|input token count|request too large for model", BTY_ERROR_CONTEXT_LENGTH },
  { "credit balance|insufficient (balance|credit|funds|quota)|exceeded your current quota|(out of|any|no) credits",
    BTY_ERROR_QUOTA },
  { "requires moderation|input was flagged", BTY_ERROR_INVALID_REQUEST },
  { "(invalid|incorrect|missing|expired|no) api[ _-]?key|api[ _-]?key (not valid|is invalid|expired|not found)",
    BTY_ERROR_AUTHENTICATION },
};

/* When to ask again, where services say it only in the body. */
static gint64
find_wait (JsonNode   *error,
           const char *message)
{
  JsonNode *details = bty_json_get (error, "details");
  guint n_details = details != NULL && JSON_NODE_HOLDS_ARRAY (details)
                    ? json_array_get_length (json_node_get_array (details)) : 0;

  for (guint i = 0; i < n_details; i++)
    {
      const char *delay = bty_json_get_text (json_array_get_element (json_node_get_array (details), i), "retryDelay");
      g_autofree char *sentence = delay != NULL ? g_strconcat ("retry in ", delay, NULL) : NULL;

      if (sentence != NULL)
        return bty_backoff_find_wait (sentence);
    }

  return bty_backoff_find_wait (message);
}

static Report
read_report (JsonNode *body)
{
  JsonNode *root = body != NULL && JSON_NODE_HOLDS_ARRAY (body) ? bty_json_get (body, "0") : body;
  JsonNode *inner = bty_json_get (root, "error");
  JsonNode *error = inner != NULL && JSON_NODE_HOLDS_OBJECT (inner) ? inner : root;
  static const char *const places[] = { "message", "detail", "message.detail.0.msg", "detail.0.msg", "error", "msg" };
  Report report = {
    .type = bty_json_get_text (error, "type"),
    .code = bty_json_get_text (error, "code"),
    .state = bty_json_get_text (error, "status"),
    .number = bty_json_get_int (error, "code", -1),
  };

  for (guint i = 0; i < G_N_ELEMENTS (places) && report.message == NULL; i++)
    report.message = bty_json_get_text (error, places[i]);
  report.wait = find_wait (error, report.message);

  return report;
}

static int
classify_words (const Report *report)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (report->code, words[i].word) == 0
        || g_strcmp0 (report->type, words[i].word) == 0
        || g_strcmp0 (report->state, words[i].word) == 0)
      return words[i].code;

  return -1;
}

static int
classify_sentence (const char *message)
{
  for (guint i = 0; message != NULL && i < G_N_ELEMENTS (sentences); i++)
    if (g_regex_match_simple (sentences[i].pattern, message, G_REGEX_CASELESS, 0))
      return sentences[i].code;

  return -1;
}

static int
classify_status (guint status)
{
  switch (status)
    {
    case 401:
    case 403:
      return BTY_ERROR_AUTHENTICATION;
    case 402:
      return BTY_ERROR_QUOTA;
    case 404:
    case 405:
    case 410:
      return BTY_ERROR_NOT_FOUND;
    case 429:
      return BTY_ERROR_RATE_LIMITED;
    case 498: /* of Groq */
    case 503:
    case 529:
      return BTY_ERROR_OVERLOADED;
    case 504:
    case 524:
      return BTY_ERROR_TIMEOUT;
    case 408:
    case 409:
    case 425:
      return BTY_ERROR_PROVIDER;
    default:
      return status >= 400 && status < 500 ? BTY_ERROR_INVALID_REQUEST : BTY_ERROR_PROVIDER;
    }
}

static int
classify (guint         status,
          const Report *report)
{
  int by_words = classify_words (report);
  int by_sentence = classify_sentence (report->message);

  if (by_words == BTY_ERROR_CONTEXT_LENGTH || by_words == BTY_ERROR_QUOTA)
    return by_words;
  /* A quota that comes back by itself is a rate limit. */
  if (by_sentence == BTY_ERROR_QUOTA && report->wait >= 0)
    return BTY_ERROR_RATE_LIMITED;
  /* A rate limit on tokens per minute that a single request exceeds is a matter of its length. */
  if (by_sentence >= 0 && (status < 500 || by_words < 0))
    return by_sentence;
  if (by_words >= 0 && by_words != BTY_ERROR_PROVIDER)
    return by_words;

  return classify_status (status);
}

/* What the error means and what to do about it. */
static char *
dup_sentence (int         code,
              const char *provider)
{
  /* Translators: in all of these %s is a provider's name */
  switch (code)
    {
    case BTY_ERROR_AUTHENTICATION:
      return g_strdup_printf (_("“%s” does not accept the key. Check it under Providers."), provider);
    case BTY_ERROR_QUOTA:
      return g_strdup_printf (_("There is no credit left at “%s”. Add some there, or use another provider."),
                              provider);
    case BTY_ERROR_NOT_FOUND:
      return g_strdup_printf (_("“%s” does not know this model or address. Check both under Providers."), provider);
    case BTY_ERROR_RATE_LIMITED:
      return g_strdup_printf (_("“%s” gets more requests than it allows. Wait a moment, or use another provider."),
                              provider);
    case BTY_ERROR_OVERLOADED:
      return g_strdup_printf (_("“%s” is overloaded. Wait a moment, or use another provider."), provider);
    case BTY_ERROR_TIMEOUT:
      return g_strdup_printf (_("“%s” took too long to answer."), provider);
    case BTY_ERROR_CONTEXT_LENGTH:
      return g_strdup_printf (_("The conversation is too long for this model of “%s”. Start a new one, or use a "
                                "model that takes more."), provider);
    case BTY_ERROR_INVALID_REQUEST:
      return g_strdup_printf (_("“%s” refuses this request."), provider);
    case BTY_ERROR_PROVIDER:
    default:
      return g_strdup_printf (_("“%s” has a problem of its own. Try again later, or use another provider."), provider);
    }
}

/* What a provider says, shortened to one line in which nothing is hidden. */
static char *
make_presentable (const char *message)
{
  g_autofree char *line = g_strstrip (g_strdelimit (g_strdup (message), "\r\n\t\v\f", ' '));
  g_autofree char *head = g_utf8_strlen (line, -1) > MAX_MESSAGE_CHARS
                          ? g_utf8_substring (line, 0, MAX_MESSAGE_CHARS) : NULL;
  g_autofree char *shown = bty_visible_text (head != NULL ? head : line);

  return g_strconcat (shown, head != NULL ? "…" : "", NULL);
}

static gint64
parse_count (const char *text)
{
  g_auto(GStrv) groups = g_strsplit_set (text, ",_", -1);
  g_autofree char *digits = g_strjoinv ("", groups);

  return MIN (g_ascii_strtoll (digits, NULL, 10), G_MAXINT);
}

/* The two sizes in a sentence such as "210000 tokens > 200000 maximum". Services name them in either order,
 * but what was asked for is always the larger one. */
static void
read_sizes (JsonNode   *body,
            const char *message,
            gint64     *maximum,
            gint64     *requested)
{
  g_autoptr(GRegex) number = g_regex_new ("(?<![\\w.-])\\d[\\d,_]{2,}(?![\\w]|[.-]\\d)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  gint64 found[8];
  guint n_found = 0;

  *maximum = bty_json_get_count (body, "error.n_ctx", -1);
  *requested = bty_json_get_count (body, "error.n_prompt_tokens", -1);
  if (*maximum >= 0 || message == NULL)
    return;

  for (g_regex_match (number, message, 0, &match); g_match_info_matches (match) && n_found < G_N_ELEMENTS (found);
       g_match_info_next (match, NULL))
    {
      g_autofree char *digits = g_match_info_fetch (match, 0);

      found[n_found++] = parse_count (digits);
    }

  if (n_found >= 3 && g_regex_match_simple ("\\d \\+ \\d+ > \\d", message, 0, 0))
    {
      *requested = found[0] + found[1];
      *maximum = found[2];
    }
  else if (n_found >= 2)
    {
      *maximum = MIN (found[0], found[1]);
      *requested = MAX (found[0], found[1]);
    }
  else if (n_found == 1)
    *maximum = found[0];
}

/**
 * bty_wire_error_new:
 * @provider: the provider's name
 * @status: the HTTP status; 200 for an error in the middle of an answer
 * @body: (nullable): what came with it
 *
 * Names what a provider reports by what can be done about it.
 *
 * Returns: (transfer full): the error, of %BTY_ERROR
 */
GError *
bty_wire_error_new (const char *provider,
                    guint       status,
                    JsonNode   *body)
{
  Report report = read_report (body);
  g_autofree char *said = report.message != NULL ? make_presentable (report.message) : NULL;
  g_autofree char *sentence = NULL;
  GError *error;
  int code;

  if (status == 200 && report.number >= 400 && report.number < 600)
    status = report.number;
  code = classify (status, &report);
  sentence = dup_sentence (code, provider);

  if (said != NULL && *said != '\0')
    /* Translators: %1$s is a whole sentence, %2$s what a provider says about its error */
    error = g_error_new (BTY_ERROR, code, _("%1$s It says: “%2$s”"), sentence, said);
  else if (status >= 400)
    /* Translators: %1$s is a whole sentence, %2$u a number such as 503 */
    error = g_error_new (BTY_ERROR, code, _("%1$s (HTTP status %2$u)"), sentence, status);
  else
    error = g_error_new_literal (BTY_ERROR, code, sentence);

  if (code == BTY_ERROR_RATE_LIMITED || code == BTY_ERROR_OVERLOADED)
    bty_error_set_retry_after (error, report.wait);
  if (code == BTY_ERROR_CONTEXT_LENGTH)
    {
      gint64 maximum;
      gint64 requested;

      read_sizes (body, report.message, &maximum, &requested);
      bty_error_set_context_length (error, maximum, requested);
    }

  return error;
}

/* How many characters from @text on are a piece of @key. */
static gsize
count_key_piece (const char *text,
                 const char *key)
{
  gsize longest = 0;

  for (; *key != '\0'; key++)
    {
      gsize length = 0;

      while (text[length] != '\0' && text[length] == key[length])
        length++;
      longest = MAX (longest, length);
    }

  return longest;
}

/**
 * bty_wire_error_hide_key:
 * @error: an error
 * @key: (nullable): the key that was sent
 *
 * Takes the key, and every long piece of it, out of the message: some services repeat what they were sent.
 */
void
bty_wire_error_hide_key (GError     *error,
                         const char *key)
{
  gsize min_piece = key != NULL ? MIN (strlen (key), MIN_KEY_PIECE) : 0;
  GString *message;

  if (min_piece < 4)
    return;

  message = g_string_new (NULL);
  for (const char *at = error->message; *at != '\0';)
    {
      gsize length = count_key_piece (at, key);

      if (length >= min_piece)
        {
          g_string_append (message, "…");
          at += length;
        }
      else
        g_string_append_c (message, *at++);
    }
  g_free (error->message);
  error->message = g_string_free (message, FALSE);
}
