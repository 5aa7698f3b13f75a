/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-args.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "bty-config.h"

typedef union
{
  gboolean   flag;
  char      *text;
  char     **list;
} Value;

struct _BtyCliArgs
{
  const BtyCliOption  *options;
  guint                n_options;

  /* Owned */
  Value               *values;  /* of the options, in their order */
  char               **words;   /* what is no option */
};

/* Text is taken as it is: GOption would convert it from the encoding of the locale, which says nothing
 * about what another program passes. */
static GOptionArg
get_kind (const BtyCliOption *option)
{
  switch (option->kind)
    {
    case BTY_CLI_FLAG:
      return G_OPTION_ARG_NONE;
    case BTY_CLI_LIST:
    case BTY_CLI_FILES:
      return G_OPTION_ARG_FILENAME_ARRAY;
    case BTY_CLI_TEXT:
    case BTY_CLI_INTEGER:
    case BTY_CLI_REAL:
    case BTY_CLI_FILE:
    default:
      return G_OPTION_ARG_FILENAME;
    }
}

static gboolean
is_list (const BtyCliOption *option)
{
  return option->kind == BTY_CLI_LIST || option->kind == BTY_CLI_FILES;
}

static gboolean
check_number (const BtyCliOption  *option,
              const char          *text,
              GError             **error)
{
  char *end = NULL;
  double number;

  errno = 0;
  number = option->kind == BTY_CLI_INTEGER ? (double) g_ascii_strtoll (text, &end, 10) : g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || errno == ERANGE || !isfinite (number))
    {
      bty_cli_set_usage_error (error, _("--%s takes a number, not “%s”."), option->name, text);
      return FALSE;
    }
  if ((option->minimum != 0 || option->maximum != 0) && (number < option->minimum || number > option->maximum))
    {
      bty_cli_set_usage_error (error, _("--%s takes a number from %.10g to %.10g."),
                               option->name, option->minimum, option->maximum);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_values (BtyCliArgs  *self,
              GError     **error)
{
  for (guint i = 0; i < self->n_options; i++)
    {
      const BtyCliOption *option = &self->options[i];

      if ((option->kind == BTY_CLI_INTEGER || option->kind == BTY_CLI_REAL) && self->values[i].text != NULL &&
          !check_number (option, self->values[i].text, error))
        return FALSE;
    }

  return TRUE;
}

/* Everything but the names of files has to be text that can be stored and shown. */
static gboolean
check_encoding (BtyCliArgs  *self,
                GError     **error)
{
  for (guint i = 0; i < self->n_options; i++)
    {
      const BtyCliOption *option = &self->options[i];
      const char *single[] = { NULL, NULL };
      const char * const *texts = single;

      if (option->kind == BTY_CLI_FLAG || option->kind == BTY_CLI_FILE || option->kind == BTY_CLI_FILES)
        continue;
      if (is_list (option))
        texts = (const char * const *) self->values[i].list;
      else
        single[0] = self->values[i].text;

      for (; texts != NULL && *texts != NULL; texts++)
        if (!g_utf8_validate (*texts, -1, NULL))
          {
            bty_cli_set_usage_error (error, _("The value of --%s is not valid UTF-8 text."), option->name);
            return FALSE;
          }
    }
  for (char **word = self->words; *word != NULL; word++)
    if (!g_utf8_validate (*word, -1, NULL))
      {
        bty_cli_set_usage_error (error, _("The command line is not valid UTF-8 text."));
        return FALSE;
      }

  return TRUE;
}

/* GOption quotes the whole argument, and with it a secret that somebody wrote after "--key=". */
static void
hide_value_of_unknown_option (GError *error)
{
  char *sign = g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) ? strchr (error->message, '=')
                                                                                      : NULL;

  if (sign != NULL)
    *sign = '\0';
}

static gboolean
takes_value (BtyCliArgs *self,
             const char *argument)
{
  for (guint i = 0; i < self->n_options; i++)
    if (g_str_has_prefix (argument, "--") && g_str_equal (argument + 2, self->options[i].name))
      return self->options[i].kind != BTY_CLI_FLAG;

  return FALSE;
}

/* How many of the arguments can be options; the others are words, whatever they look like. */
static guint
count_parsed (BtyCliArgs         *self,
              const char * const *arguments,
              gboolean            stop_at_word)
{
  guint n_arguments = g_strv_length ((char **) arguments);
  guint i = 0;

  while (i < n_arguments && !g_str_equal (arguments[i], "--") && !(stop_at_word && *arguments[i] != '-'))
    i += takes_value (self, arguments[i]) ? 2 : 1;

  return MIN (i, n_arguments);
}

/**
 * bty_cli_args_parse:
 * @options: the options that are known, ended by one without a name; borrowed
 * @arguments: what was typed
 * @stop_at_word: whether what follows the first word is left as it is
 * @error: (out) (optional): %G_OPTION_ERROR
 *
 * Returns: (transfer full) (nullable): the values of the options, and the words that are none
 */
