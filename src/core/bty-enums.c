/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-enums.h"

/**
 * bty_enum_to_nick:
 * @type: an enumeration type
 * @value: one of its values
 *
 * Returns: the stored name of @value, or "" if @type has no such value
 */
const char *
bty_enum_to_nick (GType type,
                  int   value)
{
  g_autoptr(GEnumClass) class = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (class, value);

  return found != NULL ? found->value_nick : "";
}

/**
 * bty_enum_from_nick:
 * @type: an enumeration type
 * @nick: (nullable): a stored name
 * @value: (out): the value it names; untouched if there is none
 *
 * Returns: whether @nick names a value of @type
 */
gboolean
bty_enum_from_nick (GType       type,
                    const char *nick,
                    int        *value)
{
  g_autoptr(GEnumClass) class = g_type_class_ref (type);
  GEnumValue *found = nick != NULL ? g_enum_get_value_by_nick (class, nick) : NULL;

  if (found != NULL)
    *value = found->value;

  return found != NULL;
}
