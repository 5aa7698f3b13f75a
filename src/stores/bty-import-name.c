/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-import-name.h"

#include "bty-bot.h"
#include "bty-provider-config.h"

/* Names that only one may have. What comes from another profile has the same ones as a rule, and means something else:
 * it gets the next name that is free. */
static const struct
{
  GType      (*get_type) (void);
  const char  *property;
  const char  *taken;       /* counts others that have it */
  const char  *separator;   /* before a number */
} names[] = {
  { bty_bot_get_type, "slug", "SELECT count(*) FROM bots WHERE slug = $1 AND id <> $2", "-" },
  { bty_provider_config_get_type, "name", "SELECT count(*) FROM providers WHERE name = $1 AND id <> $2", " " },
};

static void
note (JsonArray  *renamed,
      BtyRecord  *record,
      const char *from,
      const char *to)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", BTY_RECORD_GET_CLASS (record)->table);
  json_object_set_string_member (object, "from", from);
  json_object_set_string_member (object, "to", to);
  json_array_add_object_element (renamed, object);
}

static gboolean
rename_record (BtyDatabase  *database,
               BtyRecord    *record,
               guint         rule,
               JsonArray    *renamed,
               GError      **error)
{
  g_autofree char *wanted = NULL;
  g_autofree char *name = NULL;
  gint64 count = 0;

  g_object_get (record, names[rule].property, &wanted, NULL);
  name = g_strdup (wanted);
  for (guint i = 2; name != NULL; i++)
    {
      if (!bty_database_query_integer (database, names[rule].taken,
                                       BTY_ARGS (BTY_TEXT (name), BTY_TEXT (bty_record_get_id (record))), &count,
                                       error))
        return FALSE;
      if (count == 0)
        break;
      g_free (name);
      name = g_strdup_printf ("%s%s%u", wanted, names[rule].separator, i);
    }
  if (g_strcmp0 (name, wanted) == 0)
    return TRUE;
  g_object_set (record, names[rule].property, name, NULL);
  note (renamed, record, wanted, name);

  return TRUE;
}

/**
 * bty_import_name_is_only_one:
 * @record: a record
 *
 * Returns: whether only one of its kind may have its name
 */
gboolean
bty_import_name_is_only_one (BtyRecord *record)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (G_OBJECT_TYPE (record) == names[i].get_type ())
      return TRUE;

  return FALSE;
}

/**
 * bty_import_name_make_room:
 * @database: a connection
 * @record: about to be stored; gets another name if one that has another key has its name
 * @renamed: gets an object with "kind", "from" and "to" then
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether that could be seen
 */
gboolean
bty_import_name_make_room (BtyDatabase  *database,
                           BtyRecord    *record,
                           JsonArray    *renamed,
                           GError      **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (G_OBJECT_TYPE (record) == names[i].get_type ())
      return rename_record (database, record, i, renamed, error);

  return TRUE;
}
