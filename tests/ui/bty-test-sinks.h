/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-profile.h"

G_BEGIN_DECLS

/* A place where somebody else's words are shown. */
typedef struct
{
  const char  *name;
  GtkWidget *(*show)         (BtyProfile *profile,
                              const char *text);
  char      *(*dup_expected) (const char *text);  /* NULL = its labels need not say it */
} BtyTestSink;

extern const BtyTestSink bty_test_sinks[];
extern const guint bty_test_n_sinks;

G_END_DECLS
