/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-dialog.h"

#include "bty-catalog.h"
#include "bty-test-providers.h"

static void
test_pictures (void)
{
  char *dir;
  BtyProfile *profile = bty_test_open_profile (&dir);
  GtkWidget *dialog = bty_provider_dialog_new (bty_profile_get_providers (profile), NULL);

  gtk_window_present (GTK_WINDOW (dialog));
  bty_test_screenshot (dialog, "dialog-presets");
  g_signal_emit_by_name (bty_test_find (dialog, g_type_from_name ("BtyPresetChooser"), NULL), "chosen",
                         bty_catalog_find_preset ("Mistral"));
  bty_test_screenshot (dialog, "dialog-settings");
  gtk_widget_activate_action (dialog, "dialog.confirm", NULL);
  bty_test_screenshot (dialog, "dialog-complaints");
  bty_test_close (dialog);
  bty_test_close_profile (profile, dir);
}

static void
add_tests (void)
{
  g_test_add_func ("/provider-dialog/pictures", test_pictures);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
