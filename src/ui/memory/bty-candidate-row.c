/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-candidate-row.h"

#include <glib/gi18n.h>

#include "bty-bot-avatar.h"
#include "bty-format.h"
#include "bty-memory-wording.h"
#include "bty-visible-text.h"

/**
 * BtyCandidateRow:
 *
 * Something a bot would like to remember, and what can be answered: yes, yes but differently, no.
 */
struct _BtyCandidateRow
{
  GtkBox        parent_instance;

  /* Template */
  BtyBotAvatar *avatar;
  GtkLabel     *text;
  GtkLabel     *facts;
  GtkButton    *accept_button;
  GtkButton    *edit_button;
  GtkButton    *reject_button;
};

G_DEFINE_FINAL_TYPE (BtyCandidateRow, bty_candidate_row, GTK_TYPE_BOX)

static void
bty_candidate_row_class_init (BtyCandidateRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (BTY_TYPE_BOT_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-candidate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyCandidateRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, BtyCandidateRow, text);
  gtk_widget_class_bind_template_child (widget_class, BtyCandidateRow, facts);
  gtk_widget_class_bind_template_child (widget_class, BtyCandidateRow, accept_button);
  gtk_widget_class_bind_template_child (widget_class, BtyCandidateRow, edit_button);
  gtk_widget_class_bind_template_child (widget_class, BtyCandidateRow, reject_button);
}

static void
bty_candidate_row_init (BtyCandidateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_candidate_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
bty_candidate_row_new (void)
{
  return g_object_new (BTY_TYPE_CANDIDATE_ROW, NULL);
}

static char *
dup_facts (BtyMemoryCandidate *candidate)
{
  g_autofree char *source = bty_visible_start (candidate->source != NULL ? candidate->source : "");
  g_autofree char *when = bty_format_when (candidate->created_at);

  return g_strjoin (" · ",
                    bty_memory_wording_category (candidate->category),
                    bty_memory_wording_origin (candidate->origin),
                    when,
                    source[0] != '\0' ? source : NULL,
                    NULL);
}

/**
 * bty_candidate_row_set_candidate:
 * @self: a row
 * @candidate: what it shows
 * @bot: (nullable): who would like to remember it
 */
void
bty_candidate_row_set_candidate (BtyCandidateRow    *self,
                                 BtyMemoryCandidate *candidate,
                                 BtyBot             *bot)
{
  g_autofree char *text = bty_visible_start (candidate->text);
  g_autofree char *facts = dup_facts (candidate);
  GtkButton *buttons[] = { self->accept_button, self->edit_button, self->reject_button };
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  g_return_if_fail (BTY_IS_CANDIDATE_ROW (self));

  bty_bot_avatar_set_bot (self->avatar, bot);
  gtk_label_set_label (self->text, text);
  gtk_label_set_label (self->facts, facts);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i]), "s", candidate->id);
  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, facts,
                                    -1);
}
