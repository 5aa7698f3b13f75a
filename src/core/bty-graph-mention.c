/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-mention.h"

#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyGraphMention:
 *
 * That a memory speaks of an entity, or of how two of them stand to each other. What no memory speaks of any more, and
 * nobody wrote by hand, is not known any more.
 */

G_DEFINE_FINAL_TYPE (BtyGraphMention, bty_graph_mention, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyGraphMention, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyGraphMention, memory_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyGraphMention, subject_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyGraphMention, key, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyGraphMention, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_graph_mention_class_init (BtyGraphMentionClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "graph_mentions", fields, G_N_ELEMENTS (fields));
}

static void
bty_graph_mention_init (BtyGraphMention *self)
{
}

/**
 * bty_graph_mention_new:
 * @memory_id: who speaks
 * @subject_id: of whom
 * @key: by what a question can mean it
 *
 * Returns: (transfer full): a mention
 */
BtyGraphMention *
bty_graph_mention_new (const char *memory_id,
                       const char *subject_id,
                       const char *key)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_GRAPH_MENTION,
                       "id", id,
                       "memory-id", memory_id,
                       "subject-id", subject_id,
                       "key", key,
                       "created-at", bty_time_now (),
                       NULL);
}
