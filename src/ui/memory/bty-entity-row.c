/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-entity-row.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-isolate.h"
#include "bty-visible-text.h"
#include "bty-wrap-layout.h"

/* Of how many relationships there is a row each; of more, how many they are. */
#define MAX_ROWS 100

/* Where the summary of them ends, in bytes. */
#define MAX_SUMMARY 160

/**
 * BtyEntityRow:
 *
 * Somebody or something that a bot knows. Opened, it shows how it stands to others, what can be done, and what was
 * said about it before: since and until when that was so, and since and until when it was believed. What is inside is
 * made when it is opened.
 */
struct _BtyEntityRow
{
  AdwExpanderRow   parent_instance;

  /* Owned */
  BtyGraphService *service;
  BtyEntity       *entity;
  BtyGraph        *graph;        /* what is around it; NULL = not read yet */
  GPtrArray       *rows;         /* what is inside of it, borrowed; none before it is opened */
  GCancellable    *looking;
  GCancellable    *listing;
};

enum
{
  WISHED,
  ALTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyEntityRow, bty_entity_row, ADW_TYPE_EXPANDER_ROW)

/* Every name as it is seen, and apart from what stands beside it. */
static char *
dup_part (const char *text)
{
  g_autofree char *visible = bty_visible_start (text);

  return bty_isolate (visible);
}

/* What is told by memories has one of these; a person may write another. */
static char *
dup_type (BtyEntity *entity)
{
  static const char *const types[] = {
    N_("person"), N_("animal"), N_("place"), N_("organisation"), N_("thing"), NULL
  };

  /* Who it is that uses the program says the name already. */
  if (g_str_equal (entity->type, BTY_ENTITY_USER))
    return g_strdup ("");

  return dup_part (g_strv_contains (types, entity->type) ? _(entity->type) : entity->type);
}

static GtkWidget *
create_row (const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *escaped_subtitle = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped_subtitle);

  return row;
}

static void
add_row (BtyEntityRow *self,
         GtkWidget    *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

static char *
describe_span (gint64 since,
               gint64 until)
{
  g_autofree char *begin = bty_format_moment (since);
  g_autofree char *end = until != BTY_UNSET ? bty_format_moment (until) : NULL;

  if (end == NULL)
    /* Translators: %s is a moment; it goes on */
    return g_strdup_printf (_("since %s"), begin);

  /* Translators: two moments */
  return g_strdup_printf (_("from %s to %s"), begin, end);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyEntityRow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) versions = bty_graph_service_list_versions_finish (BTY_GRAPH_SERVICE (source), result, &error);

  if (versions == NULL)
    return;

  for (guint i = versions->len; i > 0; i--)
    {
      BtyEntity *version = versions->pdata[i - 1];
      g_autofree char *valid = describe_span (version->valid_from, version->valid_to);
      g_autofree char *believed = describe_span (version->recorded_at, version->superseded_at);
      /* Translators: when something was so, and when it was believed, such as "since …" or "from … to …" */
      g_autofree char *spans = g_strdup_printf (_("So %s; believed %s"), valid, believed);
      g_autofree char *name = bty_visible_start (version->name);

      add_row (self, create_row (name, spans));
    }
}

static void
clicked_cb (BtyEntityRow *self,
            GtkButton    *button)
{
  g_signal_emit (self, signals[WISHED], 0, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "wish")),
                 g_object_get_data (G_OBJECT (button), "record"));
}

static GtkWidget *
create_button (BtyEntityRow  *self,
               const char    *label,
               BtyEntityWish  wish,
               gpointer       record)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_object_set_data (G_OBJECT (button), "wish", GINT_TO_POINTER (wish));
  g_object_set_data_full (G_OBJECT (button), "record", g_object_ref (record), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);

  return button;
}

