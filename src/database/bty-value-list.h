/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/* "id IN (" BTY_VALUE_LIST ")" in a statement whose parameters are made by bty_value_list_new(): rows of many keys are
 * read by one statement, whose text is always the same. Its other parameters begin at $101. */
#define BTY_VALUE_LIST_MAX 100
#define BTY_VALUE_LIST \
  "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, " \
  "$21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, " \
  "$41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, " \
  "$61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, " \
  "$81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100"

BtyValue *bty_value_list_new  (GArray         *keys,
                               const BtyValue *others) G_GNUC_WARN_UNUSED_RESULT;

GArray   *bty_value_list_take (GArray         *keys,
                               guint          *start,
                               guint           limit) G_GNUC_WARN_UNUSED_RESULT;
void      bty_value_list_add  (GArray         *keys,
                               const char     *id);

G_END_DECLS
