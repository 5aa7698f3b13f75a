/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-application.h"
#include "bty-search-provider.h"
#include "bty-window.h"

G_BEGIN_DECLS

/**
 * BtyApplication:
 *
 * The desktop program: one instance for each data directory, with one window on one profile.
 */
struct _BtyApplication
{
  AdwApplication     parent_instance;

  /* Owned */
  BtyProfile        *profile;
  GSettings         *settings;
  GCancellable      *cancellable;
  char              *root_dir;  /* of all profiles */
  char              *data_dir;  /* of the one that is open */
  GVariant          *wish;  /* an action of the window, and what it takes: for when the profile is open */
  GPtrArray         *waiting;  /* of GTask: who else waits for the profile */
  BtySearchProvider *search_provider;

  /* Borrowed */
  BtyWindow         *window;
  GtkWindow         *quick_ask;
  GtkWindow         *restoring;  /* shown while a backup is put in place */

  guint              patience;
  gboolean           is_opening;
  gboolean           asks_quickly;  /* was started for that, without the window */
};

void bty_application_add_actions    (BtyApplication *self);
void bty_application_add_data_actions
                                    (BtyApplication *self);
void bty_application_follow_jobs    (BtyApplication *self);
void bty_application_show_quick_ask (BtyApplication *self);
void bty_application_wish           (BtyApplication *self,
                                     const char     *action,
                                     GVariant       *parameter);

G_END_DECLS