static GtkWidget *
create_actions (BtyEntityRow *self)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_layout_manager (box, g_object_new (BTY_TYPE_WRAP_LAYOUT, NULL));
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), create_button (self, _("_Rename…"), BTY_ENTITY_WISH_RENAME, self->entity));
  gtk_box_append (GTK_BOX (box), create_button (self, _("Re_late…"), BTY_ENTITY_WISH_RELATE, self->entity));
  gtk_box_append (GTK_BOX (box), create_button (self, _("Re_move"), BTY_ENTITY_WISH_REMOVE, self->entity));

  return row;
}

static BtyEntity *
find_other (BtyEntityRow    *self,
            BtyRelationship *relationship)
{
  gboolean is_out = g_str_equal (relationship->from_id, self->entity->entity_id);
  const char *id = is_out ? relationship->to_id : relationship->from_id;

  if (g_str_equal (id, self->entity->entity_id))
    return self->entity;

  for (guint i = 0; i < self->graph->entities->len; i++)
    if (g_str_equal (BTY_ENTITY (self->graph->entities->pdata[i])->entity_id, id))
      return self->graph->entities->pdata[i];

  return NULL;
}

/* Returns: (transfer full) (nullable): how it stands to another that is known */
static char *
describe (BtyEntityRow    *self,
          BtyRelationship *relationship)
{
  BtyEntity *other = find_other (self, relationship);
  gboolean is_out = g_str_equal (relationship->from_id, self->entity->entity_id);
  g_autofree char *type = NULL;
  g_autofree char *name = NULL;
  g_autofree char *begin = NULL;
  g_autofree char *text = NULL;

  if (other == NULL)
    return NULL;

  type = dup_part (relationship->type);
  name = dup_part (is_out ? other->name : self->entity->name);
  begin = is_out ? NULL : dup_part (other->name);
  /* Translators: how something stands, and to what; then what stands so to this, with the arrow as it is read */
  text = begin == NULL ? g_strdup_printf (_("%s → %s"), type, name)
                       : g_strdup_printf (_("%s: %s → %s"), begin, type, name);

  return g_strconcat (bty_isolate_line (), text, NULL);
}

/* No more of them than can be read at a glance. */
static void
add_to_summary (GString    *summary,
                const char *text)
{
  if (summary->len < MAX_SUMMARY)
    g_string_append_printf (summary, "%s%s", summary->len > 0 ? " · " : "", text);
  else if (!g_str_has_suffix (summary->str, "…"))
    g_string_append (summary, "…");
}

static void
show_summary (BtyEntityRow *self)
{
  g_autofree char *type = dup_type (self->entity);
  g_autoptr(GString) summary = g_string_new (type);
  g_autofree char *line = NULL;
  g_autofree char *escaped = NULL;

  for (guint i = 0; self->graph != NULL && i < self->graph->relationships->len; i++)
    {
      g_autofree char *text = describe (self, self->graph->relationships->pdata[i]);

      if (text != NULL)
        add_to_summary (summary, text);
    }
  line = g_strconcat (bty_isolate_line (), summary->str, NULL);
  escaped = g_markup_escape_text (line, -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), escaped);
}

static void
add_relationships (BtyEntityRow *self)
{
  for (guint i = 0; i < self->graph->relationships->len; i++)
    {
      BtyRelationship *relationship = self->graph->relationships->pdata[i];
      g_autofree char *text = describe (self, relationship);
      GtkWidget *row;

      if (text == NULL)
        continue;
      row = create_row (text, "");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 create_button (self, _("Re_move"), BTY_ENTITY_WISH_REMOVE, relationship));
      add_row (self, row);
    }
  if (self->graph->n_left > 0)
    {
      g_autofree char *left = g_strdup_printf ("… %u", self->graph->n_left);

      add_row (self, create_row (left, ""));
    }
}

/* Returns: which of the rows inside had the keyboard; G_MAXUINT = none */
static guint
clear_inside (BtyEntityRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint focused = G_MAXUINT;

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (focus != NULL && gtk_widget_is_ancestor (focus, self->rows->pdata[i]))
        focused = i;
      adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->rows->pdata[i]);
    }
  g_ptr_array_set_size (self->rows, 0);

  return focused;
}

