/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot.h"

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyBot:
 *
 * Somebody to talk with. What the bot is told about itself, its soul, is kept in versions beside it.
 */

G_DEFINE_FINAL_TYPE (BtyBot, bty_bot, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyBot, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyBot, slug, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, name, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, description, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyBot, status, bty_bot_status_get_type),
  BTY_FIELD_OF_ENUM (BtyBot, category, bty_bot_category_get_type),
  BTY_FIELD (BtyBot, tags, STRV, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, emoji, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, color, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, chain, STRV, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, model, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyBot, temperature, REAL, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyBot, max_tokens, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyBot, capture, bty_capture_get_type),
  BTY_FIELD (BtyBot, local_only, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, updated_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyBot, deleted_at, TIME, BTY_FIELD_NULLABLE),
};

static void
bty_bot_class_init (BtyBotClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "bots", fields, G_N_ELEMENTS (fields));
}

static void
bty_bot_init (BtyBot *self)
{
}

/**
 * bty_bot_new:
 * @name: what it is called
 *
 * Returns: (transfer full): an active assistant with the default settings; the slug is for the store
 *   to choose, because it must be unique
 */
BtyBot *
bty_bot_new (const char *name)
{
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  return g_object_new (BTY_TYPE_BOT,
                       "id", id,
                       "name", name,
                       "temperature", 0.7,
                       "max-tokens", (gint64) 4096,
                       "capture", BTY_CAPTURE_ASK,
                       "created-at", now,
                       "updated-at", now,
                       NULL);
}
