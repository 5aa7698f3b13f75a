/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-provider-status.h"
#include "bty-provider-trial.h"

G_BEGIN_DECLS

/* What a person wants done with the provider of a row. */
typedef enum
{
  BTY_PROVIDER_WISH_TEST,
  BTY_PROVIDER_WISH_RESET,
  BTY_PROVIDER_WISH_UNLOCK,
  BTY_PROVIDER_WISH_EDIT,
  BTY_PROVIDER_WISH_MOVE_UP,
  BTY_PROVIDER_WISH_MOVE_DOWN,
  BTY_PROVIDER_WISH_REMOVE,
  BTY_PROVIDER_WISH_ENABLE,
  BTY_PROVIDER_WISH_DISABLE,
} BtyProviderWish;

/* What has the keyboard's focus in a row. */
typedef enum
{
  BTY_PROVIDER_FOCUS_NONE,
  BTY_PROVIDER_FOCUS_ROW,
  BTY_PROVIDER_FOCUS_SWITCH,
  BTY_PROVIDER_FOCUS_MENU,
} BtyProviderFocus;

#define BTY_TYPE_PROVIDER_ROW (bty_provider_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderRow, bty_provider_row, BTY, PROVIDER_ROW, GtkListBoxRow)

GtkWidget         *bty_provider_row_new        (BtyProviderStatus *status,
                                                BtyProviderTrial  *trial) G_GNUC_WARN_UNUSED_RESULT;

BtyProviderStatus *bty_provider_row_get_status (BtyProviderRow    *self);
void               bty_provider_row_set_place  (BtyProviderRow    *self,
                                                gboolean           first,
                                                gboolean           last);
BtyProviderFocus   bty_provider_row_get_focus  (BtyProviderRow    *self);
void               bty_provider_row_set_focus  (BtyProviderRow    *self,
                                                BtyProviderFocus   focus);
void               bty_provider_row_update     (BtyProviderRow    *self);

G_END_DECLS
