/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-profile.h"
#include "bty-worker.h"

/* For services on the profile as a whole; the faces never see the database. */

G_BEGIN_DECLS

BtyWorker *bty_profile_get_worker (BtyProfile *self);

G_END_DECLS
