/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_GRAPH_MENTION (bty_graph_mention_get_type ())

G_DECLARE_FINAL_TYPE (BtyGraphMention, bty_graph_mention, BTY, GRAPH_MENTION, BtyRecord)

struct _BtyGraphMention
{
  BtyRecord  parent_instance;

  char *id;
  char *memory_id; /* a memory that is neither deleted nor superseded */
  char *subject_id; /* the entity or the relationship that it speaks of */
  char *key; /* one of bty_fact_list_keys(); empty = the user */
  gint64 created_at;
};

BtyGraphMention *bty_graph_mention_new (const char *memory_id,
                                        const char *subject_id,
                                        const char *key) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
