/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BTY_TYPE_RARITY (bty_rarity_get_type ())

/* Weights are counted in this part of a bit. */
#define BTY_RARITY_UNIT 256

/**
 * BtyRarity:
 *
 * How many texts of a profile have each word of a question, and so how much a word tells. Weights are whole numbers,
 * the same on every machine. Without a table the most common words of some languages are known. Not to be changed while
 * another thread uses it.
 */
typedef struct _BtyRarity BtyRarity;

GType      bty_rarity_get_type       (void);
BtyRarity *bty_rarity_new            (guint        n_texts) G_GNUC_WARN_UNUSED_RESULT;
BtyRarity *bty_rarity_ref            (BtyRarity   *self);
void       bty_rarity_unref          (BtyRarity   *self);

void       bty_rarity_set            (BtyRarity   *self,
                                      const char  *stem,
                                      guint        count);
gboolean   bty_rarity_is_nowhere     (BtyRarity   *self,
                                      const char  *stem);
guint      bty_rarity_weigh          (BtyRarity   *self,
                                      const char  *stem);

guint64    bty_rarity_hash           (const char  *text,
                                      gsize        length,
                                      guint64      seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyRarity, bty_rarity_unref)

G_END_DECLS
