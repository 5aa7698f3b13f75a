/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-job.h"

/**
 * bty_memory_job_new:
 * @actor: (nullable): who asks for it; %NULL = the user
 *
 * Returns: (transfer full): a job without anything to do
 */
BtyMemoryJob *
bty_memory_job_new (const char *actor)
{
  BtyMemoryJob *job = g_new0 (BtyMemoryJob, 1);

  job->actor = g_strdup (actor != NULL ? actor : "user");
  job->kept = g_ptr_array_new_with_free_func (g_free);

  return job;
}

/**
 * bty_memory_job_free:
 * @job: (transfer full): what a job needed
 */
void
bty_memory_job_free (BtyMemoryJob *job)
{
  g_free (job->actor);
  g_free (job->id);
  g_strfreev (job->ids);
  g_free (job->bot_id);
  g_free (job->other_id);
  g_free (job->text);
  g_clear_object (&job->memory);
  g_clear_pointer (&job->records, g_ptr_array_unref);
  g_clear_pointer (&job->vectors, bty_query_vector_free);
  g_clear_object (&job->choice);
  g_ptr_array_unref (job->kept);
  g_free (job);
}

/* Returns: (transfer none): a copy of @text that lives as long as the job */
static const char *
keep (BtyMemoryJob *job,
      const char   *text)
{
  char *copy = g_strdup (text);

  if (copy != NULL)
    g_ptr_array_add (job->kept, copy);

  return copy;
}

/**
 * bty_memory_job_set_filter:
 * @job: a job
 * @filter: which memories it is about; copied
 */
void
bty_memory_job_set_filter (BtyMemoryJob          *job,
                           const BtyMemoryFilter *filter)
{
  job->filter = *filter;
  job->filter.bot_id = keep (job, filter->bot_id);
  job->filter.reader_id = keep (job, filter->reader_id);
  job->filter.words = keep (job, filter->words);
  job->filter.category = keep (job, filter->category);
  job->filter.origin = keep (job, filter->origin);
  job->filter.trust = keep (job, filter->trust);
}

/**
 * bty_memory_job_set_audit_filter:
 * @job: a job
 * @filter: which entries it is about; copied
 */
void
bty_memory_job_set_audit_filter (BtyMemoryJob         *job,
                                 const BtyAuditFilter *filter)
{
  job->audit_filter = *filter;
  job->audit_filter.memory_id = keep (job, filter->memory_id);
  job->audit_filter.bot_id = keep (job, filter->bot_id);
  job->audit_filter.actor = keep (job, filter->actor);
  job->audit_filter.action = keep (job, filter->action);
}

/**
 * bty_memory_stored_free:
 * @stored: (transfer full): what became of something
 */
void
bty_memory_stored_free (BtyMemoryStored *stored)
{
  g_clear_object (&stored->memory);
  g_free (stored);
}
