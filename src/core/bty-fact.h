/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The name under which facts speak of the user. */
#define BTY_FACT_USER ""

/**
 * BtyFact:
 *
 * How one person or thing that a statement names stands to another.
 */
typedef struct
{
  char        *from;          /* a name, or %BTY_FACT_USER */
  gboolean     from_is_role;  /* @from is what somebody is to the user, "sister", for want of a name */
  const char  *from_type;     /* "person" */
  char        *type;          /* "lives in" */
  char        *to;
  const char  *to_type;       /* "person", "animal", "place", "organisation" or "thing" */
} BtyFact;

BtyFact   *bty_fact_new       (const char *from,
                               const char *from_type,
                               const char *type,
                               const char *to,
                               const char *to_type) G_GNUC_WARN_UNUSED_RESULT;
void       bty_fact_free      (BtyFact    *self);

GPtrArray *bty_fact_find      (const char *text) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_fact_read      (JsonNode   *node,
                               const char *text) G_GNUC_WARN_UNUSED_RESULT;
GStrv      bty_fact_list_keys (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyFact, bty_fact_free)

G_END_DECLS
