/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-answer-button.h"
#include "bty-ask.h"
#include "bty-bot-editor.h"
#include "bty-format.h"
#include "bty-memory-editor.h"
#include "bty-provider-choice.h"
#include "bty-test-providers.h"
#include "bty-test-sinks.h"
#include "bty-test-window.h"
#include "bty-toasts.h"
#include "bty-ui-resources.h"
#include "bty-visible-text.h"

#include <string.h>

/* Whatever somebody else wrote is shown as it is, wherever it is shown: not as markup, nothing of it hidden, and no
 * wider than a phone. A warning ends the program. */

#define NARROW 360
/* Unless the environment says otherwise in BTY_ROUNDS and BTY_SEED: each round is a text in all places. */
#define ROUNDS 12
#define WINDOW_ROUNDS 6
#define SEED 20

/* The first of so many rounds have rare characters as well. */
#define RARE_ROUNDS 4

/* One in so many rounds has a line of LONG bytes without a place to break it. */
#define LONG_EVERY 1000
#define LONG 500
#define VERY_LONG 100000

static BtyProfile *profile;

static guint
get_number (const char *variable,
            guint       usual)
{
  const char *number = g_getenv (variable);

  return number != NULL ? (guint) g_ascii_strtoull (number, NULL, 10) : usual;
}

/* Paragraphs may be labels of their own: what is between them does not count. */
static char *
dup_squeezed (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_len (squeezed, c, g_utf8_next_char (c) - c);

  return g_string_free (squeezed, FALSE);
}

static void
assert_shows (GtkWidget  *widget,
              const char *expected,
              const char *name)
{
  g_autofree char *texts = bty_test_dup_texts (widget);
  g_autofree char *squeezed = dup_squeezed (texts);
  g_autofree char *wanted = dup_squeezed (expected);

  if (strstr (squeezed, wanted) == NULL)
    g_error ("%s: “%s” is not in “%s”", name, wanted, squeezed);
}

/* Nothing of it turns the direction of others or is not seen. */
static void
assert_hides_nothing (GtkWidget  *widget,
                      const char *name)
{
  g_autofree char *texts = bty_test_dup_texts (widget);
  g_autofree char *visible = bty_visible_text (texts);

  if (!g_str_equal (visible, texts))
    g_error ("%s: shows “%s”, of which “%s” can be seen", name, texts, visible);
}

static void
assert_narrow (GtkWidget  *widget,
               const char *name)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > NARROW)
    g_error ("%s: at least %d pixels wide", name, minimum);
}

static char *
create_text (GRand *random,
             guint  round)
{
  g_autofree char *text = bty_test_random_text (random, g_rand_int_range (random, 0, 40));
  g_autofree char *filler = NULL;

  if (round % LONG_EVERY != RARE_ROUNDS)
    return g_steal_pointer (&text);

  filler = g_strnfill (LONG, 'x');

  return g_strconcat (text, filler, NULL);
}

/* A character of which there is one in a font, and which may be higher and narrower than "…". */
static char *
create_rare_character (GRand *random)
{
  char text[7] = { 0 };
  gunichar c = (gunichar) g_rand_int_range (random, 0xA1, 0x30000);

  g_unichar_to_utf8 (g_unichar_validate (c) ? c : 0x27DA, text);

  return g_strdup (text);
}

static void
check (GtkWidget         *widget,
       const BtyTestSink *sink,
       const char        *text)
{
  g_autofree char *expected = sink->dup_expected != NULL ? sink->dup_expected (text) : g_strdup ("");

  assert_shows (widget, expected, sink->name);
  assert_hides_nothing (widget, sink->name);
  assert_narrow (widget, sink->name);
}

