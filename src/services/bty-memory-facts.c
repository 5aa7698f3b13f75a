/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-facts.h"

#include "bty-fact-store.h"
#include "bty-fact.h"
#include "bty-time.h"

static gboolean
is_same (BtyFact *a,
         BtyFact *b)
{
  return g_str_equal (a->from, b->from) && g_str_equal (a->type, b->type) && g_str_equal (a->to, b->to);
}

static void
add_new (GPtrArray *facts,
         GPtrArray *more)
{
  while (more->len > 0)
    {
      BtyFact *fact = g_ptr_array_steal_index (more, 0);
      gboolean is_known = FALSE;

      for (guint i = 0; i < facts->len; i++)
        is_known |= is_same (g_ptr_array_index (facts, i), fact);
      if (is_known)
        bty_fact_free (fact);
      else
        g_ptr_array_add (facts, fact);
    }
}

/**
 * bty_memory_facts_follow:
 * @database: a connection
 * @memory: a stored memory, new, changed, ended or back
 * @error: (out) (optional): where to say what went wrong
 *
 * Lets the graph say what the memory says now: what its sentences plainly name, and what the model found that wrote
 * it. A memory that has ended or was altered outside Boternity says nothing.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_facts_follow (BtyDatabase  *database,
                         BtyMemory    *memory,
                         GError      **error)
{
  g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_fact_free);
  gint64 now = bty_time_now ();

  if (bty_memory_is_live (memory, now) && bty_memory_is_intact (memory))
    {
      g_autoptr(GPtrArray) found = bty_fact_find (memory->text);
      g_autoptr(GPtrArray) told = bty_fact_read (memory->facts, memory->text);

      add_new (facts, found);
      add_new (facts, told);
    }

  return bty_fact_store_set (database, memory, facts, now, error);
}
