/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include <glib/gi18n.h>

#include "bty-application.h"
#include "bty-config.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(BtyApplication) application = NULL;
  const char *locale_dir = g_getenv ("BOTERNITY_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : BTY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Boternity");

  application = bty_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
