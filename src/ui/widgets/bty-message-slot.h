/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-message-row.h"

G_BEGIN_DECLS

#define BTY_TYPE_MESSAGE_SLOT (bty_message_slot_get_type ())

G_DECLARE_FINAL_TYPE (BtyMessageSlot, bty_message_slot, BTY, MESSAGE_SLOT, GtkWidget)

GtkWidget      *bty_message_slot_new         (void) G_GNUC_WARN_UNUSED_RESULT;

BtyMessage     *bty_message_slot_get_message (BtyMessageSlot          *self);
void            bty_message_slot_set_message (BtyMessageSlot          *self,
                                              BtyMessage              *message);
BtyMessageRow  *bty_message_slot_get_row     (BtyMessageSlot          *self);
void            bty_message_slot_fill        (BtyMessageSlot          *self,
                                              const BtyMessageContext *context);
void            bty_message_slot_update_seen (BtyMessageSlot          *self,
                                              GtkWidget               *viewport);

BtyMessageSlot *bty_message_slot_find_empty  (GtkWidget               *list_view,
                                              GtkWidget               *viewport,
                                              double                   reach,
                                              double                  *distance);

G_END_DECLS
