/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-event.h"

#include "bty-time.h"
#include "bty-uuid.h"

/**
 * BtyEvent:
 *
 * Something that happened, in the order in which it happened. Types are words parted by dots, the general
 * one first: "memory.added".
 */

G_DEFINE_FINAL_TYPE (BtyEvent, bty_event, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyEvent, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyEvent, sequence, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyEvent, type, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyEvent, source, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyEvent, correlation_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyEvent, payload, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyEvent, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_event_class_init (BtyEventClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "events", fields, G_N_ELEMENTS (fields));
}

static void
bty_event_init (BtyEvent *self)
{
}

/**
 * bty_event_new:
 * @type: what kind of thing happened
 * @source: what part of the program says so
 * @correlation_id: (nullable): what it belongs to
 * @payload: (nullable): the details
 *
 * Returns: (transfer full): an event that has no number yet
 */
BtyEvent *
bty_event_new (const char *type,
               const char *source,
               const char *correlation_id,
               JsonNode   *payload)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_EVENT,
                       "id", id,
                       "type", type,
                       "source", source,
                       "correlation-id", correlation_id,
                       "payload", payload,
                       "created-at", bty_time_now (),
                       NULL);
}
