/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-profiles.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "bty-config.h"
#include "bty-data-lock.h"
#include "bty-error.h"
#include "bty-json.h"

/* Which profiles there are, and where the data of each is. A profile is a directory; in it is a database, or a file
 * that says at which address it is. An address never has a password in it. */

#define MAX_NAME 40
#define ADDRESS "profile.json"
#define REMOVED "removed-"

static gboolean
check_name (const char  *name,
            GError     **error)
{
  gboolean is_good = *name != '\0' && strlen (name) <= MAX_NAME && g_ascii_isalnum (*name)
                     && !g_str_has_prefix (name, REMOVED);

  for (const char *at = name; is_good && *at != '\0'; at++)
    is_good = g_ascii_islower (*at) || g_ascii_isdigit (*at) || *at == '-' || *at == '_';
  if (!is_good)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                         _("The name of a profile is made of small letters, digits, - and _, at most 40 of them."));

  return is_good;
}

static char *
get_place (const char *data_dir,
           const char *prefix,
           const char *name)
{
  g_autofree char *folder = g_strconcat (prefix, name, NULL);

  return g_build_filename (data_dir, "profiles", folder, NULL);
}

/**
 * bty_profiles_dup_dir:
 * @data_dir: the data directory
 * @name: of a profile
 *
 * Returns: (transfer full): where its data are, if there is such a profile
 */
char *
bty_profiles_dup_dir (const char *data_dir,
                      const char *name)
{
  return g_str_equal (name, BTY_PROFILES_DEFAULT) ? g_strdup (data_dir) : get_place (data_dir, "", name);
}

/**
 * bty_profiles_exists:
 * @data_dir: the data directory
 * @name: anything
 *
 * Returns: whether there is such a profile
 */
gboolean
bty_profiles_exists (const char *data_dir,
                     const char *name)
{
  g_autofree char *dir = NULL;

  if (g_str_equal (name, BTY_PROFILES_DEFAULT))
    return TRUE;
  if (!check_name (name, NULL))
    return FALSE;
  dir = get_place (data_dir, "", name);

  return g_file_test (dir, G_FILE_TEST_IS_DIR);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * bty_profiles_list:
 * @data_dir: the data directory
 *
 * Returns: (transfer full): the names of all profiles, the default one first
 */
char **
bty_profiles_list (const char *data_dir)
{
  g_autofree char *folder = g_build_filename (data_dir, "profiles", NULL);
  g_autoptr(GDir) directory = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (bty_profiles_exists (data_dir, name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_insert (names, 0, g_strdup (BTY_PROFILES_DEFAULT));
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static gboolean
fail_with_errno (const char  *path,
                 GError     **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  int code = errno;

  g_set_error (error, BTY_ERROR, code == ENOSPC ? BTY_ERROR_FULL : BTY_ERROR_FAILED, _("“%s” cannot be used: %s."),
               shown, g_strerror (code));

  return FALSE;
}

/**
 * bty_profiles_add:
 * @data_dir: the data directory
 * @name: of the new profile
 * @uri: (nullable): the address of its data; %NULL = a file of its own
 * @error: (out) (optional): %BTY_ERROR_EXISTS, %BTY_ERROR_INVALID, or what else went wrong
 *
 * Makes a profile; what is in it is made when it is opened.
 *
 * Returns: whether it is there
 */
gboolean
bty_profiles_add (const char  *data_dir,
                  const char  *name,
                  const char  *uri,
                  GError     **error)
{
  g_autofree char *dir = get_place (data_dir, "", name);
  g_autofree char *folder = g_build_filename (data_dir, "profiles", NULL);

  if (!check_name (name, error))
    return FALSE;
  if (bty_profiles_exists (data_dir, name))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_EXISTS, _("There is a profile “%s” already."), name);
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0 || g_mkdir (dir, 0700) != 0)
    return fail_with_errno (dir, error);
  if (uri != NULL && !bty_profiles_set_uri (dir, uri, NULL, error))
    {
      g_rmdir (dir);
      return FALSE;
    }

  return TRUE;
}

/* Also says whether another process has it open. */
static gboolean
rename_profile (const char  *from,
                const char  *to,
                GError     **error)
{
  g_autoptr(BtyDataLock) lock = bty_data_lock_new (from, error);

  if (lock == NULL)
    return FALSE;

  return g_rename (from, to) == 0 || fail_with_errno (from, error);
}

/**
 * bty_profiles_remove:
 * @data_dir: the data directory
 * @name: of a profile
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, %BTY_ERROR_REFUSED if it is open or is the default one
 *
 * Removes a profile from the list. bty_profiles_restore() brings it back until another of its name is removed. Data
 * that are on a server stay there.
 *
 * Returns: whether it is gone
 */
gboolean
bty_profiles_remove (const char  *data_dir,
                     const char  *name,
                     GError     **error)
{
  g_autofree char *dir = get_place (data_dir, "", name);
  g_autofree char *removed = get_place (data_dir, REMOVED, name);

  if (g_str_equal (name, BTY_PROFILES_DEFAULT))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, _("The default profile is always there."));
      return FALSE;
    }
  if (!bty_profiles_exists (data_dir, name))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no profile “%s”."), name);
      return FALSE;
    }
  for (guint i = 1; g_file_test (removed, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *prefix = g_strdup_printf (REMOVED "%u-", i);
      g_autofree char *older = get_place (data_dir, prefix, name);

      if (!g_file_test (older, G_FILE_TEST_EXISTS) && g_rename (removed, older) != 0)
        return fail_with_errno (removed, error);
    }

  return rename_profile (dir, removed, error);
}

