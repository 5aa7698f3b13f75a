/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BTY_TYPE_CHAIN_EDITOR (bty_chain_editor_get_type ())

G_DECLARE_FINAL_TYPE (BtyChainEditor, bty_chain_editor, BTY, CHAIN_EDITOR, AdwBin)

void   bty_chain_editor_set_providers (BtyChainEditor     *self,
                                       GListModel         *providers);
void   bty_chain_editor_set_chain     (BtyChainEditor     *self,
                                       const char * const *chain);
char **bty_chain_editor_dup_chain     (BtyChainEditor     *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
