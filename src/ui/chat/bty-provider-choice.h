/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BtyProviderChoiceFunc:
 * @widget: the widget that asked
 * @provider: (nullable): the name of the chosen one; %NULL for the bot's providers in their order
 * @data: data
 */
typedef void (*BtyProviderChoiceFunc) (GtkWidget  *widget,
                                       const char *provider,
                                       gpointer    data);

void bty_provider_choice_present (GtkWidget             *widget,
                                  const char            *heading,
                                  GListModel            *providers,
                                  BtyProviderChoiceFunc  func,
                                  gpointer               data,
                                  GDestroyNotify         free_data);

G_END_DECLS
