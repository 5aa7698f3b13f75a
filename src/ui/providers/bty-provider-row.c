/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-row.h"

#include <glib/gi18n-lib.h>

#include "bty-provider-wording.h"
#include "bty-providers-resources.h"
#include "bty-time.h"
#include "bty-trial-view.h"

/**
 * BtyProviderRow:
 *
 * One provider as it stands, and what can be done with it. It shows and asks; whoever holds it acts: see
 * the signals "wished" (a #BtyProviderWish) and "dropped" (the #BtyProviderStatus that shall take this
 * place).
 */
struct _BtyProviderRow
{
  GtkListBoxRow      parent_instance;

  /* Owned */
  BtyProviderStatus *status;
  GSignalGroup      *config_signals;
  guint              timer; /* of the countdown, only while it can be seen */

  /* Template */
  GtkLabel          *name;
  GtkLabel          *kind;
  GtkImage          *state_icon;
  GtkLabel          *state;
  GtkWidget         *unlock;
  GtkLabel          *error;
  GtkLabel          *facts;
  BtyTrialView      *trial_view;
  GtkSwitch         *enabled;
  GtkMenuButton     *menu_button;
  GtkDropTarget     *drop_target;
};

enum
{
  WISHED,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyProviderRow, bty_provider_row, GTK_TYPE_LIST_BOX_ROW)

/* The actions of the menu, and what each wishes. */
static const struct
{
  const char      *action;
  BtyProviderWish  wish;
} wishes[] = {
  { "provider.test", BTY_PROVIDER_WISH_TEST },
  { "provider.reset", BTY_PROVIDER_WISH_RESET },
  { "provider.unlock", BTY_PROVIDER_WISH_UNLOCK },
  { "provider.edit", BTY_PROVIDER_WISH_EDIT },
  { "provider.move-up", BTY_PROVIDER_WISH_MOVE_UP },
  { "provider.move-down", BTY_PROVIDER_WISH_MOVE_DOWN },
  { "provider.remove", BTY_PROVIDER_WISH_REMOVE },
};

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  gtk_label_set_text (label, text != NULL ? text : "");
}

static void update_state (BtyProviderRow *self);

static gboolean
tick_cb (gpointer user_data)
{
  BtyProviderRow *self = BTY_PROVIDER_ROW (user_data);

  self->timer = 0;
  update_state (self);

  return G_SOURCE_REMOVE;
}

static void
update_state (BtyProviderRow *self)
{
  gint64 retry_at = bty_provider_status_get_retry_at (self->status);
  gint64 remaining = retry_at > 0 ? MAX (retry_at - bty_time_steady (), 0) : 0;
  BtyProviderState state = bty_provider_status_get_state (self->status);
  g_autofree char *text = bty_provider_wording_dup_state (self->status, remaining);
  const char *styles[] = { bty_provider_wording_get_style (state), NULL };
  const char *label_styles[] = { "caption-heading", styles[0], NULL };

  gtk_image_set_from_icon_name (self->state_icon, bty_provider_wording_get_icon (state));
  gtk_widget_set_css_classes (GTK_WIDGET (self->state_icon), styles);
  gtk_label_set_text (self->state, text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->state), label_styles);
  gtk_widget_set_visible (self->unlock, state == BTY_PROVIDER_STATE_LOCKED);

  /* The next change of the shown second. */
  g_clear_handle_id (&self->timer, g_source_remove);
  if (remaining > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timer = g_timeout_add ((guint) ((remaining - 1) % G_USEC_PER_SEC / 1000) + 1, tick_cb, self);
}

/* For screen readers: read when the row gets the focus, and not changed with each second. */
static void
describe (BtyProviderRow *self,
          const char     *error)
{
  const char *state = gtk_label_get_text (self->state);
  g_autofree char *description = NULL;

  if (error != NULL)
    /* Translators: how a provider stands, and what went wrong last */
    description = g_strdup_printf (_("%s · %s"), state, error);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : state, -1);
}

static char *
dup_own_facts (BtyProviderStatus *status)
{
  g_autofree char *record = bty_provider_wording_dup_record (bty_provider_status_get_health (status));
  g_autofree char *key = bty_provider_wording_dup_key (status);

  if (record != NULL && key != NULL)
    /* Translators: two facts about a provider beside each other, such as “98 % of 120 calls answered”
     * and “Key in the keyring” */
    return g_strdup_printf (_("%s · %s"), record, key);

  return record != NULL ? g_steal_pointer (&record) : g_steal_pointer (&key);
}

static char *
dup_facts (BtyProviderStatus *status)
{
  g_autofree char *own = dup_own_facts (status);
  g_autofree char *models = bty_provider_wording_dup_models (status);

  if (own != NULL && models != NULL)
    return g_strdup_printf ("%s\n%s", own, models);

  return own != NULL ? g_steal_pointer (&own) : g_steal_pointer (&models);
}

