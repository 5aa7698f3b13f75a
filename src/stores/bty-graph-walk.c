/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-walk.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-graph-time.h"

#include <glib/gi18n-lib.h>

/*
 * The walk goes hop by hop, and asks for the relationships of many entities at once: a statement for each would cost
 * more than all that is found, and a recursive one cannot know whom it has met.
 */

#define BATCH 64 /* entities in one question */
#define N_FIXED 4 /* parameters before them */

typedef struct
{
  const BtyGraphWalk *walk;
  BtyDatabase        *database;
  char               *sql[2];   /* out, in */
  GPtrArray          *steps;    /* of BtyGraphStep, in the order of the walk */
  GHashTable         *visited;  /* ids, borrowed from the steps */
} Run;

static void
free_step (gpointer data)
{
  BtyGraphStep *step = data;

  g_free (step->entity_id);
  g_free (step->from_id);
  g_free (step->relationship_id);
  g_free (step);
}

static void
visit (Run        *run,
       const char *entity_id,
       guint       hops,
       const char *from_id,
       const char *relationship_id)
{
  BtyGraphStep *step;

  if (g_hash_table_contains (run->visited, entity_id))
    return;
  step = g_new0 (BtyGraphStep, 1);
  step->entity_id = g_strdup (entity_id);
  step->hops = hops;
  step->from_id = g_strdup (from_id);
  step->relationship_id = g_strdup (relationship_id);
  g_ptr_array_add (run->steps, step);
  g_hash_table_add (run->visited, step->entity_id);
}

static char *
write_sql (const BtyGraphWalk *walk,
           const char         *near,
           const char         *far)
{
  GString *sql = g_string_new (NULL);

  g_string_printf (sql, "SELECT %s, %s, relationship_id FROM relationships WHERE %s IN ($%d", near, far, near,
                   N_FIXED + 1);
  for (int i = 1; i < BATCH; i++)
    g_string_append_printf (sql, ",$%d", N_FIXED + 1 + i);
  g_string_append (sql, ") AND " BTY_GRAPH_IS_AT ("$1", "$2"));
  if (walk->type != NULL)
    g_string_append (sql, " AND type = $3");
  if (walk->scope != NULL)
    g_string_append (sql, " AND scope IN ($4, '')");
  g_string_append_printf (sql, " ORDER BY %s, %s, relationship_id", near, far);

  return g_string_free (sql, FALSE);
}

static gboolean
is_full (Run *run)
{
  return run->walk->max_entities > 0 && run->steps->len >= run->walk->max_entities;
}

/* Visits the neighbours of up to %BATCH entities from the one numbered @first. */
static gboolean
expand (Run         *run,
        const char  *sql,
        guint        first,
        guint        n_entities,
        guint        hops,
        GError     **error)
{
  BtyValue args[N_FIXED + BATCH + 1] = {
    BTY_INTEGER (run->walk->time.valid_at), BTY_INTEGER (run->walk->time.recorded_at), BTY_TEXT (run->walk->type),
    BTY_TEXT (run->walk->scope),
  };
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  for (guint i = 0; i < BATCH; i++)
    {
      BtyGraphStep *step = i < n_entities ? g_ptr_array_index (run->steps, first + i) : NULL;

      args[N_FIXED + i] = BTY_TEXT (step != NULL ? step->entity_id : NULL);
    }
  args[N_FIXED + BATCH].type = BTY_VALUE_END;

  rows = bty_database_query (run->database, sql, args, error);
  if (rows == NULL)
    return FALSE;
  while (!is_full (run) && bty_rows_next (rows, &row_error))
    visit (run, bty_rows_get_text (rows, 1), hops, bty_rows_get_text (rows, 0), bty_rows_get_text (rows, 2));
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

static gboolean
walk (Run     *run,
      GError **error)
{
  guint first = 0;

  for (guint hops = 1; hops <= run->walk->max_hops && first < run->steps->len; hops++)
    {
      guint end = run->steps->len;

      for (; first < end && !is_full (run); first += MIN (BATCH, end - first))
        for (int i = 0; i < 2; i++)
          if (run->sql[i] != NULL && !expand (run, run->sql[i], first, MIN (BATCH, end - first), hops, error))
            return FALSE;
      first = end;
    }

  return TRUE;
}

/**
 * bty_graph_walk_run:
 * @self: which way
 * @database: a connection
 * @entity_id: where to begin
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Walks over relationships from an entity. Each is met once, however many ways lead there or back.
 *
 * Returns: (transfer full) (element-type BtyGraphStep) (nullable): who was reached, the nearest first; the first is
 *   the beginning itself
 */
GPtrArray *
bty_graph_walk_run (const BtyGraphWalk  *self,
                    BtyDatabase         *database,
                    const char          *entity_id,
                    GError             **error)
{
  Run run = { .walk = self, .database = database };
  gboolean done;

  if (self->max_hops > BTY_GRAPH_MAX_HOPS)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("A walk goes over %d relationships at most."),
                   BTY_GRAPH_MAX_HOPS);
      return NULL;
    }

  run.steps = g_ptr_array_new_with_free_func (free_step);
  run.visited = g_hash_table_new (g_str_hash, g_str_equal);
  if (self->direction & BTY_GRAPH_OUT)
    run.sql[0] = write_sql (self, "from_id", "to_id");
  if (self->direction & BTY_GRAPH_IN)
    run.sql[1] = write_sql (self, "to_id", "from_id");
  visit (&run, entity_id, 0, NULL, NULL);

  done = walk (&run, error);
  g_hash_table_unref (run.visited);
  g_free (run.sql[0]);
  g_free (run.sql[1]);
  if (!done)
    g_clear_pointer (&run.steps, g_ptr_array_unref);

  return run.steps;
}
