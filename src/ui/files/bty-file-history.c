/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-history.h"

#include <glib/gi18n.h>

#include "bty-diff.h"
#include "bty-format.h"
#include "bty-save-file.h"
#include "bty-toasts.h"
#include "bty-ui-resources.h"
#include "bty-visible-text.h"

/* More text than that is not laid out, and not compared. */
#define MAX_SHOWN (256 * 1024) /* bytes */

/**
 * BtyFileHistory:
 *
 * The versions of a file: any one can be seen, compared with another, saved elsewhere and restored.
 */
struct _BtyFileHistory
{
  AdwWindow       parent_instance;

  /* Owned */
  BtyFileService *service;
  BtyFile        *file;
  GPtrArray      *versions;     /* newest first; NULL = not read yet */
  GBytes         *shown_data;   /* NULL = not read yet */
  GBytes         *other_data;
  GCancellable   *cancellable;
  GCancellable   *opening;

  /* Template */
  GtkWidget      *back_button;
  AdwComboRow    *shown;
  AdwComboRow    *other;
  GtkStack       *stack;
  GtkTextView    *view;
  GtkPicture     *picture;
};

G_DEFINE_FINAL_TYPE (BtyFileHistory, bty_file_history, ADW_TYPE_WINDOW)

static void load (BtyFileHistory *self);

static BtyFileVersion *
get_version (BtyFileHistory *self,
             AdwComboRow    *row)
{
  guint position = adw_combo_row_get_selected (row);

  return self->versions != NULL && position < self->versions->len ? self->versions->pdata[position] : NULL;
}

/* Returns: (transfer full) (nullable): what can be shown as text */
static char *
get_text (GBytes *data)
{
  gsize size;
  const char *text = g_bytes_get_data (data, &size);

  if (size > MAX_SHOWN || (size > 0 && !g_utf8_validate_len (text, size, NULL)))
    return NULL;

  return g_strndup (text, size);
}

static void
append_line (GtkTextBuffer *buffer,
             BtyDiffLine   *line)
{
  static const char * const prefixes[] = { "  ", "+ ", "− " };
  static const char * const tags[] = { "same", "added", "removed" };
  g_autofree char *visible = bty_visible_text (line->text);
  g_autofree char *text = g_strconcat (prefixes[line->kind], visible, "\n", NULL);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, -1, tags[line->kind], NULL);
}

/* The text alone where there is nothing to compare it with, else the differences. */
static void
show_text (BtyFileHistory *self,
           const char     *shown,
           const char     *other)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autofree char *visible = NULL;
  g_autoptr(GPtrArray) lines = NULL;

  gtk_stack_set_visible_child_name (self->stack, "text");
  if (other == NULL || get_version (self, self->shown) == get_version (self, self->other))
    {
      visible = bty_visible_text (shown);
      gtk_text_buffer_set_text (buffer, visible, -1);
      return;
    }
  gtk_text_buffer_set_text (buffer, "", 0);
  lines = bty_diff_lines (other, shown);
  for (guint i = 0; i < lines->len; i++)
    append_line (buffer, lines->pdata[i]);
}

static void
show_content (BtyFileHistory *self)
{
  g_autofree char *shown = get_text (self->shown_data);
  g_autofree char *other = self->other_data != NULL ? get_text (self->other_data) : NULL;
  g_autoptr(GdkTexture) texture = NULL;

  if (shown != NULL)
    {
      show_text (self, shown, other);
      return;
    }
  if (g_str_has_prefix (get_version (self, self->shown)->media_type, "image/"))
    texture = gdk_texture_new_from_bytes (self->shown_data, NULL);
  if (texture != NULL)
    gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, texture != NULL ? "picture" : "other");
}

/* Takes what was read into @place. Returns: whether it was read */
static gboolean
take_data (BtyFileHistory  *self,
           GObject         *source,
           GAsyncResult    *result,
           GBytes         **place)
{
  g_autoptr(GError) error = NULL;
  GBytes *data = bty_file_service_open_finish (BTY_FILE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  if (data == NULL)
    bty_toasts_show_error (GTK_WIDGET (self), _("This version could not be read."), error);
  g_clear_pointer (place, g_bytes_unref);
  *place = data;

  return data != NULL;
}

static void
other_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(BtyFileHistory) self = user_data;

  if (take_data (self, source, result, &self->other_data))
    show_content (self);
}

static void
shown_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(BtyFileHistory) self = user_data;
  BtyFileVersion *other;

  if (!take_data (self, source, result, &self->shown_data))
    return;
  g_clear_pointer (&self->other_data, g_bytes_unref);
  show_content (self);
  other = get_version (self, self->other);
  if (other != NULL && other != get_version (self, self->shown))
    bty_file_service_open_async (self->service, self->file->id, other->version, self->opening, other_opened_cb,
                                 g_object_ref (self));
}