static gboolean
enabled_set_cb (BtyProviderRow *self,
                gboolean        enabled,
                GtkSwitch      *enabled_switch)
{
  g_signal_emit (self, signals[WISHED], 0, enabled ? BTY_PROVIDER_WISH_ENABLE : BTY_PROVIDER_WISH_DISABLE);

  return GDK_EVENT_PROPAGATE;
}

static void
wish_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    if (g_str_equal (wishes[i].action, action))
      {
        g_signal_emit (widget, signals[WISHED], 0, wishes[i].wish);
        return;
      }
}

static GdkContentProvider *
prepare_drag_cb (BtyProviderRow *self,
                 double          x,
                 double          y,
                 GtkDragSource  *source)
{
  return gdk_content_provider_new_typed (BTY_TYPE_PROVIDER_STATUS, self->status);
}

static void
begin_drag_cb (BtyProviderRow *self,
               GdkDrag        *drag,
               GtkDragSource  *source)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *name = gtk_label_new (gtk_label_get_text (self->name));

  g_object_set (name,
                "ellipsize", PANGO_ELLIPSIZE_END,
                "margin-bottom", 12,
                "margin-end", 18,
                "margin-start", 18,
                "margin-top", 12,
                "max-width-chars", 40,
                NULL);
  gtk_widget_add_css_class (name, "heading");
  gtk_widget_add_css_class (card, "background");
  gtk_box_append (GTK_BOX (card), name);
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), card);
}

/* Only providers of this program: another one's objects have no meaning here. */
static gboolean
accept_drop_cb (BtyProviderRow *self,
                GdkDrop        *drop,
                GtkDropTarget  *target)
{
  return gdk_drop_get_drag (drop) != NULL
         && gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), BTY_TYPE_PROVIDER_STATUS);
}

static GdkDragAction
enter_drop_cb (BtyProviderRow *self,
               double          x,
               double          y,
               GtkDropTarget  *target)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (self));

  if (GTK_IS_LIST_BOX (list))
    gtk_list_box_drag_highlight_row (GTK_LIST_BOX (list), GTK_LIST_BOX_ROW (self));

  return GDK_ACTION_MOVE;
}

static void
leave_drop_cb (BtyProviderRow *self,
               GtkDropTarget  *target)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (self));

  if (GTK_IS_LIST_BOX (list))
    gtk_list_box_drag_unhighlight_row (GTK_LIST_BOX (list));
}

static gboolean
drop_cb (BtyProviderRow *self,
         const GValue   *value,
         double          x,
         double          y,
         GtkDropTarget  *target)
{
  BtyProviderStatus *dragged = g_value_get_object (value);

  leave_drop_cb (self, target);
  if (dragged == NULL || dragged == self->status)
    return FALSE;

  g_signal_emit (self, signals[DROPPED], 0, dragged);

  return TRUE;
}

static void
status_changed_cb (BtyProviderRow *self)
{
  g_signal_group_set_target (self->config_signals, bty_provider_status_get_config (self->status));
  bty_provider_row_update (self);
}

static void
bty_provider_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bty_provider_row_parent_class)->map (widget);

  bty_provider_row_update (BTY_PROVIDER_ROW (widget));
}

static void
bty_provider_row_unmap (GtkWidget *widget)
{
  BtyProviderRow *self = BTY_PROVIDER_ROW (widget);

  g_clear_handle_id (&self->timer, g_source_remove);

  GTK_WIDGET_CLASS (bty_provider_row_parent_class)->unmap (widget);
}

static void
bty_provider_row_dispose (GObject *object)
{
  BtyProviderRow *self = BTY_PROVIDER_ROW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->config_signals);
  g_clear_object (&self->status);

  G_OBJECT_CLASS (bty_provider_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-provider-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, name);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, kind);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, state);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, unlock);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, error);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, facts);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, trial_view);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, enabled);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderRow, drop_target);
  gtk_widget_class_bind_template_callback (widget_class, enabled_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, prepare_drag_cb);
  gtk_widget_class_bind_template_callback (widget_class, begin_drag_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
}

static void
bty_provider_row_class_init (BtyProviderRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_provider_row_dispose;
  widget_class->map = bty_provider_row_map;
  widget_class->unmap = bty_provider_row_unmap;

  signals[WISHED] = g_signal_new ("wished", BTY_TYPE_PROVIDER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT);
  signals[DROPPED] = g_signal_new ("dropped", BTY_TYPE_PROVIDER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, BTY_TYPE_PROVIDER_STATUS);

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    gtk_widget_class_install_action (widget_class, wishes[i].action, NULL, wish_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "provider.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "provider.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "provider.remove", NULL);

  bty_providers_get_resource ();
  g_type_ensure (BTY_TYPE_TRIAL_VIEW);
  bind_template (widget_class);
}

