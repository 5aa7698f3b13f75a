/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memories-page.h"
#include "bty-profile.h"
#include "bty-sharing-page.h"
#include "bty-split-view.h"
#include "bty-test-window.h"

#include <glib/gstdio.h>
#include <string.h>

/* The pages Memory and Sharing with nothing, with odd texts and with a lot, wide and as narrow as a phone. */

#define NARROW 360
#define MANY 10000
#define NEEDLE "hummingbird"

typedef struct
{
  char       *dir;
  BtyProfile *profile;
} Fixture;

static const char *const views[] = {
  "live", "inbox", "ended", "deleted", "timeline", "known", "duplicates", "graph",
};

static void
finish_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  fixture->dir = g_dir_make_tmp ("boternity-XXXXXX", NULL);
  bty_profile_open_async (fixture->dir, NULL, finish_cb, &result);
  fixture->profile = bty_profile_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_remove (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  bty_profile_close (fixture->profile);
  g_assert_finalize_object (fixture->profile);
  remove_folder (fixture->dir);
  g_free (fixture->dir);
}

static BtyBot *
get_bot (Fixture *fixture)
{
  return bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);
}

/* Returns: (transfer full): what is remembered */
static BtyMemory *
add (Fixture    *fixture,
     const char *text)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(BtyMemory) memory = bty_memory_new (get_bot (fixture)->id, text);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemory *stored;

  bty_memory_service_add_async (memories, memory, NULL, NULL, finish_cb, &result);
  stored = bty_memory_service_add_finish (memories, wait_for (&result), NULL, &error);
  g_assert_no_error (error);

  return stored;
}

static void
share (Fixture   *fixture,
       BtyMemory *memory)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  const char *ids[] = { memory->id, NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_memory_service_share_async (memories, ids, memory->bot_id, BTY_TRUST_PUBLIC, NULL, NULL, finish_cb, &result);
  bty_memory_service_share_finish (memories, wait_for (&result), &error);
  g_assert_no_error (error);
}

/* Words that no two memories share, so that none is taken for another or for news about it. */
static void
append_words (GString *text,
              GRand   *random)
{
  for (guint i = 0; i < 4; i++)
    {
      for (guint j = 0; j < 8; j++)
        g_string_append_c (text, 'a' + g_rand_int_range (random, 0, 26));
      g_string_append_c (text, i < 3 ? ' ' : '.');
    }
}

static void
add_many (Fixture *fixture)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  BtyMemoryService *memories = bty_profile_get_memories (fixture->profile);
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryImport counts = { 0, };

  for (guint i = 0; i < MANY; i++)
    {
      g_string_append (lines, "{\"text\": \"");
      g_string_append (lines, i == MANY / 2 ? NEEDLE " " : "");
      append_words (lines, random);
      g_string_append (lines, "\"}\n");
    }
  bty_memory_service_import_async (memories, lines->str, get_bot (fixture)->id, TRUE, NULL, NULL, finish_cb,
                                   &result);
  bty_memory_service_import_finish (memories, wait_for (&result), &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts.n_stored, ==, MANY);
}

static GtkWidget *
find_named (GtkWidget  *widget,
            const char *name)
{
  if (g_str_equal (gtk_widget_get_name (widget), name) && GTK_IS_LIST_BOX_ROW (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
look_at (GtkWidget  *page,
         const char *view)
{
  GtkWidget *row = find_named (page, view);

  g_assert_nonnull (row);
  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (row)), GTK_LIST_BOX_ROW (row));
}

/* The list of the view that is shown, or NULL. */
static GtkListView *
get_list (GtkWidget *page)
{
  GtkWidget *list = bty_test_find (page, GTK_TYPE_LIST_VIEW, "navigation-sidebar");

  return list != NULL && gtk_widget_get_mapped (list) ? GTK_LIST_VIEW (list) : NULL;
}

static guint
count_listed (GtkWidget *page)
{
  GtkListView *list = get_list (page);

  return list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) : 0;
}

static void
assert_fits (GtkWidget  *window,
             GtkWidget  *page,
             const char *what)
{
  int minimum;

  bty_test_frames (window, 3);
  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("%s: at least %d pixels wide", what, minimum);
  g_assert_cmpint (minimum, <=, NARROW);
  g_assert_cmpint (gtk_widget_get_width (page), <=, NARROW);
}

/* Every view is shown at the width of a phone, and once more with room. */
static void
walk_through (Fixture    *fixture,
              const char *name)
{
  GtkWidget *page = bty_memories_page_new (fixture->profile);
  GtkWidget *window = bty_test_window_new (page, NARROW, 640);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *picture = g_strdup_printf ("pages-%s-%s", name, views[i]);

      look_at (page, views[i]);
      assert_fits (window, page, views[i]);
      bty_test_screenshot (window, picture);
    }
  bty_test_resize (window, 1100, 720);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      look_at (page, views[i]);
      bty_test_frames (window, 2);
    }
  bty_test_close (window);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  walk_through (fixture, "empty");
}

