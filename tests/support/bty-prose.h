/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyProse:
 *
 * Makes up text whose words are as unevenly frequent as those of a language. The same seed gives the
 * same text.
 */
typedef struct _BtyProse BtyProse;

BtyProse *bty_prose_new          (guint32   seed) G_GNUC_WARN_UNUSED_RESULT;
void      bty_prose_free         (BtyProse *self);
int       bty_prose_pick         (BtyProse *self,
                                  int       end);
char     *bty_prose_write_title  (BtyProse *self) G_GNUC_WARN_UNUSED_RESULT;
char     *bty_prose_write_prompt (BtyProse *self) G_GNUC_WARN_UNUSED_RESULT;
char     *bty_prose_write_reply  (BtyProse *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyProse, bty_prose_free)

G_END_DECLS
