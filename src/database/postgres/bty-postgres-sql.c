/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-sql.h"

#include "bty-postgres-lexer.h"

#include <string.h>

/*
 * Portable SQL becomes PostgreSQL's. Its types differ a little, and every table belongs to many owners: it gets a
 * column "tenant", which is a part of every key, so that the same ids may exist once for each, and a policy that shows
 * and takes only rows of the tenant that the connection names. Text is compared byte by byte, as SQLite does.
 */

#define IS_TENANT "tenant = current_setting('" BTY_POSTGRES_TENANT "', TRUE)"
#define TENANT_COLUMN \
  "tenant TEXT COLLATE \"C\" NOT NULL DEFAULT current_setting('" BTY_POSTGRES_TENANT "') CHECK (tenant <> '')"

static const struct
{
  const char *portable;
  const char *type;
} type_names[] = {
  { "TEXT", "TEXT COLLATE \"C\"" },
  { "BLOB", "BYTEA" },
  { "INTEGER", "BIGINT" },
};

/* What is taken out of a table's columns and said behind them. */
typedef struct
{
  GString  *constraints;
  gboolean  has_sequence;
} Table;

/* "(a, b)" becomes "(tenant, a, b)". Returns the number of the token behind it. */
static guint
append_key (GString *sql,
            GArray  *tokens,
            guint    open)
{
  guint end = bty_sql_tokens_find_end (tokens, open);
  g_autofree char *columns = bty_sql_tokens_join (tokens, open + 1, end);

  g_string_append_printf (sql, "(tenant, %s)", columns);

  return end + 1;
}

/* A reference from @columns; the tokens begin with REFERENCES. Returns the number of the token behind it. */
static guint
append_reference (GString    *sql,
                  GArray     *tokens,
                  guint       first,
                  guint       last,
                  const char *columns)
{
  g_autofree char *table = bty_sql_tokens_join (tokens, first + 1, first + 2);
  guint i = first + 2;

  g_string_append_printf (sql, "FOREIGN KEY (tenant, %s) REFERENCES %s ", columns, table);
  if (i < last && bty_sql_tokens_are (tokens, i, "("))
    i = append_key (sql, tokens, i);

  while (i < last && (bty_sql_tokens_are (tokens, i, "ON DELETE") || bty_sql_tokens_are (tokens, i, "ON UPDATE")))
    {
      guint length = bty_sql_tokens_are (tokens, i + 2, "SET") || bty_sql_tokens_are (tokens, i + 2, "NO") ? 4 : 3;
      g_autofree char *action = bty_sql_tokens_join (tokens, i, i + length);

      g_string_append_printf (sql, " %s", action);
      if (bty_sql_tokens_are (tokens, i, "ON DELETE SET"))
        g_string_append_printf (sql, " (%s)", columns);
      i += length;
    }
  while (i < last && (bty_sql_tokens_are (tokens, i, "DEFERRABLE") || bty_sql_tokens_are (tokens, i, "INITIALLY")))
    {
      guint length = bty_sql_tokens_are (tokens, i, "INITIALLY") ? 2 : 1;
      g_autofree char *mode = bty_sql_tokens_join (tokens, i, i + length);

      g_string_append_printf (sql, " %s", mode);
      i += length;
    }

  return i;
}

static void
append_type (GString *sql,
             GArray  *tokens,
             guint    i)
{
  g_autofree char *word = bty_sql_tokens_join (tokens, i, i + 1);
  const char *type = word;

  for (guint j = 0; j < G_N_ELEMENTS (type_names); j++)
    if (g_ascii_strcasecmp (word, type_names[j].portable) == 0)
      type = type_names[j].type;
  g_string_append_printf (sql, " %s", type);
}

static void
add_constraint (Table      *table,
                const char *constraint)
{
  g_string_append_printf (table->constraints, ", %s", constraint);
}

/* One column: a name, a type and what holds for it. Keys and references go into @table. */
static void
append_column (GString *sql,
               GArray  *tokens,
               guint    first,
               guint    last,
               Table   *table)
{
  g_autofree char *name = bty_sql_tokens_join (tokens, first, first + 1);
  gboolean is_integer = bty_sql_tokens_are (tokens, first + 1, "INTEGER");
  guint i = first + 2;

  g_string_append (sql, name);
  append_type (sql, tokens, first + 1);
  while (i < last)
    {
      g_autoptr(GString) constraint = g_string_new (NULL);

      if (bty_sql_tokens_are (tokens, i, "PRIMARY KEY") || bty_sql_tokens_are (tokens, i, "UNIQUE"))
        {
          gboolean is_primary = bty_sql_tokens_are (tokens, i, "PRIMARY");

          g_string_printf (constraint, "%s (tenant, %s)", is_primary ? "PRIMARY KEY" : "UNIQUE", name);
          add_constraint (table, constraint->str);
          table->has_sequence |= is_primary && is_integer;
          i += is_primary ? 2 : 1;
        }
      else if (bty_sql_tokens_are (tokens, i, "REFERENCES"))
        {
          i = append_reference (constraint, tokens, i, last, name);
          add_constraint (table, constraint->str);
        }
      else
        {
          guint end = bty_sql_tokens_are (tokens, i, "(") ? bty_sql_tokens_find_end (tokens, i) + 1 : i + 1;
          g_autofree char *words = bty_sql_tokens_join (tokens, i, end);

          g_string_append_printf (sql, " %s", words);
          i = end;
        }
    }
}

