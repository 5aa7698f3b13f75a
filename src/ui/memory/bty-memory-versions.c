/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-versions.h"

#include <glib/gi18n.h>

#include "bty-diff-view.h"
#include "bty-format.h"
#include "bty-memory-undo.h"
#include "bty-memory-wording.h"
#include "bty-portions.h"
#include "bty-toasts.h"
#include "bty-visible-text.h"

/**
 * BtyMemoryVersions:
 *
 * What a memory said before, each version with what it has in common with the present one, and the replies it was
 * used for. Any version can be used again.
 */
struct _BtyMemoryVersions
{
  AdwBin               parent_instance;

  /* Owned */
  BtyMemoryService    *service;
  BtyMemory           *memory;
  GCancellable        *cancellable;

  /* Borrowed */
  GtkBox              *box;
  AdwPreferencesGroup *former; /* NULL = none */
  AdwPreferencesGroup *uses;   /* NULL = none */
};

G_DEFINE_FINAL_TYPE (BtyMemoryVersions, bty_memory_versions, ADW_TYPE_BIN)

static AdwPreferencesGroup *
add_group (BtyMemoryVersions *self,
           const char        *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (self->box, group);

  return ADW_PREFERENCES_GROUP (group);
}

static void
remove_group (BtyMemoryVersions    *self,
              AdwPreferencesGroup **group)
{
  if (*group != NULL)
    gtk_box_remove (self->box, GTK_WIDGET (*group));
  *group = NULL;
}

static void
reverted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BtyMemoryVersions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_service_revert_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (memory == NULL)
    bty_toasts_show_error (GTK_WIDGET (self), _("That version could not be used."), error);
  else
    bty_memory_undo_offer (GTK_WIDGET (self), _("That version is used again"), BTY_MEMORY_SERVICE (source), memory,
                           NULL);
}

static void
revert_cb (BtyMemoryVersions *self,
           GtkButton         *button)
{
  gint64 version = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "version"));

  bty_memory_service_revert_async (self->service, self->memory->id, version, NULL, self->cancellable, reverted_cb,
                                   g_object_ref (self));
}

/* It is compared with what the memory says now. */
static void
expanded_cb (BtyMemoryVersions *self,
             GParamSpec        *pspec,
             AdwExpanderRow    *row)
{
  g_autoptr(BtyMemoryVersion) version = g_object_steal_data (G_OBJECT (row), "version");
  GtkWidget *diff;

  if (version == NULL)
    return;

  diff = bty_diff_view_new ();
  bty_diff_view_compare (BTY_DIFF_VIEW (diff), version->text, self->memory->text);
  adw_expander_row_add_row (row, diff);
}

static GtkWidget *
create_version_row (gpointer item,
                    gpointer user_data)
{
  BtyMemoryVersions *self = user_data;
  BtyMemoryVersion *version = item;
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  g_autofree char *visible = bty_visible_start (version->text);
  g_autofree char *text = g_markup_escape_text (visible, -1);
  g_autofree char *actor = bty_memory_wording_dup_actor (version->actor);
  g_autofree char *moment = bty_format_moment (version->changed_at);
  /* Translators: the number of a version, who made it, and when */
  g_autofree char *made = g_strdup_printf (_("Version %d, %s, %s"), (int) version->version, actor, moment);
  g_autofree char *subtitle = g_markup_escape_text (made, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Use This Version Again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Use This Version Again"),
                                  -1);
  g_object_set_data (G_OBJECT (button), "version", GINT_TO_POINTER ((int) version->version));
  g_signal_connect_object (button, "clicked", G_CALLBACK (revert_cb), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), button);
  g_object_set_data_full (G_OBJECT (row), "version", g_object_ref (version), g_object_unref);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static void
versions_listed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(BtyMemoryVersions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) versions = bty_memory_service_list_versions_finish (BTY_MEMORY_SERVICE (source), result, &error);
  g_autoptr(GListStore) former = g_list_store_new (BTY_TYPE_MEMORY_VERSION);
  GtkWidget *list;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  remove_group (self, &self->former);
  /* The newest one is what is shown above. */
  if (versions == NULL || versions->len < 2)
    return;

  self->former = add_group (self, _("Former Versions"));
  list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_preferences_group_add (self->former, list);
  g_list_store_splice (former, 0, 0, versions->pdata + 1, versions->len - 1);
  bty_portions_bind (GTK_LIST_BOX (list), G_LIST_MODEL (former), create_version_row, self);
}

static GtkWidget *
create_use_row (BtyMemoryUse *use)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *moment = bty_format_moment (use->used_at);
  g_autofree char *rank = g_strdup_printf (_("Place %d among what was recalled"), (int) use->rank);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), moment);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rank);

  return row;
}

static void
uses_listed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(BtyMemoryVersions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) uses = bty_memory_service_list_uses_finish (BTY_MEMORY_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  remove_group (self, &self->uses);
  if (uses == NULL || uses->len == 0)
    return;

  self->uses = add_group (self, _("Replies It Was Used For"));
  for (guint i = 0; i < MIN (uses->len, 10); i++)
    adw_preferences_group_add (self->uses, create_use_row (uses->pdata[i]));
}

static void
bty_memory_versions_dispose (GObject *object)
{
  BtyMemoryVersions *self = BTY_MEMORY_VERSIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->memory);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_memory_versions_parent_class)->dispose (object);
}

static void
bty_memory_versions_class_init (BtyMemoryVersionsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_memory_versions_dispose;
}

static void
bty_memory_versions_init (BtyMemoryVersions *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

/**
 * bty_memory_versions_set_memory:
 * @self: the list
 * @service: where the versions are
 * @memory: whose they are
 *
 * Reads and shows the versions of a memory.
 */
void
bty_memory_versions_set_memory (BtyMemoryVersions *self,
                                BtyMemoryService  *service,
                                BtyMemory         *memory)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->memory == NULL || g_strcmp0 (self->memory->id, memory->id) != 0)
    {
      remove_group (self, &self->former);
      remove_group (self, &self->uses);
    }
  g_set_object (&self->service, service);
  g_set_object (&self->memory, memory);
  bty_memory_service_list_versions_async (service, memory->id, self->cancellable, versions_listed_cb,
                                          g_object_ref (self));
  bty_memory_service_list_uses_async (service, NULL, memory->id, self->cancellable, uses_listed_cb,
                                      g_object_ref (self));
}
