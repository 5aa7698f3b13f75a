/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-import-private.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-foreign-files.h"
#include "bty-foreign-store.h"
#include "bty-job-kind.h"
#include "bty-json-reader.h"
#include "bty-json.h"
#include "bty-memory-writing.h"
#include "bty-output-file.h"
#include "bty-time.h"

/* Conversations from a file of ChatGPT or Claude, as steps of long work. Such files may have hundreds of MiB, so one
 * conversation at a time is read from it; a step is so many that nobody has to wait for it. */

#define STEP_BYTES (1024 * 1024)
#define STEP_CONVERSATIONS 50
#define LARGEST (64 * 1024 * 1024) /* one conversation, in bytes of the file */
#define MOST_PROBLEMS 100          /* that are named; all are counted */
#define MOST_STRANGE 10            /* entries, before it is another kind of file */

typedef struct
{
  /* Borrowed */
  BtyDatabase  *database;
  BtyWorkflow  *workflow;
  GCancellable *cancellable;

  /* Owned */
  GInputStream    *stream;
  BtyJsonReader   *reader;
  BtyForeignFiles *files;
  JsonObject      *counts;

  gint64         size;
  gint64         modified;
  gint64         number;    /* of conversations that were read or left out */
  guint          in_step;
} Import;

static void
clear (Import *self)
{
  g_clear_pointer (&self->reader, bty_json_reader_free);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->files, bty_foreign_files_free);
  g_clear_pointer (&self->counts, json_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, clear)

static void
add (Import     *self,
     const char *name,
     gint64      more)
{
  json_object_set_int_member (self->counts, name,
                              json_object_get_int_member_with_default (self->counts, name, 0) + more);
}

static JsonArray *
get_problems (Import *self)
{
  if (!json_object_has_member (self->counts, "problems"))
    json_object_set_array_member (self->counts, "problems", json_array_new ());

  return json_object_get_array_member (self->counts, "problems");
}

/* It is named by its place in the file and its title, if it has one. */
static void
leave_out (Import     *self,
           const char *title,
           const char *reason)
{
  JsonArray *problems = get_problems (self);
  JsonObject *problem;

  add (self, "unreadable", 1);
  if (json_array_get_length (problems) == MOST_PROBLEMS)
    return;
  problem = json_object_new ();
  json_object_set_int_member (problem, "number", self->number);
  if (title != NULL)
    json_object_set_string_member (problem, "title", title);
  json_object_set_string_member (problem, "reason", reason);
  json_array_add_object_element (problems, problem);
}

static gboolean
refuse (const char  *sentence,
        GError     **error)
{
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, sentence);

  return FALSE;
}

static gboolean
refuse_kind (GError **error)
{
  return refuse (_("This is no export of ChatGPT or Claude. Choose the file “conversations.json” from the archive that "
                   "they send you."), error);
}

/* Goes into the list of conversations. */
static gboolean
find_list (Import  *self,
           GError **error)
{
  g_autoptr(GString) name = g_string_new (NULL);
  g_autoptr(GString) skipped = g_string_new (NULL);
  gboolean has_more = FALSE;
  gboolean is_whole;

  if (bty_json_reader_peek (self->reader, NULL) == BTY_JSON_ARRAY)
    return bty_json_reader_begin (self->reader, BTY_JSON_ARRAY, error);
  if (!bty_json_reader_begin (self->reader, BTY_JSON_OBJECT, NULL)
      || !bty_json_reader_next (self->reader, name, &has_more, NULL))
    return refuse_kind (error);
  if (has_more && g_str_equal (name->str, "version"))
    return refuse (_("This is an export of Boternity. Import it in the preferences, under Storage."), error);

  while (has_more)
    {
      if (g_str_equal (name->str, "conversations") && bty_json_reader_peek (self->reader, NULL) == BTY_JSON_ARRAY)
        return bty_json_reader_begin (self->reader, BTY_JSON_ARRAY, error);
      if (!bty_json_reader_copy (self->reader, 0, skipped, &is_whole, NULL)
          || !bty_json_reader_next (self->reader, name, &has_more, NULL))
        break;
    }

  return refuse_kind (error);
}

/* What is counted, and shown even when it is 0. */
static const char *const counted[] = { "conversations", "extended", "messages", "known", "missing_files",
                                       "unreadable" };

