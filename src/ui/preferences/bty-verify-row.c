/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-verify-row.h"

#include <glib/gi18n.h>

#include "bty-json.h"
#include "bty-keys.h"
#include "bty-storage-verify.h"
#include "bty-visible-text.h"

/**
 * BtyVerifyRow:
 *
 * Compares everything in a profile with its hashes when somebody asks for it, and says what came of it.
 */
struct _BtyVerifyRow
{
  AdwActionRow  parent_instance;

  /* Owned */
  BtyProfile   *profile;
  GCancellable *cancellable;

  /* Borrowed */
  GtkSpinner   *spinner;
  GtkWidget    *button;
};

G_DEFINE_FINAL_TYPE (BtyVerifyRow, bty_verify_row, ADW_TYPE_ACTION_ROW)

static void
set_running (BtyVerifyRow *self,
             gboolean      running)
{
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), running);
  bty_keys_set_usable (self->button, !running);
}

/* All sentences, or what is well when there are none. */
static char *
describe (JsonNode *report)
{
  JsonArray *parts = json_node_get_array (bty_json_get (report, "parts"));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonArray *problems = json_object_get_array_member (json_array_get_object_element (parts, i), "problems");

      for (guint j = 0; j < json_array_get_length (problems); j++)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", json_array_get_string_element (problems, j));
    }
  if (text->len == 0)
    g_string_append (text, _("Everything is as it was stored"));

  return g_string_free (text, FALSE);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyVerifyRow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) report = bty_storage_verify_finish (BTY_PROFILE (source), result, &error);
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_running (self, FALSE);
  text = report != NULL ? describe (report) : g_strdup (error->message);
  visible = bty_visible_text (text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), visible);
}

static void
verify_cb (BtyVerifyRow *self)
{
  set_running (self, TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _("Reading everything…"));
  bty_storage_verify_async (self->profile, self->cancellable, verified_cb, g_object_ref (self));
}

static void
bty_verify_row_dispose (GObject *object)
{
  BtyVerifyRow *self = BTY_VERIFY_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (bty_verify_row_parent_class)->dispose (object);
}

static void
bty_verify_row_finalize (GObject *object)
{
  g_clear_object (&BTY_VERIFY_ROW (object)->cancellable);

  G_OBJECT_CLASS (bty_verify_row_parent_class)->finalize (object);
}

static void
bty_verify_row_class_init (BtyVerifyRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_verify_row_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_verify_row_finalize;
}

static void
bty_verify_row_init (BtyVerifyRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->button = gtk_button_new_with_mnemonic (_("_Verify"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (verify_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->spinner));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
}

/**
 * bty_verify_row_set_profile:
 * @self: the row
 * @profile: an open profile
 *
 * Says what is verified.
 */
void
bty_verify_row_set_profile (BtyVerifyRow *self,
                            BtyProfile   *profile)
{
  g_set_object (&self->profile, profile);
}
