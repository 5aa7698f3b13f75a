/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-slot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "bty-visible-text.h"

#define LINE_HEIGHT 21
#define CHARACTER_WIDTH 7.5
#define COLUMN_WIDTH 720
#define DEFAULT_WIDTH 600
#define SPACE_AROUND 80
#define NAME_LENGTH 200   /* in bytes */

/* How far beyond what is seen is drawn, in pixels. */
#define MARGIN 200

/**
 * BtyMessageSlot:
 *
 * A place for a message in a list. A list view makes some 200 of them at once and again for each jump, and a
 * message takes milliseconds to lay out: so a slot is empty, with a height that is guessed from the
 * length of the text, until its message comes near to what is seen.
 */
struct _BtyMessageSlot
{
  GtkWidget      parent_instance;

  /* Owned */
  BtyMessage    *message;
  BtyMessageRow *row;        /* NULL until the slot is filled first */

  gboolean       filled;
  gboolean       fresh;      /* filled, and not laid out since */
  gboolean       seen;       /* or nearly */
};

G_DEFINE_FINAL_TYPE (BtyMessageSlot, bty_message_slot, GTK_TYPE_WIDGET)

static int
guess_height (BtyMessageSlot *self,
              int             width)
{
  const char *text = self->message != NULL && self->message->content != NULL ? self->message->content : "";
  double column = MIN (width > 0 ? width : DEFAULT_WIDTH, COLUMN_WIDTH);
  double length = 0;
  guint lines = 1;

  for (const char *c = text; *c != '\0'; c++)
    {
      length++;
      lines += *c == '\n' ? 1 : 0;
    }

  return SPACE_AROUND + LINE_HEIGHT * (lines + (int) ceil (length * CHARACTER_WIDTH / column));
}

/* What the keyboard reaches, the item around the slot, needs a name; a screen reader finds the whole text in the
 * labels. A reply is empty when its item is made, so it is named again when it is complete. */
static void
name_item (BtyMessageSlot *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *content = self->message->content != NULL ? self->message->content : "";
  g_autofree char *start = NULL;
  g_autofree char *name = NULL;
  gboolean is_own = self->message->role == BTY_ROLE_USER;
  const char *fallback = is_own ? _("Your message") : _("Reply");

  if (item == NULL)
    return;

  if (bty_message_is_forgotten (self->message))
    fallback = is_own ? _("Your message, forgotten") : _("Reply, forgotten");
  start = g_utf8_substring (content, 0, g_utf8_strlen (content, NAME_LENGTH));
  name = bty_visible_text (start);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, *g_strstrip (name) != '\0' ? name : fallback,
                                  -1);
}

static GtkSizeRequestMode
bty_message_slot_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bty_message_slot_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  BtyMessageSlot *self = BTY_MESSAGE_SLOT (widget);

  /* Each answer is the text laid out once more, and before styles are known GTK asks once in vain. How high the list
   * is for no certain width is asked for and not used; how wide it is at least can be said in the next frame. */
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size < 0)
    *minimum = *natural = SPACE_AROUND;
  else if (orientation == GTK_ORIENTATION_HORIZONTAL && (!self->filled || self->fresh))
    *minimum = *natural = 0;
  else if (self->filled)
    gtk_widget_measure (GTK_WIDGET (self->row), orientation, for_size, minimum, natural, NULL, NULL);
  else
    *minimum = *natural = guess_height (self, for_size);
}

static gboolean
resize_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  gtk_widget_queue_resize (widget);

  return G_SOURCE_REMOVE;
}

static void
note_layout (BtyMessageSlot *self,
             int             width)
{
  int minimum;

  if (!self->fresh)
    return;

  self->fresh = FALSE;
  gtk_widget_measure (GTK_WIDGET (self->row), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > width)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), resize_cb, NULL, NULL);
}

static void
bty_message_slot_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  BtyMessageSlot *self = BTY_MESSAGE_SLOT (widget);

  if (!self->filled)
    return;

  gtk_widget_allocate (GTK_WIDGET (self->row), width, height, baseline, NULL);
  note_layout (self, width);
}

static void
bty_message_slot_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  BtyMessageSlot *self = BTY_MESSAGE_SLOT (widget);

  if (self->filled && self->seen)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->row), snapshot);
}

static void
bty_message_slot_dispose (GObject *object)
{
  BtyMessageSlot *self = BTY_MESSAGE_SLOT (object);

  self->filled = FALSE;
  g_clear_pointer ((GtkWidget **) &self->row, gtk_widget_unparent);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_func (self->message, name_item, self);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (bty_message_slot_parent_class)->dispose (object);
}

static void
bty_message_slot_class_init (BtyMessageSlotClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_message_slot_dispose;
  widget_class->get_request_mode = bty_message_slot_get_request_mode;
  widget_class->measure = bty_message_slot_measure;
  widget_class->size_allocate = bty_message_slot_size_allocate;
  widget_class->snapshot = bty_message_slot_snapshot;
}

static void
bty_message_slot_init (BtyMessageSlot *self)
{
  self->seen = TRUE;
}

