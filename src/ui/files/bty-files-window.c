/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-files-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "bty-file-history.h"
#include "bty-file-text.h"
#include "bty-format.h"
#include "bty-isolate.h"
#include "bty-keys.h"
#include "bty-portions.h"
#include "bty-toasts.h"
#include "bty-ui-resources.h"
#include "bty-visible-text.h"

/**
 * BtyFilesWindow:
 *
 * The documents of a bot: added, found by their names and words, and removed.
 */
struct _BtyFilesWindow
{
  AdwWindow             parent_instance;

  /* Owned */
  BtyFileService       *service;
  BtyBot               *bot;
  GPtrArray            *files;        /* of BtyFile; NULL = not read yet */
  GListStore           *items;        /* what is shown: BtyFile, and the row of each piece of text that was found */
  GHashTable           *leaving;      /* ids of files that are removed when their toast is gone */
  GCancellable         *cancellable;
  GCancellable         *listing;
  GCancellable         *searching;
  GtkFileChooserNative *chooser;

  /* Template */
  GtkWidget            *add_button;
  GtkDropTarget        *drop_target;
  GtkEditable          *search_entry;
  GtkStack             *stack;
  GtkListBox           *list;
};

G_DEFINE_FINAL_TYPE (BtyFilesWindow, bty_files_window, ADW_TYPE_WINDOW)

static void show_files (BtyFilesWindow *self);

/**
 * Leaving:
 *
 * A file that was removed and can still be kept. It belongs to the toast that offers that.
 */
typedef struct
{
  BtyFileService *service;  /* owned */
  char           *file_id;
  gboolean        is_kept;
} Leaving;

static void
free_leaving (gpointer data)
{
  Leaving *self = data;

  if (!self->is_kept)
    bty_file_service_remove_async (self->service, self->file_id, NULL, NULL, NULL);
  g_object_unref (self->service);
  g_free (self->file_id);
  g_free (self);
}

static void
keep_cb (GtkWidget *widget,
         gpointer   data)
{
  BtyFilesWindow *self = BTY_FILES_WINDOW (widget);
  Leaving *leaving = data;

  leaving->is_kept = TRUE;
  g_hash_table_remove (self->leaving, leaving->file_id);
  show_files (self);
}

static void
remove_cb (GtkButton *button,
           BtyFile   *file)
{
  BtyFilesWindow *self = BTY_FILES_WINDOW (gtk_widget_get_root (GTK_WIDGET (button)));
  /* Translators: %s is the name of a file. */
  g_autofree char *text = g_strdup_printf (_("“%s” was removed"), file->name);
  Leaving *leaving = g_new0 (Leaving, 1);

  leaving->service = g_object_ref (self->service);
  leaving->file_id = g_strdup (file->id);
  g_hash_table_add (self->leaving, g_strdup (file->id));
  bty_toasts_offer_undo (GTK_WIDGET (self), text, keep_cb, leaving, free_leaving);
  show_files (self);
}

static GtkWidget *
create_row (BtyFile    *file,
            const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *visible_title = bty_visible_start (title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), visible_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "file", g_object_ref (file), g_object_unref);

  return row;
}

static GtkWidget *
create_file_row (BtyFile *file)
{
  g_autofree char *when = bty_format_when (file->updated_at);
  g_autofree char *bytes = g_format_size (file->size);
  g_autofree char *size = bty_isolate (bytes);
  /* Translators: the number of a file's version, its size, and when it was saved. */
  g_autofree char *subtitle = g_strdup_printf (_("Version %d · %s · %s"), (int) file->version, size, when);
  /* Translators: %s is the name of a file. */
  g_autofree char *label = g_strdup_printf (_("Remove “%s”"), file->name);
  GtkWidget *row = create_row (file, file->name, subtitle);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), file, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static GtkWidget *
create_item_row (gpointer item,
                 gpointer user_data)
{
  return GTK_IS_WIDGET (item) ? g_object_ref (item) : create_file_row (item);
}

static gboolean
is_same (BtyFilesWindow *self,
         guint           position,
         gpointer        wanted)
{
  g_autoptr(GObject) shown = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return BTY_IS_FILE (shown) && BTY_IS_FILE (wanted) && bty_record_equal (BTY_RECORD (shown), wanted);
}

