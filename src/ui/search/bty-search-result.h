/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "bty-search-hit.h"

G_BEGIN_DECLS

#define BTY_TYPE_SEARCH_RESULT (bty_search_result_get_type ())

G_DECLARE_FINAL_TYPE (BtySearchResult, bty_search_result, BTY, SEARCH_RESULT, GObject)

BtySearchResult    *bty_search_result_new     (BtySearchHit    *hit) G_GNUC_WARN_UNUSED_RESULT;
const BtySearchHit *bty_search_result_get_hit (BtySearchResult *self);

G_END_DECLS
