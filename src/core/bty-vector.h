/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_VECTOR (bty_vector_get_type ())

G_DECLARE_FINAL_TYPE (BtyVector, bty_vector, BTY, VECTOR, BtyRecord)

struct _BtyVector
{
  BtyRecord  parent_instance;

  char *id;
  char *scope; /* who looks for it: the id of a bot, or "" for others too */
  char *kind; /* what it stands for: "memory", "chunk" */
  char *subject_id; /* which one */
  char *model; /* what made it */
  gint64 dimensions; /* 384, 768, 1536 or 3072 */
  GBytes *data; /* float32, least byte first */
  char *text; /* what it was made from */
  JsonNode *metadata;
  gint64 created_at;
  gint64 expires_at;
};

BtyVector *bty_vector_new            (const char    *scope,
                                      const char    *kind,
                                      const char    *subject_id,
                                      const char    *model,
                                      const float   *values,
                                      guint          dimensions) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_vector_check          (BtyVector     *self,
                                      GError       **error);
gboolean   bty_vector_are_dimensions (gint64         dimensions);
gboolean   bty_vector_check_values   (const float   *values,
                                      guint          dimensions,
                                      GError       **error);
void       bty_vector_unpack         (gconstpointer  data,
                                      guint          dimensions,
                                      float         *values);

G_END_DECLS
