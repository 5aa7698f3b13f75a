/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-attachment-chip.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>

#include "bty-visible-text.h"

#define SMALL_SIZE 40
#define LARGE_SIZE 240

/**
 * BtyAttachmentChip:
 *
 * One attachment: a small picture or an icon, its name and its size; where it can be removed, with a
 * button. In a message an image is shown larger. Images are decoded in the background, at the size shown.
 */
struct _BtyAttachmentChip
{
  GtkWidget      parent_instance;

  /* Owned */
  BtyAttachment *attachment;
  GCancellable  *cancellable;

  gboolean       removable;

  /* Template */
  GtkBox        *box;
  GtkImage      *icon;
  GtkPicture    *picture;
  GtkLabel      *name_label;
  GtkLabel      *size_label;
  GtkButton     *remove_button;
};

enum
{
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyAttachmentChip, bty_attachment_chip, GTK_TYPE_WIDGET)

static void
remove_clicked_cb (BtyAttachmentChip *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
pixbuf_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream_finish (result, &error);
  g_autoptr(GdkTexture) texture = NULL;
  BtyAttachmentChip *self = user_data;

  /* A picture that cannot be read keeps its icon. */
  if (pixbuf == NULL)
    return;

  texture = gdk_texture_new_for_pixbuf (pixbuf);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (self->picture), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), FALSE);
}

static void
load_picture (BtyAttachmentChip *self)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (self->attachment->data);
  int size = self->removable ? SMALL_SIZE : LARGE_SIZE;

  self->cancellable = g_cancellable_new ();
  gdk_pixbuf_new_from_stream_at_scale_async (stream, size, size, TRUE, self->cancellable, pixbuf_cb, self);
}

static void
bty_attachment_chip_dispose (GObject *object)
{
  BtyAttachmentChip *self = BTY_ATTACHMENT_CHIP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->attachment);
  g_clear_pointer ((GtkWidget **) &self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bty_attachment_chip_parent_class)->dispose (object);
}

static void
bty_attachment_chip_class_init (BtyAttachmentChipClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_attachment_chip_dispose;

  /**
   * BtyAttachmentChip::removed:
   * @self: the chip
   *
   * The user wants the attachment to go.
   */
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "attachmentchip");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/widgets/bty-attachment-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyAttachmentChip, box);
  gtk_widget_class_bind_template_child (widget_class, BtyAttachmentChip, icon);
  gtk_widget_class_bind_template_child (widget_class, BtyAttachmentChip, picture);
  gtk_widget_class_bind_template_child (widget_class, BtyAttachmentChip, name_label);
  gtk_widget_class_bind_template_child (widget_class, BtyAttachmentChip, size_label);
  gtk_widget_class_bind_template_child (widget_class, BtyAttachmentChip, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
bty_attachment_chip_init (BtyAttachmentChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_attachment_chip_new:
 * @attachment: what to show
 * @removable: whether there is a button that asks to remove it
 *
 * Returns: (transfer floating): a chip
 */
GtkWidget *
bty_attachment_chip_new (BtyAttachment *attachment,
                         gboolean       removable)
{
  BtyAttachmentChip *self = NULL;
  g_autofree char *name = NULL;
  g_autofree char *size = NULL;
  g_autofree char *remove_text = NULL;

  g_return_val_if_fail (BTY_IS_ATTACHMENT (attachment), NULL);

  self = g_object_new (BTY_TYPE_ATTACHMENT_CHIP, NULL);
  self->attachment = g_object_ref (attachment);
  self->removable = removable;

  name = bty_visible_start (attachment->name != NULL ? attachment->name : "");
  size = g_format_size (attachment->data != NULL ? g_bytes_get_size (attachment->data) : 0);
  /* Translators: %s is the name of a file. */
  remove_text = g_strdup_printf (_("Remove “%s”"), name);

  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->size_label, size);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), name);
  gtk_picture_set_alternative_text (self->picture, name);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), removable);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove_button), remove_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, remove_text,
                                  -1);

  if (bty_attachment_is_image (attachment) && attachment->data != NULL)
    {
      gtk_image_set_from_icon_name (self->icon, "image-x-generic-symbolic");
      if (!removable)
        {
          gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), GTK_ORIENTATION_VERTICAL);
          gtk_widget_add_css_class (GTK_WIDGET (self), "large");
        }
      load_picture (self);
    }

  return GTK_WIDGET (self);
}

/**
 * bty_attachment_chip_get_attachment:
 * @self: a chip
 *
 * Returns: (transfer none): what it shows
 */
BtyAttachment *
bty_attachment_chip_get_attachment (BtyAttachmentChip *self)
{
  g_return_val_if_fail (BTY_IS_ATTACHMENT_CHIP (self), NULL);

  return self->attachment;
}
