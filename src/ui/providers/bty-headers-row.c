/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-headers-row.h"

#include "bty-providers-resources.h"
#include "bty-typed-text.h"

/**
 * BtyHeadersRow:
 *
 * A row to type extra headers of requests into, one in each line.
 */
struct _BtyHeadersRow
{
  AdwPreferencesRow  parent_instance;

  /* Template */
  GtkTextView       *view;
};

G_DEFINE_FINAL_TYPE (BtyHeadersRow, bty_headers_row, ADW_TYPE_PREFERENCES_ROW)

static gboolean
bty_headers_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BTY_HEADERS_ROW (widget)->view));
}

static void
bty_headers_row_class_init (BtyHeadersRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->grab_focus = bty_headers_row_grab_focus;

  bty_providers_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-headers-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyHeadersRow, view);
}

static void
bty_headers_row_init (BtyHeadersRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_typed_text_guard (self->view);
}

/**
 * bty_headers_row_dup_text:
 * @self: a row
 *
 * Returns: (transfer full): what was typed
 */
char *
bty_headers_row_dup_text (BtyHeadersRow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/**
 * bty_headers_row_set_text:
 * @self: a row
 * @text: one header in each line
 */
void
bty_headers_row_set_text (BtyHeadersRow *self,
                          const char    *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
}
