/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot-actions.h"
#include "bty-chat-view.h"
#include "bty-header-title.h"
#include "bty-search-page.h"
#include "bty-session-actions.h"
#include "bty-window.h"

G_BEGIN_DECLS

/**
 * BtyWindow:
 *
 * The window: a header bar over the pages. Pages are made when they are first looked at.
 */
struct _BtyWindow
{
  AdwApplicationWindow  parent_instance;

  /* Owned */
  BtyProfile           *profile;
  GSettings            *settings;
  BtySessionActions    *session_actions;
  BtyBotActions        *bot_actions;

  /* Borrowed */
  BtyChatView          *chat;
  GtkWidget            *memory;
  GtkWidget            *sharing;
  GtkWidget            *providers;
  BtySearchPage        *search;

  /* Template */
  BtyHeaderTitle       *title;
  GtkWidget            *back_button;
  GtkWidget            *sidebar_button;
  GtkWidget            *inspector_button;
  GtkWidget            *search_button;
  GtkStack             *stack;
  AdwViewStack         *pages;
  AdwBin               *problem;
  AdwBin               *chat_bin;
  AdwBin               *memory_bin;
  AdwBin               *sharing_bin;
  AdwBin               *providers_bin;
  AdwBin               *activity_bin;
  AdwBin               *search_bin;
  AdwViewSwitcherBar   *switcher_bar;
};

BtySplitView *bty_window_get_split             (BtyWindow      *self);
gboolean      bty_window_is_searching          (BtyWindow      *self);
void          bty_window_set_searching         (BtyWindow      *self,
                                                gboolean        searching);
void          bty_window_show_page             (BtyWindow      *self,
                                                const char     *page);
void          bty_window_class_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
