/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_SESSION (bty_session_get_type ())

G_DECLARE_FINAL_TYPE (BtySession, bty_session, BTY, SESSION, BtyRecord)

struct _BtySession
{
  BtyRecord  parent_instance;

  char *id;
  char *bot_id;
  char *title; /* empty until the first exchange */
  BtySessionStatus status;
  gboolean pinned;
  gboolean archived;
  gboolean private; /* gone when closed */
  char *folder; /* empty = in none */
  char *head_id; /* the shown leaf */
  char *draft; /* what was typed and not sent */
  gint64 created_at;
  gint64 updated_at; /* of the newest message */
  gint64 expires_at;
  gint64 deleted_at; /* deleted, but undo is still offered */
};

BtySession *bty_session_new (const char *bot_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
