/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-job.h"

#include <glib-unix.h>
#include <stdio.h>
#include <unistd.h>

#include "bty-cli-wait.h"

typedef struct
{
  BtyJobService *jobs;
  BtyWorkflow   *workflow;
  int            shown;      /* percent; -1 = nothing yet */
} Watch;

/* One line that is written over, where somebody looks at it. */
static void
show_progress_cb (BtyWorkflow *workflow,
                  GParamSpec  *pspec,
                  gpointer     user_data)
{
  Watch *watch = user_data;
  int percent;

  if (workflow->total <= 0 || !isatty (STDERR_FILENO))
    return;
  percent = (int) (100.0 * workflow->progress / workflow->total);
  if (percent == watch->shown)
    return;
  watch->shown = percent;
  fprintf (stderr, "\r%3d %%", percent);
  fflush (stderr);
}

static void
end_progress (Watch *watch)
{
  if (watch->shown >= 0)
    fputs ("\r     \r", stderr);
}

static gboolean
interrupted_cb (gpointer user_data)
{
  Watch *watch = user_data;

  bty_job_service_cancel (watch->jobs, watch->workflow);

  return G_SOURCE_CONTINUE;
}

/**
 * bty_cli_wait_for_job:
 * @cli: this run, opened
 * @workflow: long work
 * @error: (out) (optional): why it failed, or that it was interrupted from the keyboard
 *
 * Waits for the end of long work, and shows how far it is.
 *
 * Returns: whether it is complete
 */
gboolean
bty_cli_wait_for_job (BtyCli       *cli,
                      BtyWorkflow  *workflow,
                      GError      **error)
{
  BtyJobService *jobs = bty_profile_get_jobs (cli->profile);
  Watch watch = { jobs, workflow, -1 };
  g_autoptr(GAsyncResult) result = NULL;
  guint source = g_unix_signal_add (SIGINT, interrupted_cb, &watch);
  gulong handler = g_signal_connect (workflow, "notify::progress", G_CALLBACK (show_progress_cb), &watch);
  gboolean done;

  bty_job_service_wait_async (jobs, workflow, NULL, bty_cli_wait_cb, &result);
  done = bty_job_service_wait_finish (jobs, bty_cli_wait (&result), error);
  g_signal_handler_disconnect (workflow, handler);
  g_source_remove (source);
  end_progress (&watch);

  return done;
}
