/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-isolate.h"

#include <pango/pangocairo.h>
#include <string.h>

/* Where people write from right to left, names, sizes and paths in a line keep the order in which they are read: as
 * Pango lays it out, since a mark that it did not understand would be of no use. */

typedef struct
{
  const char *name;
  const char *begin;       /* of the line, in Arabic or nothing */
  const char *part;
  const char *end;
  const char *left;        /* what stands on the left of */
  const char *right;       /* this */
} Case;

static const Case cases[] = {
  { "size", "الإصدار 1 · ", "26 bytes", " · 01:36", "26", "bytes" },
  { "names", "", "first", " · second", "second", "first" },
  { "path", "محفوظ باسم ", "/data/notes", ".", "/data", "notes" },
};

static int
find_x (PangoLayout *layout,
        const char  *text)
{
  const char *line = pango_layout_get_text (layout);
  const char *found = strstr (line, text);
  PangoRectangle place;

  g_assert_nonnull (found);
  pango_layout_index_to_pos (layout, (int) (found - line), &place);

  return MIN (place.x, place.x + place.width);
}

static void
test_order (gconstpointer data)
{
  const Case *test = data;
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout = pango_layout_new (context);
  g_autofree char *part = NULL;
  g_autofree char *line = NULL;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  pango_context_set_base_dir (context, PANGO_DIRECTION_RTL);
  part = bty_isolate (test->part);
  line = g_strconcat (bty_isolate_line (), test->begin, part, test->end, NULL);
  pango_layout_set_text (layout, line, -1);

  g_assert_cmpint (find_x (layout, test->left), <, find_x (layout, test->right));
  g_object_unref (layout);
  g_object_unref (context);
}

static void
test_unchanged (void)
{
  g_autofree char *part = NULL;
  g_autofree char *nothing = NULL;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  part = bty_isolate ("26 bytes");
  g_assert_cmpstr (part, ==, "26 bytes");
  g_assert_cmpstr (bty_isolate_line (), ==, "");

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  nothing = bty_isolate ("");
  g_assert_cmpstr (nothing, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/isolate/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_order);
    }
  g_test_add_func ("/isolate/unchanged", test_unchanged);

  return g_test_run ();
}
