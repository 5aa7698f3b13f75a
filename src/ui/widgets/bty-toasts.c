/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-toasts.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bty-visible-text.h"

/* Long enough to read it without haste, to notice a slip and to reach for the button. */
#define SECONDS 8

/**
 * Undo:
 *
 * What the button of one toast does. The widget may be gone when it is pressed.
 */
typedef struct
{
  GWeakRef        widget;
  BtyUndoFunc     undo;
  gpointer        data;
  GDestroyNotify  free_data;
} Undo;

static void
free_undo (gpointer  data,
           GClosure *closure)
{
  Undo *self = data;

  g_weak_ref_clear (&self->widget);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

static void
undo_cb (AdwToast *toast,
         Undo     *self)
{
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&self->widget);

  if (widget != NULL)
    self->undo (widget, self->data);
}

/* The innermost overlay that is seen: a page may have one that leaves its text field free. */
static GtkWidget *
find_overlay (GtkWidget *widget)
{
  GtkWidget *found = ADW_IS_TOAST_OVERLAY (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *inner = gtk_widget_get_mapped (child) ? find_overlay (child) : NULL;

      if (inner != NULL)
        found = inner;
    }

  return found;
}

static void
add_toast (GtkWidget *widget,
           AdwToast  *toast)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *overlay = root != NULL ? find_overlay (GTK_WIDGET (root)) : NULL;

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

/* A toast reads its title as markup, and takes one line. */
static AdwToast *
create_toast (const char *text)
{
  g_autofree char *line = bty_visible_line (text);
  g_autofree char *escaped = g_markup_escape_text (line, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, SECONDS);

  return toast;
}

/**
 * bty_toasts_show:
 * @widget: any widget of the window
 * @text: plain text
 *
 * Tells in passing that something has happened.
 */
void
bty_toasts_show (GtkWidget  *widget,
                 const char *text)
{
  add_toast (widget, create_toast (text));
}

/**
 * bty_toasts_show_error:
 * @widget: any widget of the window
 * @what: plain text: what could not be done, a whole sentence
 * @error: why
 *
 * Tells that something did not work; the reason stays until it is read.
 */
void
bty_toasts_show_error (GtkWidget    *widget,
                       const char   *what,
                       const GError *error)
{
  /* Translators: what could not be done, and then why; both are sentences. */
  g_autofree char *text = g_strdup_printf (_("%s %s"), what, error->message);
  AdwToast *toast = create_toast (text);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 0);
  add_toast (widget, toast);
}

/**
 * bty_toasts_offer_undo:
 * @widget: any widget of the window
 * @text: plain text: what was done
 * @undo: takes it back
 * @data: for @undo
 * @free_data: (nullable): frees @data
 *
 * Tells what was done and offers to take it back, instead of asking before.
 */
void
bty_toasts_offer_undo (GtkWidget      *widget,
                       const char     *text,
                       BtyUndoFunc     undo,
                       gpointer        data,
                       GDestroyNotify  free_data)
{
  AdwToast *toast = create_toast (text);
  Undo *self = g_new0 (Undo, 1);

  g_weak_ref_init (&self->widget, widget);
  self->undo = undo;
  self->data = data;
  self->free_data = free_data;
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), self, free_undo, 0);
  add_toast (widget, toast);
}