/* Something that holds for several columns. */
static gboolean
append_constraint (GString *sql,
                   GArray  *tokens,
                   guint    first,
                   guint    last)
{
  if (bty_sql_tokens_are (tokens, first, "PRIMARY KEY ("))
    {
      g_string_append (sql, "PRIMARY KEY ");
      append_key (sql, tokens, first + 2);
    }
  else if (bty_sql_tokens_are (tokens, first, "UNIQUE ("))
    {
      g_string_append (sql, "UNIQUE ");
      append_key (sql, tokens, first + 1);
    }
  else if (bty_sql_tokens_are (tokens, first, "FOREIGN KEY ("))
    {
      guint end = bty_sql_tokens_find_end (tokens, first + 2);
      g_autofree char *columns = bty_sql_tokens_join (tokens, first + 3, end);

      append_reference (sql, tokens, end + 1, last, columns);
    }
  else if (bty_sql_tokens_are (tokens, first, "CHECK ("))
    {
      g_autofree char *check = bty_sql_tokens_join (tokens, first, last);

      g_string_append (sql, check);
    }
  else
    return FALSE;

  return TRUE;
}

static char *
translate_table (GArray *tokens,
                 guint   last)
{
  GString *sql = g_string_new (NULL);
  g_autoptr(GString) constraints = g_string_new (NULL);
  Table table = { .constraints = constraints };
  guint open = bty_sql_tokens_find (tokens, 0, last, "(");
  guint end = bty_sql_tokens_find_end (tokens, open);
  g_autofree char *head = bty_sql_tokens_join (tokens, 0, open);
  g_autofree char *name = bty_sql_tokens_join (tokens, open - 1, open);

  g_string_append_printf (sql, "%s (", head);
  for (guint i = open + 1; i < end;)
    {
      guint comma = bty_sql_tokens_find (tokens, i, end, ",");

      if (!append_constraint (sql, tokens, i, comma))
        append_column (sql, tokens, i, comma, &table);
      g_string_append (sql, ", ");
      i = comma + 1;
    }
  g_string_append_printf (sql, TENANT_COLUMN "%s); "
                               "ALTER TABLE %s ENABLE ROW LEVEL SECURITY; "
                               "ALTER TABLE %s FORCE ROW LEVEL SECURITY; "
                               "CREATE POLICY tenant ON %s USING (" IS_TENANT ") WITH CHECK (" IS_TENANT ")",
                          constraints->str, name, name, name);
  if (table.has_sequence)
    g_string_append_printf (sql, "; CREATE TRIGGER next_seq BEFORE INSERT ON %s FOR EACH ROW WHEN (new.seq IS NULL)"
                                 " EXECUTE FUNCTION boternity_next_seq ()", name);

  return g_string_free (sql, FALSE);
}

static char *
translate_index (GArray *tokens,
                 guint   last)
{
  GString *sql = g_string_new (NULL);
  guint open = bty_sql_tokens_find (tokens, 0, last, "(");
  g_autofree char *head = bty_sql_tokens_join (tokens, 0, open);
  g_autofree char *tail = NULL;
  guint end;

  g_string_append_printf (sql, "%s ", head);
  end = append_key (sql, tokens, open);
  tail = bty_sql_tokens_join (tokens, end, last);
  g_string_append_printf (sql, " %s", tail);

  return g_string_free (sql, FALSE);
}

/* ALTER TABLE name ADD [COLUMN] … */
static char *
translate_new_column (GArray *tokens,
                      guint   last)
{
  GString *sql = g_string_new (NULL);
  g_autoptr(GString) constraints = g_string_new (NULL);
  Table table = { .constraints = constraints };
  g_autofree char *head = bty_sql_tokens_join (tokens, 0, 3);

  g_string_append_printf (sql, "%s ADD COLUMN ", head);
  append_column (sql, tokens, bty_sql_tokens_are (tokens, 4, "COLUMN") ? 5 : 4, last, &table);
  if (constraints->len > 0)
    g_string_append_printf (sql, ", ADD %s", constraints->str + 2);

  return g_string_free (sql, FALSE);
}

