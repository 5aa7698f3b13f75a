/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-filters.h"

#include <glib/gi18n.h>

#include "bty-enum-types.h"
#include "bty-keys.h"
#include "bty-memory-wording.h"
#include "bty-time.h"
#include "bty-visible-text.h"

/* What can be chosen of a category, an origin and a level, before which "Any" stands. */
#define N_CATEGORIES (BTY_MEMORY_CATEGORY_CORRECTION + 1)
#define N_ORIGINS (BTY_ORIGIN_EXTERNAL + 1)
#define N_LEVELS (BTY_TRUST_PUBLIC + 1)
#define N_ACTIONS (BTY_AUDIT_VERIFY + 1)

/* Anybody, the user and the program; the bots follow. */
#define N_ACTORS 3

/**
 * BtyMemoryFilters:
 *
 * The pane beside the memories: what is looked at ("view"), and which of it.
 */
struct _BtyMemoryFilters
{
  AdwBin        parent_instance;

  /* Owned */
  BtyProfile   *profile;
  GPtrArray    *bots;      /* of BtyBot, as they are offered */

  gboolean      updating;
  gboolean      lent_bot;  /* one was chosen because a view needs one */

  /* Template */
  GtkListBox   *views;
  GtkLabel     *inbox_count;
  GtkWidget    *details;
  AdwComboRow  *bot;
  AdwComboRow  *category;
  AdwComboRow  *origin;
  AdwComboRow  *trust;
  AdwComboRow  *actor;
  AdwComboRow  *action;
  AdwComboRow  *time;
  GtkWidget    *ordering;
  AdwComboRow  *order;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyMemoryFilters, bty_memory_filters, ADW_TYPE_BIN)

/* How far back the choices of "Made" go; 0 = for ever. */
static const gint64 periods[] = {
  0, G_TIME_SPAN_DAY, 7 * G_TIME_SPAN_DAY, 31 * G_TIME_SPAN_DAY, 366 * G_TIME_SPAN_DAY,
};

static gboolean
shows_memories (BtyMemoryFilters *self)
{
  const char *view = bty_memory_filters_get_view (self);

  return g_str_equal (view, "live") || g_str_equal (view, "ended") || g_str_equal (view, "deleted");
}

/* Some views are of one bot: where none is chosen, the first one is, as long as such a view is looked at. */
static void
settle_bot (BtyMemoryFilters *self)
{
  static const char *const of_one_bot[] = { "known", "duplicates", "graph", NULL };
  gboolean needs_bot = g_strv_contains (of_one_bot, bty_memory_filters_get_view (self));
  guint selected = adw_combo_row_get_selected (self->bot);

  if (self->lent_bot && selected != 1)
    self->lent_bot = FALSE;
  if (needs_bot == self->lent_bot || (needs_bot && selected != 0))
    return;

  self->lent_bot = needs_bot && self->bots->len > 0;
  self->updating = TRUE;
  adw_combo_row_set_selected (self->bot, self->lent_bot ? 1 : 0);
  self->updating = FALSE;
}

/* Shows only what makes a difference to what is looked at. */
static void
show_what_fits (BtyMemoryFilters *self)
{
  gboolean memories = shows_memories (self);
  gboolean timeline = g_str_equal (bty_memory_filters_get_view (self), "timeline");

  gtk_widget_set_visible (self->details, memories || timeline);
  gtk_widget_set_visible (GTK_WIDGET (self->category), memories);
  gtk_widget_set_visible (GTK_WIDGET (self->origin), memories);
  gtk_widget_set_visible (GTK_WIDGET (self->trust), memories);
  gtk_widget_set_visible (self->ordering, memories);
  gtk_widget_set_visible (GTK_WIDGET (self->actor), timeline);
  gtk_widget_set_visible (GTK_WIDGET (self->action), timeline);
}

