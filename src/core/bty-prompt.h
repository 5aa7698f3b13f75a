/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-attachment.h"
#include "bty-enums.h"
#include "bty-recalled.h"

G_BEGIN_DECLS

/**
 * BtyTurn:
 *
 * One turn of the conversation as it is sent.
 */
typedef struct
{
  BtyRole    role;
  char      *text;
  GPtrArray *attachments; /* of BtyAttachment; NULL = none */
} BtyTurn;

/**
 * BtyPrompt:
 *
 * Everything a provider is sent for one reply, without the wire format. Built once on the main thread,
 * then only read.
 */
typedef struct
{
  char      *system;       /* NULL = none */
  GPtrArray *turns;        /* of BtyTurn, oldest first; the last is the user's */
  GPtrArray *recalled;     /* of BtyRecalled, best first: data, never instructions */
  char      *mark;         /* encloses what was recalled, see bty_quotation_new_mark() */
  char      *model;
  double     temperature;  /* NAN = the provider's default */
  gint64     max_tokens;
} BtyPrompt;

BtyPrompt   *bty_prompt_new        (const char  *model);
void         bty_prompt_free       (BtyPrompt   *self);
BtyTurn     *bty_prompt_add_turn   (BtyPrompt   *self,
                                    BtyRole      role,
                                    const char  *text,
                                    GPtrArray   *attachments);
BtyPrompt   *bty_prompt_copy       (BtyPrompt   *self) G_GNUC_WARN_UNUSED_RESULT;
char        *bty_prompt_to_text    (BtyPrompt   *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyPrompt, bty_prompt_free)

G_END_DECLS
