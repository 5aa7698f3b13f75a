/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-markdown-view.h"

#include "bty-code-view.h"
#include "bty-markdown-label.h"
#include "bty-table-view.h"
#include "bty-test-window.h"

#include <string.h>

/* What is seen, in short: "p(text)", "heading-2(text)", "code[C](text)", "ul(1 …)", "table(a|b / c|d)" … */
static void append_outline (GString   *outline,
                            GtkWidget *widget);

static void
append_children (GString   *outline,
                 GtkWidget *box)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      append_outline (outline, child);
      if (gtk_widget_get_next_sibling (child) != NULL)
        g_string_append_c (outline, ' ');
    }
}

static void
append_code (GString   *outline,
             GtkWidget *code)
{
  GtkWidget *language = bty_test_find (code, GTK_TYPE_LABEL, "caption");
  GtkWidget *part = bty_test_find (code, GTK_TYPE_LABEL, "monospace");

  g_string_append_printf (outline, "code[%s](", gtk_label_get_text (GTK_LABEL (language)));
  for (; part != NULL; part = gtk_widget_get_next_sibling (part))
    {
      g_string_append (outline, gtk_label_get_text (GTK_LABEL (part)));
      if (gtk_widget_get_next_sibling (part) != NULL)
        g_string_append (outline, "\n");
    }
  g_string_append_c (outline, ')');
}

static void
append_table (GString   *outline,
              GtkWidget *table)
{
  GtkWidget *grid = bty_test_find (table, GTK_TYPE_GRID, NULL);
  GtkWidget *note = bty_test_find (table, GTK_TYPE_LABEL, "caption");
  GtkWidget *cell = NULL;

  g_string_append (outline, "table(");
  for (int row = 0; gtk_grid_get_child_at (GTK_GRID (grid), 0, row) != NULL; row++)
    {
      g_string_append (outline, row > 0 ? " / " : "");
      for (int column = 0; (cell = gtk_grid_get_child_at (GTK_GRID (grid), column, row)) != NULL; column++)
        g_string_append_printf (outline, "%s%s", column > 0 ? "|" : "", gtk_label_get_text (GTK_LABEL (cell)));
    }
  g_string_append (outline, ")");
  if (note != NULL)
    g_string_append_printf (outline, " note(%s)", gtk_label_get_text (GTK_LABEL (note)));
}

static void
append_label (GString  *outline,
              GtkLabel *label)
{
  g_auto(GStrv) classes = gtk_widget_get_css_classes (GTK_WIDGET (label));
  const char *name = "p";

  for (guint i = 0; classes[i] != NULL; i++)
    if (g_str_has_prefix (classes[i], "heading-"))
      name = classes[i];
  g_string_append_printf (outline, "%s(%s)", name, gtk_label_get_text (label));
}

static void
append_outline (GString   *outline,
                GtkWidget *widget)
{
  if (BTY_IS_CODE_VIEW (widget))
    append_code (outline, widget);
  else if (BTY_IS_TABLE_VIEW (widget))
    append_table (outline, widget);
  else if (GTK_IS_SEPARATOR (widget))
    g_string_append (outline, "rule");
  else if (GTK_IS_IMAGE (widget))
    g_string_append_printf (outline, "%s", gtk_image_get_icon_name (GTK_IMAGE (widget)));
  else if (gtk_widget_has_css_class (widget, "item-marker"))
    g_string_append (outline, gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_LABEL (widget))
    append_label (outline, GTK_LABEL (widget));
  else
    {
      if (gtk_widget_has_css_class (widget, "quote-block"))
        g_string_append (outline, "quote(");
      else if (gtk_widget_has_css_class (widget, "list-block"))
        g_string_append (outline, "list(");
      else
        g_string_append (outline, "(");
      append_children (outline, widget);
      g_string_append_c (outline, ')');
    }
}

static char *
dup_outline (GtkWidget *view)
{
  GString *outline = g_string_new (NULL);

  append_children (outline, gtk_widget_get_first_child (view));

  return g_string_free (outline, FALSE);
}

