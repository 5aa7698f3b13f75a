/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-event.h"

G_BEGIN_DECLS

/**
 * BtyEventQuery:
 *
 * Which events are wanted; what is not set (NULL, 0) does not matter.
 */
typedef struct
{
  const char *type;            /* "*" in it stands for anything: "memory.*" */
  const char *source;
  const char *correlation_id;
  gint64      since;           /* microseconds since 1970 UTC; the first that is wanted */
  gint64      until;           /* the first that is not */
  gint64      after;           /* a sequence number, not wanted itself */
  gboolean    newest_first;
  gint64      limit;
} BtyEventQuery;

gboolean   bty_event_store_append (BtyDatabase          *database,
                                   BtyEvent             *event,
                                   GError              **error);
GPtrArray *bty_event_store_list   (BtyDatabase          *database,
                                   const BtyEventQuery  *query,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gint64     bty_event_store_purge  (BtyDatabase          *database,
                                   gint64                until,
                                   GError              **error);

G_END_DECLS