/**
 * bty_message_slot_new:
 *
 * Returns: (transfer floating): an empty slot
 */
GtkWidget *
bty_message_slot_new (void)
{
  return g_object_new (BTY_TYPE_MESSAGE_SLOT, NULL);
}

/**
 * bty_message_slot_get_message:
 * @self: a slot
 *
 * Returns: (transfer none) (nullable): whose place it is
 */
BtyMessage *
bty_message_slot_get_message (BtyMessageSlot *self)
{
  g_return_val_if_fail (BTY_IS_MESSAGE_SLOT (self), NULL);

  return self->message;
}

/**
 * bty_message_slot_set_message:
 * @self: a slot
 * @message: (nullable): whose place it is from now on
 *
 * The slot is empty until it is filled.
 */
void
bty_message_slot_set_message (BtyMessageSlot *self,
                              BtyMessage     *message)
{
  g_return_if_fail (BTY_IS_MESSAGE_SLOT (self));

  if (self->message != NULL)
    g_signal_handlers_disconnect_by_func (self->message, name_item, self);
  g_set_object (&self->message, message);
  if (message != NULL)
    {
      g_signal_connect_object (message, "notify::status", G_CALLBACK (name_item), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (message, "notify::forgotten-at", G_CALLBACK (name_item), self, G_CONNECT_SWAPPED);
      name_item (self);
    }
  self->filled = FALSE;
  if (self->row != NULL)
    {
      bty_message_row_set_message (self->row, NULL, NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->row), FALSE);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bty_message_slot_get_row:
 * @self: a slot
 *
 * Returns: (transfer none) (nullable): what it is filled with, or %NULL while it is empty
 */
BtyMessageRow *
bty_message_slot_get_row (BtyMessageSlot *self)
{
  g_return_val_if_fail (BTY_IS_MESSAGE_SLOT (self), NULL);

  return self->filled ? self->row : NULL;
}

/**
 * bty_message_slot_fill:
 * @self: a slot with a message
 * @context: what the message is shown with
 */
void
bty_message_slot_fill (BtyMessageSlot          *self,
                       const BtyMessageContext *context)
{
  g_return_if_fail (BTY_IS_MESSAGE_SLOT (self));
  g_return_if_fail (self->message != NULL);

  if (self->row == NULL)
    {
      self->row = BTY_MESSAGE_ROW (bty_message_row_new ());
      gtk_widget_set_parent (GTK_WIDGET (self->row), GTK_WIDGET (self));
    }
  bty_message_row_set_message (self->row, self->message, context);
  self->filled = TRUE;
  self->fresh = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->row), TRUE);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* How far @slot is from what @viewport shows, in pixels. */
static double
get_distance (GtkWidget *slot,
              GtkWidget *viewport)
{
  graphene_rect_t bounds;
  double height = gtk_widget_get_height (viewport);

  /* New slots have no place yet. */
  if (gtk_widget_get_height (slot) == 0 || !gtk_widget_compute_bounds (slot, viewport, &bounds))
    return G_MAXDOUBLE;
  if (bounds.origin.y > height)
    return bounds.origin.y - height;

  return MAX (0, -(bounds.origin.y + bounds.size.height));
}

/**
 * bty_message_slot_find_empty:
 * @list_view: a list view whose items are slots
 * @viewport: what it is seen through
 * @reach: how far from what is seen to look, in pixels
 * @distance: (out): how far the slot is from what is seen; 0 = it is seen
 *
 * Returns: (transfer none) (nullable): the nearest slot that has a message and is empty
 */
BtyMessageSlot *
bty_message_slot_find_empty (GtkWidget *list_view,
                             GtkWidget *viewport,
                             double     reach,
                             double    *distance)
{
  BtyMessageSlot *nearest = NULL;

  *distance = reach;
  for (GtkWidget *child = gtk_widget_get_first_child (list_view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *slot = gtk_widget_get_first_child (child);
      double slot_distance;

      if (!BTY_IS_MESSAGE_SLOT (slot) || BTY_MESSAGE_SLOT (slot)->message == NULL || BTY_MESSAGE_SLOT (slot)->filled)
        continue;

      slot_distance = get_distance (slot, viewport);
      if (slot_distance <= *distance)
        {
          *distance = slot_distance;
          nearest = BTY_MESSAGE_SLOT (slot);
        }
    }

  return nearest;
}

/**
 * bty_message_slot_update_seen:
 * @self: a slot
 * @viewport: what it is seen through, which is about to be drawn
 *
 * Draws what can be seen of the message, and nothing where that is far away.
 */
void
bty_message_slot_update_seen (BtyMessageSlot *self,
                              GtkWidget      *viewport)
{
  gboolean seen;

  g_return_if_fail (BTY_IS_MESSAGE_SLOT (self));

  if (!self->filled)
    return;

  seen = get_distance (GTK_WIDGET (self), viewport) <= MARGIN;
  if (seen)
    bty_message_row_update_seen (self->row, viewport);
  if (seen != self->seen)
    {
      self->seen = seen;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}
