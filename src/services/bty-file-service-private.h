/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-file-jobs.h"
#include "bty-file-service.h"
#include "bty-worker.h"

G_BEGIN_DECLS

/**
 * BtyFileService:
 *
 * The documents that were given to bots, in all their versions.
 */
struct _BtyFileService
{
  GObject    parent_instance;

  /* Owned */
  BtyWorker *worker;
};

void bty_file_service_notify (BtyFileService *self,
                              BtyFile        *file);

G_END_DECLS
