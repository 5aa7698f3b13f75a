/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-pair-row.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-memory-compare.h"
#include "bty-visible-text.h"

/**
 * BtyMemoryPairRow:
 *
 * Two memories that say nearly the same, side by side, and what can be made of them: one that says what the first
 * says, what the second says, or what is written below, which begins as both; or nothing.
 */
struct _BtyMemoryPairRow
{
  GtkListBoxRow  parent_instance;

  /* Owned */
  BtyMemory     *first;
  BtyMemory     *second;

  /* Template */
  GtkLabel      *similarity;
  GtkLabel      *first_text;
  GtkLabel      *first_when;
  GtkLabel      *second_text;
  GtkLabel      *second_when;
  GtkTextView   *both;
};

enum
{
  MERGE,
  KEEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyMemoryPairRow, bty_memory_pair_row, GTK_TYPE_LIST_BOX_ROW)

static void
merge (BtyMemoryPairRow *self,
       BtyMemory        *kept,
       BtyMemory        *ended,
       const char       *text)
{
  g_signal_emit (self, signals[MERGE], 0, kept->id, ended->id, text);
}

static void
keep_first_cb (BtyMemoryPairRow *self)
{
  merge (self, self->first, self->second, self->first->text);
}

static void
keep_second_cb (BtyMemoryPairRow *self)
{
  merge (self, self->second, self->first, self->second->text);
}

static void
merge_cb (BtyMemoryPairRow *self)
{
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (self->both), "text", &text, NULL);
  g_strstrip (text);
  if (text[0] != '\0')
    merge (self, self->first, self->second, text);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
keep_both_cb (BtyMemoryPairRow *self)
{
  g_signal_emit (self, signals[KEEP], 0, self->first->id, self->second->id);
}

static void
bty_memory_pair_row_dispose (GObject *object)
{
  BtyMemoryPairRow *self = BTY_MEMORY_PAIR_ROW (object);

  g_clear_object (&self->first);
  g_clear_object (&self->second);

  G_OBJECT_CLASS (bty_memory_pair_row_parent_class)->dispose (object);
}

static void
bty_memory_pair_row_class_init (BtyMemoryPairRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_pair_row_dispose;

  /**
   * BtyMemoryPairRow::merge:
   * @id: the memory that stays
   * @other_id: the one that ends
   * @text: what the one that stays shall say
   */
  signals[MERGE] = g_signal_new ("merge", BTY_TYPE_MEMORY_PAIR_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * BtyMemoryPairRow::keep:
   * @id: a memory
   * @other_id: another one that says something else after all
   */
  signals[KEEP] = g_signal_new ("keep", BTY_TYPE_MEMORY_PAIR_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-pair-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPairRow, similarity);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPairRow, first_text);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPairRow, first_when);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPairRow, second_text);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPairRow, second_when);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryPairRow, both);
  gtk_widget_class_bind_template_callback (widget_class, keep_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_second_cb);
  gtk_widget_class_bind_template_callback (widget_class, merge_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_both_cb);
}

static void
bty_memory_pair_row_init (BtyMemoryPairRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_memory (BtyMemory *memory,
             GtkLabel  *text,
             GtkLabel  *when)
{
  g_autofree char *visible = bty_visible_start (memory->text);
  g_autofree char *moment = bty_format_moment (memory->created_at);

  gtk_label_set_label (text, visible);
  gtk_label_set_label (when, moment);
}

/**
 * bty_memory_pair_row_new:
 * @pair: two memories, copied
 *
 * Returns: (transfer floating): a row for them
 */
GtkWidget *
bty_memory_pair_row_new (BtyMemoryPair *pair)
{
  BtyMemoryPairRow *self = g_object_new (BTY_TYPE_MEMORY_PAIR_ROW, NULL);
  /* Translators: how similar two memories are, in percent */
  g_autofree char *similarity = g_strdup_printf (_("%d %% the same"), (int) (pair->similarity * 100 + 0.5));
  g_autofree char *both = bty_memory_compare_join (pair->first->text, pair->second->text);

  self->first = g_object_ref (pair->first);
  self->second = g_object_ref (pair->second);
  gtk_label_set_label (self->similarity, similarity);
  show_memory (self->first, self->first_text, self->first_when);
  show_memory (self->second, self->second_text, self->second_when);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->both), both, -1);

  return GTK_WIDGET (self);
}