static gboolean
begin_anew (Import  *self,
            GError **error)
{
  char start[2] = { 0 };

  if (pread (g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (self->stream)), start, sizeof start, 0) == sizeof start
      && memcmp (start, "PK", sizeof start) == 0)
    return refuse (_("This is an archive. Unpack it, and choose the file “conversations.json” that was in it."), error);

  self->counts = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    json_object_set_int_member (self->counts, counted[i], 0);
  self->reader = bty_json_reader_new (self->stream);

  return find_list (self, error);
}

/* Where the step before has ended, unless the file is another one now: what came from it is known then. */
static gboolean
open_file (Import      *self,
           const char  *path,
           GError     **error)
{
  JsonNode *checkpoint = self->workflow->checkpoint;
  JsonNode *counts = bty_json_get (checkpoint, "counts");
  gint64 offset = bty_json_get_int (checkpoint, "offset", -1);
  GStatBuf status = { 0 };
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) copy = NULL;

  self->stream = bty_input_file_new (path, &self->size, error);
  if (self->stream == NULL)
    return FALSE;
  self->files = bty_foreign_files_new (path);
  g_stat (path, &status);
  self->modified = status.st_mtime;
  if (offset < 0 || counts == NULL || bty_json_get_int (checkpoint, "size", -1) != self->size
      || bty_json_get_int (checkpoint, "modified", -1) != self->modified
      || lseek (g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (self->stream)), offset, SEEK_SET) != offset)
    return begin_anew (self, error);

  /* What is stored is not to be changed. */
  text = json_to_string (counts, FALSE);
  copy = json_from_string (text, NULL);
  self->counts = json_node_dup_object (copy);
  self->number = bty_json_get_int (checkpoint, "number", 0);
  self->reader = bty_json_reader_new_in_list (self->stream, offset);

  return TRUE;
}

static gboolean
store (Import          *self,
       BtyForeignChat  *chat,
       GError         **error)
{
  static const char *const names[] = {
    [BTY_FOREIGN_ADDED] = "conversations",
    [BTY_FOREIGN_EXTENDED] = "extended",
    [BTY_FOREIGN_KNOWN] = "known",
  };
  BtyForeignOutcome outcome;
  gint64 n_messages;

  if (!bty_foreign_store_add (self->database, chat, &outcome, &n_messages, error))
    return FALSE;
  add (self, names[outcome], 1);
  add (self, "messages", n_messages);
  if (outcome == BTY_FOREIGN_ADDED)
    add (self, "missing_files", chat->n_missing);
  json_object_set_string_member (self->counts, "service", chat->session->folder);

  return TRUE;
}

/* What is wrong with one conversation is no reason to leave out the others. */
static gboolean
import_text (Import    *self,
             GString   *text,
             gboolean   is_whole,
             GError   **error)
{
  const char *bot_id = bty_json_get_text (self->workflow->input, "bot_id");
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(BtyForeignChat) chat = NULL;
  g_autoptr(GError) reason = NULL;
  g_autofree char *title = NULL;

  if (!is_whole)
    {
      leave_out (self, NULL, _("it is larger than 64 MiB"));
      return TRUE;
    }
  node = bty_json_parse (text->str, text->len, NULL);
  if (node == NULL)
    {
      leave_out (self, NULL, _("it is damaged: it is no JSON, or nested too deeply"));
      return TRUE;
    }
  chat = bty_foreign_chat_read (node, bot_id, self->workflow->created_at, bty_foreign_files_find, self->files,
                                &reason);
  if (chat != NULL)
    return store (self, chat, error);

  title = bty_foreign_chat_dup_title (node);
  leave_out (self, title, reason->message);
  if (bty_foreign_chat_is_one (node) || json_object_has_member (self->counts, "service"))
    return TRUE;
  add (self, "strange", 1);

  return json_object_get_int_member (self->counts, "strange") < MOST_STRANGE || refuse_kind (error);
}

/* Who did it, to whom, and how much; the file as its name alone. */
static gboolean
note (Import      *self,
      const char  *state,
      GError     **error)
{
  g_autofree char *path = g_filename_from_uri (bty_json_get_text (self->workflow->input, "file"), NULL, NULL);
  g_autofree char *name = g_filename_display_basename (path);
  JsonObject *details = json_object_new ();

  json_object_set_string_member (details, "file", name);
  json_object_set_string_member (details, "state", state);
  json_object_set_string_member (details, "service",
                                 json_object_get_string_member_with_default (self->counts, "service", ""));
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    json_object_set_int_member (details, counted[i], json_object_get_int_member (self->counts, counted[i]));

  return bty_memory_note (self->database, "user", BTY_AUDIT_IMPORT,
                          bty_json_get_text (self->workflow->input, "bot_id"), NULL, details, error);
}

