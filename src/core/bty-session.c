/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session.h"

#include "bty-enum-types.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtySession:
 *
 * One conversation with one bot. Its messages form a tree; @head_id names the last message of the branch
 * that is shown.
 */

G_DEFINE_FINAL_TYPE (BtySession, bty_session, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtySession, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtySession, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtySession, title, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtySession, status, bty_session_status_get_type),
  BTY_FIELD (BtySession, pinned, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtySession, archived, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtySession, private, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtySession, folder, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtySession, head_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtySession, draft, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtySession, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtySession, updated_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtySession, expires_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtySession, deleted_at, TIME, BTY_FIELD_NULLABLE),
};

static void
bty_session_class_init (BtySessionClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "sessions", fields, G_N_ELEMENTS (fields));
}

static void
bty_session_init (BtySession *self)
{
}

/**
 * bty_session_new:
 * @bot_id: whom it is with
 *
 * Returns: (transfer full): an empty, active conversation
 */
BtySession *
bty_session_new (const char *bot_id)
{
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  return g_object_new (BTY_TYPE_SESSION,
                       "id", id,
                       "bot-id", bot_id,
                       "created-at", now,
                       "updated-at", now,
                       NULL);
}
