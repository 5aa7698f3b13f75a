/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-slug.h"

#define LONGEST 48

/**
 * bty_slug_from_name:
 * @name: (nullable): what people call it, in any script
 *
 * Makes a short name for command lines and file names: lower-case letters a to z, digits and single
 * dashes between them.
 *
 * Returns: (transfer full): the slug, never empty
 */
char *
bty_slug_from_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autofree char *ascii = g_str_to_ascii (valid, "C");
  g_autoptr(GString) slug = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *c = ascii; *c != '\0' && slug->len < LONGEST; c++)
    {
      if (!g_ascii_isalnum (*c))
        {
          gap = TRUE;
          continue;
        }
      if (gap && slug->len > 0)
        g_string_append_c (slug, '-');
      gap = FALSE;
      g_string_append_c (slug, g_ascii_tolower (*c));
    }

  return slug->len > 0 ? g_string_free (g_steal_pointer (&slug), FALSE) : g_strdup ("bot");
}

/**
 * bty_slug_make_unique:
 * @slug: a slug
 * @taken_func: (scope call): knows which ones are taken
 * @user_data: for @taken_func
 *
 * Returns: (transfer full): @slug, or else @slug with the first of "-2", "-3" … that is not taken
 */
char *
bty_slug_make_unique (const char       *slug,
                      BtySlugTakenFunc  taken_func,
                      gpointer          user_data)
{
  g_autofree char *unique = g_strdup (slug);

  for (guint i = 2; taken_func (unique, user_data); i++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s-%u", slug, i);
    }

  return g_steal_pointer (&unique);
}
