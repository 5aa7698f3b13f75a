/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-soul.h"

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtySoul:
 *
 * One version of what a bot is told about itself. Versions are only ever added.
 */

G_DEFINE_FINAL_TYPE (BtySoul, bty_soul, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtySoul, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtySoul, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtySoul, version, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtySoul, text, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtySoul, sha256, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtySoul, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_soul_class_init (BtySoulClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "souls", fields, G_N_ELEMENTS (fields));
}

static void
bty_soul_init (BtySoul *self)
{
}

/**
 * bty_soul_new:
 * @bot_id: whose it is
 * @version: one more than the last
 * @text: the instructions
 *
 * Returns: (transfer full): a version with the hash of its text
 */
BtySoul *
bty_soul_new (const char *bot_id,
              gint64      version,
              const char *text)
{
  g_autofree char *id = bty_uuid_new ();
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_object_new (BTY_TYPE_SOUL,
                       "id", id,
                       "bot-id", bot_id,
                       "version", version,
                       "text", text,
                       "sha256", sha256,
                       "created-at", bty_time_now (),
                       NULL);
}

/**
 * bty_soul_is_intact:
 * @self: a version
 *
 * Returns: whether the text still has the hash it was saved with; if not it must not be sent
 */
gboolean
bty_soul_is_intact (BtySoul *self)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->text != NULL ? self->text : "", -1);

  return g_strcmp0 (sha256, self->sha256) == 0;
}
