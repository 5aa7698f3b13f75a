/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-tree.h"

/* Each message is "id<parent"; "-" is none. The heads are what a branch ends with, then the branch, then its leaf. */
static const struct
{
  const char *messages;
  const char *head;
  const char *branch;
  const char *leaf;       /* that the first message of the branch leads to */
  const char *versions;   /* of the head */
} trees[] = {
  { "a<- b<a c<b", "c", "a b c", "c", "c" },
  { "a<- b<a c<b", "b", "a b", "c", "b" },
  { "a<- b<a c<b d<a e<d f<b", "f", "a b f", "e", "c f" },
  { "a<- b<a c<b d<a e<d f<b", "e", "a d e", "e", "e" },
  { "a<- b<a x<- y<x", "y", "x y", "y", "y" },
  { "a<- b<a x<- y<x", "a", "a", "b", "a x" },
  { "a<- b<a c<a d<a e<a", "c", "a c", "e", "b c d e" },
  /* What follows a message that is not there, and comes before it. */
  { "b<gone c<b d<gone", "c", "b c", "c", "c" },
  { "b<gone c<b d<gone", "d", "d", "d", "b d" },
  { "b<a c<b a<- d<c", "d", "a b c d", "d", "d" },
  { "a<- b<a", "nosuch", "", NULL, NULL },
  { "a<- b<a", "-", "", NULL, NULL },
  { "", "a", "", NULL, NULL },
};

static BtyMessage *
create_message (const char *text)
{
  g_auto(GStrv) names = g_strsplit (text, "<", 2);
  BtyMessage *message = bty_message_new ("session", g_str_equal (names[1], "-") ? NULL : names[1], BTY_ROLE_USER, "");

  g_object_set (message, "id", names[0], NULL);

  return message;
}

static GPtrArray *
create_messages (const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (messages, create_message (words[i]));

  return messages;
}

static char *
write_ids (GPtrArray *messages)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; messages != NULL && i < messages->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", ((BtyMessage *) messages->pdata[i])->id);

  return g_string_free (text, FALSE);
}

static void
test_trees (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (trees); i++)
    {
      g_autoptr(GPtrArray) messages = create_messages (trees[i].messages);
      g_autoptr(BtyMessageTree) tree = bty_message_tree_new (messages);
      const char *head = g_str_equal (trees[i].head, "-") ? NULL : trees[i].head;
      g_autoptr(GPtrArray) branch = bty_message_tree_get_branch (tree, head);
      g_autofree char *ids = write_ids (branch);
      g_autofree char *versions = NULL;

      g_assert_cmpstr (ids, ==, trees[i].branch);
      if (branch->len == 0)
        {
          g_assert_null (bty_message_tree_get (tree, head));
          continue;
        }
      g_assert_true (bty_message_tree_get (tree, head) == branch->pdata[branch->len - 1]);
      g_assert_cmpstr (bty_message_tree_get_leaf (tree, branch->pdata[0])->id, ==, trees[i].leaf);
      versions = write_ids (bty_message_tree_get_versions (tree, bty_message_tree_get (tree, head)));
      g_assert_cmpstr (versions, ==, trees[i].versions);
    }
}

/* A version that comes after somebody looked at those there were. */
static void
test_growth (void)
{
  g_autoptr(GPtrArray) messages = create_messages ("a<- b<a");
  g_autoptr(BtyMessageTree) tree = bty_message_tree_new (messages);
  g_autoptr(BtyMessage) other = create_message ("c<a");
  BtyMessage *first = bty_message_tree_get (tree, "b");

  g_assert_cmpuint (bty_message_tree_get_versions (tree, first)->len, ==, 1);
  bty_message_tree_add (tree, other);
  g_assert_cmpuint (bty_message_tree_get_versions (tree, first)->len, ==, 2);
  g_assert_true (bty_message_tree_get_versions (tree, other)->pdata[1] == other);
  g_assert_true (bty_message_tree_get_leaf (tree, bty_message_tree_get (tree, "a")) == other);
}

/* Only a damaged file has one. */
static void
test_circle (void)
{
  g_autoptr(GPtrArray) messages = create_messages ("a<c b<a c<b d<d");
  g_autoptr(BtyMessageTree) tree = bty_message_tree_new (messages);
  g_autoptr(GPtrArray) branch = bty_message_tree_get_branch (tree, "b");

  g_assert_cmpuint (branch->len, <=, 4);
  g_assert_nonnull (bty_message_tree_get_leaf (tree, bty_message_tree_get (tree, "b")));
  g_assert_nonnull (bty_message_tree_get_leaf (tree, bty_message_tree_get (tree, "d")));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-tree/trees", test_trees);
  g_test_add_func ("/message-tree/growth", test_growth);
  g_test_add_func ("/message-tree/circle", test_circle);

  return g_test_run ();
}
