/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_RELATIONSHIP (bty_relationship_get_type ())

G_DECLARE_FINAL_TYPE (BtyRelationship, bty_relationship, BTY, RELATIONSHIP, BtyRecord)

struct _BtyRelationship
{
  BtyRecord  parent_instance;

  char *id; /* of this version */
  char *relationship_id; /* of the relationship, the same in all its versions */
  char *scope; /* who knows it: the id of a bot, or "" for all */
  char *from_id; /* an entity */
  char *to_id; /* an entity */
  char *type; /* "lives in" */
  JsonNode *properties;
  gint64 valid_from; /* when it began to be so */
  gint64 valid_to; /* when it stopped to be so; unset = it has not */
  gint64 recorded_at; /* when it was said */
  gint64 superseded_at; /* when something else was said; unset = it still counts */
  char *source_id; /* the memory that says so */
};

BtyRelationship *bty_relationship_new (const char *scope,
                                       const char *from_id,
                                       const char *type,
                                       const char *to_id,
                                       gint64      valid_from) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