static const struct
{
  const char *markdown;
  const char *outline;
} examples[] = {
  { "", "" },
  { "Hello", "p(Hello)" },
  { "One\n\nTwo", "p(One) p(Two)" },
  { "a **b** *c* `d` ~~e~~", "p(a b c d e)" },
  { "# One\n## Two\ntext", "heading-1(One) heading-2(Two) p(text)" },
  { "line one\nline two", "p(line one\nline two)" },
  { "- a\n- b\n  - c", "list((• (p(a))) (• (p(b) list((• (p(c)))))))" },
  { "9. a\n10. b", "list((9. (p(a))) (10. (p(b))))" },
  { "- [ ] a\n- [x] b", "list((checkbox-symbolic (p(a))) (checkbox-checked-symbolic (p(b))))" },
  { "> a\n> > b", "quote(p(a) quote(p(b)))" },
  { "---", "rule" },
  { "```python\nprint (1)\n```", "code[Python](print (1))" },
  { "```\nx\n\ny\n```", "code[Code](x\n\ny)" },
  { "```nosuchlanguage\nx", "code[nosuchlanguage](x)" },
  { "| a | b |\n|---|--:|\n| 1 | **2** |", "table(a|b / 1|2)" },
  { "<b>x</b><script>alert(1)</script>", "p(<b>x</b><script>alert(1)</script>)" },
  { "<div>\nx\n</div>", "p(<div>\nx\n</div>)" },
  { "[a](https://example.org/x)", "p(a (example.org))" },
  { "[https://example.org/x](https://example.org/x)", "p(https://example.org/x)" },
  { "[www.good.org](https://evil.org)", "p(www.good.org (evil.org))" },
  { "[good.org/evil.org](https://evil.org)", "p(good.org/evil.org (evil.org))" },
  { "<https://good.org@evil.org/>", "p(https://good.org@evil.org/)" },
  { "[good.org](https://good.org@evil.org/)", "p(good.org (evil.org))" },
  { "https://example.org and me@example.org", "p(https://example.org and me@example.org)" },
  { "[x](javascript:alert(1)) [y](file:///etc/passwd) [z](data:text/html,x)", "p(x y z)" },
  { "![alt](https://example.org/i.png)", "p(alt (example.org))" },
  { "![](https://example.org/i.png)", "p(example.org)" },
  { "[![alt](https://a.org/i.png)](https://b.org)", "p(alt (b.org))" },
  { "![alt](file:///etc/passwd)", "p(alt)" },
  { "&lt;b&gt; &amp;amp; &#65; &nosuch;", "p(<b> &amp; A &nosuch;)" },
  { "a\342\200\256b", "p(a‹U+202E›b)" },
  { "`a <b> &amp; c`", "p(a <b> &amp; c)" },
  { "[a]\n\n[a]: https://example.org", "p(a (example.org))" },
};

static void
test_examples (void)
{
  GtkWidget *view = g_object_ref_sink (bty_markdown_view_new ());

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *outline = NULL;

      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), examples[i].markdown);
      outline = dup_outline (view);
      g_assert_cmpstr (outline, ==, examples[i].outline);
    }
  g_assert_finalize_object (view);
}

static void
test_links (void)
{
  g_autoptr(BtyMarkdown) document =
    bty_markdown_parse ("[a \"](https://x.org/?a=1&b=<\">&amp;c) "
                        "[b](javascript:x)");
  g_autofree char *markup = bty_markdown_to_markup (document->children->pdata[0]);

  g_assert_nonnull (strstr (markup, "<a href=\"https://x.org/?a=1&amp;b=&lt;&quot;&gt;&amp;c\""));
  g_assert_nonnull (strstr (markup, "title=\"x.org\nhttps://x.org/?a=1&amp;amp;b="));
  g_assert_null (strstr (markup, "javascript"));
}

static const char long_example[] =
  "# Title\n\nA paragraph with **bold**, *italic*, `code` and a [link](https://example.org/path).\n\n"
  "1. one\n2. two\n   - deep\n     ```c\n     int main (void)\n     {\n       return 0;\n     }\n     ```\n3. three\n\n"
  "> quoted **text**\n> - with a list\n\n| a | b |\n|:-:|---|\n| c | d |\n| *e* | f |\n\n"
  "```python\ndef f (x):\n    return \"x\"\n```\n\n---\n\n"
  "- [ ] todo\n- [x] done\n\nLast &amp; least ![i](https://e.org/i.png)\n";

