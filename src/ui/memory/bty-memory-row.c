/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-row.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-format.h"
#include "bty-memory-wording.h"
#include "bty-time.h"
#include "bty-visible-text.h"

/**
 * BtyMemoryRow:
 *
 * One memory in a list: what it says, and below it where it comes from, who may read it, and how it is used.
 */
struct _BtyMemoryRow
{
  GtkBox        parent_instance;

  /* Template */
  BtyBotAvatar *avatar;
  GtkLabel     *text;
  GtkLabel     *facts;
  GtkLabel     *when;
  GtkWidget    *altered;
};

G_DEFINE_FINAL_TYPE (BtyMemoryRow, bty_memory_row, GTK_TYPE_BOX)

static void
bty_memory_row_class_init (BtyMemoryRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (BTY_TYPE_BOT_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryRow, text);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryRow, facts);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryRow, when);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryRow, altered);
}

static void
bty_memory_row_init (BtyMemoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_memory_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
bty_memory_row_new (void)
{
  return g_object_new (BTY_TYPE_MEMORY_ROW, NULL);
}

/* Category, origin, trust, importance and use, one after the other. */
static char *
dup_facts (BtyMemory *memory)
{
  g_autofree char *uses = bty_memory_wording_dup_uses (memory->access_count);
  /* Translators: how important a memory is, from 1 to 5 */
  g_autofree char *importance = g_strdup_printf (_("Importance %d"), (int) memory->importance);
  const char *state = NULL;

  if (memory->valid_to != BTY_UNSET)
    state = _("Replaced");
  else if (memory->expires_at != BTY_UNSET && memory->expires_at <= bty_time_now ())
    state = _("Expired");

  return g_strjoin (" · ",
                    bty_memory_wording_category (memory->category),
                    bty_memory_wording_origin (memory->origin),
                    bty_memory_wording_trust (memory->trust),
                    importance,
                    uses,
                    state,
                    NULL);
}

/**
 * bty_memory_row_set_memory:
 * @self: a row
 * @memory: what it shows
 * @bot: (nullable): whose it is
 */
void
bty_memory_row_set_memory (BtyMemoryRow *self,
                           BtyMemory    *memory,
                           BtyBot       *bot)
{
  g_autofree char *text = bty_visible_start (memory->text);
  g_autofree char *facts = dup_facts (memory);
  g_autofree char *when = bty_format_when (memory->created_at);
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  g_return_if_fail (BTY_IS_MEMORY_ROW (self));

  bty_bot_avatar_set_bot (self->avatar, bot);
  gtk_label_set_label (self->text, text);
  gtk_label_set_label (self->facts, facts);
  gtk_label_set_label (self->when, when);
  gtk_widget_set_visible (self->altered, !bty_memory_is_intact (memory));
  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, facts,
                                    -1);
}
