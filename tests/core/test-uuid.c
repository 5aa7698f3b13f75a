/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-uuid.h"

#include <string.h>

#include "bty-time.h"

static void
test_form (void)
{
  g_autofree char *id = bty_uuid_new ();
  g_autoptr(GRegex) form = g_regex_new ("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
                                        0, 0, NULL);

  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_true (g_regex_match (form, id, 0, NULL));
}

static void
test_sorts_by_time (void)
{
  g_autofree char *last = bty_uuid_new ();

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *id = bty_uuid_new ();

      g_assert_cmpstr (last, <, id);
      g_free (last);
      last = g_steal_pointer (&id);
    }
}

static void
test_carries_its_time (void)
{
  gint64 before = bty_time_now () / 1000;
  g_autofree char *id = bty_uuid_new ();
  g_autofree char *stamp = g_strdup_printf ("%.8s%.4s", id, id + 9);
  gint64 milliseconds = g_ascii_strtoll (stamp, NULL, 16);

  /* Many ids in one millisecond run a little ahead of the clock. */
  g_assert_cmpint (milliseconds, >=, before);
  g_assert_cmpint (milliseconds, <=, bty_time_now () / 1000 + 100);
}

static gpointer
make_many (gpointer user_data)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 5000; i++)
    g_ptr_array_add (ids, bty_uuid_new ());

  return ids;
}

static void
test_threads_never_share_one (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("ids", make_many, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr(GPtrArray) ids = g_thread_join (threads[i]);

      for (guint j = 0; j < ids->len; j++)
        g_assert_true (g_hash_table_add (seen, g_strdup (g_ptr_array_index (ids, j))));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uuid/form", test_form);
  g_test_add_func ("/uuid/sorts-by-time", test_sorts_by_time);
  g_test_add_func ("/uuid/carries-its-time", test_carries_its_time);
  g_test_add_func ("/uuid/threads-never-share-one", test_threads_never_share_one);

  return g_test_run ();
}
