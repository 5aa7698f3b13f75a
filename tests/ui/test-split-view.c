/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-split-view.h"

#include "bty-test-window.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *split;
  GtkWidget *sidebar;
  GtkWidget *content;
  GtkWidget *end;
} Fixture;

static GtkWidget *
create_pane (const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  g_object_set (label, "width-chars", 5, NULL);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("Button"));

  return box;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  width)
{
  fixture->split = bty_split_view_new ();
  fixture->sidebar = create_pane ("Sidebar");
  fixture->content = create_pane ("Content with quite some words that need to be wrapped in a narrow pane");
  fixture->end = create_pane ("End");
  g_object_set (fixture->split,
                "sidebar", fixture->sidebar,
                "content", fixture->content,
                "end", fixture->end,
                NULL);
  fixture->window = bty_test_window_new (fixture->split, GPOINTER_TO_INT (width), 600);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  width)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->split), (gpointer *) &fixture->split);
  bty_test_close (fixture->window);
  g_assert_null (fixture->split);
}

static void
assert_panes (Fixture *fixture,
              gboolean sidebar,
              gboolean content,
              gboolean end)
{
  g_assert_cmpint (gtk_widget_get_mapped (fixture->sidebar), ==, sidebar);
  g_assert_cmpint (gtk_widget_get_mapped (fixture->content), ==, content);
  g_assert_cmpint (gtk_widget_get_mapped (fixture->end), ==, end);
}

static void
test_fold (Fixture       *fixture,
           gconstpointer  width)
{
  BtySplitView *split = BTY_SPLIT_VIEW (fixture->split);

  g_assert_false (bty_split_view_get_folded (split));
  g_assert_false (bty_split_view_get_end_folded (split));
  assert_panes (fixture, TRUE, TRUE, FALSE);
  bty_split_view_set_show_end (split, TRUE);
  bty_test_frames (fixture->window, 2);
  assert_panes (fixture, TRUE, TRUE, TRUE);
  bty_test_screenshot (fixture->window, "split-wide");

  bty_test_resize (fixture->window, 900, 600);
  g_assert_false (bty_split_view_get_folded (split));
  g_assert_true (bty_split_view_get_end_folded (split));
  assert_panes (fixture, TRUE, TRUE, TRUE);
  bty_test_screenshot (fixture->window, "split-overlaid");

  bty_test_resize (fixture->window, 500, 600);
  g_assert_true (bty_split_view_get_folded (split));
  assert_panes (fixture, FALSE, FALSE, TRUE);
  g_assert_true (bty_split_view_go_back (split));
  bty_test_frames (fixture->window, 2);
  assert_panes (fixture, TRUE, FALSE, FALSE);
  g_assert_false (bty_split_view_go_back (split));

  bty_split_view_set_show_content (split, TRUE);
  bty_test_frames (fixture->window, 2);
  assert_panes (fixture, FALSE, TRUE, FALSE);
  g_assert_true (bty_split_view_go_back (split));
  bty_test_frames (fixture->window, 2);
  assert_panes (fixture, TRUE, FALSE, FALSE);
}

static void
test_every_width (Fixture       *fixture,
                  gconstpointer  width)
{
  guint notified = 0;

  bty_split_view_set_show_end (BTY_SPLIT_VIEW (fixture->split), TRUE);
  bty_split_view_set_show_content (BTY_SPLIT_VIEW (fixture->split), TRUE);
  g_signal_connect_swapped (fixture->split, "notify::folded", G_CALLBACK (g_atomic_int_inc), &notified);
  for (int x = 360; x <= 2000; x += 41)
    {
      bty_test_resize (fixture->window, x, 400);
      g_assert_cmpint (gtk_widget_get_width (fixture->window), ==, x);
      g_assert_cmpint (bty_split_view_get_folded (BTY_SPLIT_VIEW (fixture->split)), ==, x < 720);
      g_assert_cmpint (bty_split_view_get_end_folded (BTY_SPLIT_VIEW (fixture->split)), ==, x < 1000);
    }
  bty_test_resize (fixture->window, 360, 400);
  g_assert_cmpuint (notified, ==, 2);
}

static void
assert_sidebar_side (Fixture *fixture,
                     gboolean on_left)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (fixture->sidebar, fixture->split, &bounds));
  if (on_left)
    g_assert_cmpfloat (bounds.origin.x, ==, 0);
  else
    g_assert_cmpfloat (bounds.origin.x + bounds.size.width, ==, gtk_widget_get_width (fixture->split));
}

static void
test_rtl (Fixture       *fixture,
          gconstpointer  width)
{
  assert_sidebar_side (fixture, TRUE);
  gtk_widget_set_direction (fixture->split, GTK_TEXT_DIR_RTL);
  bty_test_frames (fixture->window, 2);
  assert_sidebar_side (fixture, FALSE);
}

static void
test_focus (Fixture       *fixture,
            gconstpointer  width)
{
  BtySplitView *split = BTY_SPLIT_VIEW (fixture->split);
  GtkWidget *button = bty_test_find (fixture->sidebar, GTK_TYPE_BUTTON, "text-button");

  /* What is unmapped does not keep the keyboard. */
  g_assert_true (gtk_widget_grab_focus (button));
  bty_test_resize (fixture->window, 500, 600);
  bty_split_view_set_show_content (split, TRUE);
  bty_test_frames (fixture->window, 2);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), fixture->content));
  bty_split_view_go_back (split);
  bty_test_frames (fixture->window, 2);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), fixture->sidebar));
}

static void
test_optional_panes (void)
{
  GtkWidget *split = bty_split_view_new ();
  GtkWidget *content = create_pane ("Only content");
  GtkWidget *window = NULL;

  g_object_set (split, "content", content, NULL);
  window = bty_test_window_new (split, 400, 300);
  g_assert_true (gtk_widget_get_mapped (content));
  g_assert_false (bty_split_view_go_back (BTY_SPLIT_VIEW (split)));
  g_object_set (split, "content", NULL, NULL);
  bty_test_resize (window, 800, 300);
  bty_test_close (window);
}

static void
add_tests (void)
{
#define ADD(name, function, width) \
  g_test_add ("/split-view/" name, Fixture, GINT_TO_POINTER (width), set_up, function, tear_down)
  ADD ("fold", test_fold, 1200);
  ADD ("every-width", test_every_width, 360);
  ADD ("rtl", test_rtl, 1200);
  ADD ("focus", test_focus, 1000);
  g_test_add_func ("/split-view/optional-panes", test_optional_panes);
#undef ADD
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
