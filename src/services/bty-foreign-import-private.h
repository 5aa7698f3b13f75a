/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-foreign-import.h"
#include "bty-job-kind.h"

G_BEGIN_DECLS

extern const BtyJobKind bty_foreign_import_kind;

G_END_DECLS
