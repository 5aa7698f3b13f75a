/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-application.h"
#include "bty-chat-page.h"
#include "bty-composer.h"
#include "bty-search-row.h"
#include "bty-split-view.h"
#include "bty-test-providers.h"

#include <glib/gstdio.h>

/* The program in this process: one window on a data directory of its own. */

typedef struct
{
  char      *dir;
  void     (*look) (GtkWindow *window);
  GtkWindow *window;  /* weak: NULL as soon as it is gone */
} Fixture;

static gboolean
look_cb (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  GtkWindow *window = gtk_application_get_active_window (application);

  if (window == NULL || !gtk_widget_get_mapped (GTK_WIDGET (window)))
    return G_SOURCE_CONTINUE;

  bty_test_settle ();
  fixture->look (window);
  fixture->look = NULL;
  g_set_weak_pointer (&fixture->window, window);
  gtk_window_close (window);

  return G_SOURCE_REMOVE;
}

static void
run (Fixture *fixture,
     void   (*look) (GtkWindow *window))
{
  BtyApplication *application = bty_application_new ();
  char *arguments[] = { "boternity", "--data-dir", fixture->dir, NULL };

  fixture->look = look;
  g_settings_set_boolean (bty_application_get_settings (application), "first-run-done", TRUE);
  g_timeout_add (20, look_cb, fixture);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), G_N_ELEMENTS (arguments) - 1, arguments), ==, 0);
  g_assert_true (fixture->look == NULL);
  g_assert_null (fixture->window);
  g_assert_finalize_object (application);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = g_dir_make_tmp ("boternity-XXXXXX", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
}

static gboolean
shows (GtkWindow *window,
       GType      type)
{
  GtkWidget *widget = bty_test_find (GTK_WIDGET (window), type, NULL);

  return widget != NULL && gtk_widget_get_mapped (widget);
}

static BtyComposer *
wait_for_composer (GtkWindow *window)
{
  bty_test_await (GTK_WIDGET (window), shows (window, BTY_TYPE_COMPOSER));

  return BTY_COMPOSER (bty_test_find (GTK_WIDGET (window), BTY_TYPE_COMPOSER, NULL));
}

static gboolean
says (GtkWindow  *window,
      const char *text)
{
  g_autofree char *texts = bty_test_dup_texts (GTK_WIDGET (window));

  return strstr (texts, text) != NULL;
}

/* What is shown follows with the next frames. */
static void
wait_until_says (GtkWindow  *window,
                 const char *text)
{
  bty_test_await (GTK_WIDGET (window), says (window, text));
}

static void
look_at_first_window (GtkWindow *window)
{
  BtyComposer *composer = wait_for_composer (window);

  g_assert_true (says (window, "Ada"));
  g_assert_cmpstr (gtk_window_get_title (window), ==, "New chat");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), GTK_WIDGET (composer)));
}

static void
test_first_window (Fixture       *fixture,
                   gconstpointer  data)
{
  run (fixture, look_at_first_window);
}

static BtyMessage *
wait_for_reply (GtkWindow *window)
{
  BtyChatPage *page = BTY_CHAT_PAGE (bty_test_find (GTK_WIDGET (window), BTY_TYPE_CHAT_PAGE, NULL));
  BtyMessage *reply;

  bty_test_wait_until ((reply = bty_chat_page_get_explained (page)) != NULL
                       && reply->status != BTY_MESSAGE_STATUS_STREAMING);
  g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_COMPLETE);

  return reply;
}

static void
talk (GtkWindow *window)
{
  BtyComposer *composer = wait_for_composer (window);
  BtyMessage *reply;
  g_autofree char *left = NULL;

  bty_composer_set_text (composer, "My cat is called Minka.");
  g_signal_emit_by_name (composer, "send");
  reply = wait_for_reply (window);
  bty_test_settle ();

  left = bty_composer_dup_text (composer);
  g_assert_cmpstr (left, ==, "");
  g_assert_cmpstr (reply->content, !=, "");
  wait_until_says (window, "My cat is called Minka.");
}

