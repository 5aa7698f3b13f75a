/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What somebody wants who says something to a bot without a model. */
typedef enum
{
  BTY_BUILTIN_GREETING,
  BTY_BUILTIN_THANKS,
  BTY_BUILTIN_QUESTION,
  BTY_BUILTIN_STATEMENT,
} BtyBuiltinKind;

BtyBuiltinKind  bty_builtin_classify      (const char *text);
gboolean        bty_builtin_is_question   (const char *text);
GPtrArray      *bty_builtin_dup_topic     (const char *text) G_GNUC_WARN_UNUSED_RESULT;
guint           bty_builtin_count_shared  (GPtrArray  *topic,
                                           const char *text);
gboolean        bty_builtin_can_count     (GPtrArray  *topic);

G_END_DECLS