static void
compare_cb (BtyFileHistory *self)
{
  BtyFileVersion *shown = get_version (self, self->shown);

  if (shown == NULL || self->service == NULL)
    return;
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  gtk_widget_set_sensitive (self->back_button, shown != self->versions->pdata[0]);
  bty_file_service_open_async (self->service, self->file->id, shown->version, self->opening, shown_opened_cb,
                               g_object_ref (self));
}

static void
show_versions (BtyFileHistory *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->versions->len; i++)
    {
      BtyFileVersion *version = self->versions->pdata[i];
      g_autofree char *when = bty_format_moment (version->created_at);

      /* Translators: the number of a version, and when it was made. */
      gtk_string_list_take (names, g_strdup_printf (_("%d, %s"), (int) version->version, when));
    }
  adw_combo_row_set_model (self->shown, G_LIST_MODEL (names));
  adw_combo_row_set_model (self->other, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->shown, 0);
  /* What the newest changed. */
  adw_combo_row_set_selected (self->other, self->versions->len > 1 ? 1 : 0);
  compare_cb (self);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyFileHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) versions = bty_file_service_list_versions_finish (BTY_FILE_SERVICE (source), result, &error);

  if (versions != NULL)
    {
      g_clear_pointer (&self->versions, g_ptr_array_unref);
      self->versions = g_steal_pointer (&versions);
      show_versions (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("The versions could not be read."), error);
    }
}

static void
load (BtyFileHistory *self)
{
  bty_file_service_list_versions_async (self->service, self->file->id, self->cancellable, listed_cb,
                                        g_object_ref (self));
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyFileHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyFile) file = bty_file_service_restore_finish (BTY_FILE_SERVICE (source), result, &error);

  if (file != NULL)
    {
      /* Translators: %d is the number of a version. */
      g_autofree char *text = g_strdup_printf (_("Restored, as version %d"), (int) file->version);

      bty_toasts_show (GTK_WIDGET (self), text);
      load (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("That version could not be restored."), error);
    }
}

static void
back_cb (BtyFileHistory *self)
{
  BtyFileVersion *version = get_version (self, self->shown);

  if (version != NULL)
    bty_file_service_restore_async (self->service, self->file->id, self->file->name, version->version,
                                    self->cancellable, restored_cb, g_object_ref (self));
}

static void
save_cb (BtyFileHistory *self)
{
  if (self->shown_data != NULL)
    bty_save_bytes (GTK_WIDGET (self), self->file->name, self->shown_data);
}

static void
bty_file_history_dispose (GObject *object)
{
  BtyFileHistory *self = BTY_FILE_HISTORY (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->opening);
  g_clear_object (&self->service);
  g_clear_object (&self->file);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_clear_pointer (&self->shown_data, g_bytes_unref);
  g_clear_pointer (&self->other_data, g_bytes_unref);

  G_OBJECT_CLASS (bty_file_history_parent_class)->dispose (object);
}

static void
bty_file_history_class_init (BtyFileHistoryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_file_history_dispose;

  bty_ui_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-file-history.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyFileHistory, back_button);
  gtk_widget_class_bind_template_child (widget_class, BtyFileHistory, shown);
  gtk_widget_class_bind_template_child (widget_class, BtyFileHistory, other);
  gtk_widget_class_bind_template_child (widget_class, BtyFileHistory, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyFileHistory, view);
  gtk_widget_class_bind_template_child (widget_class, BtyFileHistory, picture);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bty_file_history_init (BtyFileHistory *self)
{
  GtkTextBuffer *buffer;

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_create_tag (buffer, "same", NULL);
  gtk_text_buffer_create_tag (buffer, "added", "paragraph-background", "rgba(46,194,126,0.25)", NULL);
  gtk_text_buffer_create_tag (buffer, "removed", "paragraph-background", "rgba(224,27,36,0.22)", NULL);
}

/**
 * bty_file_history_new:
 * @service: where the versions are
 * @file: whose they are
 *
 * Returns: (transfer none): a window; it lives until it is closed
 */
GtkWindow *
bty_file_history_new (BtyFileService *service,
                      BtyFile        *file)
{
  BtyFileHistory *self = g_object_new (BTY_TYPE_FILE_HISTORY, NULL);
  g_autofree char *title = bty_visible_text (file->name);

  self->service = g_object_ref (service);
  self->file = g_object_ref (file);
  gtk_window_set_title (GTK_WINDOW (self), title);
  load (self);

  return GTK_WINDOW (self);
}
