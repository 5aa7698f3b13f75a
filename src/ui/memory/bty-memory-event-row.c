/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-event-row.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-memory-wording.h"
#include "bty-visible-text.h"

/**
 * BtyMemoryEventRow:
 *
 * One entry of the record: what was done, to which memory, by whom, and when.
 */
struct _BtyMemoryEventRow
{
  GtkBox    parent_instance;

  /* Template */
  GtkLabel *action;
  GtkLabel *when;
  GtkLabel *text;
  GtkLabel *facts;
};

G_DEFINE_FINAL_TYPE (BtyMemoryEventRow, bty_memory_event_row, GTK_TYPE_BOX)

static void
bty_memory_event_row_class_init (BtyMemoryEventRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-event-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEventRow, action);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEventRow, when);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEventRow, text);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryEventRow, facts);
}

static void
bty_memory_event_row_init (BtyMemoryEventRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_memory_event_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
bty_memory_event_row_new (void)
{
  return g_object_new (BTY_TYPE_MEMORY_EVENT_ROW, NULL);
}

/**
 * bty_memory_event_row_set_entry:
 * @self: a row
 * @entry: what it shows
 * @bot: (nullable): the bot that it is about; %NULL = none, or it is gone
 * @text: (nullable): what the memory says now; %NULL = it is about none, or it is gone or not known yet
 */
void
bty_memory_event_row_set_entry (BtyMemoryEventRow *self,
                                BtyAuditEntry     *entry,
                                BtyBot            *bot,
                                const char        *text)
{
  g_autofree char *moment = bty_format_moment (entry->at);
  /* A bot that did it itself is named once. */
  gboolean itself = bot != NULL && g_strcmp0 (entry->actor, bot->slug) == 0;
  g_autofree char *name = bty_visible_start (bot != NULL ? bot->name : "");
  g_autofree char *actor = itself ? g_steal_pointer (&name) : bty_memory_wording_dup_actor (entry->actor);
  g_autofree char *facts = g_strjoin (" · ", actor, name != NULL && name[0] != '\0' ? name : NULL, NULL);
  g_autofree char *visible = bty_visible_start (text != NULL ? text : "");
  const char *action = bty_memory_wording_action (entry->action);
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  g_return_if_fail (BTY_IS_MEMORY_EVENT_ROW (self));

  if (entry->action == BTY_AUDIT_FORGET && entry->memory_id == NULL)
    action = _("Message forgotten");
  gtk_label_set_label (self->action, action);
  gtk_label_set_label (self->when, moment);
  gtk_label_set_label (self->facts, facts);
  gtk_label_set_label (self->text, visible);
  gtk_widget_set_visible (GTK_WIDGET (self->text), visible[0] != '\0');
  if (item != NULL)
    {
      /* Translators: read aloud: what was done, by whom, when */
      g_autofree char *label = g_strdup_printf (_("%s, %s, %s"), action, facts, moment);

      gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, visible,
                                      -1);
    }
}
