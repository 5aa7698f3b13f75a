/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Around each found word of a snippet. */
#define BTY_SEARCH_BEGIN '\002'
#define BTY_SEARCH_END '\003'

/**
 * BtySearchHit:
 *
 * A message, or the title of a session, in which words were found.
 */
typedef struct
{
  char   *session_id;
  char   *message_id;    /* NULL = the title was found */
  char   *session_title;
  char   *bot_id;
  char   *snippet;       /* with BTY_SEARCH_BEGIN and BTY_SEARCH_END */
  gint64  said_at;       /* microseconds since 1970 UTC */
  double  score;         /* higher is better */
} BtySearchHit;

void bty_search_hit_free (BtySearchHit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtySearchHit, bty_search_hit_free)

G_END_DECLS
