/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_SESSION_SUMMARY (bty_session_summary_get_type ())

G_DECLARE_FINAL_TYPE (BtySessionSummary, bty_session_summary, BTY, SESSION_SUMMARY, BtyRecord)

struct _BtySessionSummary
{
  BtyRecord  parent_instance;

  char *id;
  char *session_id;
  char *until_id; /* the last message that it tells of; it tells of all that lead to that one */
  char *text;
  char *mark; /* encloses it when it is sent, always the same: what is sent again must not change */
  char *provider; /* who wrote it */
  char *model;
  gint64 created_at;
};

BtySessionSummary *bty_session_summary_new   (const char        *session_id,
                                              const char        *until_id,
                                              const char        *text) G_GNUC_WARN_UNUSED_RESULT;
char              *bty_session_summary_quote (BtySessionSummary *self) G_GNUC_WARN_UNUSED_RESULT;

char              *bty_session_summary_ask   (const char        *previous,
                                              GPtrArray         *turns,
                                              gint64             max_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