/* Rows that stay keep their place and the focus. */
static void
show_items (BtyFilesWindow *self,
            GPtrArray      *items,
            const char     *page_if_empty)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint n_least = MIN (n_shown, items->len);
  guint n_before = 0;
  guint n_after = 0;

  while (n_before < n_least && is_same (self, n_before, items->pdata[n_before]))
    n_before++;
  while (n_after < n_least - n_before
         && is_same (self, n_shown - n_after - 1, items->pdata[items->len - n_after - 1]))
    n_after++;
  g_list_store_splice (self->items, n_before, n_shown - n_before - n_after, items->pdata + n_before,
                       items->len - n_before - n_after);
  gtk_stack_set_visible_child_name (self->stack, items->len == 0 ? page_if_empty : "list");
}

/* Adds the files that have all of @words in their names. */
static void
add_named (BtyFilesWindow *self,
           const char     *words,
           GPtrArray      *items)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_auto(GStrv) parts = g_strsplit_set (folded, " ", -1);

  for (guint i = 0; i < self->files->len; i++)
    {
      BtyFile *file = self->files->pdata[i];
      g_autofree char *name = g_utf8_casefold (file->name, -1);
      gboolean fits = !g_hash_table_contains (self->leaving, file->id);

      for (guint j = 0; fits && parts[j] != NULL; j++)
        fits = strstr (name, parts[j]) != NULL;
      if (fits)
        g_ptr_array_add (items, g_object_ref (file));
    }
}

/* A snippet in one line, without the marks around what was found. */
static char *
flatten (const char *snippet)
{
  char *text = g_strdup (snippet);
  char *to = text;

  for (const char *from = snippet; *from != '\0'; from++)
    if (*from != '\2' && *from != '\3')
      *to++ = *from == '\n' ? ' ' : *from;
  *to = '\0';

  return text;
}

static void
add_hit (BtyFilesWindow *self,
         BtyFileHit     *hit,
         GPtrArray      *items)
{
  const char *heading = hit->chunk->heading;
  g_autofree char *title = *heading != '\0' ? g_strdup_printf ("%s › %s", hit->file->name, heading)
                                            : g_strdup (hit->file->name);
  g_autofree char *snippet = flatten (hit->snippet);
  g_autofree char *text = bty_visible_start (snippet);

  if (!g_hash_table_contains (self->leaving, hit->file->id))
    g_ptr_array_add (items, g_object_ref_sink (create_row (hit->file, title, text)));
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyFilesWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) hits = bty_file_service_search_finish (BTY_FILE_SERVICE (source), result, &error);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (hits == NULL)
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("The files could not be searched."), error);
      return;
    }
  add_named (self, gtk_editable_get_text (self->search_entry), items);
  for (guint i = 0; i < hits->len; i++)
    add_hit (self, hits->pdata[i], items);
  show_items (self, items, "nothing");
}

/* Shows all of what was read, or what has the words. */
static void
show_files (BtyFilesWindow *self)
{
  const char *words = gtk_editable_get_text (self->search_entry);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  self->searching = g_cancellable_new ();
  if (*words != '\0')
    {
      bty_file_service_search_async (self->service, self->bot->id, words, self->searching, found_cb,
                                     g_object_ref (self));
      return;
    }
  add_named (self, "", items);
  show_items (self, items, "empty");
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyFilesWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = bty_file_service_list_finish (BTY_FILE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (files == NULL)
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("The files could not be read."), error);
      return;
    }
  g_clear_pointer (&self->files, g_ptr_array_unref);
  self->files = g_steal_pointer (&files);
  show_files (self);
}

static void
load (BtyFilesWindow *self)
{
  if (self->service == NULL)
    return;
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  self->listing = g_cancellable_new ();
  bty_file_service_list_async (self->service, self->bot->id, self->listing, listed_cb, g_object_ref (self));
}

static void
search_cb (BtyFilesWindow *self)
{
  if (self->files != NULL && self->service != NULL)
    show_files (self);
}

