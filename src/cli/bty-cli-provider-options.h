/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli-args.h"
#include "bty-provider-config.h"

G_BEGIN_DECLS

/* What "provider add" and "provider edit" have in common. */

#define BTY_CLI_PROVIDER_OPTIONS \
  { "base-url", BTY_CLI_TEXT, N_("URL"), N_("Address of the service; that of Anthropic or OpenAI unless said") }, \
  { "model", BTY_CLI_TEXT, N_("MODEL"), N_("Model to use; see “provider models”") }, \
  { "priority", BTY_CLI_INTEGER, N_("N"), N_("Lower ones are tried first; 10 unless said"), -1000000, 1000000 }, \
  { "key-stdin", BTY_CLI_FLAG, NULL, N_("Read the key from standard input into the keyring") }, \
  { "key-env", BTY_CLI_TEXT, N_("VARIABLE"), N_("Read the key from this variable at each run; it is never stored") }, \
  { "header", BTY_CLI_LIST, N_("“NAME: VALUE”"), N_("Extra header of each request; may be repeated") }, \
  { "clearance", BTY_CLI_TEXT, N_("LEVEL"), N_("Memory it may be sent: private, trusted or public") }, \
  { "price-input", BTY_CLI_REAL, N_("X"), N_("US dollars per million tokens sent"), 0, 1000000 }, \
  { "price-output", BTY_CLI_REAL, N_("X"), N_("US dollars per million tokens received"), 0, 1000000 }, \
  { "context-tokens", BTY_CLI_INTEGER, N_("N"), N_("Tokens that fit into its context"), 1, 1000000000 }, \
  { "output-tokens", BTY_CLI_INTEGER, N_("N"), N_("Tokens that one reply may have"), 1, 1000000000 }, \
  { "streaming", BTY_CLI_FLAG, NULL, N_("Ask for replies piece by piece, as usual") }, \
  { "no-streaming", BTY_CLI_FLAG, NULL, N_("Ask for whole replies") }, \
  { "thinking", BTY_CLI_FLAG, NULL, N_("Ask the model to think first") }, \
  { "no-thinking", BTY_CLI_FLAG, NULL, N_("Do not ask for that") }, \
  { "vision", BTY_CLI_FLAG, NULL, N_("Send images to it") }, \
  { "no-vision", BTY_CLI_FLAG, NULL, N_("Send no images to it") }, \
  { "timeout-ms", BTY_CLI_INTEGER, N_("N"), N_("Limit for the first byte and for silence after it"), 1, 86400000 }, \
  { "connect-timeout-ms", BTY_CLI_INTEGER, N_("N"), N_("Limit for connecting"), 1, 86400000 }, \
  { "first-byte-timeout-ms", BTY_CLI_INTEGER, N_("N"), N_("Limit for the first byte"), 1, 86400000 }, \
  { "silence-timeout-ms", BTY_CLI_INTEGER, N_("N"), N_("Limit for silence in the middle of a reply"), 1, 86400000 }

gboolean bty_cli_apply_provider_options (BtyCliArgs         *args,
                                         BtyProviderConfig  *config,
                                         GError            **error);
gboolean bty_cli_read_key               (BtyCliArgs         *args,
                                         char              **key,
                                         GError            **error);

gboolean bty_cli_read_secret (const char  *prompt,
                              char       **secret,
                              GError     **error);

G_END_DECLS