static void
changed_cb (BtyMemoryFilters *self)
{
  if (self->profile == NULL || self->updating)
    return;

  settle_bot (self);
  show_what_fits (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
update_bots (BtyMemoryFilters *self)
{
  GListModel *bots = bty_bot_service_get_bots (bty_profile_get_bots (self->profile));
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_strdup (bty_memory_filters_get_bot_id (self));
  g_autoptr(GtkStringList) actors = gtk_string_list_new (NULL);
  g_autofree char *user = bty_memory_wording_dup_actor ("user");
  g_autofree char *system = bty_memory_wording_dup_actor ("system");
  guint actor = adw_combo_row_get_selected (self->actor);
  guint selected = 0;

  gtk_string_list_append (names, _("All Bots"));
  /* Translators: no filter: done by anybody */
  gtk_string_list_append (actors, _("Anybody"));
  gtk_string_list_append (actors, user);
  gtk_string_list_append (actors, system);
  g_ptr_array_set_size (self->bots, 0);
  for (guint i = 0; i < g_list_model_get_n_items (bots); i++)
    {
      BtyBot *bot = g_list_model_get_item (bots, i);

      g_ptr_array_add (self->bots, bot);
      gtk_string_list_take (names, bty_visible_line (bot->name));
      gtk_string_list_take (actors, bty_visible_line (bot->name));
      if (g_strcmp0 (bot->id, chosen) == 0)
        selected = i + 1;
    }

  self->updating = TRUE;
  adw_combo_row_set_model (self->bot, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->bot, selected);
  adw_combo_row_set_model (self->actor, G_LIST_MODEL (actors));
  adw_combo_row_set_selected (self->actor, actor < N_ACTORS ? actor : 0);
  self->updating = FALSE;
}

static void
update_inbox_count (BtyMemoryFilters *self)
{
  guint count = bty_memory_service_get_inbox_count (bty_profile_get_memories (self->profile));
  g_autofree char *text = g_strdup_printf ("%u", count);

  gtk_label_set_label (self->inbox_count, text);
  gtk_widget_set_visible (GTK_WIDGET (self->inbox_count), count > 0);
}

static void
add_choices (AdwComboRow   *row,
             guint          n_choices,
             const char  *(*get_words) (int value))
{
  g_autoptr(GtkStringList) words = gtk_string_list_new (NULL);

  /* Translators: no filter: any category, origin or trust level */
  gtk_string_list_append (words, _("Any"));
  for (guint i = 0; i < n_choices; i++)
    gtk_string_list_append (words, get_words (i));
  adw_combo_row_set_model (row, G_LIST_MODEL (words));
}

static const char *
get_category_words (int category)
{
  return bty_memory_wording_category (category);
}

static const char *
get_origin_words (int origin)
{
  return bty_memory_wording_origin (origin);
}

static const char *
get_trust_words (int trust)
{
  return bty_memory_wording_trust (trust);
}

static const char *
get_action_words (int action)
{
  return bty_memory_wording_action (action);
}

/* The nick of what is chosen, or NULL for any. */
static const char *
get_nick (AdwComboRow *row,
          GType        type)
{
  guint selected = adw_combo_row_get_selected (row);

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION ? NULL : bty_enum_to_nick (type, selected - 1);
}

/* The beginning of the time that is chosen; 0 = ever. */
static gint64
get_since (BtyMemoryFilters *self)
{
  guint period = adw_combo_row_get_selected (self->time);

  return period > 0 && period < G_N_ELEMENTS (periods) ? bty_time_now () - periods[period] : 0;
}

static void
bty_memory_filters_dispose (GObject *object)
{
  BtyMemoryFilters *self = BTY_MEMORY_FILTERS (object);

  g_clear_object (&self->profile);
  g_clear_pointer (&self->bots, g_ptr_array_unref);

  G_OBJECT_CLASS (bty_memory_filters_parent_class)->dispose (object);
}

static void
bty_memory_filters_class_init (BtyMemoryFiltersClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_memory_filters_dispose;

  /**
   * BtyMemoryFilters::changed:
   *
   * Something else is to be looked at.
   */
  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_MEMORY_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-memory-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, views);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, inbox_count);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, details);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, bot);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, category);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, origin);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, trust);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, actor);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, action);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, time);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, ordering);
  gtk_widget_class_bind_template_child (widget_class, BtyMemoryFilters, order);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
bty_memory_filters_init (BtyMemoryFilters *self)
{
  self->bots = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_keys_leave_list_by_tab (GTK_WIDGET (self->views));

  add_choices (self->category, N_CATEGORIES, get_category_words);
  add_choices (self->origin, N_ORIGINS, get_origin_words);
  add_choices (self->trust, N_LEVELS, get_trust_words);
  add_choices (self->action, N_ACTIONS, get_action_words);
  gtk_list_box_select_row (self->views, gtk_list_box_get_row_at_index (self->views, 0));
}

/**
 * bty_memory_filters_new:
 * @profile: whose memories there are
 *
 * Returns: (transfer floating): the pane
 */
