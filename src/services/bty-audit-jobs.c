/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-jobs.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-memories.h"
#include "bty-audit-restored.h"
#include "bty-audit-store.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-keyring.h"
#include "bty-setting-store.h"
#include "bty-time.h"

/* Whether a keyring was asked for the first seal by a program that was about to end. */
#define FIRST_SEAL_ASKED "first_seal_asked"

/**
 * bty_audit_mark_new:
 * @chain: the id of a chain
 * @position: of its last entry
 * @hash: of that entry
 *
 * Returns: (transfer full): a mark
 */
BtyAuditMark *
bty_audit_mark_new (const char *chain,
                    gint64      position,
                    const char *hash)
{
  BtyAuditMark *self = g_new0 (BtyAuditMark, 1);

  self->chain = g_strdup (chain);
  self->position = position;
  self->hash = g_strdup (hash);

  return self;
}

/**
 * bty_audit_mark_parse:
 * @text: (nullable): what bty_audit_mark_print() gave
 *
 * Returns: (transfer full) (nullable): the mark; %NULL if it is none
 */
BtyAuditMark *
bty_audit_mark_parse (const char *text)
{
  g_autoptr(JsonNode) node = text != NULL ? bty_json_parse (text, -1, NULL) : NULL;
  const char *chain = node != NULL ? bty_json_get_text (node, "chain") : NULL;
  const char *hash = node != NULL ? bty_json_get_text (node, "hash") : NULL;
  gint64 position = node != NULL ? bty_json_get_int (node, "position", 0) : 0;

  return chain != NULL && hash != NULL && position > 0 ? bty_audit_mark_new (chain, position, hash) : NULL;
}

/**
 * bty_audit_mark_print:
 * @self: a mark
 *
 * Returns: (transfer full): one line of JSON
 */
char *
bty_audit_mark_print (BtyAuditMark *self)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), json_object_new ());
  JsonObject *object = json_node_get_object (node);

  json_object_unref (object);
  json_object_set_string_member (object, "chain", self->chain);
  json_object_set_int_member (object, "position", self->position);
  json_object_set_string_member (object, "hash", self->hash);

  return json_to_string (node, FALSE);
}

/**
 * bty_audit_mark_free:
 * @self: (transfer full): a mark
 */
void
bty_audit_mark_free (BtyAuditMark *self)
{
  g_free (self->chain);
  g_free (self->hash);
  g_free (self);
}

/**
 * bty_audit_job_new:
 * @actor: (nullable): who asks for it; %NULL = the user
 *
 * Returns: (transfer full): a job that knows nothing yet
 */
BtyAuditJob *
bty_audit_job_new (const char *actor)
{
  BtyAuditJob *job = g_new0 (BtyAuditJob, 1);

  job->actor = g_strdup (actor != NULL ? actor : "user");
  job->marks = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_audit_mark_free);
  job->unproven = g_ptr_array_new_with_free_func (g_free);

  return job;
}

/**
 * bty_audit_job_free:
 * @job: (transfer full): what a job needed
 */
void
bty_audit_job_free (BtyAuditJob *job)
{
  g_free (job->actor);
  g_clear_pointer (&job->key, bty_key_free);
  g_ptr_array_unref (job->marks);
  g_ptr_array_unref (job->unproven);
  g_free (job->chain);
  g_clear_object (&job->head);
  g_clear_object (&job->seal);
  g_free (job);
}

/**
 * bty_audit_read_end_on_db:
 *
 * A job. Reads which chain it is, where it ends, and its last seal, into the job.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_audit_read_end_on_db (BtyDatabase   *database,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error)
{
  BtyAuditJob *job = data;
  GError *read_error = NULL;

  job->chain = bty_audit_store_get_chain (database, &read_error);
  if (job->chain != NULL && *job->chain == '\0')
    g_clear_pointer (&job->chain, g_free);
  if (read_error == NULL)
    job->head = bty_audit_store_get_head (database, &read_error);
  if (job->head != NULL)
    job->seal = bty_audit_store_get_seal (database, job->head->chain, &read_error);
  if (read_error != NULL)
    {
      g_propagate_error (error, read_error);
      return NULL;
    }

  return GINT_TO_POINTER (TRUE);
}

/**
 * bty_audit_read_first_end_on_db:
 *
 * A job. Like bty_audit_read_end_on_db(), but leaves the end out of the job unless the chain has no seal and this was
 * not asked before.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_audit_read_first_end_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error)
{
  BtyAuditJob *job = data;
  g_autofree char *asked = bty_setting_store_get (database, FIRST_SEAL_ASKED, error);

  if (asked == NULL || bty_audit_read_end_on_db (database, data, cancellable, error) == NULL)
    return NULL;
  if (*asked == '\0' && job->head != NULL && job->seal == NULL)
    return GINT_TO_POINTER (bty_setting_store_set (database, FIRST_SEAL_ASKED, "1", error));
  g_clear_object (&job->head);

  return GINT_TO_POINTER (TRUE);
}

/* A seal that the key does not vouch for is no mark, but a sign. */
static gboolean
check_seal (BtyAuditJob      *job,
            BtyAuditVerifier *verifier)
{
  g_autofree char *expected = NULL;

  if (job->key == NULL || job->seal == NULL)
    return TRUE;

  expected = bty_audit_chain_seal (job->key, job->seal->id, job->seal->position, job->seal->hash,
                                   job->seal->sealed_at);
  if (g_strcmp0 (expected, job->seal->seal) != 0)
    return FALSE;
  bty_audit_verifier_mark (verifier, job->seal->id, job->seal->position, job->seal->hash);

  return TRUE;
}

static void
add_unproven (BtyAuditReport *report,
              char           *sentence)
{
  g_ptr_array_add (report->unproven, sentence);
}

