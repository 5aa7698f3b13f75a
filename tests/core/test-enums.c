/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-enums.h"

#include "bty-enum-types.h"

/* What is stored and what other programs see: a name that changes here breaks them. */
static const struct
{
  GType      (*get_type) (void);
  const char  *nicks;
} enums[] = {
  { bty_bot_status_get_type, "active disabled archived" },
  { bty_bot_category_get_type, "assistant creative research utility" },
  { bty_capture_get_type, "off ask auto" },
  { bty_trust_get_type, "private trusted public" },
  { bty_session_status_get_type, "active completed crashed" },
  { bty_role_get_type, "user assistant" },
  { bty_message_status_get_type, "complete streaming interrupted failed" },
  { bty_provider_type_get_type, "anthropic openai_compatible builtin" },
  { bty_circuit_state_get_type, "closed open half_open" },
  { bty_strategy_get_type, "priority round_robin" },
};

static void
test_nicks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (enums); i++)
    {
      g_auto(GStrv) nicks = g_strsplit (enums[i].nicks, " ", -1);
      guint n = g_strv_length (nicks);
      int value = -77;

      for (guint j = 0; j < n; j++)
        {
          g_assert_cmpstr (bty_enum_to_nick (enums[i].get_type (), j), ==, nicks[j]);
          g_assert_true (bty_enum_from_nick (enums[i].get_type (), nicks[j], &value));
          g_assert_cmpint (value, ==, j);
        }
      g_assert_cmpstr (bty_enum_to_nick (enums[i].get_type (), n), ==, "");

      value = -77;
      g_assert_false (bty_enum_from_nick (enums[i].get_type (), "no such", &value));
      g_assert_false (bty_enum_from_nick (enums[i].get_type (), "", &value));
      g_assert_false (bty_enum_from_nick (enums[i].get_type (), NULL, &value));
      g_assert_cmpint (value, ==, -77);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/enums/nicks", test_nicks);

  return g_test_run ();
}
