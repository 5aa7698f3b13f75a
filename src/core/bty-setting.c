/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-setting.h"

G_DEFINE_FINAL_TYPE (BtySetting, bty_setting, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtySetting, key, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtySetting, value, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtySetting, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtySetting, updated_at, TIME, BTY_FIELD_NONE),
};

static void
bty_setting_class_init (BtySettingClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "settings", fields, G_N_ELEMENTS (fields));
}

static void
bty_setting_init (BtySetting *self)
{
}