static void
test_every_prefix (void)
{
  GtkWidget *growing = g_object_ref_sink (bty_markdown_view_new ());

  for (gsize length = 0; length <= strlen (long_example); length++)
    {
      GtkWidget *fresh = g_object_ref_sink (bty_markdown_view_new ());
      g_autofree char *prefix = g_strndup (long_example, length);
      g_autofree char *grown = NULL;
      g_autofree char *at_once = NULL;

      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (growing), prefix);
      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (fresh), prefix);
      grown = dup_outline (growing);
      at_once = dup_outline (fresh);
      g_assert_cmpstr (grown, ==, at_once);
      g_assert_finalize_object (fresh);
    }
  g_assert_finalize_object (growing);
}

static void
count_label_cb (GObject *label,
                GParamSpec *pspec,
                gpointer    count)
{
  ++*(guint *) count;
}

static void
watch_labels (GtkWidget *widget,
              guint     *count)
{
  if (GTK_IS_LABEL (widget))
    g_signal_connect (widget, "notify::label", G_CALLBACK (count_label_cb), count);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch_labels (child, count);
}

static void
test_unchanged_blocks (void)
{
  GtkWidget *view = g_object_ref_sink (bty_markdown_view_new ());
  g_autoptr(GString) text = g_string_new (long_example);
  GtkWidget *blocks = gtk_widget_get_first_child (view);
  g_autoptr(GPtrArray) before = g_ptr_array_new ();
  GtkWidget *child = NULL;
  guint changes = 0;

  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text->str);
  for (child = gtk_widget_get_first_child (blocks); child != NULL; child = gtk_widget_get_next_sibling (child))
    g_ptr_array_add (before, child);
  watch_labels (view, &changes);

  for (guint i = 0; i < 100; i++)
    {
      g_string_append (text, i == 0 ? "\n\nmore" : " and **more**");
      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text->str);
    }
  g_assert_cmpuint (changes, ==, 0);
  child = gtk_widget_get_first_child (blocks);
  for (guint i = 0; i < before->len; i++, child = gtk_widget_get_next_sibling (child))
    g_assert_true (child == before->pdata[i]);
  g_assert_nonnull (child);

  g_assert_finalize_object (view);
}

/* A long paragraph, list, code or table that grows touches its end alone. */
static void
test_growing_block (gconstpointer piece)
{
  GtkWidget *view = g_object_ref_sink (bty_markdown_view_new ());
  g_autoptr(GString) text = g_string_new (NULL);
  guint changes = 0;

  if (strchr (piece, '|') != NULL)
    g_string_append (text, "| a | b |\n|---|---|\n");
  if (strchr (piece, ';') != NULL)
    g_string_append (text, "```c\n");
  for (guint i = 0; i < 90; i++)
    for (guint j = 0; j < (g_str_equal (piece, "word ") ? 20 : 1); j++)
      g_string_append (text, piece);
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text->str);
  watch_labels (view, &changes);
  g_string_append (text, piece);
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text->str);
  g_assert_cmpuint (changes, <=, 1);

  g_assert_finalize_object (view);
}

static char *
create_random_text (guint length)
{
  static const char *const pieces[] = {
    "*", "**", "_", "`", "```", "~~", "#", "> ", "- ", "1. ", "| ", "|---|", "[", "](", ")", "![", "<", ">", "&",
    "&amp;", "\n", "\n\n", "    ", "\\", "https://x.org", "word", "ä", "😀", "\342\200\256", "\001", "\033", "\377",
    "\340\244", "[x]", "---", "===", ":", "\t", "\r", "www.a.org", "<b>", "</b>", "&#0;", "&#x110000;", "mailto:a@b",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < length; i++)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

  return g_string_free (text, FALSE);
}

static void
test_random (void)
{
  GtkWidget *view = g_object_ref_sink (bty_markdown_view_new ());

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *text = create_random_text (g_test_rand_int_range (1, 30));

      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text);
      if (i % 50 == 0)
        {
          GtkWidget *fresh = g_object_ref_sink (bty_markdown_view_new ());
          g_autofree char *outline = dup_outline (view);
          g_autofree char *expected = NULL;

          bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (fresh), text);
          expected = dup_outline (fresh);
          g_assert_cmpstr (outline, ==, expected);
          g_assert_finalize_object (fresh);
        }
    }
  g_assert_finalize_object (view);
}

static char *
repeat (const char *piece,
        guint       count)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (text, piece);

  return g_string_free (text, FALSE);
}

