/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-time.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * BtyFile:
 *
 * A document given to a bot. Every save is a version.
 */

G_DEFINE_FINAL_TYPE (BtyFile, bty_file, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyFile, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyFile, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFile, name, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFile, media_type, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFile, size, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyFile, version, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyFile, searchable, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyFile, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyFile, updated_at, TIME, BTY_FIELD_NONE),
};

static void
bty_file_class_init (BtyFileClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "files", fields, G_N_ELEMENTS (fields));
}

static void
bty_file_init (BtyFile *self)
{
}

/**
 * bty_file_new:
 * @bot_id: whose it is
 * @name: how it is called, without a path
 * @media_type: what it is, "text/plain" for instance
 *
 * Returns: (transfer full): a file that has no version yet
 */
BtyFile *
bty_file_new (const char *bot_id,
              const char *name,
              const char *media_type)
{
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  return g_object_new (BTY_TYPE_FILE,
                       "id", id,
                       "bot-id", bot_id,
                       "name", name,
                       "media-type", media_type,
                       "created-at", now,
                       "updated-at", now,
                       NULL);
}

static gboolean
has_control_characters (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return TRUE;

  return FALSE;
}

/**
 * bty_file_check_name:
 * @name: (nullable): what somebody wants to call a file
 * @error: (out) (optional): %BTY_ERROR_INVALID, which says why not
 *
 * A name is one name and no way to another folder, also where it is written to a disk later.
 *
 * Returns: whether a file may be called so
 */
gboolean
bty_file_check_name (const char  *name,
                     GError     **error)
{
  const char *reason = NULL;

  if (name == NULL || *name == '\0')
    reason = _("A file needs a name.");
  else if (!g_utf8_validate (name, -1, NULL) || has_control_characters (name))
    reason = _("The name of a file must be readable text in one line.");
  else if (strlen (name) > BTY_FILE_MAX_NAME)
    reason = _("The name of a file may have 255 bytes at most.");
  else if (strpbrk (name, "/\\") != NULL || strstr (name, "..") != NULL || g_str_equal (name, "."))
    reason = _("The name of a file may not have “/”, “\\” or “..” in it.");

  if (reason != NULL)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, reason);

  return reason == NULL;
}
