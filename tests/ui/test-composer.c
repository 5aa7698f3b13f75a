/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-composer.h"

#include "bty-attachment-loader.h"
#include "bty-error.h"
#include "bty-test-window.h"

#include <glib/gstdio.h>

typedef struct
{
  GtkWidget    *window;
  GtkWidget    *widget;
  BtyComposer  *composer;
  GtkWidget    *text_view;
  char         *folder;
  guint         sent;
  guint         stopped;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->widget = bty_composer_new ();
  fixture->composer = BTY_COMPOSER (fixture->widget);
  fixture->text_view = bty_test_find (fixture->widget, GTK_TYPE_TEXT_VIEW, NULL);
  fixture->folder = g_dir_make_tmp ("bty-composer-XXXXXX", NULL);
  g_signal_connect_swapped (fixture->composer, "send", G_CALLBACK (g_atomic_int_inc), &fixture->sent);
  g_signal_connect_swapped (fixture->composer, "stop", G_CALLBACK (g_atomic_int_inc), &fixture->stopped);
  gtk_widget_set_vexpand (fixture->widget, TRUE);
  gtk_widget_set_valign (fixture->widget, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), fixture->widget);
  g_object_set (box, "margin-start", 12, "margin-end", 12, "margin-bottom", 12, NULL);
  fixture->window = bty_test_window_new (box, 360, 400);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->composer), (gpointer *) &fixture->composer);
  bty_test_close (fixture->window);
  g_assert_null (fixture->composer);
  bty_test_wait (50);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

/* As if the key were pressed in the text; whether it was used up before the text saw it. */
static gboolean
press (Fixture         *fixture,
       guint            key,
       GdkModifierType  modifiers)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (fixture->text_view);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
      return handled;
    }
  g_assert_not_reached ();
}

static GtkWidget *
get_button (Fixture    *fixture,
            const char *icon)
{
  GtkWidget *widget = fixture->widget;
  g_autoptr(GQueue) queue = g_queue_new ();

  g_queue_push_tail (queue, widget);
  while ((widget = g_queue_pop_head (queue)) != NULL)
    {
      if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon) == 0)
        return widget;
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        g_queue_push_tail (queue, child);
    }

  return NULL;
}

