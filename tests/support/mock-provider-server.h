/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * BtyMockServer:
 *
 * A language-model service on real sockets of this computer that answers what it is told to, in the format of
 * the path that is asked (".../chat/completions" or ".../messages"), and fails in every way that real ones do.
 * It runs in threads of its own.
 *
 * How it behaves is a JSON object. Members that are left out keep their value:
 *
 * - "reply": its text; "{last}" in it becomes what the user said last
 * - "reply_tokens": instead of "reply", so many words
 * - "thinking": its thoughts, before the text
 * - "tokens_per_second": 0 = as fast as it goes
 * - "usage": whether it reports it; "input_tokens", "output_tokens", "cached_tokens"
 * - "stop_reason": in the format's own words
 * - "dimensions": how many numbers the vectors have that embedding paths answer with; "topics": lists of phrases, of
 *   which one list means the same, and all else nothing that is near; without it all texts are near to each other
 * - "models": list of names; "model": what it says that it is
 * - "key": the key it accepts; null = any
 * - "fault": how it fails; "none" = not at all. "fault_count": for so many requests, then no more
 * - "held": whether what has the fault "hold" waits; true as long as nobody says that it is not
 * - "retry_after": seconds, for the faults "429" and "503"; "redirect_to": a URL, for "redirect"
 * - "script": list of such objects, each for one request, before all this counts again
 *
 * Faults: 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 429-date, 429-quota, 500, 502, 503, 504, 529,
 * refused, hang, hang-mid, close, reset, garbage, redirect, redirect-same, gzip-bomb, error-event, error-late, cut,
 * cut-event, cut-utf8, no-end, no-done, malformed, deep, long-line, huge, drip, context, filter, filter-stop,
 * html, empty, empty-reply, empty-error, echo-key, crlf, json, linger, untyped, mistyped (another kind of answer in
 * the head than in the body),
 * burst (all of it at once), hold (half of a stream, and the rest when "held" is false).
 */
typedef struct _BtyMockServer BtyMockServer;

BtyMockServer *bty_mock_server_new           (guint16         port,
                                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void           bty_mock_server_free          (BtyMockServer  *self);
guint16        bty_mock_server_get_port      (BtyMockServer  *self);
guint16        bty_mock_server_get_control   (BtyMockServer  *self);
gboolean       bty_mock_server_control       (BtyMockServer  *self,
                                              const char     *json,
                                              GError        **error);
JsonNode      *bty_mock_server_dup_requests  (BtyMockServer  *self) G_GNUC_WARN_UNUSED_RESULT;
void           bty_mock_server_forget        (BtyMockServer  *self);
guint          bty_mock_server_count_open    (BtyMockServer  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMockServer, bty_mock_server_free)

G_END_DECLS
