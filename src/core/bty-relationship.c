/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-relationship.h"

#include "bty-uuid.h"

/**
 * BtyRelationship:
 *
 * One version of how an entity stands to another. It has the same two times as an entity.
 */

G_DEFINE_FINAL_TYPE (BtyRelationship, bty_relationship, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyRelationship, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyRelationship, relationship_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyRelationship, scope, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyRelationship, from_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyRelationship, to_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyRelationship, type, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyRelationship, properties, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyRelationship, valid_from, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyRelationship, valid_to, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyRelationship, recorded_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyRelationship, superseded_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyRelationship, source_id, TEXT, BTY_FIELD_NULLABLE),
};

static void
bty_relationship_class_init (BtyRelationshipClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "relationships", fields, G_N_ELEMENTS (fields));
}

static void
bty_relationship_init (BtyRelationship *self)
{
}

/**
 * bty_relationship_new:
 * @scope: who knows it
 * @from_id: an entity
 * @type: how it stands to the other
 * @to_id: the other
 * @valid_from: since when
 *
 * Returns: (transfer full): the first version of a new relationship
 */
BtyRelationship *
bty_relationship_new (const char *scope,
                      const char *from_id,
                      const char *type,
                      const char *to_id,
                      gint64      valid_from)
{
  g_autofree char *id = bty_uuid_new ();
  g_autofree char *relationship_id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_RELATIONSHIP,
                       "id", id,
                       "relationship-id", relationship_id,
                       "scope", scope,
                       "from-id", from_id,
                       "type", type,
                       "to-id", to_id,
                       "valid-from", valid_from,
                       NULL);
}
