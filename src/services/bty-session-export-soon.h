/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "bty-message.h"
#include "bty-session.h"
static inline char *bty_session_export_json (BtySession *s, GPtrArray *m, GPtrArray *a) { return g_strdup ("{}"); }
static inline char *bty_session_export_markdown (BtySession *s, GPtrArray *m, GPtrArray *a) { return g_strdup (""); }
