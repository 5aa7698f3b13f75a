/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-message.h"

G_BEGIN_DECLS

/**
 * BtyMessageTree:
 *
 * All messages of one session, of which one branch is shown. A message has versions: the other
 * messages that follow the same one.
 */
typedef struct _BtyMessageTree BtyMessageTree;

BtyMessageTree *bty_message_tree_new          (GPtrArray      *messages) G_GNUC_WARN_UNUSED_RESULT;
void            bty_message_tree_free         (BtyMessageTree *self);
void            bty_message_tree_add          (BtyMessageTree *self,
                                               BtyMessage     *message);
BtyMessage     *bty_message_tree_get          (BtyMessageTree *self,
                                               const char     *id);
GPtrArray      *bty_message_tree_get_versions (BtyMessageTree *self,
                                               BtyMessage     *message);
BtyMessage     *bty_message_tree_get_leaf     (BtyMessageTree *self,
                                               BtyMessage     *message);
GPtrArray      *bty_message_tree_get_branch   (BtyMessageTree *self,
                                               const char     *head_id) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMessageTree, bty_message_tree_free)

G_END_DECLS
