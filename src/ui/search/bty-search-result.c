/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-search-result.h"

/**
 * BtySearchResult:
 *
 * A #BtySearchHit as a list model holds it.
 */
struct _BtySearchResult
{
  GObject       parent_instance;

  /* Owned */
  BtySearchHit *hit;
};

G_DEFINE_FINAL_TYPE (BtySearchResult, bty_search_result, G_TYPE_OBJECT)

static void
bty_search_result_finalize (GObject *object)
{
  bty_search_hit_free (BTY_SEARCH_RESULT (object)->hit);

  G_OBJECT_CLASS (bty_search_result_parent_class)->finalize (object);
}

static void
bty_search_result_class_init (BtySearchResultClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_search_result_finalize;
}

static void
bty_search_result_init (BtySearchResult *self)
{
}

/**
 * bty_search_result_new:
 * @hit: (transfer full): what was found
 *
 * Returns: (transfer full): the result
 */
BtySearchResult *
bty_search_result_new (BtySearchHit *hit)
{
  BtySearchResult *self = g_object_new (BTY_TYPE_SEARCH_RESULT, NULL);

  self->hit = hit;

  return self;
}

/**
 * bty_search_result_get_hit:
 * @self: a result
 *
 * Returns: (transfer none): what was found
 */
const BtySearchHit *
bty_search_result_get_hit (BtySearchResult *self)
{
  g_return_val_if_fail (BTY_IS_SEARCH_RESULT (self), NULL);

  return self->hit;
}
