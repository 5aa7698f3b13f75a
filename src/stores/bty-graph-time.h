/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The versions that were valid at the parameter @valid and known at the parameter @recorded. */
#define BTY_GRAPH_IS_AT(valid, recorded) \
  "valid_from <= " valid " AND (valid_to IS NULL OR valid_to > " valid ")" \
  " AND recorded_at <= " recorded " AND (superseded_at IS NULL OR superseded_at > " recorded ")"