static void
test_send (Fixture       *fixture,
           gconstpointer  unused)
{
  GtkWidget *send = get_button (fixture, "go-up-symbolic");
  g_autofree char *text = NULL;

  g_assert_false (gtk_widget_get_sensitive (send));
  bty_composer_set_text (fixture->composer, "  \n ");
  g_assert_false (gtk_widget_get_sensitive (send));
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpuint (fixture->sent, ==, 0);

  bty_composer_set_text (fixture->composer, "Hello");
  g_assert_true (gtk_widget_get_sensitive (send));
  g_assert_false (press (fixture, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_cmpuint (fixture->sent, ==, 0);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpuint (fixture->sent, ==, 1);
  g_signal_emit_by_name (send, "clicked");
  g_assert_cmpuint (fixture->sent, ==, 2);

  /* What was sent stays until it is known to be stored. */
  text = bty_composer_dup_text (fixture->composer);
  g_assert_cmpstr (text, ==, "Hello");

  g_object_set (fixture->composer, "enter-sends", FALSE, NULL);
  g_assert_false (press (fixture, GDK_KEY_KP_Enter, 0));
  g_assert_true (press (fixture, GDK_KEY_KP_Enter, GDK_CONTROL_MASK));
  g_assert_cmpuint (fixture->sent, ==, 3);
}

static void
test_input_method (Fixture       *fixture,
                   gconstpointer  unused)
{
  GtkWidget *placeholder = bty_test_find (fixture->widget, GTK_TYPE_LABEL, "placeholder");

  g_assert_true (gtk_widget_get_visible (placeholder));
  g_signal_emit_by_name (fixture->text_view, "preedit-changed", "ni");
  g_assert_false (gtk_widget_get_visible (placeholder));
  bty_composer_set_text (fixture->composer, "text");
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpuint (fixture->sent, ==, 0);
  g_signal_emit_by_name (fixture->text_view, "preedit-changed", "");
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpuint (fixture->sent, ==, 1);
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  unused)
{
  bty_composer_set_text (fixture->composer, "next");
  bty_composer_set_busy (fixture->composer, TRUE);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpuint (fixture->sent, ==, 0);
  g_assert_false (gtk_widget_get_visible (get_button (fixture, "go-up-symbolic")));
  g_signal_emit_by_name (get_button (fixture, "media-playback-stop-symbolic"), "clicked");
  g_assert_cmpuint (fixture->stopped, ==, 1);
  bty_composer_set_busy (fixture->composer, FALSE);
  g_assert_true (gtk_widget_get_visible (get_button (fixture, "go-up-symbolic")));
}

/* A text is laid out bit by bit while nothing else is to do. */
static void
wait_for_height (Fixture *fixture,
                 int      height)
{
  bty_test_wait_until (gtk_widget_get_height (fixture->widget) > height);
}

/* Pango 1.50 would end the program, and again at each start with the draft. */
static void
test_lone_tones (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *typed = NULL;

  for (guint i = 0; i < 20; i++)
    g_string_append (text, "a🏻: hello 👋🏻 ");
  bty_composer_set_text (fixture->composer, text->str);
  bty_test_frames (fixture->window, 2);
  typed = bty_composer_dup_text (fixture->composer);
  g_assert_true (g_str_has_prefix (typed, "a‹U+1F3FB›: hello 👋🏻 a‹U+1F3FB›"));
}

static void
test_growing (Fixture       *fixture,
              gconstpointer  unused)
{
  int small = gtk_widget_get_height (fixture->widget);
  int medium;
  g_autoptr(GString) text = g_string_new ("1\n2\n3\n4");

  bty_test_screenshot (fixture->window, "composer-empty");
  bty_composer_set_text (fixture->composer, text->str);
  wait_for_height (fixture, small + 40);
  medium = gtk_widget_get_height (fixture->widget);
  for (guint i = 0; i < 100; i++)
    g_string_append (text, "\nand one more line that is longer than a narrow window is wide");
  bty_composer_set_text (fixture->composer, text->str);
  wait_for_height (fixture, medium + 40);
  bty_test_screenshot (fixture->window, "composer-long");
  g_assert_cmpint (gtk_widget_get_height (fixture->widget), <, 220);
  g_assert_cmpint (gtk_widget_get_width (fixture->window), ==, 360);
  bty_composer_clear (fixture->composer);
  bty_test_await (fixture->window, gtk_widget_get_height (fixture->widget) == small);
}

static GFile *
create_file (Fixture    *fixture,
             const char *name,
             const char *content,
             gsize       size)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, size, NULL));

  return g_file_new_for_path (path);
}

static GBytes *
create_png (void)
{
  guchar pixels[64 * 48 * 4];
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  memset (pixels, 0x80, sizeof pixels);
  bytes = g_bytes_new (pixels, sizeof pixels);
  texture = gdk_memory_texture_new (64, 48, GDK_MEMORY_R8G8B8A8, bytes, 64 * 4);

  return gdk_texture_save_to_png_bytes (texture);
}

static void
add_file (Fixture *fixture,
          GFile   *file)
{
  GSList files = { file, NULL };

  bty_composer_add_files (fixture->composer, &files);
}

#define await_attachments(fixture, n)                                                                       \
  bty_test_await ((fixture)->window,                                                                        \
                  g_list_model_get_n_items (bty_composer_get_attachments ((fixture)->composer)) == (n))

static void
test_attachments (Fixture       *fixture,
                  gconstpointer  unused)
{
  GListModel *attachments = bty_composer_get_attachments (fixture->composer);
  g_autoptr(GBytes) png = create_png ();
  g_autoptr(GFile) text = create_file (fixture, "notes.md", "# Notes\n", 8);
  g_autoptr(GFile) image = create_file (fixture, "image", g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  g_autoptr(BtyAttachment) first = NULL;
  g_autoptr(BtyAttachment) second = NULL;

  add_file (fixture, text);
  await_attachments (fixture, 1);
  add_file (fixture, image);
  await_attachments (fixture, 2);
  first = g_list_model_get_item (attachments, 0);
  second = g_list_model_get_item (attachments, 1);
  g_assert_cmpstr (first->name, ==, "notes.md");
  g_assert_cmpstr (first->media_type, ==, "text/plain");
  g_assert_cmpstr (second->media_type, ==, "image/png");
  g_assert_true (gtk_widget_get_sensitive (get_button (fixture, "go-up-symbolic")));
  bty_test_screenshot (fixture->window, "composer-attachments");

  g_signal_emit_by_name (get_button (fixture, "window-close-symbolic"), "clicked");
  g_signal_emit_by_name (bty_test_find (bty_test_find (fixture->widget, g_type_from_name ("BtyAttachmentChip"), NULL),
                                        GTK_TYPE_BUTTON, NULL), "clicked");
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 1);
  bty_composer_clear (fixture->composer);
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 0);
  g_file_delete (text, NULL, NULL);
  g_file_delete (image, NULL, NULL);
}

