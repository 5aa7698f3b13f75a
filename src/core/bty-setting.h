/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_SETTING (bty_setting_get_type ())

G_DECLARE_FINAL_TYPE (BtySetting, bty_setting, BTY, SETTING, BtyRecord)

/**
 * BtySetting:
 *
 * One setting of a profile.
 */
struct _BtySetting
{
  BtyRecord  parent_instance;

  char *key;
  char *value;
  gint64 created_at;
  gint64 updated_at;
};

G_END_DECLS
