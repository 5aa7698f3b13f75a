/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-attachment.h"
#include "bty-enums.h"
#include "bty-recalled.h"
#include "bty-session-summary.h"

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
  BtyTrust   trust;       /* the lowest of what it was made of */
} BtyTurn;

/**
 * BtyPromptSummary:
 *
 * What the first turns of the conversation say, in short.
 */
typedef struct
{
  BtySessionSummary *summary;
  guint              n_turns;
  BtyTrust           trust;    /* the lowest of what it was made of */
} BtyPromptSummary;

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
  GArray    *summaries;    /* of BtyPromptSummary: what can be sent in the place of turns that do not fit */
  BtyPromptSummary *summary; /* the one of these that is sent; NULL = none */
  guint      n_ageing;     /* of the oldest turns: how many its receiver could not read, or soon cannot */
  guint      n_withheld;   /* turns that its receiver may not be sent */
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
void         bty_prompt_add_summary (BtyPrompt         *self,
                                     BtySessionSummary *summary,
                                     guint              n_turns,
                                     BtyTrust           trust);
BtyPrompt   *bty_prompt_copy       (BtyPrompt   *self) G_GNUC_WARN_UNUSED_RESULT;
char        *bty_prompt_to_text    (BtyPrompt   *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyPrompt, bty_prompt_free)

G_END_DECLS
