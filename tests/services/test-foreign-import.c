/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-import.h"

#include "bty-error.h"
#include "bty-json.h"
#include "bty-test-profile.h"
#include "bty-test-wait.h"

#include <string.h>

/* As many as need several steps. */
#define MANY 250

typedef struct
{
  BtyTestProfile  profile;
  char           *path;
  guint           n_renewed;
} Fixture;

static void
renewed_cb (Fixture *self)
{
  self->n_renewed++;
}

static void
set_up (Fixture       *self,
        gconstpointer  unused)
{
  bty_test_profile_set_up (&self->profile, NULL);
  self->path = g_build_filename (self->profile.dir, "conversations.json", NULL);
  g_signal_connect_swapped (bty_profile_get_sessions (self->profile.profile), "renewed", G_CALLBACK (renewed_cb), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  unused)
{
  bty_test_profile_tear_down (&self->profile, NULL);
  g_free (self->path);
}

/* @n conversations of two messages, behind each other. */
static void
write_file (Fixture    *self,
            guint       n,
            const char *end)
{
  g_autoptr(GString) json = g_string_new ("[");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (json, "%s\n{\"uuid\":\"c-%u\",\"name\":\"Chat %u\",\"chat_messages\":["
                            "{\"uuid\":\"q\",\"sender\":\"human\",\"text\":\"Question %u?\"},"
                            "{\"uuid\":\"a\",\"sender\":\"assistant\",\"text\":\"Answer %u.\"}]}",
                            i > 0 ? "," : "", i, i, i, i);
  g_string_append (json, end);
  g_file_set_contents (self->path, json->str, json->len, &error);
  g_assert_no_error (error);
}

static BtyWorkflow *
start (Fixture *self)
{
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (self->profile.profile), NULL);

  return bty_foreign_import_start (self->profile.profile, self->path, bot);
}

static gboolean
wait_for_end (Fixture      *self,
              BtyWorkflow  *workflow,
              GError      **error)
{
  BtyJobService *jobs = bty_profile_get_jobs (self->profile.profile);
  g_autoptr(GAsyncResult) result = NULL;

  bty_job_service_wait_async (jobs, workflow, NULL, bty_test_result_cb, &result);

  return bty_job_service_wait_finish (jobs, bty_test_wait (&result), error);
}

static gint64
count (Fixture    *self,
       const char *table)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", table, NULL);

  return bty_test_profile_run_sql (&self->profile, sql);
}

static void
check_all (Fixture *self)
{
  g_assert_cmpint (count (self, "sessions"), ==, MANY);
  g_assert_cmpint (count (self, "messages"), ==, 2 * MANY);
  g_assert_cmpint (count (self, "sessions WHERE head_id IN (SELECT id FROM messages WHERE role = 'assistant')"), ==,
                   MANY);
}

static void
test_progress (Fixture       *self,
               gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(GError) error = NULL;

  write_file (self, MANY, "]");
  workflow = start (self);
  g_assert_true (wait_for_end (self, workflow, &error));
  g_assert_no_error (error);
  check_all (self);
  g_assert_cmpint (bty_json_get_int (workflow->result, "conversations", 0), ==, MANY);
  g_assert_cmpint (bty_json_get_int (workflow->result, "messages", 0), ==, 2 * MANY);
  g_assert_cmpint (workflow->progress, ==, workflow->total);
  g_assert_true (bty_foreign_import_has_all (workflow->result));
  g_assert_cmpuint (self->n_renewed, >, 0);
  /* That it began and how it ended. */
  g_assert_cmpint (count (self, "audit_entries WHERE action = 'import'"), ==, 2);
}

