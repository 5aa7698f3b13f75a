/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-restored.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-jobs.h"
#include "bty-audit-store.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-setting-store.h"
#include "bty-time.h"

/*
 * A backup that is put in place brings back the record as it was then: shorter than the one that was sealed last, which
 * is what somebody would do who wants to hide something. That the user asked for it is written into the data, and only
 * leads to a question: the record stays broken until the user says that it was so. Then a line of the record says that
 * it begins again from a backup, and that line is sealed.
 */

#define RESTORED "record_restored" /* microseconds since 1970 UTC; "" = no */

static gboolean
has_entries (BtyDatabase *database)
{
  g_autoptr(BtyAuditEntry) head = bty_audit_store_get_head (database, NULL);

  return head != NULL;
}

/**
 * bty_audit_restored_mark:
 * @database: a backup, in a transaction, that is about to be put in place
 * @chain: (nullable): the record of the data that it takes the place of; a backup that has none goes on with that one,
 *   so that it is noticed what is missing
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is known now that the user asked for that
 */
gboolean
bty_audit_restored_mark (BtyDatabase  *database,
                         const char   *chain,
                         GError      **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, bty_time_now ());

  /* A table of entries came only with the third version of the data. */
  if (chain != NULL && !has_entries (database))
    return bty_setting_store_set (database, BTY_AUDIT_SETTING_CHAIN, chain, error)
           && bty_setting_store_set (database, RESTORED, now, error);

  return bty_setting_store_set (database, RESTORED, now, error);
}

static gboolean
get_restored (BtyDatabase  *database,
              gint64       *restored_at,
              GError      **error)
{
  GError *read_error = NULL;
  g_autofree char *text = bty_setting_store_get (database, RESTORED, &read_error);

  *restored_at = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  if (read_error == NULL || g_error_matches (read_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    {
      g_clear_error (&read_error);
      return TRUE;
    }
  g_propagate_error (error, read_error);

  return FALSE;
}

/**
 * bty_audit_restored_unmark:
 * @database: a connection, in a transaction
 * @error: (out) (optional): where to say what went wrong
 *
 * For when the record has been sealed and all that was sealed before is in it.
 *
 * Returns: whether nothing is to be asked any more
 */
gboolean
bty_audit_restored_unmark (BtyDatabase  *database,
                           GError      **error)
{
  gint64 restored_at;

  return get_restored (database, &restored_at, error)
         && (restored_at == 0 || bty_setting_store_set (database, RESTORED, "", error));
}

/* Whether the record itself is whole, whatever was sealed. */
static gboolean
is_whole (BtyDatabase  *database,
          gboolean     *whole,
          GError      **error)
{
  g_autoptr(BtyAuditVerifier) verifier = bty_audit_verifier_new ();
  g_autoptr(BtyAuditReport) report = NULL;

  if (!bty_audit_store_verify (database, verifier, error))
    return FALSE;
  report = bty_audit_verifier_end (verifier);
  *whole = report->problem == NULL;

  return TRUE;
}

/* What the record says of it is said with every verification. */
static gboolean
add_restores (BtyDatabase     *database,
              BtyAuditReport  *report,
              GError         **error)
{
  g_autoptr(GPtrArray) entries = bty_audit_store_list_restores (database, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      BtyAuditEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr(JsonNode) details = bty_json_parse (entry->details, -1, NULL);
      gint64 ended_at = bty_json_get_int (details, "ended_at", entry->at);
      g_autoptr(GDateTime) ended = g_date_time_new_from_unix_local (ended_at / G_USEC_PER_SEC);
      g_autofree char *date = ended != NULL ? g_date_time_format (ended, "%x %H:%M") : g_strdup ("?");

      if (bty_json_get_int (details, "position", 1) == 0)
        g_ptr_array_add (report->unproven,
                         g_strdup (_("The record was restored from a backup in which there was none yet: what happened "
                                     "before the restoring is not in it.")));
      else
        /* Translators: %s is a date and a time. */
        g_ptr_array_add (report->unproven,
                         g_strdup_printf (_("The record was restored from a backup of %s: what happened between that "
                                            "and the restoring is not in it."), date));
    }

  return entries != NULL;
}

/* Who puts an older copy there by hand is not known to have done so, and is told how to say it. */
static gboolean
add_advice (BtyDatabase     *database,
            BtyAuditReport  *report,
            GError         **error)
{
  GError *head_error = NULL;
  g_autoptr(BtyAuditEntry) head = bty_audit_store_get_head (database, &head_error);

  if (head_error != NULL)
    {
      g_propagate_error (error, head_error);
      return FALSE;
    }
  if ((head != NULL ? head->position : 0) < report->broken_position)
    g_ptr_array_add (report->unproven,
                     g_strdup (_("If it was you who put an older copy of the data there, restore that copy with "
                                 "Boternity: then a new seal can begin.")));

  return TRUE;
}

/**
 * bty_audit_restored_look:
 * @database: a connection
 * @report: of a verification; gets when a backup was put in place, if that explains why what was sealed is missing and
 *   nothing else is wrong
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is known
 */
gboolean
bty_audit_restored_look (BtyDatabase     *database,
                         BtyAuditReport  *report,
                         GError         **error)
{
  gint64 restored_at = 0;
  gboolean whole = FALSE;

  if (!add_restores (database, report, error))
    return FALSE;
  if (report->problem == NULL)
    return TRUE;
  if (!get_restored (database, &restored_at, error)
      || !is_whole (database, &whole, error))
    return FALSE;
  report->restored_at = whole ? restored_at : 0;

  return !whole || restored_at != 0 || add_advice (database, report, error);
}

static JsonNode *
describe (BtyAuditJob *job)
{
  g_autoptr(JsonObject) object = json_object_new ();
  BtyAuditMark *mark = job->marks->len > 0 ? g_ptr_array_index (job->marks, 0) : NULL;

  json_object_set_boolean_member (object, "record", TRUE);
  if (job->head != NULL)
    json_object_set_int_member (object, "ended_at", job->head->at);
  json_object_set_int_member (object, "position", job->head != NULL ? job->head->position : 0);
  if (mark != NULL)
    json_object_set_int_member (object, "sealed_position", mark->position);

  return json_node_init_object (json_node_alloc (), object);
}

/**
 * bty_audit_accept_restore_on_db:
 *
 * A job. Adds to the record that it begins again from a backup, and seals it with job->key, although what job->marks
 * say is not in it.
 *
 * Returns: (transfer full) (nullable): the #BtyAuditMark to keep outside the database
 */
gpointer
bty_audit_accept_restore_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error)
{
  BtyAuditJob *job = data;
  g_autoptr(BtyAuditEntry) entry = NULL;
  gint64 restored_at;
  gboolean whole = FALSE;

  if (!get_restored (database, &restored_at, error) || !is_whole (database, &whole, error))
    return NULL;
  if (restored_at == 0 || !whole)
    {
      g_set_error_literal (error, BTY_ERROR, whole ? BTY_ERROR_REFUSED : BTY_ERROR_DAMAGED,
                           whole ? _("No backup was put in the place of these data, so the record is not sealed anew.")
                                 : _("The record was changed as well, so it is not sealed anew."));
      return NULL;
    }
  entry = bty_audit_entry_new (job->actor, BTY_AUDIT_RESTORE, NULL, NULL, describe (job));
  if (!bty_audit_store_append (database, entry, error))
    return NULL;
  g_ptr_array_set_size (job->marks, 0);

  return bty_audit_seal_on_db (database, data, cancellable, error);
}
