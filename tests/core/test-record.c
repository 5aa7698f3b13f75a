/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-record.h"

#include <math.h>

#include "bty-attachment.h"
#include "bty-bot.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-message.h"
#include "bty-provider-config.h"
#include "bty-provider-health.h"
#include "bty-session.h"
#include "bty-soul.h"

static GType
get_kind (guint i)
{
  switch (i)
    {
    case 0:
      return BTY_TYPE_ATTACHMENT;
    case 1:
      return BTY_TYPE_BOT;
    case 2:
      return BTY_TYPE_MESSAGE;
    case 3:
      return BTY_TYPE_PROVIDER_CONFIG;
    case 4:
      return BTY_TYPE_PROVIDER_HEALTH;
    case 5:
      return BTY_TYPE_SESSION;
    case 6:
      return BTY_TYPE_SOUL;
    default:
      return G_TYPE_INVALID;
    }
}

/* A value that differs from the default of any field. */
static BtyValue
get_sample (const BtyField *field)
{
  g_autoptr(GEnumClass) class = NULL;

  switch (field->type)
    {
    case BTY_FIELD_TEXT:
      return BTY_TEXT ("“quoted” \"text\"\n\t\\ 🙂");
    case BTY_FIELD_INTEGER:
      return BTY_INTEGER (G_MAXINT64);
    case BTY_FIELD_TIME:
      return BTY_INTEGER (-5);
    case BTY_FIELD_REAL:
      return BTY_REAL (0.1 + 0.2);
    case BTY_FIELD_BOOLEAN:
      return BTY_INTEGER (1);
    case BTY_FIELD_ENUM:
      class = g_type_class_ref (field->enum_type ());
      return BTY_TEXT (class->values[class->n_values - 1].value_nick);
    case BTY_FIELD_BLOB:
      return BTY_BLOB ("\0\xff\n", 3);
    case BTY_FIELD_STRV:
      return BTY_TEXT ("[\"a\",\"\",\"ü\"]");
    case BTY_FIELD_JSON:
      return BTY_TEXT ("{\"a\":[1,2.5,null,true]}");
    default:
      g_assert_not_reached ();
    }
}

static BtyRecord *
create_full (GType type)
{
  BtyRecord *record = g_object_new (type, NULL);
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);

  for (guint i = 0; i < class->n_fields; i++)
    {
      g_autoptr(GError) error = NULL;
      BtyValue value = get_sample (&class->fields[i]);

      bty_record_set_value (record, &class->fields[i], &value, &error);
      g_assert_no_error (error);
    }

  return record;
}

static void
assert_value (const BtyValue *a,
              const BtyValue *b)
{
  g_assert_cmpint (a->type, ==, b->type);
  if (a->type == BTY_VALUE_TEXT)
    g_assert_cmpstr (a->text, ==, b->text);
  else if (a->type == BTY_VALUE_INTEGER)
    g_assert_cmpint (a->integer, ==, b->integer);
  else if (a->type == BTY_VALUE_REAL)
    g_assert_cmpfloat (a->real, ==, b->real);
  else if (a->type == BTY_VALUE_BLOB)
    g_assert_cmpmem (a->blob.data, a->blob.size, b->blob.data, b->blob.size);
}

static void
test_values (void)
{
  for (guint kind = 0; get_kind (kind) != G_TYPE_INVALID; kind++)
    {
      g_autoptr(BtyRecord) record = create_full (get_kind (kind));
      BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);

      g_assert_true (class->fields[class->key].flags & BTY_FIELD_KEY);
      g_assert_nonnull (bty_record_get_id (record));
      for (guint i = 0; i < class->n_fields; i++)
        {
          g_autofree char *owned = NULL;
          BtyValue expected = get_sample (&class->fields[i]);
          BtyValue value = bty_record_get_value (record, &class->fields[i], &owned);

          g_test_message ("%s.%s", class->table, class->fields[i].name);
          assert_value (&value, &expected);
        }
    }
}

