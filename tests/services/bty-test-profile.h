/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-profile.h"

G_BEGIN_DECLS

/**
 * BtyTestProfile:
 *
 * A profile in a directory of its own, as a test fixture. Where the tests are for servers, its data are a tenant on the
 * first that tests/support/with-postgres has started.
 */
typedef struct
{
  char       *dir;
  BtyProfile *profile;
} BtyTestProfile;

void             bty_test_profile_set_up         (BtyTestProfile  *self,
                                                  gconstpointer    data);
void             bty_test_profile_tear_down      (BtyTestProfile  *self,
                                                  gconstpointer    data);
void             bty_test_profile_reopen         (BtyTestProfile  *self);
gint64           bty_test_profile_run_sql        (BtyTestProfile  *self,
                                                  const char      *sql);
void             bty_test_profile_set_capture    (BtyTestProfile  *self,
                                                  BtyCapture       capture);

BtyConversation *bty_test_profile_open_session   (BtyTestProfile  *self,
                                                  const char      *id);
BtyConversation *bty_test_profile_create_session (BtyTestProfile  *self,
                                                  gboolean         private);
BtyMessage      *bty_test_say                    (BtyConversation *conversation,
                                                  const char      *text,
                                                  const char      *provider);

char            *bty_test_profile_create_uri     (const char      *dir) G_GNUC_WARN_UNUSED_RESULT;
gint64           bty_test_run_sql                (const char      *uri,
                                                  const char      *sql);
gboolean         bty_test_profile_is_on_server   (void);
int              bty_test_profile_run            (void);

G_END_DECLS
