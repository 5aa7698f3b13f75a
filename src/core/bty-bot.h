/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_BOT (bty_bot_get_type ())

G_DECLARE_FINAL_TYPE (BtyBot, bty_bot, BTY, BOT, BtyRecord)

struct _BtyBot
{
  BtyRecord  parent_instance;

  char *id;
  char *slug; /* unique, made from the name */
  char *name;
  char *description;
  BtyBotStatus status;
  BtyBotCategory category;
  char **tags;
  char *emoji;
  char *color; /* "#rrggbb", or empty */
  char **chain; /* names of providers in the order to try; empty = all enabled ones */
  char *model; /* instead of the provider's default */
  double temperature; /* sampling temperature; unset = the provider's default */
  gint64 max_tokens; /* limit of one reply */
  BtyCapture capture;
  gboolean local_only; /* sends nothing beyond loopback */
  gint64 created_at;
  gint64 updated_at;
  gint64 deleted_at; /* deleted, but undo is still offered */
};

BtyBot *bty_bot_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
