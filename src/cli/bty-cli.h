/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-profile.h"

G_BEGIN_DECLS

/**
 * BtyCli:
 *
 * One run of the program.
 */
typedef struct
{
  gboolean    json;
  gboolean    failed;    /* it was already told why; the exit code says so */

  /* Owned */
  char       *root_dir;  /* NULL = the usual place */
  char       *profile_name; /* NULL = the default one */
  BtyProfile *profile;   /* opened by bty_cli_open() */
} BtyCli;

gboolean           bty_cli_open             (BtyCli      *cli,
                                             GError     **error);
void               bty_cli_close            (BtyCli      *cli);
char              *bty_cli_dup_root_dir     (BtyCli      *cli) G_GNUC_WARN_UNUSED_RESULT;
char              *bty_cli_dup_data_dir     (BtyCli      *cli,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;

BtyBot            *bty_cli_find_bot         (BtyCli      *cli,
                                             const char  *slug,
                                             GError     **error);
gboolean           bty_cli_unlock_keyring   (BtyCli      *cli,
                                             GError     **error);
BtyProviderStatus *bty_cli_find_provider    (BtyCli      *cli,
                                             const char  *name,
                                             GError     **error);
BtySession        *bty_cli_find_session     (BtyCli      *cli,
                                             const char  *id,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;

void               bty_cli_look_through     (BtyCli      *cli);

gboolean           bty_cli_read_file        (const char  *path,
                                             char       **text,
                                             GError     **error);
gboolean           bty_cli_deliver_document (BtyCli      *cli,
                                             const char  *text,
                                             gboolean     is_json,
                                             const char  *path,
                                             GError     **error);
gboolean           bty_cli_parse_nick       (GType        type,
                                             const char  *option,
                                             const char  *nick,
                                             int         *value,
                                             GError     **error);

G_END_DECLS
