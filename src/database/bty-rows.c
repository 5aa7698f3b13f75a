/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database-driver.h"

/**
 * bty_rows_next:
 * @self: a statement that is being read
 * @error: (out) (optional): where to say what went wrong
 *
 * Moves to the next row, which is the first one at the first call.
 *
 * Returns: whether there is one; at the end %FALSE without an error
 */
gboolean
bty_rows_next (BtyRows  *self,
               GError  **error)
{
  return self->driver->next (self, error);
}

/**
 * bty_rows_get_value:
 * @self: a statement that stands on a row
 * @column: counted from 0
 *
 * Returns: the value; what it borrows is valid until the next row
 */
BtyValue
bty_rows_get_value (BtyRows *self,
                    guint    column)
{
  return self->driver->get_value (self, column);
}

/**
 * bty_rows_get_text:
 * @self: a statement that stands on a row
 * @column: counted from 0
 *
 * Returns: (nullable) (transfer none): the text, valid until the next row; %NULL if it holds no text
 */
const char *
bty_rows_get_text (BtyRows *self,
                   guint    column)
{
  BtyValue value = self->driver->get_value (self, column);

  return value.type == BTY_VALUE_TEXT ? value.text : NULL;
}

/**
 * bty_rows_get_integer:
 * @self: a statement that stands on a row
 * @column: counted from 0
 *
 * Returns: the whole number, or 0 if it holds no number
 */
gint64
bty_rows_get_integer (BtyRows *self,
                      guint    column)
{
  BtyValue value = self->driver->get_value (self, column);

  if (value.type == BTY_VALUE_REAL)
    return (gint64) value.real;

  return value.type == BTY_VALUE_INTEGER ? value.integer : 0;
}

/**
 * bty_rows_get_real:
 * @self: a statement that stands on a row
 * @column: counted from 0
 *
 * Returns: the number, or 0 if it holds no number
 */
double
bty_rows_get_real (BtyRows *self,
                   guint    column)
{
  BtyValue value = self->driver->get_value (self, column);

  if (value.type == BTY_VALUE_INTEGER)
    return value.integer;

  return value.type == BTY_VALUE_REAL ? value.real : 0;
}

/**
 * bty_rows_free:
 * @self: (transfer full): a statement that is being read
 *
 * Ends reading. Free it before the transaction ends.
 */
void
bty_rows_free (BtyRows *self)
{
  self->driver->free (self);
}
