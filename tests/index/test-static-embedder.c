/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-static-embedder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "bty-error.h"
#include "bty-tokenizer.h"

#define BERT \
  "{\"normalizer\":{\"type\":\"BertNormalizer\",\"lowercase\":true,\"strip_accents\":null," \
  "\"handle_chinese_chars\":true},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},\"model\":{" \
  "\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":\"##\"," \
  "\"max_input_chars_per_word\":100,\"vocab\":{" \
  "\"[UNK]\":0,\"tea\":1,\"##s\":2,\"cafe\":3,\"un\":4,\"##want\":5,\"##wanted\":6,\"!\":7,\"茶\":8,\"##ed\":9}}}"

#define UNIGRAM \
  "{\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Precompiled\"},{\"type\":\"Lowercase\"}]}," \
  "\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},{\"type\":" \
  "\"Metaspace\"}]},\"model\":{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[[\"<unk>\",0],[\"▁\",-5],[\"▁tea\",-3]," \
  "[\"s\",-4],[\"▁te\",-4],[\"as\",-2.5],[\"a\",-4],[\"cup\",-3],[\"▁teacup\",-20]]}}"

/* Pieces by hand from the rules of the papers; the tokenizers library gives the same. */
static const struct
{
  const char *json;
  const char *text;
  const char *pieces;
} texts[] = {
  { BERT, "Tea, teas!", "1 1 2 7" },
  { BERT, "CAFÉ", "3" },
  { BERT, "unwanted unwant unwantx", "4 6 4 5" },
  { BERT, "tea茶tea", "1 8 1" },
  { BERT, "[UNK] xyz", "" },
  { BERT, "  \t\n", "" },
  { BERT, "\xff tea", "1" },
  /* "▁te as" is likelier than "▁tea s": -6.5 against -7. */
  { UNIGRAM, "Teas", "4 5" },
  { UNIGRAM, "tea", "2" },
  /* "▁tea cup" is likelier than the whole. */
  { UNIGRAM, "teacup", "2 7" },
  { UNIGRAM, "tea?s", "2 3" },
  { UNIGRAM, "ｔｅａ", "2" },
  { UNIGRAM, "", "" },
};

static void
test_pieces (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyTokenizer) tokenizer = bty_tokenizer_new (texts[i].json, strlen (texts[i].json), &error);
      g_autoptr(GArray) pieces = NULL;
      g_autoptr(GString) joined = g_string_new (NULL);

      g_assert_no_error (error);
      pieces = bty_tokenizer_encode (tokenizer, texts[i].text, 100);
      for (guint j = 0; j < pieces->len; j++)
        g_string_append_printf (joined, "%s%u", j > 0 ? " " : "", g_array_index (pieces, guint, j));
      g_assert_cmpstr (joined->str, ==, texts[i].pieces);
    }
}

static void
test_limits (void)
{
  g_autoptr(BtyTokenizer) bert = bty_tokenizer_new (BERT, strlen (BERT), NULL);
  g_autoptr(BtyTokenizer) unigram = bty_tokenizer_new (UNIGRAM, strlen (UNIGRAM), NULL);
  g_autofree char *block = g_strnfill (1000000, 'a');
  g_autofree char *mixed = g_strnfill (1000000, '!');
  g_autoptr(GArray) none = bty_tokenizer_encode (bert, block, 512);
  g_autoptr(GArray) many = bty_tokenizer_encode (bert, mixed, 512);
  g_autoptr(GArray) pieces = bty_tokenizer_encode (unigram, block, 512);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (many->len, ==, 512);
  g_assert_cmpuint (pieces->len, ==, 512);
}

static const char *bad_tokenizers[] = {
  "", "{", "[]", "{}", "null", "{\"model\":{}}", "{\"model\":{\"type\":\"BPE\"}}",
  "{\"model\":{\"type\":\"WordPiece\"}}", "{\"model\":{\"type\":\"WordPiece\",\"vocab\":[]}}",
  "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{}}}", "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":-1}}}",
  "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":[]}}}",
  "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":9999999999}}}",
  "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[]]}}", "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\"]]}}",
  "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[1,2]]}}", "{\"model\":{\"type\":\"Unigram\",\"vocab\":{}}}",
  "{\"normalizer\":{\"type\":\"Magic\"},\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":1}}}",
  "{\"pre_tokenizer\":{\"type\":\"ByteLevel\"},\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":1}}}",
};

static void
test_bad_tokenizers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_tokenizers); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (bty_tokenizer_new (bad_tokenizers[i], strlen (bad_tokenizers[i]), &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
    }
}

static char *
write_file (const char    *folder,
            const char    *name,
            gconstpointer  bytes,
            gsize          size)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, bytes, size, &error);
  g_assert_no_error (error);

  return path;
}

/* The head's length, the head, and the numbers. */
static GByteArray *
make_tensors (const char    *head,
              gconstpointer  numbers,
              gsize          size)
{
  GByteArray *bytes = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE (strlen (head));

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) head, strlen (head));
  g_byte_array_append (bytes, numbers, size);

  return bytes;
}

static BtyEmbedder *
load (const char  *tokenizer,
      GByteArray  *tensors,
      GError     **error)
{
  g_autofree char *folder = g_dir_make_tmp ("boternity-test-XXXXXX", NULL);
  g_autofree char *tokenizer_path = write_file (folder, "tokenizer.json", tokenizer, strlen (tokenizer));
  g_autofree char *tensors_path = write_file (folder, "model.safetensors", tensors->data, tensors->len);
  BtyEmbedder *embedder = bty_static_embedder_load (folder, error);

  g_unlink (tokenizer_path);
  g_unlink (tensors_path);
  g_rmdir (folder);

  return embedder;
}

