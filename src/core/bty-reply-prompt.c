/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-reply-prompt.h"

#include "bty-compress.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-time.h"

#include <glib/gi18n-lib.h>

/* More cannot have been sent: no service reads as much. */
#define MAX_BYTES (256 * 1024 * 1024)

/**
 * BtyReplyPrompt:
 *
 * What was sent for a reply, byte for byte. When something in it is forgotten nothing of it is kept.
 */

G_DEFINE_FINAL_TYPE (BtyReplyPrompt, bty_reply_prompt, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyReplyPrompt, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyReplyPrompt, provider, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyReplyPrompt, model, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyReplyPrompt, size, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyReplyPrompt, data, BLOB, BTY_FIELD_NONE),
  BTY_FIELD (BtyReplyPrompt, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_reply_prompt_class_init (BtyReplyPromptClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "reply_prompts", fields, G_N_ELEMENTS (fields));
}

static void
bty_reply_prompt_init (BtyReplyPrompt *self)
{
}

/* What stands for an image. Text that is sent, which is JSON, has no such character. */
static char *
name_image (BtyAttachment *attachment)
{
  return g_strdup_printf ("\001attachment:%s\001", attachment->id);
}

static char *
encode_image (BtyAttachment *attachment)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (attachment->data, &size);

  return g_base64_encode (data, size);
}

/* Images are sent again with every turn, and stored once. */
static void
take_images_out (GString   *text,
                 GPtrArray *attachments)
{
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (attachments, i);
      g_autofree char *name = NULL;
      g_autofree char *image = NULL;

      if (!bty_attachment_is_image (attachment) || g_bytes_get_size (attachment->data) == 0)
        continue;
      name = name_image (attachment);
      image = encode_image (attachment);
      g_string_replace (text, image, name, 0);
    }
}

/**
 * bty_reply_prompt_new:
 * @reply_id: of the message that is the reply
 * @sent: what was sent
 * @prompt: what it was made of
 *
 * Returns: (transfer full): a record of it
 */
BtyReplyPrompt *
bty_reply_prompt_new (const char *reply_id,
                      const char *sent,
                      BtyPrompt  *prompt)
{
  BtyReplyPrompt *self = g_object_new (BTY_TYPE_REPLY_PROMPT, "id", reply_id, "model", prompt->model,
                                       "created-at", bty_time_now (), NULL);
  g_autoptr(GString) text = g_string_new (sent);
  g_autoptr(GBytes) plain = NULL;

  self->size = (gint64) text->len;
  for (guint i = 0; i < prompt->turns->len; i++)
    take_images_out (text, ((BtyTurn *) g_ptr_array_index (prompt->turns, i))->attachments);
  plain = g_bytes_new (text->str, text->len);
  self->data = bty_compress (plain);

  return self;
}

/**
 * bty_reply_prompt_forget:
 * @self: what was sent for a reply
 *
 * Keeps of it only that something in it was forgotten: in a text that was quoted and cut it could not be found for
 * certain.
 */
void
bty_reply_prompt_forget (BtyReplyPrompt *self)
{
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);

  g_object_set (self, "size", (gint64) 0, "data", nothing, NULL);
}

/**
 * bty_reply_prompt_dup_sent:
 * @self: a stored prompt
 * @attachments: (element-type BtyAttachment): those of the conversation
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if it was forgotten, or %BTY_ERROR_DAMAGED
 *
 * Returns: (transfer full) (nullable): what was sent, byte for byte
 */
char *
bty_reply_prompt_dup_sent (BtyReplyPrompt  *self,
                           GPtrArray       *attachments,
                           GError         **error)
{
  g_autoptr(GBytes) plain = NULL;
  g_autoptr(GString) text = NULL;
  gsize size = 0;
  const char *data;

  if (self->size == 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND,
                           _("Something that was sent for this reply was forgotten since, and all that was sent with "
                             "it."));
      return NULL;
    }
  plain = bty_decompress (self->data, MAX_BYTES, error);
  if (plain == NULL)
    return NULL;

  data = g_bytes_get_data (plain, &size);
  text = g_string_new_len (data, (gssize) size);
  for (guint i = 0; i < attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (attachments, i);
      g_autofree char *name = name_image (attachment);
      g_autofree char *image = encode_image (attachment);

      g_string_replace (text, name, image, 0);
    }
  if ((gint64) text->len != self->size)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                           _("What was sent cannot be shown any more: an image of it is gone."));
      return NULL;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