GtkWidget *
bty_memory_filters_new (BtyProfile *profile)
{
  BtyMemoryFilters *self = g_object_new (BTY_TYPE_MEMORY_FILTERS, NULL);
  GListModel *bots = bty_bot_service_get_bots (bty_profile_get_bots (profile));

  self->profile = g_object_ref (profile);
  g_signal_connect_object (bots, "items-changed", G_CALLBACK (update_bots), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_profile_get_memories (profile), "notify::inbox-count", G_CALLBACK (update_inbox_count),
                           self, G_CONNECT_SWAPPED);
  update_bots (self);
  update_inbox_count (self);
  show_what_fits (self);

  return GTK_WIDGET (self);
}

/**
 * bty_memory_filters_get_view:
 * @self: the pane
 *
 * Returns: (transfer none): the name of what is looked at: "live", "inbox", …
 */
const char *
bty_memory_filters_get_view (BtyMemoryFilters *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->views);

  return row != NULL ? gtk_widget_get_name (GTK_WIDGET (row)) : "live";
}

/**
 * bty_memory_filters_set_view:
 * @self: the pane
 * @view: the name of what shall be looked at
 */
void
bty_memory_filters_set_view (BtyMemoryFilters *self,
                             const char       *view)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->views, i)) != NULL; i++)
    if (g_str_equal (gtk_widget_get_name (GTK_WIDGET (row)), view))
      gtk_list_box_select_row (self->views, row);
}

/**
 * bty_memory_filters_get_bot_id:
 * @self: the pane
 *
 * Returns: (nullable) (transfer none): the bot whose memories are looked at; %NULL = all
 */
const char *
bty_memory_filters_get_bot_id (BtyMemoryFilters *self)
{
  guint selected = adw_combo_row_get_selected (self->bot);

  if (selected == 0 || selected > self->bots->len)
    return NULL;

  return BTY_BOT (self->bots->pdata[selected - 1])->id;
}

/**
 * bty_memory_filters_fill:
 * @self: the pane
 * @filter: gets what is chosen, borrowed until something else is
 */
void
bty_memory_filters_fill (BtyMemoryFilters *self,
                         BtyMemoryFilter  *filter)
{
  const char *view = bty_memory_filters_get_view (self);

  filter->bot_id = bty_memory_filters_get_bot_id (self);
  filter->category = get_nick (self->category, BTY_TYPE_MEMORY_CATEGORY);
  filter->origin = get_nick (self->origin, BTY_TYPE_ORIGIN);
  filter->trust = get_nick (self->trust, BTY_TYPE_TRUST);
  filter->order = (BtyMemoryOrder) adw_combo_row_get_selected (self->order);
  filter->since = get_since (self);
  if (g_str_equal (view, "ended"))
    filter->state = BTY_MEMORY_ENDED;
  else if (g_str_equal (view, "deleted"))
    filter->state = BTY_MEMORY_DELETED;
}

/**
 * bty_memory_filters_fill_audit:
 * @self: the pane
 * @filter: gets what is chosen of the timeline, borrowed until something else is
 */
void
bty_memory_filters_fill_audit (BtyMemoryFilters *self,
                               BtyAuditFilter   *filter)
{
  static const char *const actors[N_ACTORS] = { NULL, "user", "system" };
  guint actor = adw_combo_row_get_selected (self->actor);

  filter->bot_id = bty_memory_filters_get_bot_id (self);
  filter->action = get_nick (self->action, BTY_TYPE_AUDIT_ACTION);
  filter->since = get_since (self);
  if (actor < N_ACTORS)
    filter->actor = actors[actor];
  else if (actor - N_ACTORS < self->bots->len)
    filter->actor = BTY_BOT (self->bots->pdata[actor - N_ACTORS])->slug;
}

/**
 * bty_memory_filters_is_neutral:
 * @self: the pane
 *
 * Returns: whether nothing is left out
 */
gboolean
bty_memory_filters_is_neutral (BtyMemoryFilters *self)
{
  AdwComboRow *rows[] = { self->bot, self->category, self->origin, self->trust, self->actor, self->action, self->time };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (rows[i])) && adw_combo_row_get_selected (rows[i]) != 0)
      return FALSE;

  return TRUE;
}

/**
 * bty_memory_filters_reset:
 * @self: the pane
 *
 * Leaves nothing out.
 */
void
bty_memory_filters_reset (BtyMemoryFilters *self)
{
  AdwComboRow *rows[] = { self->bot, self->category, self->origin, self->trust, self->actor, self->action, self->time };

  self->updating = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    adw_combo_row_set_selected (rows[i], 0);
  self->updating = FALSE;
  changed_cb (self);
}
