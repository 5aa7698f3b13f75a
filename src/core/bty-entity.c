/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-entity.h"

#include "bty-uuid.h"

/**
 * BtyEntity:
 *
 * One version of a thing or a person that a bot knows. Versions have two times: when something was so, and
 * when it was said to be so. None is changed but for the end of its being believed.
 */

G_DEFINE_FINAL_TYPE (BtyEntity, bty_entity, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyEntity, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyEntity, entity_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyEntity, scope, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyEntity, type, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyEntity, name, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyEntity, properties, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyEntity, valid_from, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyEntity, valid_to, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyEntity, recorded_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyEntity, superseded_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyEntity, source_id, TEXT, BTY_FIELD_NULLABLE),
};

static void
bty_entity_class_init (BtyEntityClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "entities", fields, G_N_ELEMENTS (fields));
}

static void
bty_entity_init (BtyEntity *self)
{
}

/**
 * bty_entity_new:
 * @scope: who knows it
 * @type: what it is
 * @name: how it is called
 * @valid_from: since when
 *
 * Returns: (transfer full): the first version of a new entity
 */
BtyEntity *
bty_entity_new (const char *scope,
                const char *type,
                const char *name,
                gint64      valid_from)
{
  g_autofree char *id = bty_uuid_new ();
  g_autofree char *entity_id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_ENTITY,
                       "id", id,
                       "entity-id", entity_id,
                       "scope", scope,
                       "type", type,
                       "name", name,
                       "valid-from", valid_from,
                       NULL);
}
