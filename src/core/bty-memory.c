/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory.h"

#include "bty-enum-types.h"
#include "bty-sha256.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyMemory:
 *
 * One remembered statement of a bot, with where it came from and who may read it.
 */

G_DEFINE_FINAL_TYPE (BtyMemory, bty_memory, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyMemory, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyMemory, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemory, text, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyMemory, category, bty_memory_category_get_type),
  BTY_FIELD (BtyMemory, importance, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyMemory, origin, bty_origin_get_type),
  BTY_FIELD_OF_ENUM (BtyMemory, trust, bty_trust_get_type),
  BTY_FIELD (BtyMemory, session_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, message_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, source, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemory, parents, STRV, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemory, facts, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, embedding_model, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, version, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemory, sha256, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemory, access_count, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemory, last_accessed_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, event_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, expires_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, valid_to, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, superseded_by, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, shared_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemory, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemory, updated_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemory, deleted_at, TIME, BTY_FIELD_NULLABLE),
};

static void
bty_memory_class_init (BtyMemoryClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "memories", fields, G_N_ELEMENTS (fields));
}

static void
bty_memory_init (BtyMemory *self)
{
}

/**
 * bty_memory_new:
 * @bot_id: whose it is
 * @text: what is remembered
 *
 * Returns: (transfer full): a private fact of importance 4 that the user told; what is changed in it must be
 *   sealed with bty_memory_seal() before it is stored
 */
BtyMemory *
bty_memory_new (const char *bot_id,
                const char *text)
{
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  return g_object_new (BTY_TYPE_MEMORY,
                       "id", id,
                       "bot-id", bot_id,
                       "text", text,
                       "category", BTY_MEMORY_CATEGORY_FACT,
                       "importance", (gint64) 4,
                       "source", "",
                       "version", (gint64) 1,
                       "created-at", now,
                       "updated-at", now,
                       NULL);
}

/**
 * bty_memory_compute_sha256:
 * @self: a memory
 *
 * Returns: (transfer full): the hash of what a reader relies on: what it says, whose it is, who may read it, and since
 *   when
 */
char *
bty_memory_compute_sha256 (BtyMemory *self)
{
  BtySha256 hash;

  bty_sha256_init (&hash);
  bty_sha256_add_text (&hash, self->id);
  bty_sha256_add_text (&hash, self->text);
  bty_sha256_add_text (&hash, bty_enum_to_nick (BTY_TYPE_MEMORY_CATEGORY, self->category));
  bty_sha256_add_integer (&hash, self->importance);
  bty_sha256_add_text (&hash, self->bot_id);
  bty_sha256_add_text (&hash, bty_enum_to_nick (BTY_TYPE_TRUST, self->trust));
  bty_sha256_add_integer (&hash, self->updated_at);

  return bty_sha256_end (&hash);
}

/**
 * bty_memory_compute_state:
 * @self: a memory
 *
 * Returns: (transfer full): the hash of what else is known of it: where it comes from, and how long it holds. The
 *   record notes it, the memory does not.
 */
char *
bty_memory_compute_state (BtyMemory *self)
{
  BtySha256 hash;

  bty_sha256_init (&hash);
  bty_sha256_add_text (&hash, self->id);
  bty_sha256_add_text (&hash, bty_enum_to_nick (BTY_TYPE_ORIGIN, self->origin));
  bty_sha256_add_text (&hash, self->session_id);
  bty_sha256_add_text (&hash, self->message_id);
  bty_sha256_add_text (&hash, self->source);
  for (guint i = 0; self->parents != NULL && self->parents[i] != NULL; i++)
    bty_sha256_add_text (&hash, self->parents[i]);
  bty_sha256_add_integer (&hash, self->event_at);
  bty_sha256_add_integer (&hash, self->expires_at);
  bty_sha256_add_integer (&hash, self->valid_to);
  bty_sha256_add_integer (&hash, self->created_at);
  bty_sha256_add_integer (&hash, self->deleted_at);

  return bty_sha256_end (&hash);
}

/**
 * bty_memory_seal:
 * @self: a memory that was changed
 *
 * Writes the hash that bty_memory_is_intact() checks.
 */
void
bty_memory_seal (BtyMemory *self)
{
  g_autofree char *sha256 = bty_memory_compute_sha256 (self);

  g_object_set (self, "sha256", sha256, NULL);
}

/**
 * bty_memory_is_intact:
 * @self: a memory
 *
 * Returns: whether id, text, category, importance, author, trust and time still have the hash they were
 *   stored with. If not it is shown, but never sent.
 */
gboolean
bty_memory_is_intact (BtyMemory *self)
{
  g_autofree char *sha256 = bty_memory_compute_sha256 (self);

  return g_strcmp0 (sha256, self->sha256) == 0;
}

/**
 * bty_memory_is_live:
 * @self: a memory
 * @now: microseconds since 1970 UTC
 *
 * Returns: whether it is neither deleted nor superseded nor expired
 */
gboolean
bty_memory_is_live (BtyMemory *self,
                    gint64     now)
{
  return self->deleted_at == BTY_UNSET
         && (self->valid_to == BTY_UNSET || (self->superseded_by == NULL && self->valid_to > now))
         && (self->expires_at == BTY_UNSET || self->expires_at > now);
}

/**
 * bty_memory_derive_from:
 * @self: a memory that is made of others
 * @parent: one of these
 *
 * Notes the parent. What is derived is never trusted or believed more than what it was made of, so a memory
 * takes the lowest trust and the weakest origin of all its parents.
 */
void
bty_memory_derive_from (BtyMemory *self,
                        BtyMemory *parent)
{
  g_autoptr(GStrvBuilder) parents = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  if (self->parents != NULL)
    g_strv_builder_addv (parents, (const char **) self->parents);
  if (self->parents == NULL || !g_strv_contains ((const char *const *) self->parents, parent->id))
    g_strv_builder_add (parents, parent->id);
  all = g_strv_builder_end (parents);

  g_object_set (self,
                "parents", all,
                "trust", MIN (self->trust, parent->trust),
                "origin", MAX (self->origin, parent->origin),
                NULL);
}
