/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-past.h"

#include <glib/gi18n.h>

#include "bty-keys.h"
#include "bty-memory-wording.h"
#include "bty-time.h"
#include "bty-visible-text.h"

/* All of a longer memory is in the pane that opens. */
#define MAX_LINES 3

/**
 * BtyMemoryPast:
 *
 * What a bot remembered at the end of a day, in the words of that day. The slider goes from the day of its first
 * memory to today.
 */
struct _BtyMemoryPast
{
  AdwBin          parent_instance;

  /* Owned */
  BtyProfile     *profile;
  GListStore     *versions;
  GDateTime      *first_day;    /* its midnight, local; NULL = there is no memory */
  GCancellable   *cancellable;  /* of all that is read for this bot */
  GCancellable   *listing;      /* of the list for one day */
  char           *bot_id;       /* NULL = there is no bot */

  gboolean        updating;

  /* Template */
  GtkStack       *stack;
  AdwStatusPage  *status;
  GtkWidget      *controls;
  GtkScale       *slider;
  GtkLabel       *day;
  GtkLabel       *count;
  GtkListView    *list;
};

G_DEFINE_FINAL_TYPE (BtyMemoryPast, bty_memory_past, ADW_TYPE_BIN)

static void
show_status (BtyMemoryPast *self,
             const char    *title,
             const char    *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static GDateTime *
get_midnight (gint64 time)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_new_local (g_date_time_get_year (local), g_date_time_get_month (local),
                                g_date_time_get_day_of_month (local), 0, 0, 0);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyMemoryPast) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) versions = bty_memory_service_list_known_finish (BTY_MEMORY_SERVICE (source), result, &error);
  g_autofree char *count = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (versions == NULL)
    {
      show_status (self, _("The Memories Could Not Be Read"), error->message);
      return;
    }
  g_list_store_splice (self->versions, 0, g_list_model_get_n_items (G_LIST_MODEL (self->versions)), versions->pdata,
                       versions->len);
  count = g_strdup_printf (ngettext ("%u memory at the end of that day", "%u memories at the end of that day",
                                     versions->len), versions->len);
  gtk_label_set_label (self->count, count);
  if (versions->len > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_status (self, _("Nothing Yet"), _("On that day this bot remembered nothing."));
}

static void
day_changed_cb (BtyMemoryPast *self)
{
  g_autoptr(GDateTime) day = NULL;
  g_autoptr(GDateTime) end = NULL;
  g_autofree char *words = NULL;

  if (self->updating || self->first_day == NULL)
    return;

  day = g_date_time_add_days (self->first_day, (int) (gtk_range_get_value (GTK_RANGE (self->slider)) + 0.5));
  end = g_date_time_add_days (day, 1);
  /* Translators: weekday, day, month and year, as g_date_time_format() takes it. */
  words = g_date_time_format (day, _("%A, %-e %B %Y"));
  gtk_label_set_label (self->day, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  self->listing = g_cancellable_new ();
  bty_memory_service_list_known_async (bty_profile_get_memories (self->profile), self->bot_id,
                                       g_date_time_to_unix (end) * G_USEC_PER_SEC - 1, self->listing, listed_cb,
                                       g_object_ref (self));
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BtyMemoryPast) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GDateTime) today = NULL;
  gint64 beginning = bty_memory_service_get_beginning_finish (BTY_MEMORY_SERVICE (source), result, &error);
  double back = gtk_adjustment_get_upper (gtk_range_get_adjustment (GTK_RANGE (self->slider)))
                - gtk_range_get_value (GTK_RANGE (self->slider));
  int n_days;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_pointer (&self->first_day, g_date_time_unref);
  gtk_widget_set_visible (self->controls, beginning > 0);
  if (beginning <= 0)
    {
      show_status (self, error != NULL ? _("The Memories Could Not Be Read") : _("No Memories Yet"),
                   error != NULL ? error->message : _("What this bot remembered on a day will stand here."));
      return;
    }

  self->first_day = get_midnight (beginning);
  today = get_midnight (bty_time_now ());
  /* A day may have 23 hours. */
  n_days = (int) ((g_date_time_difference (today, self->first_day) + G_TIME_SPAN_DAY / 2) / G_TIME_SPAN_DAY);
  self->updating = TRUE;
  gtk_range_set_range (GTK_RANGE (self->slider), 0, MAX (n_days, 1));
  gtk_range_set_value (GTK_RANGE (self->slider), MAX (n_days - back, 0));
  gtk_widget_set_sensitive (GTK_WIDGET (self->slider), n_days > 0);
  self->updating = FALSE;
  day_changed_cb (self);
}

static void
load (BtyMemoryPast *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->bot_id != NULL)
    bty_memory_service_get_beginning_async (bty_profile_get_memories (self->profile), self->bot_id, self->cancellable,
                                            begun_cb, g_object_ref (self));
}

static void
changed_cb (BtyMemoryPast *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
activate_cb (BtyMemoryPast *self,
             guint          position)
{
  g_autoptr(BtyMemoryVersion) version = g_list_model_get_item (G_LIST_MODEL (self->versions), position);

  if (version != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "memory.open", "s", version->memory_id);
}

static void
setup_cb (BtyMemoryPast *self,
          GtkListItem   *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *text = gtk_label_new (NULL);
  GtkWidget *facts = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (text), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (facts), 0);
  gtk_label_set_ellipsize (GTK_LABEL (facts), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (facts, "caption");
  gtk_widget_add_css_class (facts, "dim-label");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), facts);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (BtyMemoryPast *self,
         GtkListItem   *item)
{
  BtyMemoryVersion *version = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *row = gtk_widget_get_parent (box);
  g_autofree char *text = bty_visible_start (version->text);
  g_autofree char *facts = g_strjoin (" · ", bty_memory_wording_category (version->category),
                                      bty_memory_wording_trust (version->trust), NULL);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), text);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), facts);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, facts,
                                    -1);
}

static void
bty_memory_past_dispose (GObject *object)
{
  BtyMemoryPast *self = BTY_MEMORY_PAST (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->listing);
  g_clear_object (&self->versions);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->first_day, g_date_time_unref);
  g_clear_pointer (&self->bot_id, g_free);

  G_OBJECT_CLASS (bty_memory_past_parent_class)->dispose (object);
}

static void
bty_memory_past_class_init (BtyMemoryPastClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_past_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-past.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPast, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPast, status);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPast, controls);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPast, slider);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPast, day);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPast, count);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPast, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_changed_cb);
}

static void
bty_memory_past_init (BtyMemoryPast *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *model;

  self->versions = g_list_store_new (BTY_TYPE_MEMORY_VERSION);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->list));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->versions))));
  gtk_list_view_set_model (self->list, model);
  g_object_unref (model);
}

/**
 * bty_memory_past_new:
 * @profile: whose bots they are
 *
 * Returns: (transfer floating): the view; call bty_memory_past_update() to fill it
 */
GtkWidget *
bty_memory_past_new (BtyProfile *profile)
{
  BtyMemoryPast *self = g_object_new (BTY_TYPE_MEMORY_PAST, NULL);

  self->profile = g_object_ref (profile);
  g_signal_connect_object (bty_profile_get_memories (profile), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_memory_past_update:
 * @self: the view
 * @bot_id: (nullable): the bot that is asked; %NULL = there is none
 */
void
bty_memory_past_update (BtyMemoryPast *self,
                        const char    *bot_id)
{
  g_free (self->bot_id);
  self->bot_id = g_strdup (bot_id);
  load (self);
}
