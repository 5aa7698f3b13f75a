/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-test-profile.h"

G_BEGIN_DECLS

BtyBot    *bty_test_memory_add_bot (BtyProfile *profile,
                                    const char *name);
BtyMemory *bty_test_memory_add     (BtyProfile *profile,
                                    BtyBot     *bot,
                                    const char *text);
GPtrArray *bty_test_memory_list    (BtyProfile            *profile,
                                    const BtyMemoryFilter *filter);
void       bty_test_memory_share   (BtyProfile *profile,
                                    BtyMemory  *memory,
                                    BtyTrust    trust);
gint64     bty_test_memory_forget  (BtyProfile *profile,
                                    const char *id);

G_END_DECLS
