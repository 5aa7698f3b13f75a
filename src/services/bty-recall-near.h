/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-meaning.h"

G_BEGIN_DECLS

/* Two models, and in each what is a bot's own and what others share. */
#define BTY_RECALL_NEAR_MAX 4

/**
 * BtyRecallNear:
 *
 * What is looked for in meaning for one question, in up to %BTY_RECALL_NEAR_MAX searches. Its steps are apart, so that
 * a server works while the index is searched, and while what the words have found is looked at.
 */
typedef struct _BtyRecallNear BtyRecallNear;

BtyRecallNear *bty_recall_near_new    (BtyMeaning     *meaning,
                                       const char     *bot_id,
                                       gint64          now) G_GNUC_WARN_UNUSED_RESULT;
void           bty_recall_near_free   (BtyRecallNear  *self);
gboolean       bty_recall_near_follow (BtyRecallNear  *self,
                                       BtyDatabase    *database,
                                       const char     *model,
                                       guint           dimensions,
                                       GError        **error);
void           bty_recall_near_find   (BtyRecallNear  *self,
                                       const char     *model,
                                       const float    *values);
guint          bty_recall_near_get_n  (BtyRecallNear  *self);
gboolean       bty_recall_near_ask    (BtyRecallNear  *self,
                                       BtyDatabase    *database,
                                       guint           i,
                                       GError        **error);
GPtrArray     *bty_recall_near_read   (BtyRecallNear  *self,
                                       BtyDatabase    *database,
                                       guint           i,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyRecallNear, bty_recall_near_free)

G_END_DECLS
