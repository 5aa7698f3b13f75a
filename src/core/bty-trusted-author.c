/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-trusted-author.h"

#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyTrustedAuthor:
 *
 * Says that one bot may read what another one shares with bots that trust it.
 */

G_DEFINE_FINAL_TYPE (BtyTrustedAuthor, bty_trusted_author, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyTrustedAuthor, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyTrustedAuthor, reader_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyTrustedAuthor, author_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyTrustedAuthor, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_trusted_author_class_init (BtyTrustedAuthorClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "trusted_authors", fields, G_N_ELEMENTS (fields));
}

static void
bty_trusted_author_init (BtyTrustedAuthor *self)
{
}

/**
 * bty_trusted_author_new:
 * @reader_id: the bot that reads
 * @author_id: the bot it trusts
 *
 * Returns: (transfer full): a line of the reader's trusted list
 */
BtyTrustedAuthor *
bty_trusted_author_new (const char *reader_id,
                        const char *author_id)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_TRUSTED_AUTHOR,
                       "id", id,
                       "reader-id", reader_id,
                       "author-id", author_id,
                       "created-at", bty_time_now (),
                       NULL);
}
