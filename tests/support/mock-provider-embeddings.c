/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mock-provider-embeddings.h"

#include <string.h>

typedef struct
{
  const char *path;     /* how it ends */
  const char *texts;    /* the list of them in the request */
  const char *vectors;  /* and in the answer */
  const char *numbers;  /* in a vector; NULL = it is a list itself */
} Format;

static const Format formats[] = {
  { "/v1/embeddings", "input", "data", "embedding" },
  { "/api/embed", "input", "embeddings", NULL },
  { ":batchEmbedContents", "requests", "embeddings", "values" },
};

static const Format *
find_format (BtyMockRequest *request)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (request->method, "POST") && g_str_has_suffix (request->path, formats[i].path))
      return &formats[i];

  return NULL;
}

gboolean
bty_mock_embeddings_is_asked (BtyMockRequest *request)
{
  return find_format (request) != NULL;
}

static const char *
get_text (JsonNode *item)
{
  JsonObject *content;

  if (JSON_NODE_HOLDS_VALUE (item))
    return json_node_get_string (item);

  content = json_object_get_object_member (json_node_get_object (item), "content");

  return json_object_get_string_member (json_array_get_object_element (json_object_get_array_member (content, "parts"),
                                                                       0), "text");
}

/* Returns: the number of the first topic one of whose phrases is in the text; -1 = none */
static int
find_topic (JsonArray  *topics,
            const char *text)
{
  for (guint i = 0; topics != NULL && i < json_array_get_length (topics); i++)
    {
      JsonArray *phrases = json_array_get_array_element (topics, i);

      for (guint j = 0; j < json_array_get_length (phrases); j++)
        if (strstr (text, json_array_get_string_element (phrases, j)) != NULL)
          return (int) i;
    }

  return -1;
}

/* The length of the text, then as many ones as it takes: all are near to each other. With topics: a direction of its
 * own for each topic, and for each text that has none. */
static void
add_numbers (JsonBuilder *builder,
             const char  *text,
             JsonArray   *topics,
             guint        dimensions,
             gboolean     broken)
{
  int topic = find_topic (topics, text);
  guint n_topics = topics != NULL ? json_array_get_length (topics) : 0;
  guint direction = topic >= 0 ? (guint) topic : n_topics + g_str_hash (text) % (dimensions - n_topics);

  json_builder_begin_array (builder);
  for (guint i = 0; i < dimensions; i++)
    if (broken && i > 0)
      json_builder_add_null_value (builder);
    else if (topics != NULL)
      json_builder_add_int_value (builder, i == direction);
    else if (i == 0)
      json_builder_add_double_value (builder, strlen (text));
    else
      json_builder_add_int_value (builder, 1);
  json_builder_end_array (builder);
}

/* Faults beyond those of replies: "vectors-few", "vectors-size", "vectors-broken", "vectors-twice" (an index), and
 * "vectors-turned", which is none: the other way round, with the right index. */
JsonNode *
bty_mock_embeddings_answer (BtyMockRequest *request)
{
  const Format *format = find_format (request);
  JsonObject *asked = json_node_get_object (request->json);
  JsonArray *texts = json_object_get_array_member (asked, format->texts);
  guint n = json_array_get_length (texts);
  guint dimensions = json_object_get_int_member_with_default (request->behaviour, "dimensions", 4);
  JsonArray *topics = json_object_has_member (request->behaviour, "topics")
                        ? json_object_get_array_member (request->behaviour, "topics") : NULL;
  gboolean turned = g_str_equal (request->fault, "vectors-turned");
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, format->vectors);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      guint index = turned ? n - 1 - i : i;
      gboolean is_last = i + 1 == n;

      if (is_last && g_str_equal (request->fault, "vectors-few"))
        break;
      if (format->numbers != NULL)
        {
          json_builder_begin_object (builder);
          json_builder_set_member_name (builder, "index");
          json_builder_add_int_value (builder, g_str_equal (request->fault, "vectors-twice") ? 0 : index);
          json_builder_set_member_name (builder, format->numbers);
        }
      add_numbers (builder, get_text (json_array_get_element (texts, index)), topics,
                   is_last && g_str_equal (request->fault, "vectors-size") ? dimensions + 1 : dimensions,
                   is_last && g_str_equal (request->fault, "vectors-broken"));
      if (format->numbers != NULL)
        json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