/**
 * bty_profiles_restore:
 * @data_dir: the data directory
 * @name: of a profile that was removed
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or %BTY_ERROR_EXISTS if there is another of that name
 *
 * Returns: whether it is there again
 */
gboolean
bty_profiles_restore (const char  *data_dir,
                      const char  *name,
                      GError     **error)
{
  g_autofree char *dir = get_place (data_dir, "", name);
  g_autofree char *removed = get_place (data_dir, REMOVED, name);

  if (!check_name (name, error))
    return FALSE;
  if (!g_file_test (removed, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("No profile “%s” was removed."), name);
      return FALSE;
    }
  if (bty_profiles_exists (data_dir, name))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_EXISTS, _("There is a profile “%s” already."), name);
      return FALSE;
    }

  return rename_profile (removed, dir, error);
}

static JsonNode *
load_address (const char *profile_dir)
{
  g_autofree char *path = g_build_filename (profile_dir, ADDRESS, NULL);
  g_autofree char *text = NULL;
  gsize length;

  return g_file_get_contents (path, &text, &length, NULL) ? bty_json_parse (text, length, NULL) : NULL;
}

static gboolean
save_address (const char  *profile_dir,
              const char  *uri,
              const char  *previous,
              const char  *move,
              GError     **error)
{
  g_autofree char *path = g_build_filename (profile_dir, ADDRESS, NULL);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "uri", uri);
  if (previous != NULL)
    json_object_set_string_member (object, "previous", previous);
  if (move != NULL)
    json_object_set_string_member (object, "move", move);
  text = json_to_string (node, TRUE);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                   NULL)
         || fail_with_errno (path, error);
}

/**
 * bty_profiles_dup_uri:
 * @profile_dir: the directory of a profile
 *
 * Returns: (transfer full): the address of its data, as a rule the path of a file in the directory
 */
char *
bty_profiles_dup_uri (const char *profile_dir)
{
  g_autoptr(JsonNode) address = load_address (profile_dir);
  const char *uri = bty_json_get_text (address, "uri");

  return uri != NULL ? g_strdup (uri) : g_build_filename (profile_dir, "boternity.db", NULL);
}

/* Between the name of the user and the host, or as a parameter. Addresses may have several hosts, and then they are
 * none to GUri. */
static gboolean
has_password (const char *uri)
{
  const char *place = strstr (uri, "://");
  const char *end = place != NULL ? place + 3 + strcspn (place + 3, "/?#") : NULL;
  const char *host = place != NULL ? g_strrstr_len (place + 3, end - place - 3, "@") : NULL;
  const char *query = place != NULL ? strchr (place, '?') : NULL;
  g_auto(GStrv) parameters = g_strsplit (query != NULL ? query + 1 : "", "&", -1);

  if (host != NULL && memchr (place + 3, ':', host - place - 3) != NULL)
    return TRUE;

  for (guint i = 0; parameters[i] != NULL; i++)
    {
      const char *value = parameters[i] + strcspn (parameters[i], "=");
      g_autofree char *name = g_uri_unescape_segment (parameters[i], value, NULL);

      if (name == NULL || g_str_has_suffix (name, "password"))
        return TRUE;
    }

  return FALSE;
}