#define PLAIN_HEAD "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[10,2],\"data_offsets\":[0,80]}}"

static void
fill_numbers (float *numbers)
{
  for (guint i = 0; i < 20; i++)
    numbers[i] = (float) i - 3;
}

static void
expect_vector (BtyEmbedder *embedder,
               const char  *text,
               float        x,
               float        y)
{
  g_autofree float *vector = bty_embedder_embed_text (embedder, text, NULL);
  float length = x != 0 || y != 0 ? sqrtf (x * x + y * y) : 1;

  g_assert_cmpfloat_with_epsilon (vector[0], x / length, 1e-6);
  g_assert_cmpfloat_with_epsilon (vector[1], y / length, 1e-6);
}

static void
test_mean (void)
{
  float numbers[20];
  g_autoptr(GByteArray) tensors = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyEmbedder) embedder = NULL;

  fill_numbers (numbers);
  tensors = make_tensors (PLAIN_HEAD, numbers, sizeof numbers);
  embedder = load (BERT, tensors, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bty_embedder_get_dimensions (embedder), ==, 2);
  g_assert_true (g_str_has_prefix (bty_embedder_get_model (embedder), "static-2-"));
  g_assert_true (bty_embedder_is_local (embedder));
  /* Row 1 is (-1, 0), row 2 (1, 2), row 3 (3, 4). */
  expect_vector (embedder, "tea", -1, 0);
  expect_vector (embedder, "cafe", 3, 4);
  expect_vector (embedder, "teas cafe", 3, 6);
  expect_vector (embedder, "", 0, 0);
  expect_vector (embedder, "xyz", 0, 0);
}

/* Fewer rows than pieces, each with its weight, in other kinds of numbers. */
static void
test_weights (void)
{
  static const char head[] =
    "{\"__metadata__\":{\"format\":\"pt\"},\"embeddings\":{\"dtype\":\"F16\",\"shape\":[2,2],\"data_offsets\":[0,8]},"
    "\"weights\":{\"dtype\":\"F64\",\"shape\":[10],\"data_offsets\":[8,88]},"
    "\"mapping\":{\"dtype\":\"I64\",\"shape\":[10],\"data_offsets\":[88,168]}}";
  /* (1, -2) and (0.5, 4) as halves. */
  struct { guint16 halves[4]; double weights[10]; gint64 mapping[10]; } numbers =
    { { 0x3c00, 0xc000, 0x3800, 0x4400 }, { 1, 2, 3 }, { 0, 1, 0 } };
  g_autoptr(GByteArray) tensors = make_tensors (head, &numbers, sizeof numbers);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyEmbedder) embedder = load (BERT, tensors, &error);

  g_assert_no_error (error);
  expect_vector (embedder, "tea", 1, 8);
  expect_vector (embedder, "teas", 4, 2);
  g_clear_object (&embedder);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GByteArray) wrong = NULL;

      numbers.mapping[7] = i == 0 ? 2 : -1;
      wrong = make_tensors (head, &numbers, sizeof numbers);
      g_assert_null (load (BERT, wrong, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
      g_clear_error (&error);
    }
}

static const char *bad_heads[] = {
  "", "{", "[]", "null", "{\"embeddings\":{}}", "{\"embeddings\":3}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[10,2],\"data_offsets\":[0,84]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[10,2],\"data_offsets\":[4,84]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[10,2],\"data_offsets\":[-80,0]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[10,2],\"data_offsets\":[80,0]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[10,2]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[9,2],\"data_offsets\":[0,72]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[10,0],\"data_offsets\":[0,0]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[-10,-2],\"data_offsets\":[0,80]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[5,2,2],\"data_offsets\":[0,80]}}",
  "{\"embeddings\":{\"dtype\":\"U4\",\"shape\":[10,2],\"data_offsets\":[0,80]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}",
  "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[10,2],\"data_offsets\":[0,80]},"
  "\"weights\":{\"dtype\":\"F32\",\"shape\":[10],\"data_offsets\":[76,116]}}",
};

/* A file that says what is not so is refused, wherever it was cut off, and said why. */
static void
test_bad_tensors (void)
{
  float numbers[20];
  g_autoptr(GByteArray) tensors = NULL;

  fill_numbers (numbers);
  for (guint i = 0; i < G_N_ELEMENTS (bad_heads); i++)
    {
      g_autoptr(GByteArray) bad = make_tensors (bad_heads[i], numbers, sizeof numbers);
      g_autoptr(GError) error = NULL;

      g_assert_null (load (BERT, bad, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == BTY_ERROR);
    }

  tensors = make_tensors (PLAIN_HEAD, numbers, sizeof numbers);
  for (guint length = 0; length < tensors->len; length++)
    {
      g_autoptr(GByteArray) cut = g_byte_array_new ();
      g_autoptr(GError) error = NULL;

      g_byte_array_append (cut, tensors->data, length);
      g_assert_null (load (BERT, cut, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
    }
  memset (tensors->data, 0xff, 8);
  g_assert_null (load (BERT, tensors, NULL));
}

static void
test_missing (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (bty_static_embedder_load ("/nowhere/at/all", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/static-embedder/pieces", test_pieces);
  g_test_add_func ("/static-embedder/limits", test_limits);
  g_test_add_func ("/static-embedder/bad-tokenizers", test_bad_tokenizers);
  g_test_add_func ("/static-embedder/mean", test_mean);
  g_test_add_func ("/static-embedder/weights", test_weights);
  g_test_add_func ("/static-embedder/bad-tensors", test_bad_tensors);
  g_test_add_func ("/static-embedder/missing", test_missing);

  return g_test_run ();
}
