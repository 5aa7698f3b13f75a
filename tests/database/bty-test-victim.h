/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BtyTestVictim BtyTestVictim;

/**
 * BtyTestVictim:
 * @uri: of the database
 * @directory: where it may have files
 * @ways: names of the ways in which its work is broken off, ended by %NULL
 * @is_slow: whether putting it back takes long: what was broken off is then broken off again until it is done
 * @put_back: makes it as it was when it was kept
 * @keep: remembers it as it is
 * @read: returns (transfer full) all that is in it, the schema and the rows, as text
 * @arm: what opens it in this process from now on is broken off in way number @way at moment number @at, from 1, and
 *   counts the moments in @n_moments
 * @wait: waits until nobody works on it any more
 * @check_copy: looks whether the copy made before version @version was changed is whole and like @text; when it
 *   @must_be there, whether it is there
 * @free: (transfer full): removes everything
 *
 * A database whose migrations are killed.
 */
struct _BtyTestVictim
{
  char               *uri;
  char               *directory;
  const char *const  *ways;
  gboolean            is_slow;

  void              (*put_back)   (BtyTestVictim *self);
  void              (*keep)       (BtyTestVictim *self);
  char             *(*read)       (BtyTestVictim *self);
  void              (*arm)        (BtyTestVictim *self,
                                   guint          way,
                                   guint         *n_moments,
                                   guint          at);
  void              (*wait)       (BtyTestVictim *self);
  void              (*check_copy) (BtyTestVictim *self,
                                   gint64         version,
                                   const char    *text,
                                   gboolean       must_be);
  void              (*free)       (BtyTestVictim *self);
};

BtyTestVictim *bty_test_victim_new_file   (const char *directory,
                                           const char *fixture);
BtyTestVictim *bty_test_victim_new_server (int         place);

G_END_DECLS