/* Every place at once, in a window as narrow as a phone, as somebody sees it. */
static void
test_rows (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (get_number ("BTY_SEED", SEED));
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  GtkWidget *window;
  char *dir;

  profile = bty_test_open_profile (&dir);
  window = bty_test_window_new (scroller, NARROW, 640);
  for (guint i = 0; i < get_number ("BTY_ROUNDS", ROUNDS); i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      g_autofree GtkWidget **widgets = g_new0 (GtkWidget *, bty_test_n_sinks);
      g_autofree char *text = create_text (random, i);
      g_autofree char *escaped = g_strescape (text, NULL);

      g_test_message ("“%s”", escaped);
      for (guint j = 0; j < bty_test_n_sinks; j++)
        {
          g_autofree char *rare = create_rare_character (random);

          widgets[j] = bty_test_sinks[j].show (profile, text);
          gtk_box_append (GTK_BOX (box), widgets[j]);
          if (i >= RARE_ROUNDS)
            continue;
          gtk_box_append (GTK_BOX (box), bty_test_sinks[j].show (profile, rare));
          /* These were measured by another line than is drawn, and GTK complained. */
          gtk_box_append (GTK_BOX (box), bty_test_sinks[j].show (profile, "\u27DA"));
        }
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
      bty_test_frames (window, 1);
      for (guint j = 0; j < bty_test_n_sinks; j++)
        check (widgets[j], &bty_test_sinks[j], text);
    }
  bty_test_close (window);
  bty_test_close_profile (profile, dir);
}

static GListModel *
create_providers (const char *text)
{
  GListStore *providers = g_list_store_new (BTY_TYPE_PROVIDER_STATUS);
  g_autoptr(BtyProviderStatus) status = bty_test_status_new (BTY_PROVIDER_STATE_READY);

  g_object_set (bty_provider_status_get_config (status), "name", text, "model", text, NULL);
  g_list_store_append (providers, status);

  return G_LIST_MODEL (providers);
}

static void
chosen_cb (GtkWidget  *widget,
           const char *provider,
           gpointer    data)
{
}

static void
open_provider_choice (GtkWidget  *parent,
                      const char *text)
{
  g_autoptr(GListModel) providers = create_providers (text);

  bty_provider_choice_present (parent, "Answer", providers, chosen_cb, NULL, NULL);
}

static void
open_question (GtkWidget  *parent,
               const char *text)
{
  const char *suggestions[] = { text, NULL };

  bty_ask_text (parent, "Move", "Folder", "_Move", text, suggestions, chosen_cb, NULL, NULL);
}

static void
open_memory_editor (GtkWidget  *parent,
                    const char *text)
{
  GListModel *bots = bty_bot_service_get_bots (bty_profile_get_bots (profile));
  g_autoptr(BtyBot) bot = g_list_model_get_item (bots, 0);

  g_object_set (bot, "name", text, NULL);
  gtk_window_present (bty_memory_editor_new (profile, NULL, NULL));
}

static void
open_bot_editor (GtkWidget  *parent,
                 const char *text)
{
  g_autoptr(BtyBot) bot = bty_bot_new (text);

  g_object_set (bot, "description", text, "model", text, NULL);
  gtk_window_present (bty_bot_editor_new (profile, bot));
}

/* The menu of who answers opens in the window itself. */
static void
open_menu (GtkWidget  *parent,
           const char *text)
{
  g_autoptr(GListModel) providers = create_providers (text);
  GtkWidget *button = bty_answer_button_new (providers);

  adw_window_set_content (ADW_WINDOW (parent), button);
  bty_test_frames (parent, 1);
  gtk_menu_button_popup (GTK_MENU_BUTTON (bty_test_find (button, GTK_TYPE_MENU_BUTTON, NULL)));
}

/* What a menu shows is cut, and its underscores are doubled for GTK, which shows one of them. */
static char *
dup_choice (const char *text)
{
  g_autofree char *label = bty_format_choice (text);
  g_autoptr(GString) shown = g_string_new (label);

  g_string_replace (shown, "__", "_", 0);

  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static const struct
{
  const char *name;
  void      (*open)         (GtkWidget  *parent,
                             const char *text);
  char     *(*dup_expected) (const char *text);  /* NULL = it is only to be edited */
} windows[] = {
  { "choice of a provider", open_provider_choice, bty_visible_line },
  { "question", open_question, bty_visible_line },
  { "editor of memories", open_memory_editor, bty_visible_line },
  { "editor of bots", open_bot_editor, NULL },
  { "menu", open_menu, dup_choice },
};

/* Returns: (transfer none): a window that is not @parent, or @parent */
static GtkWidget *
find_other_window (GtkWidget *parent)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (window != parent)
        return window;
    }

  return parent;
}

/* The same in a window or menu of its own. One kind of them after the other: GTK 4.8 looks for the pointer, to show a
 * tooltip after a while, in a window that may have gone meanwhile. */
