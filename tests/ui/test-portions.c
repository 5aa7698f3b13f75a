/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-portions.h"
#include "bty-test-window.h"

/* A list of thousands of rows makes those that are near, and is else like any other: what is in it has its place, the
 * keyboard goes through all of it, and who was in a row that goes is in the one that comes in its place. */

#define MANY 1500

typedef struct
{
  GListStore *model;
  GtkListBox *list;
  GtkWidget  *scroller;
  GtkWidget  *window;
  guint       next;
} Fixture;

static void
add (Fixture *fixture,
     guint    position,
     guint    removed,
     guint    added)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", fixture->next++);

      g_ptr_array_add (items, gtk_string_object_new (text));
    }
  g_list_store_splice (fixture->model, position, removed, items->pdata, added);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), gtk_label_new (gtk_string_object_get_string (item)));

  return row;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->model = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  fixture->list = GTK_LIST_BOX (gtk_list_box_new ());
  fixture->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (fixture->scroller), GTK_WIDGET (fixture->list));
  bty_portions_bind (fixture->list, G_LIST_MODEL (fixture->model), create_row, NULL);
  fixture->window = bty_test_window_new (fixture->scroller, 300, 400);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bty_test_close (fixture->window);
  g_assert_finalize_object (fixture->model);
}

/* What is shown is the beginning of what there is. Returns: how much that is */
static guint
assert_shows_beginning (Fixture *fixture)
{
  GtkListBoxRow *row;
  guint n_rows = 0;

  for (; (row = gtk_list_box_get_row_at_index (fixture->list, (int) n_rows)) != NULL; n_rows++)
    {
      g_autoptr(GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (fixture->model), n_rows);

      g_assert_nonnull (item);
      g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_list_box_row_get_child (row))), ==,
                       gtk_string_object_get_string (item));
    }

  return n_rows;
}

static guint
count_items (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->model));
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));
  guint n_rows;

  add (fixture, 0, 0, MANY);
  bty_test_await (fixture->window, gtk_adjustment_get_upper (adjustment) > 1000);
  n_rows = assert_shows_beginning (fixture);
  g_assert_cmpuint (n_rows, <, 200);

  /* Further down there are more, again and again. */
  for (guint i = 0; i < 3; i++)
    {
      n_rows = assert_shows_beginning (fixture);
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      bty_test_await (fixture->window, assert_shows_beginning (fixture) > n_rows);
    }

  bty_portions_reveal (fixture->list, 1000);
  g_assert_cmpuint (assert_shows_beginning (fixture), ==, 1001);
  bty_portions_reveal (fixture->list, MANY + 7);
  g_assert_cmpuint (assert_shows_beginning (fixture), ==, MANY);
}

/* Few enough are all there, whatever is done to them. */
static void
test_few (Fixture       *fixture,
          gconstpointer  data)
{
  for (guint i = 0; i < 5; i++)
    add (fixture, count_items (fixture), 0, 3);
  g_assert_cmpuint (assert_shows_beginning (fixture), ==, 15);
  add (fixture, 3, 2, 0);
  add (fixture, 0, 1, 1);
  add (fixture, 13, 0, 2);
  g_assert_cmpuint (assert_shows_beginning (fixture), ==, 15);
  add (fixture, 0, 15, 0);
  g_assert_cmpuint (assert_shows_beginning (fixture), ==, 0);
  add (fixture, 0, 0, 2);
  g_assert_cmpuint (assert_shows_beginning (fixture), ==, 2);
}

/* Changes before, across and behind the end of what is shown. */
static void
test_changes (Fixture       *fixture,
              gconstpointer  data)
{
  static const guint changes[][3] = {
    { 0, 0, 300 }, { 299, 1, 0 }, { 299, 0, 40 }, { 10, 100, 0 }, { 5, 0, 100 }, { 0, 1, 1 }, { 19, 1, 200 },
    { 0, 400, 3 }, { 0, 0, 1 }, { 4, 0, 30 }, { 20, 14, 0 }, { 0, 0, 60 }, { 40, 10, 10 }, { 0, 80, 25 },
  };
  guint n_items = 0;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      add (fixture, changes[i][0], changes[i][1], changes[i][2]);
      n_items += changes[i][2] - changes[i][1];
      g_assert_cmpuint (count_items (fixture), ==, n_items);
      bty_test_await (fixture->window, assert_shows_beginning (fixture) >= MIN (n_items, BTY_PORTIONS_FIRST));
      if (i % 3 > 0)
        bty_test_frames (fixture->window, i % 3);
    }
}

static int
find_focus (Fixture *fixture)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return GTK_IS_LIST_BOX_ROW (focus) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : -1;
}

static void
test_focus (Fixture       *fixture,
            gconstpointer  data)
{
  add (fixture, 0, 0, 10);
  bty_test_settle ();
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (fixture->list, 4)));
  g_assert_cmpint (find_focus (fixture), ==, 4);
  add (fixture, 4, 1, 0);
  g_assert_cmpint (find_focus (fixture), ==, 4);
  add (fixture, 0, 1, 0);
  g_assert_cmpint (find_focus (fixture), ==, 3);
  add (fixture, 3, 5, 0);
  g_assert_cmpint (find_focus (fixture), ==, 2);
}

static void
add_tests (void)
{
#define ADD(name, func) g_test_add ("/portions/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("many", test_many);
  ADD ("few", test_few);
  ADD ("changes", test_changes);
  ADD ("focus", test_focus);
#undef ADD
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