/**
 * bty_profiles_check_uri:
 * @uri: an address of data
 * @error: (out) (optional): %BTY_ERROR_REFUSED
 *
 * Returns: whether it can be stored, because there is no password in it
 */
gboolean
bty_profiles_check_uri (const char  *uri,
                        GError     **error)
{
  if (!has_password (uri))
    return TRUE;

  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED,
                       _("An address with a password in it is not stored. Leave the password out and put it into "
                         "~/.pgpass."));

  return FALSE;
}

/**
 * bty_profiles_set_uri:
 * @profile_dir: the directory of a profile
 * @uri: the address of its data, without a password
 * @move: (nullable): the id of the work that brought them there, for bty_profiles_has_moved()
 * @error: (out) (optional): %BTY_ERROR_REFUSED if there is a password in it, or what else went wrong
 *
 * The address before stays known, for bty_profiles_undo_move().
 *
 * Returns: whether it is stored
 */
gboolean
bty_profiles_set_uri (const char  *profile_dir,
                      const char  *uri,
                      const char  *move,
                      GError     **error)
{
  g_autofree char *previous = bty_profiles_dup_uri (profile_dir);

  return bty_profiles_check_uri (uri, error) && save_address (profile_dir, uri, previous, move, error);
}

/**
 * bty_profiles_was_moved:
 * @profile_dir: the directory of a profile
 *
 * Returns: whether there are data at the address before, for bty_profiles_undo_move()
 */
gboolean
bty_profiles_was_moved (const char *profile_dir)
{
  g_autoptr(JsonNode) address = load_address (profile_dir);
  const char *previous = bty_json_get_text (address, "previous");

  return previous != NULL && (strstr (previous, "://") != NULL || g_file_test (previous, G_FILE_TEST_EXISTS));
}

/**
 * bty_profiles_dup_previous:
 * @profile_dir: the directory of a profile
 *
 * Returns: (transfer full) (nullable): the address of its data before the last move; %NULL if nothing leads back there
 */
char *
bty_profiles_dup_previous (const char *profile_dir)
{
  g_autoptr(JsonNode) address = load_address (profile_dir);

  return g_strdup (bty_json_get_text (address, "previous"));
}

/**
 * bty_profiles_forget_previous:
 * @profile_dir: the directory of a profile
 * @error: (out) (optional): where to say what went wrong
 *
 * After that there is no way back to the data before the last move.
 *
 * Returns: whether that is stored
 */
gboolean
bty_profiles_forget_previous (const char  *profile_dir,
                              GError     **error)
{
  g_autoptr(JsonNode) address = load_address (profile_dir);
  g_autofree char *uri = bty_profiles_dup_uri (profile_dir);

  return save_address (profile_dir, uri, NULL, bty_json_get_text (address, "move"), error);
}

/**
 * bty_profiles_has_moved:
 * @profile_dir: the directory of a profile
 * @move: the id of the work that moves its data
 *
 * Returns: whether that was done already, even if it was undone since then
 */
gboolean
bty_profiles_has_moved (const char *profile_dir,
                        const char *move)
{
  g_autoptr(JsonNode) address = load_address (profile_dir);

  return g_strcmp0 (bty_json_get_text (address, "move"), move) == 0;
}

/**
 * bty_profiles_undo_move:
 * @profile_dir: the directory of a profile that is not open
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if it was never moved, or what else went wrong
 *
 * Goes back to the data that were used before the last move; what was written since then stays where it is.
 *
 * Returns: whether that is done
 */
gboolean
bty_profiles_undo_move (const char  *profile_dir,
                        GError     **error)
{
  g_autoptr(JsonNode) address = load_address (profile_dir);
  const char *previous = bty_json_get_text (address, "previous");
  g_autoptr(BtyDataLock) lock = bty_data_lock_new (profile_dir, error);

  if (lock == NULL)
    return FALSE;
  if (previous == NULL)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("These data were never moved."));
      return FALSE;
    }

  return save_address (profile_dir, previous, bty_json_get_text (address, "uri"), bty_json_get_text (address, "move"),
                       error);
}
