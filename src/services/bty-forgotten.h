/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

typedef struct _BtyForgotten BtyForgotten;

BtyForgotten *bty_forgotten_new   (BtyDatabase   *database,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          bty_forgotten_free  (BtyForgotten  *self);
gboolean      bty_forgotten_any   (BtyForgotten  *self);
gboolean      bty_forgotten_apply (BtyForgotten  *self,
                                   BtyDatabase   *database,
                                   gint64        *n_memories,
                                   gint64        *n_messages,
                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyForgotten, bty_forgotten_free)

G_END_DECLS