static void
test_pathological (void)
{
  static const struct
  {
    const char *before;
    const char *piece;
    guint       count;
  } cases[] = {
    { "", "> ", 5000 }, { "", "- ", 5000 }, { "", "*a ", 10000 }, { "", "**a** ", 10000 }, { "", "[", 10000 },
    { "", "![](", 5000 }, { "", "`", 10000 }, { "", "word ", 20000 }, { "", "x", 100000 }, { "", "a\n\n", 20000 },
    { "", "- a\n", 10000 }, { "|a|b|\n|---|---|\n", "|c|d|\n", 10000 }, { "```c\n", "int x;\n", 5000 },
    { "```\n", "x", 100000 }, { "", "# a\n", 5000 }, { "", "---\n", 10000 }, { "", "|a", 5000 },
    { "", "&#x202e;", 5000 },
    { "", "```\n", 5001 }, { "", "<a>", 10000 }, { "", "😀", 10000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *repeated = repeat (cases[i].piece, cases[i].count);
      g_autofree char *text = g_strconcat (cases[i].before, repeated, NULL);
      GtkWidget *view = bty_markdown_view_new ();
      GtkWidget *scroller = gtk_scrolled_window_new ();
      gint64 start = g_get_monotonic_time ();
      GtkWidget *window = NULL;

      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text);
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
      window = bty_test_window_new (scroller, 360, 600);
      g_assert_cmpint (gtk_widget_get_width (window), ==, 360);
      g_test_message ("%s…: %.0f ms", cases[i].piece, (g_get_monotonic_time () - start) / 1000.0);
      bty_test_close (window);
    }
}

static gsize
count_text (GtkWidget *widget)
{
  gsize length = 0;

  if (GTK_IS_LABEL (widget))
    return strlen (gtk_label_get_text (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    length += GTK_IS_BUTTON (child) ? 0 : count_text (child);

  return length;
}

/* Of what is long and comes at once the beginning is shown, and the rest when it is asked for. */
static void
test_too_long (gconstpointer piece)
{
  g_autofree char *text = repeat (piece, 40 * 1024 / strlen (piece));
  GtkWidget *view = bty_markdown_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window = NULL;
  GtkWidget *button = NULL;
  gsize shown;

  bty_markdown_view_set_limit (BTY_MARKDOWN_VIEW (view), 16 * 1024);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  window = bty_test_window_new (scroller, 500, 500);
  for (guint plain = 0; plain < 2; plain++)
    {
      bty_markdown_view_set_plain (BTY_MARKDOWN_VIEW (view), plain);
      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text);
      shown = count_text (view);
      g_assert_cmpuint (shown, <=, 17 * 1024);
      g_assert_cmpuint (shown, >, 3000);
      button = bty_test_find (view, GTK_TYPE_BUTTON, "text-button");
      g_assert_nonnull (button);
      g_signal_emit_by_name (button, "clicked");
      bty_test_await (window, !gtk_widget_get_visible (button));
      g_assert_cmpuint (count_text (view), >, shown);
      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), NULL);
    }

  /* Another text is cut again, and may be asked for again, also when it comes while more of the last one is shown. */
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text);
  g_signal_emit_by_name (button, "clicked");
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), NULL);
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text);
  g_assert_cmpuint (count_text (view), ==, shown);
  g_assert_true (gtk_widget_get_visible (button) && gtk_widget_get_sensitive (button));
  bty_test_frames (window, 3);
  g_assert_cmpuint (count_text (view), ==, shown);
  bty_test_close (window);
}

/* What grows is never cut. */
static void
test_long_growth (gconstpointer plain)
{
  GtkWidget *view = g_object_ref_sink (bty_markdown_view_new ());
  g_autoptr(GString) text = g_string_new (NULL);

  bty_markdown_view_set_plain (BTY_MARKDOWN_VIEW (view), plain != NULL);
  for (guint i = 0; i < 60; i++)
    {
      for (guint j = 0; j < 100; j++)
        g_string_append (text, "a few more words with each step ");
      g_string_append (text, i % 3 == 0 ? "\n\n" : "");
      bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), text->str);
    }
  g_assert_cmpuint (count_text (view), >, text->len - 1000);
  g_assert_null (bty_test_find (view, GTK_TYPE_BUTTON, NULL));
  g_assert_finalize_object (view);
}

