/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-soul-history.h"

#include <glib/gi18n.h>

#include "bty-diff-view.h"
#include "bty-format.h"
#include "bty-toasts.h"

/**
 * BtySoulHistory:
 *
 * The versions of what a bot is told about itself: any two can be compared, any one can be used again.
 */
struct _BtySoulHistory
{
  AdwWindow       parent_instance;

  /* Owned */
  BtyBotService  *service;
  BtyBot         *bot;
  GPtrArray      *souls;        /* newest first; NULL = not read yet */
  GCancellable   *cancellable;

  /* Template */
  GtkWidget      *back_button;
  AdwComboRow    *shown;
  AdwComboRow    *other;
  GtkWidget      *warning;
  BtyDiffView    *view;
};

enum
{
  ROLLED_BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtySoulHistory, bty_soul_history, ADW_TYPE_WINDOW)

static BtySoul *
get_soul (BtySoulHistory *self,
          AdwComboRow    *row)
{
  guint position = adw_combo_row_get_selected (row);

  return self->souls != NULL && position < self->souls->len ? self->souls->pdata[position] : NULL;
}

static void
compare_cb (BtySoulHistory *self)
{
  BtySoul *shown = get_soul (self, self->shown);
  BtySoul *other = get_soul (self, self->other);
  gboolean intact;

  if (shown == NULL || other == NULL)
    return;

  bty_diff_view_compare (self->view, other->text, shown->text);
  intact = bty_soul_is_intact (shown);
  gtk_widget_set_visible (self->warning, !intact);
  gtk_widget_set_sensitive (self->back_button, intact && shown != self->souls->pdata[0]);
}

static void
show_souls (BtySoulHistory *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->souls->len; i++)
    {
      BtySoul *soul = self->souls->pdata[i];
      g_autofree char *when = bty_format_moment (soul->created_at);

      gtk_string_list_take (names, bty_soul_is_intact (soul)
                                     /* Translators: the number of a version, and when it was made. */
                                     ? g_strdup_printf (_("%d, %s"), (int) soul->version, when)
                                     : g_strdup_printf (_("%d (altered), %s"), (int) soul->version, when));
    }
  adw_combo_row_set_model (self->shown, G_LIST_MODEL (names));
  adw_combo_row_set_model (self->other, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->shown, 0);
  adw_combo_row_set_selected (self->other, self->souls->len > 1 ? 1 : 0);
  compare_cb (self);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtySoulHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) souls = bty_bot_service_list_souls_finish (BTY_BOT_SERVICE (source), result, &error);

  if (souls != NULL)
    {
      g_clear_pointer (&self->souls, g_ptr_array_unref);
      self->souls = g_steal_pointer (&souls);
      show_souls (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("The versions could not be read."), error);
    }
}

static void
load (BtySoulHistory *self)
{
  bty_bot_service_list_souls_async (self->service, self->bot, self->cancellable, listed_cb, g_object_ref (self));
}

static void
rolled_back_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(BtySoulHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySoul) soul = bty_bot_service_roll_back_soul_finish (BTY_BOT_SERVICE (source), result, &error);

  if (soul != NULL)
    {
      /* Translators: %d is the number of a version. */
      g_autofree char *text = g_strdup_printf (_("In use again, as version %d"), (int) soul->version);

      bty_toasts_show (GTK_WIDGET (self), text);
      g_signal_emit (self, signals[ROLLED_BACK], 0);
      load (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("That version could not be used."), error);
    }
}

static void
back_cb (BtySoulHistory *self)
{
  BtySoul *soul = get_soul (self, self->shown);

  if (soul != NULL)
    bty_bot_service_roll_back_soul_async (self->service, self->bot, soul->version, self->cancellable, rolled_back_cb,
                                          g_object_ref (self));
}

static void
bty_soul_history_dispose (GObject *object)
{
  BtySoulHistory *self = BTY_SOUL_HISTORY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->bot);
  g_clear_pointer (&self->souls, g_ptr_array_unref);

  G_OBJECT_CLASS (bty_soul_history_parent_class)->dispose (object);
}

static void
bty_soul_history_class_init (BtySoulHistoryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_soul_history_dispose;

  /**
   * BtySoulHistory::rolled-back:
   *
   * An older version is in use again.
   */
  signals[ROLLED_BACK] = g_signal_new ("rolled-back", BTY_TYPE_SOUL_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);

  g_type_ensure (BTY_TYPE_DIFF_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-soul-history.ui");
  gtk_widget_class_bind_template_child (widget_class, BtySoulHistory, back_button);
  gtk_widget_class_bind_template_child (widget_class, BtySoulHistory, shown);
  gtk_widget_class_bind_template_child (widget_class, BtySoulHistory, other);
  gtk_widget_class_bind_template_child (widget_class, BtySoulHistory, warning);
  gtk_widget_class_bind_template_child (widget_class, BtySoulHistory, view);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bty_soul_history_init (BtySoulHistory *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_soul_history_new:
 * @service: where the versions are
 * @bot: whose they are
 *
 * Returns: (transfer none): a window; it lives until it is closed
 */
GtkWindow *
bty_soul_history_new (BtyBotService *service,
                      BtyBot        *bot)
{
  BtySoulHistory *self = g_object_new (BTY_TYPE_SOUL_HISTORY, NULL);

  self->service = g_object_ref (service);
  self->bot = g_object_ref (bot);
  load (self);

  return GTK_WINDOW (self);
}