static void
look_at_title (GtkWindow *window)
{
  wait_for_composer (window);

  /* The chat is open again, and was given a title. */
  g_assert_cmpstr (gtk_window_get_title (window), !=, "New chat");
  g_assert_nonnull (strstr (gtk_window_get_title (window), "Minka"));
  wait_until_says (window, "My cat is called Minka.");
}

static void
test_talk (Fixture       *fixture,
           gconstpointer  data)
{
  run (fixture, talk);
  run (fixture, look_at_title);
}

static void
write_draft (GtkWindow *window)
{
  bty_composer_set_text (wait_for_composer (window), "Half a thou");
}

static void
look_at_draft (GtkWindow *window)
{
  g_autofree char *text = bty_composer_dup_text (wait_for_composer (window));

  g_assert_cmpstr (text, ==, "Half a thou");
}

static void
test_draft (Fixture       *fixture,
            gconstpointer  data)
{
  run (fixture, write_draft);
  run (fixture, look_at_draft);
}

static void
press_keys (GtkWindow *window)
{
  BtySplitView *split;
  static const char * const actions[] = {
    "win.new-chat", "win.new-private-chat", "win.next-chat", "win.previous-chat", "win.search", "win.back",
    "win.sidebar", "win.sidebar", "win.inspector", "chat.focus",
  };

  wait_for_composer (window);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), actions[i], NULL));
      bty_test_wait (50);
    }
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "providers"));
  bty_test_settle ();
  wait_until_says (window, "Memory only");

  split = BTY_SPLIT_VIEW (bty_test_find (GTK_WIDGET (window), BTY_TYPE_SPLIT_VIEW, NULL));
  g_assert_true (bty_split_view_get_show_end (split));
}

static void
test_actions (Fixture       *fixture,
              gconstpointer  data)
{
  run (fixture, press_keys);
}

/* A window as wide as this shows the names of all pages in its header bar. */
#define ALL_PAGES_FIT 1600

/* Whoever makes a wide window narrow, by dragging or in one step: it gets as narrow as that, and back. */
static void
shrink (GtkWindow *window)
{
  static const int widths[] = { 1600, 360, 720, 360, 1600 };

  wait_for_composer (window);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      bty_test_resize (GTK_WIDGET (window), widths[i], 640);
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), ==, widths[i]);
      bty_test_await (GTK_WIDGET (window), shows (window, ADW_TYPE_VIEW_SWITCHER) == (widths[i] >= ALL_PAGES_FIT));
    }
}

static void
test_shrinking (Fixture       *fixture,
                gconstpointer  data)
{
  run (fixture, shrink);
}

static void
look_at_problem (GtkWindow *window)
{
  g_assert_true (says (window, "Your Data Is Damaged"));
  g_assert_true (says (window, "Try Again"));
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "boternity.db", NULL);

  g_assert_true (g_file_set_contents (path, "This is no database, and never was one.", -1, NULL));
  run (fixture, look_at_problem);
}

static void
test_marks (void)
{
  g_autoptr(PangoAttrList) attributes = NULL;
  g_autofree char *text = bty_search_strip_marks ("a \002cat\003 <b>&\n\002and\003 \002more\u202e", &attributes);
  g_autofree char *marks = pango_attr_list_to_string (attributes);

  g_assert_cmpstr (text, ==, "a cat <b>& and more‹U+202E›");
  g_assert_cmpstr (marks, ==, "2 5 weight bold\n11 14 weight bold\n15 4294967295 weight bold");
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

static void
add_tests (void)
{
  g_test_add_func ("/search/marks", test_marks);
  add ("/window/first", test_first_window);
  add ("/window/talk", test_talk);
  add ("/window/draft", test_draft);
  add ("/window/actions", test_actions);
  add ("/window/shrinking", test_shrinking);
  add ("/window/damaged", test_damaged);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
