/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyStop:
 * @BTY_STOP_SAID_ALL: the model came to an end of its own, or the provider did not say
 * @BTY_STOP_LENGTH: the limit of tokens was reached
 * @BTY_STOP_FILTER: a content filter of the provider stopped it
 *
 * What the names that providers have for the end of a reply mean.
 */
typedef enum
{
  BTY_STOP_SAID_ALL,
  BTY_STOP_LENGTH,
  BTY_STOP_FILTER,
} BtyStop;

BtyStop     bty_stop_reason_parse   (const char *stop_reason);
const char *bty_stop_reason_explain (const char *stop_reason);

G_END_DECLS
