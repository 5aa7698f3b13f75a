/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-integrity.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-keys.h"
#include "bty-save-file.h"
#include "bty-toasts.h"
#include "bty-visible-text.h"

/* How many altered memories are named; all of them are marked in the list. */
#define MAX_NAMED 5

/**
 * BtyMemoryIntegrity:
 *
 * One line that says whether the record of what happened to memories is whole. What is wrong, what cannot be proven,
 * and how a proof is kept elsewhere are behind its button "Details".
 */
struct _BtyMemoryIntegrity
{
  AdwBin                parent_instance;

  /* Owned */
  BtyProfile           *profile;
  GCancellable         *cancellable;  /* of the memories that are named */
  GtkFileChooserNative *chooser;      /* NULL = no file is being chosen */
  guint                 timer;

  /* Template */
  GtkImage            *icon;
  GtkLabel            *summary;
  GtkSpinner          *spinner;
  GtkMenuButton       *details_button;
  GtkWidget           *verify_button;
  GtkLabel            *problem;
  GtkWidget           *restored;
  GtkLabel            *restored_text;
  GtkWidget           *altered;
  GtkBox              *altered_list;
  GtkLabel            *counts;
  GtkWidget           *unproven_heading;
  GtkLabel            *unproven;
};

G_DEFINE_FINAL_TYPE (BtyMemoryIntegrity, bty_memory_integrity, ADW_TYPE_BIN)

static char *
describe_break (BtyAuditReport *report)
{
  g_autofree char *moment = NULL;

  if (report->broken_position == 0)
    return g_strdup (_("The record is broken"));
  if (report->broken_at == 0)
    /* Translators: the number of an entry in the record of what happened to memories */
    return g_strdup_printf (_("The record is broken at entry %d"), (int) report->broken_position);

  moment = bty_format_moment (report->broken_at);

  /* Translators: the number of an entry in the record of what happened to memories, and when it was made */
  return g_strdup_printf (_("The record is broken at entry %d, made %s"), (int) report->broken_position, moment);
}

/* What the line says in one sentence. */
static char *
describe (BtyAuditReport *report)
{
  g_autofree char *ago = bty_format_ago (report->verified_at);

  if (report->problem != NULL)
    return describe_break (report);
  if (report->altered->len > 0)
    return g_strdup_printf (ngettext ("%u memory was altered outside Boternity",
                                      "%u memories were altered outside Boternity", report->altered->len),
                            report->altered->len);

  if (report->n_entries == 0)
    return g_strdup (_("There was nothing to verify yet"));

  /* Translators: how many entries of the record, and when, such as "2 min ago" */
  return g_strdup_printf (ngettext ("%'d entry verified, %s", "%'d entries verified, %s", report->n_entries),
                          (int) report->n_entries, ago);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyMemoryIntegrity) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_get_finish (BTY_MEMORY_SERVICE (source), result, &error);
  g_autofree char *text = NULL;
  GtkWidget *button;

  if (memory == NULL)
    return;

  text = bty_visible_text (memory->text);
  button = gtk_button_new_with_label (text);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 32);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "memory.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", memory->id);
  g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_menu_button_popdown), self->details_button,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->altered_list, button);
}

static void
name_altered (BtyMemoryIntegrity *self,
              GPtrArray          *ids)
{
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->altered_list))) != NULL)
    gtk_box_remove (self->altered_list, child);
  gtk_widget_set_visible (self->altered, ids->len > 0);
  for (guint i = 0; i < MIN (ids->len, MAX_NAMED); i++)
    bty_memory_service_get_async (bty_profile_get_memories (self->profile), ids->pdata[i], self->cancellable,
                                  named_cb, g_object_ref (self));
}

/* What explains the problem, and what ends it. */
static void
show_restored (BtyMemoryIntegrity *self,
               BtyAuditReport     *report)
{
  g_autofree char *moment = report->restored_at != 0 ? bty_format_moment (report->restored_at) : NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->restored, moment != NULL);
  if (moment == NULL)
    return;
  /* Translators: %s is a time, such as "today at 14:00" */
  text = g_strdup_printf (_("A backup was put in place %s, so the record ends before the last seal. If it was you who "
                            "did that, begin a new one."), moment);
  gtk_label_set_label (self->restored_text, text);
}

static void
show_details (BtyMemoryIntegrity *self,
              BtyAuditReport     *report)
{
  g_autofree char *counts = NULL;
  g_autoptr(GString) unproven = g_string_new (NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->problem), report->problem != NULL);
  gtk_label_set_label (self->problem, report->problem != NULL ? report->problem : "");
  show_restored (self, report);
  name_altered (self, report->altered);

  /* Translators: numbers: entries of the record, memories, and entries whose memory was forgotten */
  counts = g_strdup_printf (_("Entries: %'d\nMemories compared: %'d\nEntries of forgotten memories: %'d"),
                            (int) report->n_entries, (int) report->n_memories, (int) report->n_forgotten);
  gtk_label_set_label (self->counts, counts);
  for (guint i = 0; i < report->unproven->len; i++)
    g_string_append_printf (unproven, "%s%s", i > 0 ? "\n" : "", (const char *) report->unproven->pdata[i]);
  gtk_label_set_label (self->unproven, unproven->str);
  gtk_widget_set_visible (self->unproven_heading, unproven->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->unproven), unproven->len > 0);
}

