/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-attachment-tray.h"

#include "bty-attachment-chip.h"
#include "bty-attachment-loader.h"

/**
 * BtyAttachmentTray:
 *
 * The attachments of a message that is being written, as chips that can be removed. It reads files and
 * pictures in the background; it is hidden while it is empty.
 */
struct _BtyAttachmentTray
{
  GtkWidget     parent_instance;

  /* Owned */
  GListStore   *attachments;
  GCancellable *cancellable;
  GtkWidget    *scroller;
  GtkBox       *chips;        /* borrowed from the scroller */
};

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyAttachmentTray, bty_attachment_tray, GTK_TYPE_WIDGET)

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyAttachment) attachment = bty_attachment_load_finish (result, &error);
  BtyAttachmentTray *self = user_data;

  if (attachment != NULL)
    g_list_store_append (self->attachments, attachment);
  else if (!is_cancelled (error))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
encode_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyAttachment) attachment = bty_attachment_from_texture_finish (result, &error);
  BtyAttachmentTray *self = user_data;

  if (attachment != NULL)
    g_list_store_append (self->attachments, attachment);
  else if (!is_cancelled (error))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
clipboard_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  BtyAttachmentTray *self = user_data;

  if (value != NULL)
    bty_attachment_tray_add_value (self, value);
  else if (!is_cancelled (error))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static void
chip_removed_cb (BtyAttachmentTray *self,
                 BtyAttachmentChip *chip)
{
  guint position;

  if (g_list_store_find (self->attachments, bty_attachment_chip_get_attachment (chip), &position))
    g_list_store_remove (self->attachments, position);
}

static void
items_changed_cb (BtyAttachmentTray *self,
                  guint              position,
                  guint              removed,
                  guint              added)
{
  GtkWidget *previous = NULL;
  GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips));

  for (guint i = 0; i < position; i++)
    {
      previous = chip;
      chip = gtk_widget_get_next_sibling (chip);
    }
  for (guint i = 0; i < removed; i++)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (chip);

      gtk_box_remove (self->chips, chip);
      chip = next;
    }
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(BtyAttachment) attachment = g_list_model_get_item (G_LIST_MODEL (self->attachments), i);

      chip = bty_attachment_chip_new (attachment, TRUE);
      g_signal_connect_object (chip, "removed", G_CALLBACK (chip_removed_cb), self, G_CONNECT_SWAPPED);
      gtk_box_insert_child_after (self->chips, chip, previous);
      previous = chip;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (G_LIST_MODEL (self->attachments)) > 0);
}

static void
bty_attachment_tray_dispose (GObject *object)
{
  BtyAttachmentTray *self = BTY_ATTACHMENT_TRAY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->attachments != NULL)
    g_signal_handlers_disconnect_by_data (self->attachments, self);
  g_clear_object (&self->attachments);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (bty_attachment_tray_parent_class)->dispose (object);
}

static void
bty_attachment_tray_class_init (BtyAttachmentTrayClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_attachment_tray_dispose;

  /**
   * BtyAttachmentTray::failed:
   * @self: the tray
   * @message: why something could not be attached, in plain words
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
bty_attachment_tray_init (BtyAttachmentTray *self)
{
  self->attachments = g_list_store_new (BTY_TYPE_ATTACHMENT);
  self->cancellable = g_cancellable_new ();
  self->chips = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_widget_add_css_class (GTK_WIDGET (self->chips), "chips");
  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                 "vscrollbar-policy", GTK_POLICY_NEVER,
                                 "child", self->chips,
                                 NULL);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (self->attachments, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bty_attachment_tray_get_attachments:
 * @self: a tray
 *
 * Returns: (transfer none): the #BtyAttachment in it
 */
GListStore *
bty_attachment_tray_get_attachments (BtyAttachmentTray *self)
{
  g_return_val_if_fail (BTY_IS_ATTACHMENT_TRAY (self), NULL);

  return self->attachments;
}

/**
 * bty_attachment_tray_add_files:
 * @self: a tray
 * @files: (element-type GFile): images or text files
 */
void
bty_attachment_tray_add_files (BtyAttachmentTray *self,
                               GSList            *files)
{
  g_return_if_fail (BTY_IS_ATTACHMENT_TRAY (self));

  for (GSList *file = files; file != NULL; file = file->next)
    bty_attachment_load_async (file->data, self->cancellable, load_cb, self);
}

/**
 * bty_attachment_tray_add_value:
 * @self: a tray
 * @value: what was dropped or pasted: a #GdkFileList or a #GdkTexture
 */
void
bty_attachment_tray_add_value (BtyAttachmentTray *self,
                               const GValue      *value)
{
  g_return_if_fail (BTY_IS_ATTACHMENT_TRAY (self));

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      g_autoptr(GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

      bty_attachment_tray_add_files (self, files);
    }
  else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    bty_attachment_from_texture_async (g_value_get_object (value), self->cancellable, encode_cb, self);
}

/**
 * bty_attachment_tray_choose_type:
 * @formats: what a clipboard offers
 *
 * What has a text besides is pasted as that: office programs offer a picture of every word.
 *
 * Returns: the type to paste as an attachment, or %G_TYPE_INVALID
 */
GType
bty_attachment_tray_choose_type (GdkContentFormats *formats)
{
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    return GDK_TYPE_FILE_LIST;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) &&
      !gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    return GDK_TYPE_TEXTURE;

  return G_TYPE_INVALID;
}

/**
 * bty_attachment_tray_paste:
 * @self: a tray
 * @type: from bty_attachment_tray_choose_type()
 *
 * Reads the clipboard in the background.
 */
void
bty_attachment_tray_paste (BtyAttachmentTray *self,
                           GType              type)
{
  g_return_if_fail (BTY_IS_ATTACHMENT_TRAY (self));

  gdk_clipboard_read_value_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), type, G_PRIORITY_DEFAULT,
                                  self->cancellable, clipboard_cb, self);
}
