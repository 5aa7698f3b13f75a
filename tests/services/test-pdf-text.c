/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-pdf-text.h"

#include <glib/gstdio.h>

#define LIMIT 100000 /* bytes */

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Reads a PDF with a program of which @script is the text. */
static char *
read_with (const char  *script,
           guint        timeout_ms,
           GError     **error)
{
  g_autofree char *directory = g_dir_make_tmp ("bty-pdf-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (directory, "reader", NULL);
  BtyPdfLimits limits = { program, timeout_ms, LIMIT };
  g_autoptr(GBytes) pdf = g_bytes_new_static ("%PDF-\0text", 10);
  g_autoptr(GAsyncResult) result = NULL;
  char *text;

  if (script != NULL)
    g_assert_true (g_file_set_contents_full (program, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  bty_pdf_text_read_async (pdf, &limits, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  text = bty_pdf_text_read_finish (result, error);

  g_unlink (program);
  g_rmdir (directory);

  return text;
}

/* Whatever the program does: the text, or an error in time. */
static void
test_programs (void)
{
  static const struct
  {
    const char *script;
    guint       timeout_ms;
    const char *text;
    int         code;
  } cases[] = {
    { "#!/bin/sh\ntr -d '\\0' <\"$4\"\n", 240000, "%PDF-text", 0 },
    { "#!/bin/sh\nprintf 'a\\377b'\n", 240000, "a\xef\xbf\xbd" "b", 0 },
    { "#!/bin/sh\n", 240000, "", 0 },
    { "#!/bin/sh\necho half; exit 1\n", 240000, NULL, BTY_ERROR_UNREADABLE },
    { "#!/bin/sh\nkill -9 $$\n", 240000, NULL, BTY_ERROR_UNREADABLE },
    { "#!/bin/sh\nexec sleep 1000\n", 100, NULL, BTY_ERROR_UNREADABLE },
    { "#!/bin/sh\nexec cat /dev/zero\n", 240000, NULL, BTY_ERROR_UNREADABLE },
    { NULL, 240000, NULL, BTY_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *text = read_with (cases[i].script, cases[i].timeout_ms, &error);

      g_test_message ("case %u", i);
      g_assert_cmpstr (text, ==, cases[i].text);
      if (cases[i].text == NULL)
        g_assert_error (error, BTY_ERROR, cases[i].code);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pdf-text/programs", test_programs);

  return g_test_run ();
}