static gboolean
says_error (Fixture    *fixture,
            const char *why)
{
  GtkWidget *bar = bty_test_find (fixture->widget, GTK_TYPE_BOX, "error-bar");

  return bar != NULL && strstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (bar))), why) != NULL;
}

static void
assert_refused (Fixture    *fixture,
                GFile      *file,
                const char *why)
{
  add_file (fixture, file);
  bty_test_await (fixture->window, says_error (fixture, why));
  g_assert_cmpuint (g_list_model_get_n_items (bty_composer_get_attachments (fixture->composer)), ==, 0);
  g_file_delete (file, NULL, NULL);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autofree char *large = g_strnfill (BTY_ATTACHMENT_MAX_TEXT + 1, 'x');
  g_autofree char *huge = g_strnfill (BTY_ATTACHMENT_MAX_IMAGE + 1, 'x');
  g_autoptr(GFile) binary = create_file (fixture, "binary", "\177ELF\0\1\2\377", 8);
  g_autoptr(GFile) zero = create_file (fixture, "zero", "text\0text", 9);
  g_autoptr(GFile) empty = create_file (fixture, "empty", "", 0);
  g_autoptr(GFile) text = create_file (fixture, "large.txt", large, BTY_ATTACHMENT_MAX_TEXT + 1);
  g_autoptr(GFile) image = create_file (fixture, "huge.png", huge, BTY_ATTACHMENT_MAX_IMAGE + 1);
  g_autofree char *folder_path = g_build_filename (fixture->folder, "folder", NULL);
  g_autoptr(GFile) folder = g_file_new_for_path (folder_path);
  g_autoptr(GFile) missing = g_file_get_child (folder, "missing");

  g_assert_true (g_file_make_directory (folder, NULL, NULL));
  assert_refused (fixture, binary, "“binary” is neither a text nor an image");
  assert_refused (fixture, zero, "“zero” is neither a text nor an image");
  assert_refused (fixture, empty, "is empty");
  assert_refused (fixture, text, "a text may have up to 1.0\302\240MiB");
  bty_test_screenshot (fixture->window, "composer-error");
  assert_refused (fixture, image, "an image may have up to 20.0\302\240MiB");
  assert_refused (fixture, missing, "does not exist");
  assert_refused (fixture, folder, "is not a file");
}

static gboolean
has_text (Fixture    *fixture,
          const char *expected)
{
  g_autofree char *text = bty_composer_dup_text (fixture->composer);

  return g_str_equal (text, expected);
}

static void
test_paste (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr(GBytes) png = create_png ();
  g_autoptr(GdkTexture) texture = gdk_texture_new_from_bytes (png, NULL);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->widget);
  GListModel *attachments = bty_composer_get_attachments (fixture->composer);
  g_autoptr(BtyAttachment) attachment = NULL;

  gdk_clipboard_set_texture (clipboard, texture);
  g_signal_emit_by_name (fixture->text_view, "paste-clipboard");
  await_attachments (fixture, 1);
  attachment = g_list_model_get_item (attachments, 0);
  g_assert_true (bty_attachment_is_image (attachment));

  gdk_clipboard_set_text (clipboard, "words");
  g_signal_emit_by_name (fixture->text_view, "paste-clipboard");
  bty_test_await (fixture->window, has_text (fixture, "words"));
  g_assert_cmpuint (g_list_model_get_n_items (attachments), ==, 1);
}

/* Gone while files are still being read. */
static void
test_early_end (void)
{
  GtkWidget *composer = g_object_ref_sink (bty_composer_new ());
  g_autoptr(GFile) file = g_file_new_for_path ("/etc/passwd");
  GSList files = { file, NULL };

  bty_composer_add_files (BTY_COMPOSER (composer), &files);
  g_assert_finalize_object (composer);
  bty_test_wait (100);
}

static void
add_tests (void)
{
#define ADD(name, function) g_test_add ("/composer/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("send", test_send);
  ADD ("input-method", test_input_method);
  ADD ("busy", test_busy);
  ADD ("lone-tones", test_lone_tones);
  ADD ("growing", test_growing);
  ADD ("attachments", test_attachments);
  ADD ("refused", test_refused);
  ADD ("paste", test_paste);
#undef ADD
  g_test_add_func ("/composer/early-end", test_early_end);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
