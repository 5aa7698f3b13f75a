/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-task-wait.h"

typedef struct
{
  GTask       *task;
  BtyTaskFunc  go_on;
} Wait;

static gboolean
waited_cb (gpointer user_data)
{
  Wait *wait = user_data;

  if (g_task_return_error_if_cancelled (wait->task))
    g_object_unref (wait->task);
  else
    wait->go_on (wait->task);

  return G_SOURCE_REMOVE;
}

/**
 * bty_task_wait:
 * @task: (transfer full): what has to wait
 * @milliseconds: how long
 * @go_on: (scope async): what is done then
 *
 * Goes on with @task later, or ends it as soon as it is cancelled.
 */
void
bty_task_wait (GTask       *task,
               gint64       milliseconds,
               BtyTaskFunc  go_on)
{
  g_autoptr(GSource) source = g_timeout_source_new ((guint) CLAMP (milliseconds, 0, G_MAXINT));
  Wait *wait = g_new (Wait, 1);

  *wait = (Wait) { task, go_on };
  if (g_task_get_cancellable (task) != NULL)
    {
      g_autoptr(GSource) cancelled = g_cancellable_source_new (g_task_get_cancellable (task));

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  g_source_set_static_name (source, "bty_task_wait");
  g_source_set_callback (source, waited_cb, wait, g_free);
  g_source_attach (source, g_task_get_context (task));
}
