/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-attachment.h"

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyAttachment:
 *
 * An image or a text file that goes with a message.
 */

G_DEFINE_FINAL_TYPE (BtyAttachment, bty_attachment, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyAttachment, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyAttachment, message_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAttachment, name, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAttachment, media_type, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAttachment, sha256, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyAttachment, data, BLOB, BTY_FIELD_NONE),
  BTY_FIELD (BtyAttachment, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyAttachment, artifact_id, TEXT, BTY_FIELD_NULLABLE),
};

static void
bty_attachment_class_init (BtyAttachmentClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "attachments", fields, G_N_ELEMENTS (fields));
}

static void
bty_attachment_init (BtyAttachment *self)
{
}

/**
 * bty_attachment_new:
 * @name: the file's name, without a path
 * @media_type: what it is
 * @data: its bytes
 *
 * Returns: (transfer full): an attachment that belongs to no message yet
 */
BtyAttachment *
bty_attachment_new (const char *name,
                    const char *media_type,
                    GBytes     *data)
{
  g_autofree char *id = bty_uuid_new ();
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, data);

  return g_object_new (BTY_TYPE_ATTACHMENT,
                       "id", id,
                       "name", name,
                       "media-type", media_type,
                       "sha256", sha256,
                       "data", data,
                       "created-at", bty_time_now (),
                       NULL);
}

/**
 * bty_attachment_is_image:
 * @self: an attachment
 *
 * Returns: whether it is sent as an image; anything else is sent as text
 */
gboolean
bty_attachment_is_image (BtyAttachment *self)
{
  return self->media_type != NULL && g_str_has_prefix (self->media_type, "image/");
}
