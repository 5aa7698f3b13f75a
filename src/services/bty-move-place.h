/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-workflow.h"

G_BEGIN_DECLS

/**
 * BtyMovePlace:
 * @target: writes it
 * @reader: reads it
 * @step: the step of the move that comes next there
 *
 * The place that data move to. It belongs to the move as soon as the workflow is stored in it.
 */
typedef struct
{
  BtyDatabase *target;
  BtyDatabase *reader;
  char        *step;
} BtyMovePlace;

BtyMovePlace *bty_move_place_new    (BtyDatabase   *source,
                                     BtyWorkflow   *workflow,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          bty_move_place_free   (BtyMovePlace  *self);
gboolean      bty_move_place_finish (BtyMovePlace  *self,
                                     BtyWorkflow   *workflow,
                                     GError       **error);
void          bty_move_place_remove (BtyWorkflow   *workflow);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMovePlace, bty_move_place_free)

G_END_DECLS
