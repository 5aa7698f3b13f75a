/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-window.h"

#include "bty-widgets.h"

#include <locale.h>

/* Without a compositor GTK draws wide borders, and no window is as wide as it was asked to be. */
static void
remove_window_borders (void)
{
  g_autoptr(GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (style,
                                   "window, window.solid-csd "
                                   "{ margin: 0; padding: 0; border: none; box-shadow: none; }",
                                   -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);
}

static gboolean
shows_message_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GObject) window = g_list_model_get_item (windows, i);

      found = found || ADW_IS_MESSAGE_DIALOG (window);
    }

  return found;
}

/* Newer GTK warns when the message dialog of libadwaita measures its own heading, if that takes two lines. */
static GLogWriterOutput
forgive_message_dialogs (GLogLevelFlags   level,
                         const GLogField *fields,
                         gsize            n_fields,
                         gpointer         data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        g_str_has_prefix (fields[i].value, "Trying to measure GtkLabel") &&
        shows_message_dialog ())
      return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, data);
}

/**
 * bty_test_run:
 * @argc: as given to main()
 * @argv: as given to main()
 * @add_tests: adds them
 *
 * Returns: the exit status
 */
int
bty_test_run (int    *argc,
              char ***argv,
              void  (*add_tests) (void))
{
  g_setenv ("LC_ALL", "C.UTF-8", FALSE);
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (forgive_message_dialogs, NULL, NULL);
  adw_init ();
  bty_widgets_init (gdk_display_get_default ());
  remove_window_borders ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  add_tests ();

  return g_test_run ();
}

/**
 * bty_test_window_new:
 * @child: (transfer floating): what to show
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: (transfer none): a window that is on screen; close it with bty_test_close()
 */
GtkWidget *
bty_test_window_new (GtkWidget *child,
                     int        width,
                     int        height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  bty_test_frames (window, 3);

  return window;
}

/**
 * bty_test_resize:
 * @window: a window
 * @width: in pixels
 * @height: in pixels
 */
void
bty_test_resize (GtkWidget *window,
                 int        width,
                 int        height)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  for (guint i = 0; i < 50 && gtk_widget_get_width (window) != width; i++)
    bty_test_frames (window, 1);
  bty_test_frames (window, 2);
}

/**
 * bty_test_settle:
 *
 * Runs the main loop until nothing is pending.
 */
void
bty_test_settle (void)
{
  for (guint i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static gboolean
quit_cb (gpointer done)
{
  *(gboolean *) done = TRUE;

  return G_SOURCE_REMOVE;
}

/**
 * bty_test_wait:
 * @milliseconds: how long
 */
void
bty_test_wait (guint milliseconds)
{
  gboolean done = FALSE;

  g_timeout_add (milliseconds, quit_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
count_frame_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       n_frames)
{
  guint *left = n_frames;

  gtk_widget_queue_draw (widget);

  return --*left == 0 ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/**
 * bty_test_frames:
 * @widget: a widget on screen
 * @n_frames: how many frames to wait for
 */
void
bty_test_frames (GtkWidget *widget,
                 guint      n_frames)
{
  guint left = n_frames;

  gtk_widget_add_tick_callback (widget, count_frame_cb, &left, NULL);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  bty_test_settle ();
}

/**
 * bty_test_close:
 * @window: from bty_test_window_new()
 */
void
bty_test_close (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  bty_test_settle ();
}

/**
 * bty_test_screenshot:
 * @window: a window on screen
 * @name: of the picture, without folder and ending
 *
 * Saves what the window shows into the folder in the variable BTY_SCREENSHOTS, if that is set.
 */
void
bty_test_screenshot (GtkWidget  *window,
                     const char *name)
{
  const char *folder = g_getenv ("BTY_SCREENSHOTS");
  g_autofree char *path = NULL;
  g_autoptr(GdkPaintable) paintable = NULL;
  g_autoptr(GtkSnapshot) snapshot = NULL;
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  if (folder == NULL)
    return;

  bty_test_frames (window, 4);
  bty_test_wait (150);
  /* A clock may have moved a line since: what waits to be laid out is not drawn. */
  bty_test_frames (window, 1);
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

/**
 * bty_test_find:
 * @widget: where to look
 * @type: what to look for
 * @css_class: (nullable): a style class that it has
 *
 * Returns: (nullable) (transfer none): the first descendant, or @widget itself, that fits and is visible
 */
GtkWidget *
bty_test_find (GtkWidget  *widget,
               GType       type,
               const char *css_class)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_visible (widget) &&
      (css_class == NULL || gtk_widget_has_css_class (widget, css_class)))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = bty_test_find (child, type, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}