static void
test_windows (void)
{
  char *dir;

  profile = bty_test_open_profile (&dir);
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      const BtyTestSink sink = { windows[i].name, NULL, windows[i].dup_expected };
      g_autoptr(GRand) random = g_rand_new_with_seed (get_number ("BTY_SEED", SEED));

      for (guint j = 0; j < get_number ("BTY_ROUNDS", WINDOW_ROUNDS); j++)
        {
          GtkWidget *parent = bty_test_window_new (adw_bin_new (), NARROW, 640);
          g_autofree char *text = create_text (random, j);
          g_autofree char *escaped = g_strescape (text, NULL);
          GtkWidget *window;

          g_test_message ("“%s”", escaped);
          windows[i].open (parent, text);
          window = find_other_window (parent);
          bty_test_frames (window, 2);
          check (window, &sink, text);
          if (window != parent)
            bty_test_close (window);
          bty_test_close (parent);
        }
    }
  bty_test_close_profile (profile, dir);
}

/* A line that nobody would write, in every place, as somebody sees it. It takes a minute, so only when it is asked for:
 * what must not come back is that it takes for ever. */
static void
test_long_lines (void)
{
  g_autofree char *line = g_strnfill (VERY_LONG, 'x');
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  GtkWidget *window;
  char *dir;

  profile = bty_test_open_profile (&dir);
  window = bty_test_window_new (scroller, NARROW, 640);
  for (guint i = 0; i < bty_test_n_sinks; i++)
    {
      gint64 start = g_get_monotonic_time ();

      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), bty_test_sinks[i].show (profile, line));
      bty_test_frames (window, 2);
      g_test_message ("%s: %.0f ms", bty_test_sinks[i].name, (g_get_monotonic_time () - start) / 1000.0);
    }
  bty_test_close (window);
  bty_test_close_profile (profile, dir);
}

static void
test_toasts (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (get_number ("BTY_SEED", SEED));
  GtkWidget *bin = adw_bin_new ();
  GtkWidget *window = bty_test_window_new (bin, NARROW, 300);

  for (guint i = 0; i < get_number ("BTY_ROUNDS", ROUNDS); i++)
    {
      g_autofree char *text = create_text (random, i);
      g_autofree char *expected = bty_visible_line (text);
      GtkWidget *overlay = adw_toast_overlay_new ();

      adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), adw_bin_new ());
      adw_bin_set_child (ADW_BIN (bin), overlay);
      bty_toasts_show (overlay, text);
      assert_shows (overlay, expected, "toast");
      assert_hides_nothing (overlay, "toast");
      assert_narrow (overlay, "toast");
    }
  bty_test_close (window);
}

/* Parts of random texts that GTK has measured in two ways, with what it said of them. */
static void
test_steady_widths (void)
{
  static const char *texts[] = {
    "f\U00012230J",          /* 17 pixels wide, and at least 22 for any height */
    "pxת",
    "[\t",
    "i\u13e7p ",
    "日本\u00a0\u00a0\u00a0e\u0301\n\t\t",
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *window;

  g_object_set (label, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  gtk_box_append (GTK_BOX (box), label);
  window = bty_test_window_new (box, NARROW, 300);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      int minimum, natural, minimum_for_height, natural_for_height;

      gtk_label_set_text (GTK_LABEL (label), texts[i]);
      for (GtkWidget *widget = label; widget != window; widget = gtk_widget_get_parent (widget))
        {
          gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
          gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, 1 << 20, &minimum_for_height, &natural_for_height,
                              NULL, NULL);
          g_assert_cmpint (minimum_for_height, ==, minimum);
          g_assert_cmpint (natural_for_height, ==, natural);
        }
    }
  bty_test_close (window);
}

static void
add_tests (void)
{
  bty_ui_get_resource ();
  g_test_add_func ("/random-texts/steady-widths", test_steady_widths);
  g_test_add_func ("/random-texts/rows", test_rows);
  if (g_getenv ("BTY_ROUNDS") != NULL)
    g_test_add_func ("/random-texts/long-lines", test_long_lines);
  g_test_add_func ("/random-texts/toasts", test_toasts);
  g_test_add_func ("/random-texts/windows", test_windows);
}

int
main (int   argc,
      char *argv[])
{
  return bty_test_run (&argc, &argv, add_tests);
}
