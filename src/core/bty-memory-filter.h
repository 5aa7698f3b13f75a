/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BTY_MEMORY_LIVE,        /* neither deleted nor superseded nor expired */
  BTY_MEMORY_ENDED,       /* superseded or expired */
  BTY_MEMORY_DELETED,     /* can still be restored */
  BTY_MEMORY_NOT_DELETED,
} BtyMemoryState;

typedef enum
{
  BTY_MEMORY_BY_TIME,       /* the newest first; the best first when words are looked for */
  BTY_MEMORY_BY_IMPORTANCE, /* the most important first */
  BTY_MEMORY_BY_USE,        /* the most used first */
} BtyMemoryOrder;

/**
 * BtyMemoryFilter:
 *
 * Which memories a list shows. All zero = the newest of all that are live.
 */
typedef struct
{
  const char     *bot_id;     /* whose; NULL = of every bot */
  const char     *reader_id;  /* only what this bot may read; NULL = what is there */
  const char     *words;      /* only with these words; NULL = any */
  const char     *category;   /* nick of BtyMemoryCategory; NULL = any */
  const char     *origin;     /* nick of BtyOrigin; NULL = any */
  const char     *trust;      /* nick of BtyTrust; NULL = any */
  gboolean        is_shared;  /* only trusted and public ones */
  gint64          since;      /* made then or later, microseconds since 1970 UTC; 0 = ever */
  gint64          before;     /* made earlier than this; 0 = ever */
  BtyMemoryState  state;
  BtyMemoryOrder  order;
  gint64          offset;     /* how many to leave out at the beginning */
  gint64          limit;      /* how many at most; 0 = BTY_MEMORY_PAGE */
} BtyMemoryFilter;

#define BTY_MEMORY_PAGE 50

/**
 * BtyAuditFilter:
 *
 * Which entries of the audit are listed, the newest first. All zero = the newest of all.
 */
typedef struct
{
  const char *memory_id;  /* about this memory; NULL = any */
  const char *bot_id;     /* about this bot; NULL = any */
  const char *actor;      /* done by; NULL = anybody */
  const char *action;     /* nick of BtyAuditAction; NULL = any */
  gint64      since;      /* then or later, microseconds since 1970 UTC; 0 = ever */
  gint64      before;     /* earlier than this; 0 = ever */
  gint64      offset;
  gint64      limit;      /* 0 = BTY_MEMORY_PAGE */
} BtyAuditFilter;

G_END_DECLS