BtyCliArgs *
bty_cli_args_parse (const BtyCliOption  *options,
                    const char * const  *arguments,
                    gboolean             stop_at_word,
                    GError             **error)
{
  g_autoptr(BtyCliArgs) self = g_new0 (BtyCliArgs, 1);
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) parsed = NULL;
  GError *parse_error = NULL;
  guint n_parsed;

  self->options = options;
  while (options[self->n_options].name != NULL)
    self->n_options++;
  self->values = g_new0 (Value, self->n_options);
  for (guint i = 0; i < self->n_options; i++)
    {
      GOptionEntry entry = {
        .long_name = options[i].name,
        .short_name = g_str_equal (options[i].name, "help") ? 'h' : '\0',
        .arg = get_kind (&options[i]),
        .arg_data = &self->values[i],
      };

      g_array_append_val (entries, entry);
    }

  /* It takes the first argument for the name of the program. */
  n_parsed = count_parsed (self, arguments, stop_at_word);
  g_strv_builder_add (builder, "boternityctl");
  for (guint i = 0; i < n_parsed; i++)
    g_strv_builder_add (builder, arguments[i]);
  parsed = g_strv_builder_end (builder);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, (const GOptionEntry *) entries->data, NULL);
  if (!g_option_context_parse_strv (context, &parsed, &parse_error))
    {
      hide_value_of_unknown_option (parse_error);
      g_propagate_error (error, parse_error);
      return NULL;
    }

  g_strv_builder_addv (builder, (const char **) parsed + 1);
  if (g_strcmp0 (arguments[n_parsed], "--") == 0)
    n_parsed++;
  g_strv_builder_addv (builder, (const char **) arguments + n_parsed);
  self->words = g_strv_builder_end (builder);
  if (!check_encoding (self, error) || !check_values (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bty_cli_args_free:
 * @self: (transfer full): arguments
 */
void
bty_cli_args_free (BtyCliArgs *self)
{
  for (guint i = 0; i < self->n_options; i++)
    {
      if (is_list (&self->options[i]))
        g_strfreev (self->values[i].list);
      else if (self->options[i].kind != BTY_CLI_FLAG)
        g_free (self->values[i].text);
    }
  g_free (self->values);
  g_strfreev (self->words);
  g_free (self);
}

static guint
find_option (BtyCliArgs *self,
             const char *name)
{
  guint i = 0;

  while (i < self->n_options && !g_str_equal (self->options[i].name, name))
    i++;
  g_assert (i < self->n_options);

  return i;
}

/**
 * bty_cli_args_has:
 * @self: arguments
 * @name: of an option of this command
 *
 * Returns: whether it was given
 */
gboolean
bty_cli_args_has (BtyCliArgs *self,
                  const char *name)
{
  guint i = find_option (self, name);

  return self->options[i].kind == BTY_CLI_FLAG ? self->values[i].flag : self->values[i].text != NULL;
}

/**
 * bty_cli_args_get_text:
 * @self: arguments
 * @name: of an option of this command
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
bty_cli_args_get_text (BtyCliArgs *self,
                       const char *name)
{
  return self->values[find_option (self, name)].text;
}

/**
 * bty_cli_args_get_list:
 * @self: arguments
 * @name: of an option of this command
 *
 * Returns: (transfer none) (nullable): its values
 */
const char * const *
bty_cli_args_get_list (BtyCliArgs *self,
                       const char *name)
{
  return (const char * const *) self->values[find_option (self, name)].list;
}

/**
 * bty_cli_args_get_integer:
 * @self: arguments
 * @name: of an option of this command
 * @fallback: what to return if it was not given
 *
 * Returns: its value
 */
gint64
bty_cli_args_get_integer (BtyCliArgs *self,
                          const char *name,
                          gint64      fallback)
{
  const char *text = bty_cli_args_get_text (self, name);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : fallback;
}

/**
 * bty_cli_args_get_real:
 * @self: arguments
 * @name: of an option of this command
 * @fallback: what to return if it was not given
 *
 * Returns: its value
 */
double
bty_cli_args_get_real (BtyCliArgs *self,
                       const char *name,
                       double      fallback)
{
  const char *text = bty_cli_args_get_text (self, name);

  return text != NULL ? g_ascii_strtod (text, NULL) : fallback;
}

/**
 * bty_cli_args_get_words:
 * @self: arguments
 *
 * Returns: (transfer none): what was typed beside the options
 */
const char * const *
bty_cli_args_get_words (BtyCliArgs *self)
{
  return (const char * const *) self->words;
}

/**
 * bty_cli_args_get_word:
 * @self: arguments
 * @index: which of the words, from 0
 *
 * Returns: (transfer none) (nullable): that word
 */
const char *
bty_cli_args_get_word (BtyCliArgs *self,
                       guint       index)
{
  const char * const *words = bty_cli_args_get_words (self);

  return index < g_strv_length ((char **) words) ? words[index] : NULL;
}

/**
 * bty_cli_set_usage_error:
 * @error: (out) (optional): where to put it
 * @format: a sentence
 * @...: what belongs into it
 *
 * Says that the command line cannot be understood.
 */
void
bty_cli_set_usage_error (GError     **error,
                         const char  *format,
                         ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, text);
}