static gboolean
complete (Import  *self,
          GError **error)
{
  g_autoptr(JsonNode) result = json_node_init_object (json_node_alloc (), self->counts);

  if (self->number == 0)
    return refuse (_("There is no conversation in this file."), error);
  if (!json_object_has_member (self->counts, "service") && json_object_has_member (self->counts, "strange"))
    return refuse_kind (error);
  json_object_remove_member (self->counts, "strange");
  g_object_set (self->workflow, "status", BTY_WORKFLOW_STATUS_COMPLETED, "progress", self->size, "total", self->size,
                "result", result, NULL);

  return note (self, "complete", error);
}

static gboolean
save_place (Import    *self,
            gboolean   is_first,
            GError   **error)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) checkpoint = json_node_init_object (json_node_alloc (), object);
  gint64 offset = bty_json_reader_get_offset (self->reader);

  json_object_set_int_member (object, "offset", offset);
  json_object_set_int_member (object, "size", self->size);
  json_object_set_int_member (object, "modified", self->modified);
  json_object_set_int_member (object, "number", self->number);
  json_object_set_object_member (object, "counts", json_object_ref (self->counts));
  g_object_set (self->workflow, "step", "store", "checkpoint", checkpoint, "progress", offset, "total", self->size,
                NULL);

  return !is_first || note (self, "begun", error);
}

/* When the rest of the file makes no sense, what was read of it stays. */
static gboolean
end_broken (Import  *self,
            GError  *cause,
            GError **error)
{
  if (self->number == 0 || cause->domain != BTY_ERROR)
    {
      g_propagate_error (error, g_error_copy (cause));
      return FALSE;
    }
  json_object_set_string_member (self->counts, "broken", cause->message);

  return complete (self, error);
}

static gboolean
read_some (Import       *self,
           BtyProgress  *progress,
           gboolean     *has_ended,
           GError      **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint64 start = bty_json_reader_get_offset (self->reader);

  while (bty_json_reader_get_offset (self->reader) - start < STEP_BYTES && self->in_step < STEP_CONVERSATIONS)
    {
      g_autoptr(GError) cause = NULL;
      gboolean has_more = FALSE;
      gboolean is_whole;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (!bty_json_reader_next (self->reader, NULL, &has_more, &cause)
          || (has_more && !bty_json_reader_copy (self->reader, LARGEST, text, &is_whole, &cause)))
        {
          *has_ended = TRUE;
          return end_broken (self, cause, error);
        }
      if (!has_more)
        {
          *has_ended = TRUE;
          return complete (self, error);
        }
      self->number++;
      self->in_step++;
      if (!import_text (self, text, is_whole, error))
        return FALSE;
      bty_progress_set (progress, bty_json_reader_get_offset (self->reader), self->size);
    }

  return TRUE;
}

static gboolean
check_bot (BtyDatabase  *database,
           BtyWorkflow  *workflow,
           GError      **error)
{
  g_autoptr(BtyBot) bot = bty_database_get (database, BTY_TYPE_BOT, bty_json_get_text (workflow->input, "bot_id"),
                                            error);

  if (bot != NULL && bot->deleted_at != BTY_UNSET)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND,
                         _("The bot that these conversations go to was deleted."));

  return bot != NULL && bot->deleted_at == BTY_UNSET;
}

static gboolean
import_step (BtyDatabase   *database,
             BtyWorkflow   *workflow,
             BtyProgress   *progress,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *path = g_filename_from_uri (bty_json_get_text (workflow->input, "file"), NULL, NULL);
  g_auto(Import) self = { database, workflow, cancellable };
  gboolean is_first = workflow->checkpoint == NULL;
  gboolean has_ended = FALSE;
  GError *read_error = NULL;

  if (!check_bot (database, workflow, error))
    return FALSE;
  if (open_file (&self, path, &read_error) && read_some (&self, progress, &has_ended, &read_error))
    return has_ended || save_place (&self, is_first, error);
  bty_file_map_error (path, &read_error);
  g_propagate_error (error, read_error);

  return FALSE;
}

const BtyJobKind bty_foreign_import_kind = { BTY_JOB_CONVERSATIONS, BTY_JOB_NONE, import_step, NULL };
