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
 * How many texts of a profile have each word, and so how much a word tells. Weights are whole numbers, the same on
 * every machine. A table that has seen nothing knows the most common words of some languages. Not to be changed
 * while another thread uses it.
 */
typedef struct _BtyRarity BtyRarity;

GType      bty_rarity_get_type       (void);
BtyRarity *bty_rarity_new            (void) G_GNUC_WARN_UNUSED_RESULT;
BtyRarity *bty_rarity_new_of_question
                                     (guint        n_texts) G_GNUC_WARN_UNUSED_RESULT;
BtyRarity *bty_rarity_new_from_bytes (GBytes      *bytes,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
BtyRarity *bty_rarity_ref            (BtyRarity   *self);
void       bty_rarity_unref          (BtyRarity   *self);

void       bty_rarity_add            (BtyRarity   *self,
                                      const char  *text);
void       bty_rarity_remove         (BtyRarity   *self,
                                      const char  *text);
void       bty_rarity_set            (BtyRarity   *self,
                                      const char  *stem,
                                      guint        count);
guint      bty_rarity_get_n_texts    (BtyRarity   *self);
gboolean   bty_rarity_is_nowhere     (BtyRarity   *self,
                                      const char  *stem);
guint      bty_rarity_weigh          (BtyRarity   *self,
                                      const char  *stem);
GBytes    *bty_rarity_to_bytes       (BtyRarity   *self) G_GNUC_WARN_UNUSED_RESULT;

guint64    bty_rarity_hash           (const char  *text,
                                      gsize        length,
                                      guint64      seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyRarity, bty_rarity_unref)

G_END_DECLS
