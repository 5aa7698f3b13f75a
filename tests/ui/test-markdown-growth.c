/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-markdown-growth.h"

#include <string.h>

/* A reply that arrives piece by piece must look like the same reply when it is opened later: whatever the growth of a
 * text keeps, and wherever the pieces end, the blocks are those of the whole text. */

typedef struct
{
  BtyMarkdownGrowth *growth;
  GPtrArray         *blocks;    /* of BtyMarkdown */
  guint              n_parsed;  /* blocks, over all pieces */
} Text;

static void
set_up (Text *text)
{
  text->growth = bty_markdown_growth_new ();
  text->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_markdown_free);
  text->n_parsed = 0;
}

static void
clear (Text *text)
{
  bty_markdown_growth_free (text->growth);
  g_ptr_array_unref (text->blocks);
}

static void
set_text (Text       *text,
          const char *markdown)
{
  guint n_kept;
  BtyMarkdown *changed = bty_markdown_growth_parse (text->growth, markdown, &n_kept);
  g_autoptr(BtyMarkdown) whole = bty_markdown_parse (markdown);

  g_assert_cmpuint (n_kept, <=, text->blocks->len);
  g_ptr_array_set_size (text->blocks, n_kept);
  text->n_parsed += changed->children->len;
  g_ptr_array_extend_and_steal (text->blocks, g_steal_pointer (&changed->children));
  g_assert_cmpuint (changed->number, ==, whole->number);
  bty_markdown_free (changed);

  if (text->blocks->len != whole->children->len)
    g_error ("%u blocks instead of %u: %s", text->blocks->len, whole->children->len, markdown);
  for (guint i = 0; i < whole->children->len; i++)
    if (!bty_markdown_equal (text->blocks->pdata[i], whole->children->pdata[i]))
      g_error ("block %u differs: %s", i, markdown);
}

static const struct
{
  const char *name;
  const char *markdown;
} cases[] = {
  { "paragraphs", "One.\n\nTwo\nlines.\n\n\n\nThree **and** a [link](https://a.example/).\n\nFour" },
  { "headings", "# A\n\nText\n\nSetext\n===\n\n## B ##\nmore\n\n---\n\nend" },
  { "fences",
    "Before\n\n```c\nint a;\n\nint b;\n\n# no heading\n```\n\nAfter\n\n~~~\n```\n\nx\n~~~\n\nend\n\n```\nopen\n\nend" },
  { "fence in item", "1. one\n\n   ```\n   a\n\nb\n\n   ```\n\nc\n\n```\nd\n\ne\n```\n\nf" },
  { "lists", "- a\n\n- b\n\n  more\n\n* c\n\n1. d\n\n2. e\n\ntext\n\n3) f\n\nend" },
  { "loose list", "- a\n- b\n\n\n- c\n\nend\n\n- d" },
  { "indented code", "text\n\n    code\n\n    code\n\ntext\n\n\tcode\n\nend" },
  { "quotes", "> a\n\n> b\n> > c\n\nlazy\n\n> d\nlazy\n\nend" },
  { "tables", "| a | b |\n|---|--:|\n| 1 | 2 |\n\n| c |\n|---|\n\n| d |\n\nend | no\n\n|" },
  { "definitions",
    "See [a] and [b c].\n\nmore\n\n[a]: https://a.example/\n\nend\n\n[b\nc]: https://b.example/\n\nend" },
  { "definition in quote", "See [a].\n\nmore\n\n> [a]: https://a.example/\n\nend" },
  { "code that looks like one", "```python\nif x[0]:\n    y\n\nfor a in b[1:]:\n    z\n```\n\nfor c[0]: d\n\nend" },
  { "carriage returns", "a\r\n\r\nb\r\n\r\n```\r\n\r\nc\r\n```\r\n\r\nd" },
  { "html", "<div>\n\n*a*\n\n</div>\n\n<!-- b\n\nc -->\n\nd" },
  { "more ends than beginnings", "http://.e*a*\n\n#a\n\nend" },
  { "list without an empty line", ".\n\na\n- b\n\n\n  e\n\nend" },
  { "what is hidden", "a\342\200\256b\n\nc\001d\n\n\357\273\277e\n\nf\n\ng" },
};

static void
test_every_byte (gconstpointer data)
{
  const char *markdown = data;
  Text text;

  set_up (&text);
  for (gsize i = 0; i <= strlen (markdown); i++)
    {
      g_autofree char *start = g_strndup (markdown, i);

      set_text (&text, start);
    }
  clear (&text);
}

/* The pieces of all cases, in any order, cut anywhere; now and then the text begins anew. */
static void
test_random (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr(GString) markdown = g_string_new (NULL);
      Text text;

      set_up (&text);
      for (guint i = 0; i < 40; i++)
        {
          const char *piece = cases[g_test_rand_int_range (0, G_N_ELEMENTS (cases))].markdown;
          int length = g_utf8_strlen (piece, -1);
          int start = g_test_rand_int_range (0, length);
          g_autofree char *part = g_utf8_substring (piece, start, g_test_rand_int_range (start + 1, length + 1));

          g_string_append (markdown, part);
          if (g_test_rand_int_range (0, 4) == 0)
            g_string_append (markdown, "\n\n");
          if (g_test_rand_int_range (0, 60) == 0)
            {
              glong left = g_test_rand_int_range (0, g_utf8_strlen (markdown->str, -1));

              g_string_truncate (markdown, g_utf8_offset_to_pointer (markdown->str, left) - markdown->str);
            }
          set_text (&text, markdown->str);
        }
      clear (&text);
    }
}

/* The limits are those of a whole text, and what is beyond them is kept as text. */
static void
test_heavy (void)
{
  g_autoptr(GString) markdown = g_string_new (NULL);
  Text text;

  set_up (&text);
  for (guint i = 0; i < 60; i++)
    {
      for (guint j = 0; j < 50; j++)
        g_string_append_printf (markdown, "- %u.%u\n", i, j);
      g_string_append (markdown, "\nand\n\n");
      set_text (&text, markdown->str);
    }
  clear (&text);
}

/* The point of it: each block is parsed a few times while it arrives, and not again with every later piece. */
static void
test_work (void)
{
  g_autoptr(GString) markdown = g_string_new (NULL);
  Text text;

  set_up (&text);
  for (guint i = 0; i < 500; i++)
    {
      g_string_append_printf (markdown, "Paragraph %u ", i);
      set_text (&text, markdown->str);
      g_string_append (markdown, i % 10 == 9 ? "has code.\n\n```\na[i]: b\n\nc\n```\n\n" : "is short.\n\n");
      set_text (&text, markdown->str);
    }
  g_assert_cmpuint (text.n_parsed, <, 4 * 1000);
  clear (&text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/markdown-growth/%s", cases[i].name);

      g_test_add_data_func (path, cases[i].markdown, test_every_byte);
    }
  g_test_add_func ("/markdown-growth/random", test_random);
  g_test_add_func ("/markdown-growth/heavy", test_heavy);
  g_test_add_func ("/markdown-growth/work", test_work);

  return g_test_run ();
}
