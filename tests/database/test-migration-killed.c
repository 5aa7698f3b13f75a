/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-config.h"
#include "bty-migrator.h"
#include "bty-test-storage.h"
#include "bty-test-victim.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whoever is killed in the middle of a migration finds everything as it was, or as it shall be, and the next start
 * makes it so. With "--all" behind the name of this program every migration is broken off before and after each of its
 * statements, else at some of these moments. */

#define NEVER 0
#define SOME 3      /* moments of each migration and way, of which one is the last */
#define SOME_SLOW 2

static gboolean breaks_off_all;

/* Written by the process that is killed. */
static guint *n_moments;

typedef enum
{
  DONE,
  FAILED,
  KILLED,
} End;

/* Makes the next version of the schema in another process, as a start of the program does. */
static End
migrate (BtyTestVictim *victim,
         guint          version,
         guint          way,
         guint          at)
{
  int status = 0;
  pid_t child;

  *n_moments = 0;
  child = fork ();
  if (child == 0)
    {
      BtyDatabase *database;
      GPtrArray *steps;

      victim->arm (victim, way, n_moments, at);
      database = bty_database_open (victim->uri, NULL, BTY_DATABASE_WRITE, NULL);
      if (database == NULL)
        _exit (1);
      steps = bty_migrator_load (database);
      g_ptr_array_set_size (steps, version);
      _exit (bty_migrator_run (database, steps, NULL) ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  victim->wait (victim);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      return KILLED;
    }

  return WEXITSTATUS (status) == 0 ? DONE : FAILED;
}

/* Looks whether nobody sees that it was broken off. Returns whether all was done. */
static gboolean
check (BtyTestVictim *victim,
       guint          version,
       const char    *before,
       const char    *after,
       End            end)
{
  g_autofree char *found = victim->read (victim);
  gboolean is_new = strcmp (found, after) == 0;

  if (!is_new)
    g_assert_cmpstr (found, ==, before);
  if (end == DONE)
    g_assert_true (is_new);
  if (version > 1)
    victim->check_copy (victim, version - 1, before, is_new);

  return is_new;
}

/* The next start does what is left, from what it finds. */
static void
check_next_start (BtyTestVictim *victim,
                  guint          version,
                  const char    *before,
                  const char    *after)
{
  g_assert_cmpint (migrate (victim, version, 0, NEVER), ==, DONE);
  g_assert_true (check (victim, version, before, after, DONE));
}

/* Returns how often it was broken off. */
static guint
break_off (BtyTestVictim *victim,
           guint          version,
           guint          way,
           guint          last,
           const char    *before,
           const char    *after)
{
  guint n = breaks_off_all ? last : victim->is_slow ? SOME_SLOW : SOME;

  for (guint i = 1; i <= n; i++)
    {
      guint at = last * i / n;
      End end = migrate (victim, version, way, at);
      gboolean is_new = check (victim, version, before, after, end);

      if (g_test_verbose ())
        g_test_message ("version %u, %s at moment %u of %u: %s", version, victim->ways[way], at, last,
                        is_new ? "new" : "old");
      g_assert_cmpuint (*n_moments, >=, at);
      if (!is_new && victim->is_slow && at < last)
        continue;
      check_next_start (victim, version, before, after);
      if (at < last)
        victim->put_back (victim);
    }

  return n;
}

static void
walk_up (BtyTestVictim *victim,
         guint          first)
{
  guint newest = bty_migrator_get_newest ();
  guint n_done = 0;

  victim->put_back (victim);
  for (guint version = first + 1; version <= newest; version++)
    {
      g_autofree char *before = victim->read (victim);
      g_autofree char *after = NULL;
      guint last;

      g_assert_cmpint (migrate (victim, version, 0, NEVER), ==, DONE);
      last = *n_moments;
      g_assert_cmpuint (last, >, SOME);
      after = victim->read (victim);
      g_assert_cmpstr (before, !=, after);
      for (guint way = 0; victim->ways[way] != NULL; way++)
        {
          victim->put_back (victim);
          n_done += break_off (victim, version, way, last, before, after);
        }
      victim->keep (victim);
    }
  g_test_message ("broken off %u times", n_done);
}

/* In memory where that can be: what a process has written is there when it is killed, also what the disk has not. */
static char *
make_directory (void)
{
  gboolean has_memory = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR);
  char *directory = g_build_filename (has_memory ? "/dev/shm" : g_get_tmp_dir (), "bty-test-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (directory));

  return directory;
}

/* A database of every version that was released, and one that is new. */
static void
test_file (gconstpointer fixture)
{
  g_autofree char *directory = make_directory ();
  g_autofree char *path = NULL;
  BtyTestVictim *victim;

  if (fixture != NULL)
    path = g_test_build_filename (G_TEST_DIST, "fixtures", "databases", fixture, NULL);
  victim = bty_test_victim_new_file (directory, path);
  walk_up (victim, fixture != NULL ? atoi ((const char *) fixture + strlen ("version-")) : 0);
  victim->free (victim);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

static void
add_files (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "databases", NULL);
  g_autoptr(GDir) fixtures = g_dir_open (path, 0, NULL);
  const char *name;

  g_test_add_data_func ("/migration-killed/file/new", NULL, test_file);
  while ((name = g_dir_read_name (fixtures)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/migration-killed/file/", name, NULL);

      g_test_add_data_func_full (test, g_strdup (name), test_file, g_free);
    }
}

#ifdef BTY_WITH_POSTGRES
/* From nothing on, with rows of two tenants as soon as there can be some. */
static void
test_server (gconstpointer place)
{
  BtyTestVictim *victim = bty_test_victim_new_server (GPOINTER_TO_INT (place));

  walk_up (victim, 0);
  victim->free (victim);
}

static void
add_servers (void)
{
  for (int place = BTY_TEST_SERVER; place <= bty_test_get_last_place (); place++)
    {
      g_autofree char *name = bty_test_name_place (place);
      g_autofree char *test = g_strconcat ("/migration-killed/", name, NULL);

      g_test_add_data_func (test, GINT_TO_POINTER (place), test_server);
    }
}
#endif

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  breaks_off_all = argc > 1 && g_str_equal (argv[1], "--all");
  n_moments = mmap (NULL, sizeof *n_moments, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (n_moments != MAP_FAILED);

  if (bty_test_get_first_place () != BTY_TEST_SERVER)
    add_files ();
#ifdef BTY_WITH_POSTGRES
  else
    add_servers ();
#endif

  return g_test_run ();
}
