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
  GtkLabel     *likeness;
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
  gtk_widget_class_bind_template_child (widget_class, BtyCandidateRow, likeness);
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
  g_autofree char *event = candidate->event_at != BTY_UNSET ? bty_format_event (candidate->event_at) : NULL;
  /* Translators: %s is a day: a memory tells of what was then */
  g_autofree char *told_of = event != NULL ? g_strdup_printf (_("about %s"), event) : NULL;
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  g_strv_builder_add (parts, bty_memory_wording_category (candidate->category));
  g_strv_builder_add (parts, bty_memory_wording_origin (candidate->origin));
  g_strv_builder_add (parts, when);
  if (told_of != NULL)
    g_strv_builder_add (parts, told_of);
  if (source[0] != '\0')
    g_strv_builder_add (parts, source);
  all = g_strv_builder_end (parts);

  return g_strjoinv (" · ", all);
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

/**
 * bty_candidate_row_set_likeness:
 * @self: a row
 * @likeness: (nullable): what its candidate is like, and what would become of it; empty if it is like nothing, %NULL if
 *   that is not known yet
 */
void
bty_candidate_row_set_likeness (BtyCandidateRow *self,
                                const char      *likeness)
{
  g_return_if_fail (BTY_IS_CANDIDATE_ROW (self));

  gtk_label_set_label (self->likeness, likeness != NULL ? likeness : "");
  gtk_widget_set_visible (GTK_WIDGET (self->likeness), likeness != NULL && *likeness != '\0');
}
