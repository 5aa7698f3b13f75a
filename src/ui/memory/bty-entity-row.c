/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-entity-row.h"

#include <glib/gi18n.h>

#include "bty-format.h"
#include "bty-isolate.h"
#include "bty-visible-text.h"
#include "bty-wrap-layout.h"

/* Of how many relationships there is a row each; of more, how many they are. */
#define MAX_ROWS 200

/**
 * BtyEntityRow:
 *
 * Somebody or something that a bot knows. Opened, it shows how it stands to others, what can be done, and what was
 * said about it before: since and until when that was so, and since and until when it was believed.
 */
struct _BtyEntityRow
{
  AdwExpanderRow   parent_instance;

  /* Owned */
  BtyGraphService *service;
  BtyEntity       *entity;
  GCancellable    *cancellable;

  gboolean         has_versions;
};

G_DEFINE_FINAL_TYPE (BtyEntityRow, bty_entity_row, ADW_TYPE_EXPANDER_ROW)

/* Every name as it is seen, and apart from what stands beside it. */
static char *
dup_part (const char *text)
{
  g_autofree char *visible = bty_visible_start (text);

  return bty_isolate (visible);
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

      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), create_row (name, spans));
    }
}

/* What was said before is read when it is wanted. */
static void
expanded_cb (BtyEntityRow *self)
{
  if (self->has_versions || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;

  self->has_versions = TRUE;
  bty_graph_service_list_versions_async (self->service, self->entity->entity_id, self->cancellable, listed_cb,
                                         g_object_ref (self));
}

static GtkWidget *
create_button (const char *label,
               const char *action,
               const char *id)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);

  return button;
}

static GtkWidget *
create_actions (BtyEntityRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  const char *id = self->entity->entity_id;

  gtk_widget_set_layout_manager (box, g_object_new (BTY_TYPE_WRAP_LAYOUT, NULL));
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), create_button (_("_Rename…"), "graph.rename", id));
  gtk_box_append (GTK_BOX (box), create_button (_("Re_late…"), "graph.relate", id));
  gtk_box_append (GTK_BOX (box), create_button (_("Re_move"), "graph.remove", id));

  return box;
}

static BtyEntity *
find (BtyGraph   *graph,
      const char *entity_id)
{
  for (guint i = 0; i < graph->entities->len; i++)
    if (g_strcmp0 (BTY_ENTITY (graph->entities->pdata[i])->entity_id, entity_id) == 0)
      return graph->entities->pdata[i];

  return NULL;
}

static char *
describe (BtyRelationship *relationship,
          BtyEntity       *from,
          BtyEntity       *to)
{
  g_autofree char *type = dup_part (relationship->type);
  g_autofree char *name = dup_part (to->name);
  g_autofree char *begin = from != NULL ? dup_part (from->name) : NULL;
  /* Translators: how something stands, and to what; then what stands so to this, with the arrow as it is read */
  g_autofree char *text = begin == NULL ? g_strdup_printf (_("%s → %s"), type, name)
                                        : g_strdup_printf (_("%s: %s → %s"), begin, type, name);

  return g_strconcat (bty_isolate_line (), text, NULL);
}

/* No more of them than can be read in a row. */
static void
add_to_summary (GString    *summary,
                const char *text)
{
  if (summary->len < BTY_VISIBLE_START)
    g_string_append_printf (summary, "%s%s", summary->len > 0 ? " · " : "", text);
  else if (!g_str_has_suffix (summary->str, "…"))
    g_string_append (summary, "…");
}

static void
add_relationships (BtyEntityRow *self,
                   BtyGraph     *graph)
{
  g_autofree char *type = dup_part (self->entity->type);
  g_autoptr(GString) summary = g_string_new (type);
  g_autofree char *line = NULL;
  g_autofree char *escaped = NULL;
  guint n_rows = 0;
  guint n_left = 0;

  for (guint i = 0; i < graph->relationships->len; i++)
    {
      BtyRelationship *relationship = graph->relationships->pdata[i];
      gboolean is_out = g_strcmp0 (relationship->from_id, self->entity->entity_id) == 0;
      gboolean is_in = !is_out && g_strcmp0 (relationship->to_id, self->entity->entity_id) == 0;
      BtyEntity *other = NULL;
      g_autofree char *text = NULL;
      GtkWidget *row;

      if ((is_out || is_in) && n_rows == MAX_ROWS)
        n_left++;
      else if (is_out || is_in)
        other = find (graph, is_out ? relationship->to_id : relationship->from_id);
      if (other == NULL)
        continue;
      n_rows++;
      text = is_out ? describe (relationship, NULL, other) : describe (relationship, other, self->entity);
      add_to_summary (summary, text);
      row = create_row (text, "");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 create_button (_("Re_move"), "graph.remove", relationship->relationship_id));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
    }
  if (n_left > 0)
    {
      g_autofree char *left = g_strdup_printf ("… %u", n_left);

      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), create_row (left, ""));
    }
  line = g_strconcat (bty_isolate_line (), summary->str, NULL);
  escaped = g_markup_escape_text (line, -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), escaped);
}

static void
bty_entity_row_dispose (GObject *object)
{
  BtyEntityRow *self = BTY_ENTITY_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->entity);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_entity_row_parent_class)->dispose (object);
}

static void
bty_entity_row_class_init (BtyEntityRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_entity_row_dispose;
}

static void
bty_entity_row_init (BtyEntityRow *self)
{
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

/**
 * bty_entity_row_new:
 * @service: where its versions are
 * @graph: what it stands in, looked at now only
 * @entity: what it shows
 *
 * Returns: (transfer floating): a row, in which the actions "graph.rename", "graph.relate" and "graph.remove" are used
 *   with the id of an entity or a relationship
 */
GtkWidget *
bty_entity_row_new (BtyGraphService *service,
                    BtyGraph        *graph,
                    BtyEntity       *entity)
{
  BtyEntityRow *self = g_object_new (BTY_TYPE_ENTITY_ROW, NULL);
  g_autofree char *visible = bty_visible_start (entity->name);
  g_autofree char *name = g_markup_escape_text (visible, -1);

  self->service = g_object_ref (service);
  self->entity = g_object_ref (entity);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  add_relationships (self, graph);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), create_actions (self));

  return GTK_WIDGET (self);
}

/**
 * bty_entity_row_get_entity:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
BtyEntity *
bty_entity_row_get_entity (BtyEntityRow *self)
{
  return self->entity;
}