/* What was said before is read when it is wanted. */
static void
show_inside (BtyEntityRow *self)
{
  guint focused;

  if (self->graph == NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;

  focused = clear_inside (self);
  add_relationships (self);
  add_row (self, create_actions (self));
  if (focused != G_MAXUINT)
    gtk_widget_child_focus (self->rows->pdata[MIN (focused, self->rows->len - 1)], GTK_DIR_TAB_FORWARD);
  self->listing = g_cancellable_new ();
  bty_graph_service_list_versions_async (self->service, self->entity->entity_id, self->listing, listed_cb,
                                         g_object_ref (self));
}

static void
expanded_cb (BtyEntityRow *self)
{
  if (self->rows->len == 0)
    show_inside (self);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyEntityRow) self = user_data;
  BtyGraph *graph = bty_graph_service_get_around_finish (BTY_GRAPH_SERVICE (source), result, NULL);

  if (graph != NULL)
    bty_entity_row_set_graph (self, graph);
}

static void
bty_entity_row_dispose (GObject *object)
{
  BtyEntityRow *self = BTY_ENTITY_ROW (object);

  g_cancellable_cancel (self->looking);
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->looking);
  g_clear_object (&self->listing);
  g_clear_object (&self->entity);
  g_clear_object (&self->service);
  g_clear_pointer (&self->graph, bty_graph_free);

  G_OBJECT_CLASS (bty_entity_row_parent_class)->dispose (object);
}

static void
bty_entity_row_finalize (GObject *object)
{
  g_ptr_array_unref (BTY_ENTITY_ROW (object)->rows);

  G_OBJECT_CLASS (bty_entity_row_parent_class)->finalize (object);
}

static void
bty_entity_row_class_init (BtyEntityRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_entity_row_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_entity_row_finalize;

  /**
   * BtyEntityRow::wished:
   * @wish: a #BtyEntityWish
   * @record: the entity, or a relationship of it, with which that is to be done
   */
  signals[WISHED] = g_signal_new ("wished", BTY_TYPE_ENTITY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT, BTY_TYPE_RECORD);

  /**
   * BtyEntityRow::altered:
   *
   * Something is left out that memories alone tell which were altered outside Boternity.
   */
  signals[ALTERED] = g_signal_new ("altered", BTY_TYPE_ENTITY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
bty_entity_row_init (BtyEntityRow *self)
{
  self->rows = g_ptr_array_new ();
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

/**
 * bty_entity_row_new:
 * @service: where is what is around it
 * @entity: what it shows
 *
 * Returns: (transfer floating): a row; call bty_entity_row_update() to fill it
 */
GtkWidget *
bty_entity_row_new (BtyGraphService *service,
                    BtyEntity       *entity)
{
  BtyEntityRow *self = g_object_new (BTY_TYPE_ENTITY_ROW, NULL);
  g_autofree char *visible = bty_visible_start (entity->name);
  g_autofree char *name = g_markup_escape_text (visible, -1);

  self->service = g_object_ref (service);
  self->entity = g_object_ref (entity);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  show_summary (self);

  return GTK_WIDGET (self);
}

/**
 * bty_entity_row_update:
 * @self: a row
 *
 * Reads how it stands to others, as that is now, and shows it.
 */
void
bty_entity_row_update (BtyEntityRow *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  bty_graph_service_get_around_async (self->service, self->entity->entity_id, MAX_ROWS, self->looking, looked_cb,
                                      g_object_ref (self));
}

/**
 * bty_entity_row_set_graph:
 * @self: a row
 * @graph: (transfer full): how it stands to others, and these
 */
void
bty_entity_row_set_graph (BtyEntityRow *self,
                          BtyGraph     *graph)
{
  g_clear_pointer (&self->graph, bty_graph_free);
  self->graph = graph;
  show_summary (self);
  show_inside (self);
  if (graph->n_altered > 0)
    g_signal_emit (self, signals[ALTERED], 0);
}