static void
stop_search_cb (BtyFilesWindow *self)
{
  if (*gtk_editable_get_text (self->search_entry) != '\0')
    gtk_editable_set_text (self->search_entry, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
changed_cb (BtyFilesWindow *self,
            const char     *bot_id)
{
  if (g_str_equal (bot_id, self->bot->id))
    load (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyFilesWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyFile) file = bty_file_service_save_file_finish (BTY_FILE_SERVICE (source), result, &error);

  g_autofree char *note = file != NULL ? bty_file_text_dup_note (file) : NULL;

  if (note != NULL)
    bty_toasts_show (GTK_WIDGET (self), note);
  if (file == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bty_toasts_show_error (GTK_WIDGET (self), _("The file could not be added."), error);
}

static void
add_files (BtyFilesWindow *self,
           GSList         *files)
{
  for (GSList *at = files; at != NULL; at = at->next)
    bty_file_service_save_file_async (self->service, self->bot->id, at->data, NULL, self->cancellable, saved_cb,
                                      g_object_ref (self));
}

static gboolean
drop_cb (GtkDropTarget  *target,
         const GValue   *value,
         double          x,
         double          y,
         BtyFilesWindow *self)
{
  g_autoptr(GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  add_files (self, files);

  return TRUE;
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyFilesWindow) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr(GSList) files = value != NULL ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;

  if (self->service != NULL)
    add_files (self, files);
}

static gboolean
paste_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   unused)
{
  BtyFilesWindow *self = BTY_FILES_WINDOW (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);

  if (!gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    return FALSE;
  gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable, pasted_cb,
                                  g_object_ref (self));

  return TRUE;
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           BtyFilesWindow  *self)
{
  g_autoptr(GListModel) chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  GSList *files = NULL;

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (chosen); i++)
    files = g_slist_prepend (files, g_list_model_get_item (chosen, i));
  add_files (self, files);
  g_slist_free_full (files, g_object_unref);
  g_clear_object (&self->chooser);
}

static void
add_cb (BtyFilesWindow *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Add Files"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _("_Add"), _("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
row_activated_cb (GtkListBox     *list,
                  GtkListBoxRow  *row,
                  BtyFilesWindow *self)
{
  GtkWindow *history = bty_file_history_new (self->service, g_object_get_data (G_OBJECT (row), "file"));

  gtk_window_set_transient_for (history, GTK_WINDOW (self));
  gtk_window_present (history);
}

static void
bty_files_window_dispose (GObject *object)
{
  BtyFilesWindow *self = BTY_FILES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->listing);
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->listing);
  g_clear_object (&self->searching);
  g_clear_object (&self->chooser);
  g_clear_object (&self->service);
  g_clear_object (&self->bot);
  g_clear_object (&self->items);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->leaving, g_hash_table_unref);

  G_OBJECT_CLASS (bty_files_window_parent_class)->dispose (object);
}

static void
bty_files_window_class_init (BtyFilesWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_files_window_dispose;

  bty_ui_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-files-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyFilesWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, BtyFilesWindow, drop_target);
  gtk_widget_class_bind_template_child (widget_class, BtyFilesWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BtyFilesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyFilesWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, paste_cb, NULL);
}

static void
bty_files_window_init (BtyFilesWindow *self)
{
  GType dropped[] = { GDK_TYPE_FILE_LIST };

  self->cancellable = g_cancellable_new ();
  self->leaving = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->items = g_list_store_new (G_TYPE_OBJECT);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  bty_portions_bind (self->list, G_LIST_MODEL (self->items), create_item_row, NULL);
  gtk_drop_target_set_gtypes (self->drop_target, dropped, G_N_ELEMENTS (dropped));
  gtk_widget_grab_focus (self->add_button);
}

/**
 * bty_files_window_new:
 * @service: where the files are
 * @bot: whose they are
 *
 * Returns: (transfer none): a window; it lives until it is closed
 */
GtkWindow *
bty_files_window_new (BtyFileService *service,
                      BtyBot         *bot)
{
  BtyFilesWindow *self = g_object_new (BTY_TYPE_FILES_WINDOW, NULL);
  g_autofree char *name = bty_visible_start (bot->name);
  /* Translators: %s is the name of a bot. */
  g_autofree char *title = g_strdup_printf (_("Files of %s"), name);

  self->service = g_object_ref (service);
  self->bot = g_object_ref (bot);
  gtk_window_set_title (GTK_WINDOW (self), title);
  g_signal_connect_object (service, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  load (self);

  return GTK_WINDOW (self);
}
