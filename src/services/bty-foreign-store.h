/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-foreign-chat.h"

G_BEGIN_DECLS

typedef enum
{
  BTY_FOREIGN_ADDED,
  BTY_FOREIGN_EXTENDED,   /* it was there, and has more messages now */
  BTY_FOREIGN_KNOWN,
} BtyForeignOutcome;

gboolean bty_foreign_store_add (BtyDatabase        *database,
                                BtyForeignChat     *chat,
                                BtyForeignOutcome  *outcome,
                                gint64             *n_messages,
                                GError            **error);

G_END_DECLS
