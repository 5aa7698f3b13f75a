/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_VERSION (bty_memory_version_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryVersion, bty_memory_version, BTY, MEMORY_VERSION, BtyRecord)

struct _BtyMemoryVersion
{
  BtyRecord  parent_instance;

  char *id;
  char *memory_id;
  gint64 version; /* counts up from 1 within a memory */
  char *text;
  BtyMemoryCategory category;
  gint64 importance;
  BtyTrust trust;
  gint64 event_at;
  gint64 expires_at;
  char **parents; /* ids of the memories it was made of */
  char *actor; /* who made this version */
  gint64 changed_at;
};

BtyMemoryVersion *bty_memory_version_new (BtyMemory  *memory,
                                          const char *actor) G_GNUC_WARN_UNUSED_RESULT;
char             *bty_memory_version_compute_sha256 (BtyMemoryVersion *self,
                                                     const char       *bot_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
