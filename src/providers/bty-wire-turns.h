/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-prompt.h"

G_BEGIN_DECLS

/**
 * BtyWirePart:
 *
 * A piece of what one side says: a text, or an image.
 */
typedef struct
{
  char *text;        /* NULL for an image */
  char *media_type;  /* NULL for a text */
  char *base64;      /* the image */
} BtyWirePart;

/**
 * BtyWireTurn:
 *
 * What one side says before it is the other's turn again.
 */
typedef struct
{
  BtyRole    role;
  GPtrArray *parts;  /* of BtyWirePart; never empty */
} BtyWireTurn;

GPtrArray *bty_wire_turns_new (BtyPrompt *prompt) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
