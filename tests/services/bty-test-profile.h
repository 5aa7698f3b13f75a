/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-profile.h"

G_BEGIN_DECLS

/**
 * BtyTestProfile:
 *
 * A profile in a directory of its own, as a test fixture.
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
void             bty_test_profile_set_capture    (BtyTestProfile  *self,
                                                  BtyCapture       capture);

BtyConversation *bty_test_profile_open_session   (BtyTestProfile  *self,
                                                  const char      *id);
BtyConversation *bty_test_profile_create_session (BtyTestProfile  *self,
                                                  gboolean         private);
BtyMessage      *bty_test_say                    (BtyConversation *conversation,
                                                  const char      *text,
                                                  const char      *provider);

G_END_DECLS
