/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

/* The type of the entity that is the user. */
#define BTY_ENTITY_USER "user"

#define BTY_TYPE_ENTITY (bty_entity_get_type ())

G_DECLARE_FINAL_TYPE (BtyEntity, bty_entity, BTY, ENTITY, BtyRecord)

struct _BtyEntity
{
  BtyRecord  parent_instance;

  char *id; /* of this version */
  char *entity_id; /* of the entity, the same in all its versions */
  char *scope; /* who knows it: the id of a bot, or "" for all */
  char *type; /* "person", "place" */
  char *name;
  JsonNode *properties;
  gint64 valid_from; /* when it began to be so */
  gint64 valid_to; /* when it stopped to be so; unset = it has not */
  gint64 recorded_at; /* when it was said */
  gint64 superseded_at; /* when something else was said; unset = it still counts */
  char *source_id; /* the memory that says so */
};

BtyEntity *bty_entity_new (const char *scope,
                           const char *type,
                           const char *name,
                           gint64      valid_from) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