/* What is unique is so for each tenant. */
static char *
translate_rows (GArray *tokens,
                guint   last)
{
  GString *sql = g_string_new (NULL);
  g_autofree char *rest = NULL;
  guint done = 0;

  for (guint i = 0; i < last; i++)
    if (bty_sql_tokens_are (tokens, i, "ON CONFLICT ("))
      {
        g_autofree char *part = bty_sql_tokens_join (tokens, done, i + 3);

        g_string_append_printf (sql, "%stenant, ", part);
        done = i + 3;
      }
  rest = bty_sql_tokens_join (tokens, done, last);
  g_string_append (sql, rest);

  return g_string_free (sql, FALSE);
}

static char *
translate (GArray *tokens,
           guint   last)
{
  if (bty_sql_tokens_are (tokens, 0, "CREATE TABLE"))
    return translate_table (tokens, last);
  if (bty_sql_tokens_are (tokens, 0, "CREATE INDEX") || bty_sql_tokens_are (tokens, 0, "CREATE UNIQUE INDEX"))
    return translate_index (tokens, last);
  if (bty_sql_tokens_are (tokens, 0, "ALTER TABLE") && bty_sql_tokens_are (tokens, 3, "ADD"))
    return translate_new_column (tokens, last);

  return translate_rows (tokens, last);
}

/* The server must know the type of every parameter, and "$1 IS NULL" does not tell it. But we know the answer. */
static void
answer_nulls (GArray *tokens,
              guint  *types,
              guint   number)
{
  g_autofree char *is_null = g_strdup_printf ("$%u IS NULL", number);
  g_autofree char *is_not_null = g_strdup_printf ("$%u IS NOT NULL", number);
  g_autofree char *name = g_strdup_printf ("$%u", number);
  gboolean is_used = FALSE;

  for (guint i = 0; i < tokens->len; i++)
    {
      gboolean is_positive = bty_sql_tokens_are (tokens, i, is_null);
      gboolean is_negative = bty_sql_tokens_are (tokens, i, is_not_null);
      BtySqlToken *token = &g_array_index (tokens, BtySqlToken, i);

      if (is_positive || is_negative)
        {
          token->start = is_positive ? "TRUE" : "FALSE";
          token->length = strlen (token->start);
          g_array_remove_range (tokens, i + 1, is_positive ? 2 : 3);
        }
      else
        is_used |= bty_sql_tokens_are (tokens, i, name);
    }
  if (!is_used)
    types[number - 1] = BTY_POSTGRES_TEXT;
}

/**
 * bty_postgres_sql_translate:
 * @sql: one portable statement
 * @types: (array length=n_types) (inout): the types of its parameters; 0 = the value is NULL, and may have any
 * @n_types: how many
 *
 * Returns: (transfer full): the same in PostgreSQL's words; a new table becomes several statements
 */
char *
bty_postgres_sql_translate (const char *sql,
                            guint      *types,
                            guint       n_types)
{
  g_autoptr(GArray) tokens = bty_sql_tokens_new (sql);

  for (guint i = 0; i < n_types; i++)
    if (types[i] == 0)
      answer_nulls (tokens, types, i + 1);

  return translate (tokens, bty_sql_tokens_find (tokens, 0, tokens->len, ";"));
}

/**
 * bty_postgres_sql_translate_script:
 * @script: portable statements, each ended by a semicolon
 *
 * Returns: (transfer full) (element-type utf8): each of them in PostgreSQL's words
 */
GPtrArray *
bty_postgres_sql_translate_script (const char *script)
{
  g_autoptr(GArray) tokens = bty_sql_tokens_new (script);
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);

  while (tokens->len > 0)
    {
      guint end = bty_sql_tokens_find (tokens, 0, tokens->len, ";");

      if (end > 0)
        g_ptr_array_add (statements, translate (tokens, end));
      g_array_remove_range (tokens, 0, MIN (end + 1, tokens->len));
    }

  return statements;
}

/**
 * bty_postgres_sql_is_about_rows:
 * @statement: a statement
 *
 * Returns: whether it reads or writes rows, which is to be done for each tenant, and does not change the schema
 */
gboolean
bty_postgres_sql_is_about_rows (const char *statement)
{
  g_autoptr(GArray) tokens = bty_sql_tokens_new (statement);
  const char *words[] = { "INSERT", "UPDATE", "DELETE", "WITH", "SELECT" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (bty_sql_tokens_are (tokens, 0, words[i]))
      return TRUE;

  return FALSE;
}
