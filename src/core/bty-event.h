/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_EVENT (bty_event_get_type ())

G_DECLARE_FINAL_TYPE (BtyEvent, bty_event, BTY, EVENT, BtyRecord)

struct _BtyEvent
{
  BtyRecord  parent_instance;

  char *id;
  gint64 sequence; /* counts up from 1 within a profile, without a gap; the store gives it */
  char *type; /* a to z, 0 to 9, "_", "-" and "." */
  char *source; /* what part of the program */
  char *correlation_id; /* the same for all events of one undertaking */
  JsonNode *payload;
  gint64 created_at;
};

BtyEvent *bty_event_new (const char *type,
                         const char *source,
                         const char *correlation_id,
                         JsonNode   *payload) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