/* Says plainly what the verification could not show. */
static void
note_unproven (BtyAuditJob    *job,
               BtyAuditReport *report)
{
  gint64 sealed = job->key != NULL && job->seal != NULL ? job->seal->position : 0;

  for (guint i = 0; i < job->marks->len; i++)
    if (job->head != NULL && g_strcmp0 (((BtyAuditMark *) g_ptr_array_index (job->marks, i))->chain,
                                        job->head->chain) == 0)
      sealed = MAX (sealed, ((BtyAuditMark *) g_ptr_array_index (job->marks, i))->position);
  for (guint i = 0; i < job->unproven->len; i++)
    add_unproven (report, g_strdup (g_ptr_array_index (job->unproven, i)));

  if (report->n_entries == 0 && job->marks->len == 0)
    add_unproven (report, g_strdup (_("The record is empty, and nothing outside the database says that it ever was "
                                      "not: whether one was removed cannot be told.")));
  else if (job->head != NULL && sealed == 0)
    add_unproven (report, g_strdup (_("Nothing outside the database vouches for this record: somebody who can write "
                                      "the database could have written all of it anew.")));
  else if (job->head != NULL && job->head->position > sealed)
    add_unproven (report, g_strdup_printf (ngettext ("The last entry came after the last seal: whether one was cut "
                                                     "off behind it cannot be told.",
                                                     "The last %d entries came after the last seal: whether some "
                                                     "were cut off behind them cannot be told.",
                                                     job->head->position - sealed),
                                           (int) (job->head->position - sealed)));
  if (report->n_entries > (job->head != NULL ? job->head->position : 0))
    add_unproven (report, g_strdup (_("Some entries came with an import. They are as they were exported; whether all "
                                      "of them came cannot be told.")));
  if (report->n_forgotten > 0)
    add_unproven (report, g_strdup_printf (ngettext ("The content of %d entry was forgotten, as was asked for, and "
                                                     "cannot be compared any more.",
                                                     "The contents of %d entries were forgotten, as was asked for, "
                                                     "and cannot be compared any more.", report->n_forgotten),
                                           (int) report->n_forgotten));
}

/**
 * bty_audit_verify_on_db:
 *
 * A job. Checks every entry, what job->marks and the seal say, and every memory.
 *
 * Returns: (transfer full) (nullable): a #BtyAuditReport
 */
gpointer
bty_audit_verify_on_db (BtyDatabase   *database,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  BtyAuditJob *job = data;
  g_autoptr(BtyAuditVerifier) verifier = bty_audit_verifier_new ();
  g_autoptr(BtyAuditReport) report = NULL;
  gboolean is_sealed = check_seal (job, verifier);

  for (guint i = 0; i < job->marks->len; i++)
    {
      BtyAuditMark *mark = g_ptr_array_index (job->marks, i);

      bty_audit_verifier_mark (verifier, mark->chain, mark->position, mark->hash);
    }
  if (!bty_audit_store_verify (database, verifier, error))
    return NULL;

  report = bty_audit_verifier_end (verifier);
  if (!bty_audit_memories_check (database, report, error))
    return NULL;
  if (!is_sealed && report->problem == NULL)
    {
      report->is_intact = FALSE;
      report->broken_chain = g_strdup (job->seal->id);
      report->broken_position = job->seal->position;
      report->problem = g_strdup (_("The seal in the database was not made with the key in the keyring."));
    }
  note_unproven (job, report);
  if (!bty_audit_restored_look (database, report, error))
    return NULL;

  return g_steal_pointer (&report);
}

/**
 * bty_audit_note_on_db:
 *
 * A job. Adds the line that says that the record was verified; job->unproven is not looked at.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_audit_note_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BtyAuditJob *job = data;
  g_autoptr(BtyAuditEntry) entry = bty_audit_entry_new (job->actor, BTY_AUDIT_VERIFY, NULL, NULL, NULL);

  return GINT_TO_POINTER (bty_audit_store_append (database, entry, error));
}

/* What was sealed must still be there: a chain that somebody wrote anew is not sealed. */
static gboolean
holds_mark (BtyDatabase   *database,
            BtyAuditMark  *mark,
            GError       **error)
{
  g_autofree char *hash = bty_audit_store_get_hash (database, mark->chain, mark->position, error);

  if (hash == NULL)
    return FALSE;
  if (g_str_equal (hash, mark->hash))
    return TRUE;
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                       _("The record is not the one that was sealed before, so it is not sealed again."));

  return FALSE;
}

/**
 * bty_audit_seal_on_db:
 *
 * A job. Seals the end of the chain with job->key, if all of job->marks hold.
 *
 * Returns: (transfer full) (nullable): the #BtyAuditMark to keep outside the database
 */
gpointer
bty_audit_seal_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BtyAuditJob *job = data;
  g_autoptr(BtyAuditEntry) head = NULL;
  g_autoptr(BtyAuditSeal) seal = NULL;
  g_autofree char *text = NULL;
  gint64 now = bty_time_now ();

  for (guint i = 0; i < job->marks->len; i++)
    if (!holds_mark (database, g_ptr_array_index (job->marks, i), error))
      return NULL;
  head = bty_audit_store_get_head (database, error);
  if (head == NULL)
    return NULL;

  text = bty_audit_chain_seal (job->key, head->chain, head->position, head->hash, now);
  seal = g_object_new (BTY_TYPE_AUDIT_SEAL,
                       "id", head->chain,
                       "position", head->position,
                       "hash", head->hash,
                       "seal", text,
                       "sealed-at", now,
                       NULL);

  return bty_audit_store_set_seal (database, seal, error)
         && (job->accepts_restore || bty_audit_restored_unmark (database, error))
           ? bty_audit_mark_new (head->chain, head->position, head->hash) : NULL;
}