/* It rests, also over a restart, and goes on behind the last conversation that came. */
static void
test_paused (Fixture       *self,
             gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(GError) error = NULL;
  BtyJobService *jobs = bty_profile_get_jobs (self->profile.profile);
  gint64 n;

  write_file (self, MANY, "]");
  workflow = start (self);
  bty_job_service_pause (jobs, workflow);
  bty_test_wait_until (workflow->status == BTY_WORKFLOW_STATUS_PAUSED);
  n = count (self, "sessions");
  g_assert_cmpint (n, <, MANY);
  g_assert_cmpint (count (self, "messages"), ==, 2 * n);
  g_clear_object (&workflow);

  bty_test_profile_reopen (&self->profile);
  jobs = bty_profile_get_jobs (self->profile.profile);
  workflow = g_list_model_get_item (bty_job_service_get_jobs (jobs), 0);
  g_assert_cmpint (workflow->status, ==, BTY_WORKFLOW_STATUS_PAUSED);
  bty_job_service_resume (jobs, workflow);
  g_assert_true (wait_for_end (self, workflow, &error));
  check_all (self);
  g_assert_cmpint (bty_json_get_int (workflow->result, "conversations", 0), ==, MANY);
  g_assert_cmpint (bty_json_get_int (workflow->result, "known", 0), ==, 0);
}

/* The file became another one while it rested: it is read from the beginning, and nothing comes twice. */
static void
test_other_file (Fixture       *self,
                 gconstpointer  unused)
{
  BtyJobService *jobs = bty_profile_get_jobs (self->profile.profile);
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(GError) error = NULL;

  write_file (self, MANY, "]");
  workflow = start (self);
  bty_test_wait_until (workflow->checkpoint != NULL);
  bty_job_service_pause (jobs, workflow);
  bty_test_wait_until (!bty_workflow_is_active (workflow));
  if (workflow->status == BTY_WORKFLOW_STATUS_PAUSED)
    {
      write_file (self, MANY, "\n]\n");
      bty_job_service_resume (jobs, workflow);
      g_assert_true (wait_for_end (self, workflow, &error));
      g_assert_cmpint (bty_json_get_int (workflow->result, "known", 0), >, 0);
    }
  check_all (self);
}

/* What came before it was cancelled stays, whole, and trying again brings the rest. */
static void
test_cancelled (Fixture       *self,
                gconstpointer  unused)
{
  BtyJobService *jobs = bty_profile_get_jobs (self->profile.profile);
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(GError) error = NULL;
  gint64 n;

  write_file (self, MANY, "]");
  workflow = start (self);
  bty_job_service_cancel (jobs, workflow);
  g_assert_false (wait_for_end (self, workflow, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  n = count (self, "sessions");
  g_assert_cmpint (n, <, MANY);
  g_assert_cmpint (count (self, "messages"), ==, 2 * n);

  g_clear_error (&error);
  bty_job_service_retry (jobs, workflow);
  g_assert_true (wait_for_end (self, workflow, &error));
  check_all (self);
}

/* A file that ends too early: what there is of it comes, and that is said. */
static void
test_cut_off (Fixture       *self,
              gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  write_file (self, 70, ",{\"uuid\":\"cut");
  workflow = start (self);
  g_assert_true (wait_for_end (self, workflow, &error));
  g_assert_cmpint (count (self, "sessions"), ==, 70);
  g_assert_false (bty_foreign_import_has_all (workflow->result));
  text = bty_foreign_import_describe (workflow->result);
  g_assert_nonnull (strstr (text, "70 conversations were imported."));
  g_assert_nonnull (strstr (text, "The rest of the file could not be read"));
}

/* Nothing is stored of another kind of file, and the bot must be there. */
static void
test_refused (Fixture       *self,
              gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(BtyWorkflow) other = NULL;
  g_autoptr(BtyBot) nobody = bty_bot_new ("Nobody");
  g_autoptr(GError) error = NULL;

  g_file_set_contents (self->path, "[{\"a\":1},{\"b\":2}]", -1, NULL);
  workflow = start (self);
  g_assert_false (wait_for_end (self, workflow, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);

  g_clear_error (&error);
  write_file (self, 1, "]");
  other = bty_foreign_import_start (self->profile.profile, self->path, nobody);
  g_assert_false (wait_for_end (self, other, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_assert_cmpint (count (self, "sessions"), ==, 0);
  g_assert_cmpint (count (self, "audit_entries WHERE action = 'import'"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *self, gconstpointer unused); } tests[] = {
    { "/foreign-import/progress", test_progress },
    { "/foreign-import/paused", test_paused },
    { "/foreign-import/other-file", test_other_file },
    { "/foreign-import/cancelled", test_cancelled },
    { "/foreign-import/cut-off", test_cut_off },
    { "/foreign-import/refused", test_refused },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return bty_test_profile_run ();
}