static void
test_odd_texts (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const texts[] = {
    "<b>bold</b> & \"quoted\" %s %n",
    "\342\200\256evil\342\200\254 \363\240\201\201",
    "first line\nsecond line\n\n\n\nlast line",
    "مرحبا بكم في الذاكرة",
  };
  g_autofree char *endless = g_strnfill (1900, 'x');
  g_autoptr(BtyMemory) memory = add (fixture, endless);
  BtySplitView *split;
  GtkWidget *page;
  GtkWidget *window;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_object_unref (add (fixture, texts[i]));
  walk_through (fixture, "odd");

  page = bty_memories_page_new (fixture->profile);
  window = bty_test_window_new (page, NARROW, 640);
  bty_memories_page_open (BTY_MEMORIES_PAGE (page), memory->id);
  split = BTY_SPLIT_VIEW (bty_test_find (page, BTY_TYPE_SPLIT_VIEW, NULL));
  bty_test_await (window, bty_split_view_get_show_end (split));
  assert_fits (window, page, "one memory");
  bty_test_screenshot (window, "pages-odd-detail");
  bty_test_close (window);
}

static void
test_right_to_left (Fixture       *fixture,
                    gconstpointer  data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  g_object_unref (add (fixture, "My sister Lena is allergic to peanuts."));
  walk_through (fixture, "rtl");
}

/* A page of the list at a time, whatever there is; more when the end comes near; words answer with what fits. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *page;
  GtkWidget *window;
  GtkWidget *entry;
  guint n_first;

  add_many (fixture);
  page = bty_memories_page_new (fixture->profile);
  window = bty_test_window_new (page, 1100, 720);
  bty_test_await (window, count_listed (page) > 0);
  bty_test_frames (window, 5);
  n_first = count_listed (page);
  g_test_message ("%u are listed at first", n_first);
  g_assert_cmpuint (n_first, <, MANY / 4);
  bty_test_screenshot (window, "pages-many");

  gtk_widget_activate_action (GTK_WIDGET (get_list (page)), "list.scroll-to-item", "u", n_first - 1);
  bty_test_await (window, count_listed (page) > n_first);

  /* Words answer, and never are all of them read. */
  entry = bty_test_find (page, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "hummingb");
  bty_test_await (window, count_listed (page) == 1);
  gtk_editable_set_text (GTK_EDITABLE (entry), "nothing like that");
  bty_test_await (window, get_list (page) == NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  bty_test_await (window, count_listed (page) > 1);
  g_assert_cmpuint (count_listed (page), <, MANY / 4);
  bty_test_close (window);
}

static void
test_sharing (Fixture       *fixture,
              gconstpointer  data)
{
  BtyBotService *bots = bty_profile_get_bots (fixture->profile);
  g_autofree char *endless = g_strnfill (1900, 'x');
  g_autoptr(BtyMemory) memory = add (fixture, endless);
  GtkWidget *page;
  GtkWidget *window;

  share (fixture, memory);
  for (guint i = 0; i < 32; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %u", i % 2 == 0 ? "The Thoughtful Keeper of All Notes" : "Bert", i);
      g_autoptr(BtyBot) bot = bty_bot_new (name);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      bty_bot_service_add_async (bots, bot, NULL, NULL, finish_cb, &result);
      bty_bot_service_add_finish (bots, wait_for (&result), &error);
      g_assert_no_error (error);
    }
  page = bty_sharing_page_new (fixture->profile);
  window = bty_test_window_new (page, NARROW, 640);
  bty_test_await (window, find_named (page, memory->bot_id) != NULL);
  assert_fits (window, page, "trust");
  bty_test_screenshot (window, "pages-sharing-trust");
  look_at (page, memory->bot_id);
  bty_test_await (window, count_listed (page) == 1);
  assert_fits (window, page, "shared memories");
  bty_test_screenshot (window, "pages-sharing-list");
  bty_test_resize (window, 1100, 720);
  look_at (page, "trust");
  bty_test_frames (window, 3);
  bty_test_screenshot (window, "pages-sharing-matrix");
  bty_test_close (window);
}

static void
add_tests (void)
{
#define ADD(name, func) g_test_add ("/memory-pages/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("empty", test_empty);
  ADD ("odd-texts", test_odd_texts);
  ADD ("right-to-left", test_right_to_left);
  ADD ("many", test_many);
  ADD ("sharing", test_sharing);
#undef ADD
}

int
main (int   argc,
      char *argv[])
{
  return bty_test_run (&argc, &argv, add_tests);
}