static void
bty_provider_row_init (BtyProviderRow *self)
{
  GType type = BTY_TYPE_PROVIDER_STATUS;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (self->drop_target, &type, 1);

  self->config_signals = g_signal_group_new (BTY_TYPE_PROVIDER_CONFIG);
  g_signal_group_connect_swapped (self->config_signals, "notify", G_CALLBACK (bty_provider_row_update), self);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->name, NULL, -1);
}

/**
 * bty_provider_row_new:
 * @status: the provider
 * @trial: (nullable): its test, running or ended
 *
 * Returns: (transfer full): a row that follows @status
 */
GtkWidget *
bty_provider_row_new (BtyProviderStatus *status,
                      BtyProviderTrial  *trial)
{
  BtyProviderRow *self = g_object_new (BTY_TYPE_PROVIDER_ROW, NULL);

  self->status = g_object_ref (status);
  bty_trial_view_set_trial (self->trial_view, trial);
  g_signal_connect_object (status, "notify", G_CALLBACK (status_changed_cb), self, G_CONNECT_SWAPPED);
  status_changed_cb (self);

  return GTK_WIDGET (self);
}

/**
 * bty_provider_row_get_status:
 * @self: a row
 *
 * Returns: (transfer none): the provider it shows
 */
BtyProviderStatus *
bty_provider_row_get_status (BtyProviderRow *self)
{
  return self->status;
}

/**
 * bty_provider_row_set_place:
 * @self: a row
 * @first: whether no row is above it
 * @last: whether no row is below it
 *
 * Says where it cannot be moved.
 */
void
bty_provider_row_set_place (BtyProviderRow *self,
                            gboolean        first,
                            gboolean        last)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "provider.move-up", !first);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "provider.move-down", !last);
}

/**
 * bty_provider_row_get_focus:
 * @self: a row
 *
 * Returns: what has the keyboard's focus in it
 */
BtyProviderFocus
bty_provider_row_get_focus (BtyProviderRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || (focus != GTK_WIDGET (self) && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    return BTY_PROVIDER_FOCUS_NONE;
  if (focus == GTK_WIDGET (self->enabled))
    return BTY_PROVIDER_FOCUS_SWITCH;

  return focus == GTK_WIDGET (self) ? BTY_PROVIDER_FOCUS_ROW : BTY_PROVIDER_FOCUS_MENU;
}

/**
 * bty_provider_row_set_focus:
 * @self: a row
 * @focus: what shall have the keyboard's focus
 */
void
bty_provider_row_set_focus (BtyProviderRow   *self,
                            BtyProviderFocus  focus)
{
  GtkWidget *widgets[] = {
    [BTY_PROVIDER_FOCUS_ROW] = GTK_WIDGET (self),
    [BTY_PROVIDER_FOCUS_SWITCH] = GTK_WIDGET (self->enabled),
    [BTY_PROVIDER_FOCUS_MENU] = GTK_WIDGET (self->menu_button),
  };

  if (widgets[focus] != NULL)
    gtk_widget_grab_focus (widgets[focus]);
}

/**
 * bty_provider_row_update:
 * @self: a row
 *
 * Shows the provider as it is now. Needed only where something was asked for and refused: everything
 * else follows by notification.
 */
void
bty_provider_row_update (BtyProviderRow *self)
{
  BtyProviderConfig *config = bty_provider_status_get_config (self->status);
  BtyProviderHealth *health = bty_provider_status_get_health (self->status);
  g_autofree char *name = bty_provider_wording_dup_plain (config->name);
  g_autofree char *kind = bty_provider_wording_dup_kind (config);
  g_autofree char *error = bty_provider_wording_dup_error (health);
  g_autofree char *facts = dup_facts (self->status);
  /* Translators: %s is the name of a provider; the accessible name of the switch that turns it on */
  g_autofree char *use = g_strdup_printf (_("Use %s"), name);
  /* Translators: %s is the name of a provider; the accessible name of its menu */
  g_autofree char *more = g_strdup_printf (_("More actions for %s"), name);

  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_label_set_text (self->kind, kind);
  show_text (self->error, error);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->error), error);
  show_text (self->facts, facts);
  update_state (self);
  describe (self, error);

  g_signal_handlers_block_by_func (self->enabled, enabled_set_cb, self);
  gtk_switch_set_active (self->enabled, config->enabled);
  g_signal_handlers_unblock_by_func (self->enabled, enabled_set_cb, self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enabled), GTK_ACCESSIBLE_PROPERTY_LABEL, use, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, more, -1);
}