static void
test_json (void)
{
  for (guint kind = 0; get_kind (kind) != G_TYPE_INVALID; kind++)
    {
      g_autoptr(BtyRecord) full = create_full (get_kind (kind));
      g_autoptr(BtyRecord) bare = g_object_new (get_kind (kind), "id", "x", NULL);
      BtyRecord *records[] = { full, bare };

      for (guint i = 0; i < G_N_ELEMENTS (records); i++)
        {
          g_autoptr(JsonNode) node = bty_record_to_json (records[i]);
          g_autofree char *text = json_to_string (node, TRUE);
          g_autoptr(GError) error = NULL;
          g_autoptr(JsonNode) parsed = bty_json_parse (text, -1, &error);
          g_autoptr(BtyRecord) back = NULL;
          g_autoptr(JsonNode) node_again = NULL;
          g_autofree char *text_again = NULL;

          g_assert_no_error (error);
          back = bty_record_new_from_json (get_kind (kind), parsed, &error);
          g_assert_no_error (error);
          g_assert_true (bty_record_equal (records[i], back));
          node_again = bty_record_to_json (back);
          text_again = json_to_string (node_again, TRUE);
          g_assert_cmpstr (text, ==, text_again);
        }
      g_assert_false (bty_record_equal (full, bare));
    }
}

static void
count_notify (guint *count)
{
  (*count)++;
}

static void
test_copy_and_notify (void)
{
  for (guint kind = 0; get_kind (kind) != G_TYPE_INVALID; kind++)
    {
      g_autoptr(BtyRecord) full = create_full (get_kind (kind));
      g_autoptr(BtyRecord) bare = g_object_new (get_kind (kind), NULL);
      BtyRecord *copy = bty_record_copy (full);
      guint count = 0;

      g_assert_true (bty_record_equal (full, copy));
      g_signal_connect_swapped (copy, "notify", G_CALLBACK (count_notify), &count);
      bty_record_assign (copy, copy);
      g_assert_cmpuint (count, ==, 0);
      bty_record_assign (copy, bare);
      g_assert_true (bty_record_equal (bare, copy));
      g_assert_cmpuint (count, ==, BTY_RECORD_GET_CLASS (copy)->n_fields);
      bty_record_assign (copy, bare);
      g_assert_cmpuint (count, ==, BTY_RECORD_GET_CLASS (copy)->n_fields);
      bty_record_assign (copy, full);
      g_assert_true (bty_record_equal (full, copy));
      g_assert_finalize_object (copy);
    }
}

static void
test_unset (void)
{
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("a", BTY_PROVIDER_TYPE_BUILTIN);

  g_assert_true (isnan (config->price_input));
  g_assert_cmpint (config->context_tokens, ==, BTY_UNSET);
  g_assert_null (config->key_env);
  g_assert_cmpint (config->first_byte_timeout_ms, ==, 60000);

  g_object_set (config, "price-input", 0.0, NULL);
  g_assert_cmpfloat (config->price_input, ==, 0);
  g_object_set (config, "price-input", 3.0, NULL);
  g_assert_cmpfloat (config->price_input, ==, 3);
  g_object_set (config, "price-input", NAN, NULL);
  g_assert_true (isnan (config->price_input));
}