static void
update_summary (BtyMemoryIntegrity *self)
{
  BtyAuditService *audit = bty_profile_get_audit (self->profile);
  BtyAuditReport *report = bty_audit_service_get_report (audit);
  gboolean verifying = bty_audit_service_get_verifying (audit);
  gboolean broken = !verifying && report != NULL && !report->is_intact;
  g_autofree char *summary = NULL;

  if (verifying)
    summary = g_strdup (_("Verifying…"));
  else
    summary = report != NULL ? describe (report) : g_strdup (_("The record was not verified yet"));
  gtk_label_set_label (self->summary, summary);
  gtk_image_set_from_icon_name (self->icon, broken ? "dialog-warning-symbolic" : "security-high-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !verifying && report != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), verifying);
  gtk_spinner_set_spinning (self->spinner, verifying);
  bty_keys_set_usable (self->verify_button, !verifying);
  if (broken)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
}

static void
report_cb (BtyMemoryIntegrity *self)
{
  BtyAuditReport *report = bty_audit_service_get_report (bty_profile_get_audit (self->profile));

  update_summary (self);
  if (report != NULL)
    show_details (self, report);
}

static gboolean
timer_cb (gpointer user_data)
{
  update_summary (user_data);

  return G_SOURCE_CONTINUE;
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyMemoryIntegrity) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyAuditReport) report = bty_audit_service_verify_finish (BTY_AUDIT_SERVICE (source), result, &error);

  if (report == NULL)
    bty_toasts_show_error (GTK_WIDGET (self), _("The record could not be verified."), error);
}

static void
verify_cb (BtyMemoryIntegrity *self)
{
  bty_audit_service_verify_async (bty_profile_get_audit (self->profile), NULL, NULL, NULL, verified_cb,
                                  g_object_ref (self));
}

static void
accepted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyMemoryIntegrity) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bty_audit_service_accept_restore_finish (BTY_AUDIT_SERVICE (source), result, &error))
    bty_toasts_show_error (GTK_WIDGET (self), _("The record was not sealed."), error);
  else if (self->profile != NULL)
    verify_cb (self);
}

static void
accept_restore_cb (BtyMemoryIntegrity *self)
{
  bty_audit_service_accept_restore_async (bty_profile_get_audit (self->profile), NULL, NULL, accepted_cb,
                                          g_object_ref (self));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryIntegrity) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *anchor = NULL;

  if (!g_file_load_contents_finish (G_FILE (source), result, &anchor, NULL, NULL, &error))
    bty_toasts_show_error (GTK_WIDGET (self), _("The file could not be read."), error);
  else if (self->profile != NULL)
    bty_audit_service_verify_async (bty_profile_get_audit (self->profile), anchor, NULL, NULL, verified_cb,
                                    g_object_ref (self));
}

static void
chosen_cb (BtyMemoryIntegrity *self,
           int                 response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_file_load_contents_async (file, NULL, loaded_cb, g_object_ref (self));
}

static void
compare_cb (BtyMemoryIntegrity *self)
{
  gtk_menu_button_popdown (self->details_button);
  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_("Choose a Kept Proof"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Compare"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyMemoryIntegrity) self = user_data;
  g_autoptr(GError) error = NULL;
  char *anchor = bty_audit_service_export_anchor_finish (BTY_AUDIT_SERVICE (source), result, &error);

  if (anchor == NULL)
    bty_toasts_show_error (GTK_WIDGET (self), _("There is nothing to keep yet."), error);
  else
    /* Translators: the name of a file; keep the ending */
    bty_save_file (GTK_WIDGET (self), _("Memory Proof.json"), anchor);
}

static void
export_cb (BtyMemoryIntegrity *self)
{
  gtk_menu_button_popdown (self->details_button);
  bty_audit_service_export_anchor_async (bty_profile_get_audit (self->profile), NULL, exported_cb, g_object_ref (self));
}

static void
bty_memory_integrity_map (GtkWidget *widget)
{
  BtyMemoryIntegrity *self = BTY_MEMORY_INTEGRITY (widget);

  GTK_WIDGET_CLASS (bty_memory_integrity_parent_class)->map (widget);
  bty_audit_service_begin_now (bty_profile_get_audit (self->profile));
  update_summary (self);
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (60, timer_cb, self);
}

static void
bty_memory_integrity_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&BTY_MEMORY_INTEGRITY (widget)->timer, g_source_remove);
  GTK_WIDGET_CLASS (bty_memory_integrity_parent_class)->unmap (widget);
}

static void
bty_memory_integrity_dispose (GObject *object)
{
  BtyMemoryIntegrity *self = BTY_MEMORY_INTEGRITY (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_memory_integrity_parent_class)->dispose (object);
}

static void
bty_memory_integrity_class_init (BtyMemoryIntegrityClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_integrity_dispose;
  widget_class->map = bty_memory_integrity_map;
  widget_class->unmap = bty_memory_integrity_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-integrity.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, icon);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, summary);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, spinner);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, details_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, verify_button);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, problem);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, restored);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, restored_text);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, altered);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, altered_list);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, counts);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, unproven_heading);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryIntegrity, unproven);
  gtk_widget_class_bind_template_callback (widget_class, verify_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
}

static void
bty_memory_integrity_init (BtyMemoryIntegrity *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_memory_integrity_new:
 * @profile: whose record is looked at
 *
 * Returns: (transfer floating): the line; in it the action "memory.open" with the id of a memory is used
 */
GtkWidget *
bty_memory_integrity_new (BtyProfile *profile)
{
  BtyMemoryIntegrity *self = g_object_new (BTY_TYPE_MEMORY_INTEGRITY, NULL);
  BtyAuditService *audit = bty_profile_get_audit (profile);

  self->profile = g_object_ref (profile);
  g_signal_connect_object (audit, "notify::report", G_CALLBACK (report_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (audit, "notify::verifying", G_CALLBACK (update_summary), self, G_CONNECT_SWAPPED);
  report_cb (self);

  return GTK_WIDGET (self);
}
