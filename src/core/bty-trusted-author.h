/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_TRUSTED_AUTHOR (bty_trusted_author_get_type ())

G_DECLARE_FINAL_TYPE (BtyTrustedAuthor, bty_trusted_author, BTY, TRUSTED_AUTHOR, BtyRecord)

struct _BtyTrustedAuthor
{
  BtyRecord  parent_instance;

  char *id;
  char *reader_id; /* the bot that reads */
  char *author_id; /* the bot it trusts */
  gint64 created_at;
};

BtyTrustedAuthor *bty_trusted_author_new (const char *reader_id,
                                          const char *author_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
