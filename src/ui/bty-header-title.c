/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-header-title.h"

/**
 * BtyHeaderTitle:
 *
 * The middle of the header bar: the switcher of the pages where it has room, and where it has not, what is seen. It
 * asks for as little room as the title does, so that a wide window can become narrow in one step, whoever makes it so.
 *
 * Which of the two is shown is decided while allocating; #BtyHeaderTitle:narrow follows from an idle, so that what
 * depends on it may change.
 */
struct _BtyHeaderTitle
{
  GtkWidget  parent_instance;

  /* Owned */
  GtkWidget *switcher;
  GtkWidget *title;
  guint      announce_source;

  gboolean   switching;
  gboolean   narrow;
  gboolean   allocated_narrow;
};

enum
{
  PROP_0,
  PROP_NARROW,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BtyHeaderTitle, bty_header_title, GTK_TYPE_WIDGET)

static gboolean
announce_cb (gpointer user_data)
{
  BtyHeaderTitle *self = user_data;

  self->announce_source = 0;
  if (self->narrow != self->allocated_narrow)
    {
      self->narrow = self->allocated_narrow;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
    }

  return G_SOURCE_REMOVE;
}

static void
bty_header_title_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  BtyHeaderTitle *self = BTY_HEADER_TITLE (widget);
  int switcher_minimum;
  int switcher_natural;

  gtk_widget_measure (self->title, orientation, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->switcher, orientation, -1, &switcher_minimum, &switcher_natural, NULL, NULL);
  *natural = MAX (*natural, switcher_natural);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = MAX (*minimum, switcher_minimum);
}

static void
place (GtkWidget *child,
       gboolean   shown,
       int        width,
       int        height)
{
  gtk_widget_set_child_visible (child, shown);
  if (shown)
    gtk_widget_size_allocate (child, &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
bty_header_title_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  BtyHeaderTitle *self = BTY_HEADER_TITLE (widget);
  int needed;

  /* With less, newer libadwaita shortens the names of the pages. */
  gtk_widget_measure (self->switcher, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &needed, NULL, NULL);
  self->allocated_narrow = width < needed;
  place (self->switcher, self->switching && !self->allocated_narrow, width, height);
  place (self->title, !self->switching || self->allocated_narrow, width, height);
  if (self->narrow != self->allocated_narrow && self->announce_source == 0)
    self->announce_source = g_idle_add_full (G_PRIORITY_DEFAULT, announce_cb, self, NULL);
}

static void
bty_header_title_get_property (GObject    *object,
                               guint       property,
                               GValue     *value,
                               GParamSpec *pspec)
{
  g_value_set_boolean (value, BTY_HEADER_TITLE (object)->narrow);
}

static void
bty_header_title_dispose (GObject *object)
{
  BtyHeaderTitle *self = BTY_HEADER_TITLE (object);

  g_clear_handle_id (&self->announce_source, g_source_remove);
  g_clear_pointer (&self->switcher, gtk_widget_unparent);
  g_clear_pointer (&self->title, gtk_widget_unparent);

  G_OBJECT_CLASS (bty_header_title_parent_class)->dispose (object);
}

static void
bty_header_title_class_init (BtyHeaderTitleClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = bty_header_title_get_property;
  object_class->dispose = bty_header_title_dispose;
  widget_class->measure = bty_header_title_measure;
  widget_class->size_allocate = bty_header_title_size_allocate;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_header_title_init (BtyHeaderTitle *self)
{
  self->switcher = g_object_new (ADW_TYPE_VIEW_SWITCHER, "policy", ADW_VIEW_SWITCHER_POLICY_WIDE, NULL);
  self->title = adw_window_title_new (g_get_application_name (), NULL);
  gtk_widget_set_parent (self->switcher, GTK_WIDGET (self));
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));
}

/**
 * bty_header_title_set_stack:
 * @self: a title
 * @stack: the pages to switch between
 */
void
bty_header_title_set_stack (BtyHeaderTitle *self,
                            AdwViewStack   *stack)
{
  g_return_if_fail (BTY_IS_HEADER_TITLE (self));

  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (self->switcher), stack);
}

/**
 * bty_header_title_set_title:
 * @self: a title
 * @title: what is said instead of the switcher
 */
void
bty_header_title_set_title (BtyHeaderTitle *self,
                            const char     *title)
{
  g_return_if_fail (BTY_IS_HEADER_TITLE (self));

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title);
}

/**
 * bty_header_title_set_switching:
 * @self: a title
 * @switching: whether there are pages to switch between now
 */
void
bty_header_title_set_switching (BtyHeaderTitle *self,
                                gboolean        switching)
{
  g_return_if_fail (BTY_IS_HEADER_TITLE (self));

  switching = !!switching;
  if (self->switching == switching)
    return;

  self->switching = switching;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * bty_header_title_get_narrow:
 * @self: a title
 *
 * Returns: whether the switcher has no room
 */
gboolean
bty_header_title_get_narrow (BtyHeaderTitle *self)
{
  g_return_val_if_fail (BTY_IS_HEADER_TITLE (self), FALSE);

  return self->narrow;
}