static void
test_constructors (void)
{
  g_autoptr(BtyBot) bot = bty_bot_new ("Ada");
  g_autoptr(BtySession) session = bty_session_new (bot->id);
  g_autoptr(BtyMessage) message = bty_message_new (session->id, NULL, BTY_ROLE_USER, "Hello");
  g_autoptr(BtySoul) soul = bty_soul_new (bot->id, 1, "Be kind.");
  g_autoptr(GBytes) data = g_bytes_new_static ("abc", 3);
  g_autoptr(BtyAttachment) attachment = bty_attachment_new ("a.png", "image/png", data);
  g_autoptr(BtyAttachment) text = bty_attachment_new ("a.txt", "text/plain", data);

  g_assert_cmpstr (bot->name, ==, "Ada");
  g_assert_cmpint (bot->status, ==, BTY_BOT_STATUS_ACTIVE);
  g_assert_cmpstr (session->bot_id, ==, bot->id);
  g_assert_cmpint (session->deleted_at, ==, BTY_UNSET);
  g_assert_cmpstr (message->session_id, ==, session->id);
  g_assert_null (message->parent_id);
  g_assert_cmpint (message->status, ==, BTY_MESSAGE_STATUS_COMPLETE);

  g_assert_true (bty_soul_is_intact (soul));
  g_object_set (soul, "text", "Be cruel.", NULL);
  g_assert_false (bty_soul_is_intact (soul));

  g_assert_cmpstr (attachment->sha256, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_true (bty_attachment_is_image (attachment));
  g_assert_false (bty_attachment_is_image (text));
}

static void
test_no_bytes_are_a_blob (void)
{
  g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr(BtyAttachment) attachment = bty_attachment_new ("empty.txt", "text/plain", nothing);
  BtyRecordClass *class = BTY_RECORD_GET_CLASS (attachment);

  for (guint i = 0; i < class->n_fields; i++)
    {
      g_autofree char *owned = NULL;
      BtyValue value = bty_record_get_value (BTY_RECORD (attachment), &class->fields[i], &owned);

      if (class->fields[i].type != BTY_FIELD_BLOB)
        continue;
      g_assert_cmpint (value.type, ==, BTY_VALUE_BLOB);
      g_assert_nonnull (value.blob.data);
      g_assert_cmpuint (value.blob.size, ==, 0);
    }
}

static const struct
{
  const char *json;
  const char *complaint; /* NULL = fits */
} members[] = {
  { "{\"id\":\"x\"}", NULL },
  { "{\"id\":\"x\",\"unknown\":[1]}", NULL },
  { "{\"id\":\"x\",\"temperature\":1}", NULL },
  { "{\"id\":\"x\",\"temperature\":null}", NULL },
  { "{\"id\":\"x\",\"tags\":[]}", NULL },
  { "{}", "id" },
  { "[]", "id" },
  { "{\"id\":null}", "id" },
  { "{\"id\":5}", "id" },
  { "{\"id\":true}", "id" },
  { "{\"id\":\"x\",\"status\":\"sleeping\"}", "status" },
  { "{\"id\":\"x\",\"status\":1}", "status" },
  { "{\"id\":\"x\",\"status\":null}", "status" },
  { "{\"id\":\"x\",\"tags\":\"a\"}", "tags" },
  { "{\"id\":\"x\",\"tags\":[1]}", "tags" },
  { "{\"id\":\"x\",\"tags\":[null]}", "tags" },
  { "{\"id\":\"x\",\"local_only\":1}", "local_only" },
  { "{\"id\":\"x\",\"local_only\":\"yes\"}", "local_only" },
  { "{\"id\":\"x\",\"max_tokens\":1.5}", "max_tokens" },
  { "{\"id\":\"x\",\"max_tokens\":\"1\"}", "max_tokens" },
  { "{\"id\":\"x\",\"max_tokens\":{}}", "max_tokens" },
  { "{\"id\":\"x\",\"temperature\":\"hot\"}", "temperature" },
};

static void
test_members_that_do_not_fit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr(JsonNode) node = json_from_string (members[i].json, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyRecord) record = bty_record_new_from_json (BTY_TYPE_BOT, node, &error);

      g_test_message ("%s", members[i].json);
      if (members[i].complaint == NULL)
        {
          g_assert_no_error (error);
          g_assert_nonnull (record);
          continue;
        }
      g_assert_null (record);
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, members[i].complaint));
    }
}

static void
test_values_that_do_not_fit (void)
{
  for (guint kind = 0; get_kind (kind) != G_TYPE_INVALID; kind++)
    {
      g_autoptr(BtyRecord) record = create_full (get_kind (kind));
      g_autoptr(BtyRecord) before = bty_record_copy (record);
      BtyRecordClass *class = BTY_RECORD_GET_CLASS (record);

      for (guint i = 0; i < class->n_fields; i++)
        {
          BtyFieldType type = class->fields[i].type;
          gboolean is_text = type == BTY_FIELD_TEXT;
          BtyValue wrong = is_text ? BTY_BLOB ("x", 1) : BTY_TEXT ("\xff not this");
          BtyValue number = type == BTY_FIELD_BLOB || is_text || type == BTY_FIELD_ENUM
                            ? BTY_REAL (1) : BTY_BLOB ("x", 1);

          if (type != BTY_FIELD_BLOB)
            g_assert_false (bty_record_set_value (record, &class->fields[i], &wrong, NULL));
          if (type != BTY_FIELD_BLOB || number.type != BTY_VALUE_BLOB)
            g_assert_false (bty_record_set_value (record, &class->fields[i], &number, NULL));
        }
      g_assert_true (bty_record_equal (record, before));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/values", test_values);
  g_test_add_func ("/record/json", test_json);
  g_test_add_func ("/record/copy-and-notify", test_copy_and_notify);
  g_test_add_func ("/record/unset", test_unset);
  g_test_add_func ("/record/constructors", test_constructors);
  g_test_add_func ("/record/no-bytes-are-a-blob", test_no_bytes_are_a_blob);
  g_test_add_func ("/record/members-that-do-not-fit", test_members_that_do_not_fit);
  g_test_add_func ("/record/values-that-do-not-fit", test_values_that_do_not_fit);

  return g_test_run ();
}