static void
test_limits (void)
{
  GtkWidget *view = g_object_ref_sink (bty_markdown_view_new ());
  g_autofree char *rows = repeat ("|c|d|\n", 150);
  g_autofree char *table = g_strconcat ("|a|b|\n|---|---|\n", rows, NULL);
  g_autofree char *items = repeat ("- item\n", 3000);
  g_autofree char *list = g_strconcat (items, "\nthe end", NULL);
  g_autofree char *outline = NULL;

  bty_markdown_view_set_limit (BTY_MARKDOWN_VIEW (view), G_MAXSIZE);

  /* Rows that are left out are counted; text is never left out. */
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), table);
  outline = dup_outline (view);
  g_assert_cmpstr (strstr (outline, "note("), ==, "note(51 more rows are not shown. Copy the message to see them.)");
  g_free (outline);

  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), list);
  outline = dup_outline (view);
  g_assert_nonnull (strstr (outline, "the end"));
  g_assert_finalize_object (view);
}

static void
test_plain (void)
{
  GtkWidget *view = g_object_ref_sink (bty_markdown_view_new ());
  g_autofree char *outline = NULL;

  bty_markdown_view_set_plain (BTY_MARKDOWN_VIEW (view), TRUE);
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), "# *a* <b>\n\n1. x\342\200\256\n");
  outline = dup_outline (view);
  g_assert_cmpstr (outline, ==, "p(# *a* <b>\n\n1. x‹U+202E›\n)");
  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), NULL);
  g_free (outline);
  outline = dup_outline (view);
  g_assert_cmpstr (outline, ==, "");
  g_assert_finalize_object (view);
}

static void
test_copy (void)
{
  GtkWidget *view = bty_markdown_view_new ();
  GtkWidget *window = NULL;
  GdkContentProvider *content = NULL;
  g_auto(GValue) value = G_VALUE_INIT;

  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), "```c\nint a\342\200\256;\n\n```");
  window = bty_test_window_new (view, 360, 300);
  g_signal_emit_by_name (bty_test_find (view, GTK_TYPE_BUTTON, "flat"), "clicked");
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (window));
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==, "int a‹U+202E›;\n");
  bty_test_close (window);
}

static void
test_looks (void)
{
  GtkWidget *view = bty_markdown_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window = NULL;

  bty_markdown_view_set_text (BTY_MARKDOWN_VIEW (view), long_example);
  gtk_widget_set_margin_start (view, 18);
  gtk_widget_set_margin_end (view, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  window = bty_test_window_new (scroller, 700, 900);
  bty_test_screenshot (window, "markdown");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_widget_set_direction (view, GTK_TEXT_DIR_RTL);
  bty_test_resize (window, 360, 1000);
  bty_test_screenshot (window, "markdown-dark-narrow");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  g_assert_cmpint (gtk_widget_get_width (view), <=, 360);
  bty_test_close (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/markdown-view/examples", test_examples);
  g_test_add_func ("/markdown-view/links", test_links);
  g_test_add_func ("/markdown-view/every-prefix", test_every_prefix);
  g_test_add_func ("/markdown-view/unchanged-blocks", test_unchanged_blocks);
  g_test_add_data_func ("/markdown-view/growing/paragraph", "word ", test_growing_block);
  g_test_add_data_func ("/markdown-view/growing/list", "- item\n", test_growing_block);
  g_test_add_data_func ("/markdown-view/growing/code", "int some_variable_with_a_name = 17;\n", test_growing_block);
  g_test_add_data_func ("/markdown-view/growing/table", "| c | d |\n", test_growing_block);
  g_test_add_func ("/markdown-view/random", test_random);
  g_test_add_func ("/markdown-view/pathological", test_pathological);
  g_test_add_func ("/markdown-view/limits", test_limits);
  g_test_add_data_func ("/markdown-view/too-long/words", "some words in one line ", test_too_long);
  g_test_add_data_func ("/markdown-view/too-long/list", "- an item with some words in it\n", test_too_long);
  g_test_add_data_func ("/markdown-view/too-long/code", "    int x;\n", test_too_long);
  g_test_add_data_func ("/markdown-view/long-growth/markdown", NULL, test_long_growth);
  g_test_add_data_func ("/markdown-view/long-growth/plain", "plain", test_long_growth);
  g_test_add_func ("/markdown-view/plain", test_plain);
  g_test_add_func ("/markdown-view/copy", test_copy);
  g_test_add_func ("/markdown-view/looks", test_looks);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
