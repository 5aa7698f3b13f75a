/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-providers-page.h"

#include "bty-test-providers.h"

static void
test_pictures (void)
{
  char *dir;
  BtyProfile *profile = bty_test_open_profile (&dir);
  BtyProviderService *providers = bty_profile_get_providers (profile);
  const char *names[] = { "Anthropic", "OpenAI", "Mistral", "Groq", "DeepSeek", "Gemini", "xAI" };
  GtkWidget *page;
  GtkWidget *window;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      bty_test_add_provider (profile, names[i], names[i]);
      bty_test_put_into (bty_provider_service_find (providers, names[i]), BTY_PROVIDER_STATE_READY - i);
    }
  page = bty_providers_page_new (providers);
  window = bty_test_window_new (page, 800, 1000);
  bty_test_screenshot (window, "providers-wide");
  bty_test_close (window);
  bty_test_close_profile (profile, dir);
}

static void
add_tests (void)
{
  g_test_add_func ("/providers-page/pictures", test_pictures);
}

int
main (int    argc,
      char **argv)
{
  return bty_test_run (&argc, &argv, add_tests);
}
