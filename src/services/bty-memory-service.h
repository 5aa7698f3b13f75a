/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-embedder-service.h"
#include "bty-memory-candidate.h"
#include "bty-memory-filter.h"
#include "bty-memory-outcome.h"
#include "bty-memory-reading.h"
#include "bty-memory-use.h"
#include "bty-memory-version.h"
#include "bty-memory.h"
#include "bty-message.h"
#include "bty-session.h"
#include "bty-trusted-author.h"

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

/**
 * BtyMemoryService:
 *
 * What the bots of a profile remember. Property: "inbox-count", how many candidates wait. Signals: "changed" when
 * memories, candidates or trusted lists are other than before, and "alert" with a sentence and the id of a memory
 * when one was found that no longer says what was stored; it is listed, but never sent (bty_memory_is_intact()); and
 * "message-forgotten" with a message and its session, as they are now.
 *
 * In the functions below @actor is who asks for it, as the audit tells it: NULL = the user, else "system", the slug
 * of a bot, or "api:" and the id of a key. What a function does for several ids is done for all of them or for none.
 */
#define BTY_TYPE_MEMORY_SERVICE (bty_memory_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryService, bty_memory_service, BTY, MEMORY_SERVICE, GObject)

/**
 * BtyMemoryCounts:
 *
 * How much there is of a bot, or of all bots together.
 */
typedef struct
{
  gint64 n_live;
  gint64 n_ended;       /* superseded or expired */
  gint64 n_deleted;     /* can still be restored */
  gint64 n_shared;      /* trusted or public; at most BTY_MEMORY_MAX_SHARED of one bot */
  gint64 n_candidates;
} BtyMemoryCounts;

/**
 * BtyMemoryPair:
 *
 * Two memories of one bot that say nearly the same.
 */
typedef struct
{
  BtyMemory *first;
  BtyMemory *second;
  double     similarity;
} BtyMemoryPair;

/**
 * BtyMemoryImport:
 *
 * What came of a file of memories.
 */
typedef struct
{
  gint64 n_stored;
  gint64 n_known;  /* that are remembered or wait already, in these or in other words */
  gint64 n_merged; /* that added something to what is remembered */
  gint64 n_proposed;  /* that wait for approval */
  gint64 n_forgotten; /* left out, because they say by their id that they were forgotten here */
} BtyMemoryImport;

BtyMemoryService *bty_memory_service_new (BtyWorker *worker) G_GNUC_WARN_UNUSED_RESULT;
void bty_memory_service_set_embedders (BtyMemoryService   *self,
                                       BtyEmbedderService *embedders);

guint bty_memory_service_get_inbox_count (BtyMemoryService *self);

/* --- Looking --- */

/* Of BtyMemory: a page of those that @filter asks for. */
void bty_memory_service_list_async (BtyMemoryService      *self,
                                    const BtyMemoryFilter *filter,
                                    GCancellable          *cancellable,
                                    GAsyncReadyCallback    callback,
                                    gpointer               user_data);
GPtrArray *bty_memory_service_list_finish (BtyMemoryService  *self,
                                           GAsyncResult      *result,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_memory_service_get_async (BtyMemoryService    *self,
                                   const char          *id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
BtyMemory *bty_memory_service_get_finish (BtyMemoryService  *self,
                                          GAsyncResult      *result,
                                          GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* @bot_id NULL = all bots together. */
void bty_memory_service_count_async (BtyMemoryService    *self,
                                     const char          *bot_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean bty_memory_service_count_finish (BtyMemoryService  *self,
                                          GAsyncResult      *result,
                                          BtyMemoryCounts   *counts,
                                          GError           **error);

/* Of BtyMemoryVersion, the newest first. */
void bty_memory_service_list_versions_async (BtyMemoryService    *self,
                                             const char          *memory_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
GPtrArray *bty_memory_service_list_versions_finish (BtyMemoryService  *self,
                                                    GAsyncResult      *result,
                                                    GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Since when a bot remembers something that is not forgotten; 0 = nothing, -1 on error. */
void bty_memory_service_get_beginning_async (BtyMemoryService    *self,
                                             const char          *bot_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gint64 bty_memory_service_get_beginning_finish (BtyMemoryService  *self,
                                                GAsyncResult      *result,
                                                GError           **error);

/* Of BtyMemoryVersion: what a bot remembered of its own at @time, in the words of that time. What was forgotten
 * since is not known any more. */
void bty_memory_service_list_known_async (BtyMemoryService    *self,
                                          const char          *bot_id,
                                          gint64               time,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
GPtrArray *bty_memory_service_list_known_finish (BtyMemoryService  *self,
                                                 GAsyncResult      *result,
                                                 GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of BtyMemoryUse: @message_id = what a reply was made with, the best first; @memory_id = for which replies a memory
 * was read, the newest first; neither = all, the newest first. */
void bty_memory_service_list_uses_async (BtyMemoryService    *self,
                                         const char          *message_id,
                                         const char          *memory_id,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
GPtrArray *bty_memory_service_list_uses_finish (BtyMemoryService  *self,
                                                GAsyncResult      *result,
                                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of BtyMemoryReading: who read a memory and for which reply, the newest first. */
void bty_memory_service_list_readings_async (BtyMemoryService    *self,
                                             const char          *memory_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
GPtrArray *bty_memory_service_list_readings_finish (BtyMemoryService  *self,
                                                    GAsyncResult      *result,
                                                    GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of BtyMemoryPair, the most similar first. */
void bty_memory_service_list_duplicates_async (BtyMemoryService    *self,
                                               const char          *bot_id,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
GPtrArray *bty_memory_service_list_duplicates_finish (BtyMemoryService  *self,
                                                      GAsyncResult      *result,
                                                      GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- Remembering and correcting --- */

/* Masks secrets, and stores @memory unless it is known; see BtyMemoryOutcome. Make it with bty_memory_new(). */
void bty_memory_service_add_async (BtyMemoryService    *self,
                                   BtyMemory           *memory,
                                   const char          *actor,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
BtyMemory *bty_memory_service_add_finish (BtyMemoryService  *self,
                                          GAsyncResult      *result,
                                          BtyMemoryOutcome  *outcome,
                                          GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stores the text, category, importance, event time and expiry of @memory, a changed copy, as another version. */
void bty_memory_service_edit_async (BtyMemoryService    *self,
                                    BtyMemory           *memory,
                                    const char          *actor,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
BtyMemory *bty_memory_service_edit_finish (BtyMemoryService  *self,
                                           GAsyncResult      *result,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes another version that says what @version said: undo. Who may read it stays as it is. */
void bty_memory_service_revert_async (BtyMemoryService    *self,
                                      const char          *id,
                                      gint64               version,
                                      const char          *actor,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
BtyMemory *bty_memory_service_revert_finish (BtyMemoryService  *self,
                                             GAsyncResult      *result,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends @other_id, which can return, and lets @id say @text, or both texts if @text is NULL. */
void bty_memory_service_merge_async (BtyMemoryService    *self,
                                     const char          *id,
                                     const char          *other_id,
                                     const char          *text,
                                     const char          *actor,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
BtyMemory *bty_memory_service_merge_finish (BtyMemoryService  *self,
                                            GAsyncResult      *result,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Proposes what the lines of @text say, each an object {"bot", "text", "category", "importance", "created_at"} of
 * which only "text" is needed; @bot_id is whose it is where no bot is named. If @approved, it is remembered at once.
 * All of them or, on error, none. */
void bty_memory_service_import_async (BtyMemoryService    *self,
                                      const char          *text,
                                      const char          *bot_id,
                                      gboolean             approved,
                                      const char          *actor,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_memory_service_import_finish (BtyMemoryService  *self,
                                           GAsyncResult      *result,
                                           BtyMemoryImport   *counts,
                                           GError           **error);

/* --- Deleting, with undo, and forgetting, without --- */

/* Takes memories out of every list and of recall until they are restored; after 30 days they are forgotten. */
void bty_memory_service_delete_async (BtyMemoryService    *self,
                                      const char *const   *ids,
                                      const char          *actor,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_memory_service_delete_finish (BtyMemoryService  *self,
                                           GAsyncResult      *result,
                                           GError           **error);

/* Brings deleted and superseded memories back. */
void bty_memory_service_restore_async (BtyMemoryService    *self,
                                       const char *const   *ids,
                                       const char          *actor,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean bty_memory_service_restore_finish (BtyMemoryService  *self,
                                            GAsyncResult      *result,
                                            GError           **error);

/* Removes memories from the disk: text, versions, vector, full text, uses, and what the log still held. With each go
 * those that were merged into it or made of it, because they say the same. Gives how many are gone, -1 on error. */
void bty_memory_service_forget_async (BtyMemoryService    *self,
                                      const char *const   *ids,
                                      const char          *actor,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gint64 bty_memory_service_forget_finish (BtyMemoryService  *self,
                                         GAsyncResult      *result,
                                         GError           **error);

/* Removes what a message says from the disk, what was sent with it, and what else was made of it: what was sent for
 * replies, summaries, candidates, a title. Its place in the chat stays. The memories @memory_ids, those that
 * bty_memory_service_list_taken_async() names for example, go with it. Gives how many of these are gone, -1 on error:
 * %BTY_ERROR_BUSY while a reply is arriving in that chat. Told by "message-forgotten" (message, session). */
void bty_memory_service_forget_message_async (BtyMemoryService    *self,
                                              const char          *message_id,
                                              const char *const   *memory_ids,
                                              const char          *actor,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
gint64 bty_memory_service_forget_message_finish (BtyMemoryService  *self,
                                                 GAsyncResult      *result,
                                                 GError           **error);

/* The ids of the memories that were taken from a message. */
void bty_memory_service_list_taken_async (BtyMemoryService    *self,
                                          const char          *message_id,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
char **bty_memory_service_list_taken_finish (BtyMemoryService  *self,
                                             GAsyncResult      *result,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* The id of the message that a memory was taken from; empty if none still says something. */
void bty_memory_service_find_source_async (BtyMemoryService    *self,
                                           const char          *id,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
char *bty_memory_service_find_source_finish (BtyMemoryService  *self,
                                             GAsyncResult      *result,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- Sharing --- */

/* Lets other bots read memories: @trust is trusted or public. @author_id is whose they are; of others they are
 * refused (BTY_ERROR_REFUSED), as are more than BTY_MEMORY_MAX_SHARED. */
void bty_memory_service_share_async (BtyMemoryService    *self,
                                     const char *const   *ids,
                                     const char          *author_id,
                                     BtyTrust             trust,
                                     const char          *actor,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean bty_memory_service_share_finish (BtyMemoryService  *self,
                                          GAsyncResult      *result,
                                          GError           **error);

/* Makes memories private again. Only for their author @author_id; for others BTY_ERROR_REFUSED. */
void bty_memory_service_revoke_async (BtyMemoryService    *self,
                                      const char *const   *ids,
                                      const char          *author_id,
                                      const char          *actor,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_memory_service_revoke_finish (BtyMemoryService  *self,
                                           GAsyncResult      *result,
                                           GError           **error);

/* Of BtyTrustedAuthor: the trusted lists of all bots. */
void bty_memory_service_list_trusted_async (BtyMemoryService    *self,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
GPtrArray *bty_memory_service_list_trusted_finish (BtyMemoryService  *self,
                                                   GAsyncResult      *result,
                                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the bot @reader_id may read what @author_id shares as trusted. */
void bty_memory_service_set_trusted_async (BtyMemoryService    *self,
                                           const char          *reader_id,
                                           const char          *author_id,
                                           gboolean             trusted,
                                           const char          *actor,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean bty_memory_service_set_trusted_finish (BtyMemoryService  *self,
                                                GAsyncResult      *result,
                                                GError           **error);

/* "Never use here": whether a memory is left out of what is recalled in a session. */
void bty_memory_service_exclude_async (BtyMemoryService    *self,
                                       const char          *id,
                                       const char          *session_id,
                                       gboolean             excluded,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean bty_memory_service_exclude_finish (BtyMemoryService  *self,
                                            GAsyncResult      *result,
                                            GError           **error);

/* --- The inbox --- */

/* Of BtyMemoryCandidate, the oldest first. @bot_id NULL = of every bot. */
void bty_memory_service_list_inbox_async (BtyMemoryService    *self,
                                          const char          *bot_id,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
GPtrArray *bty_memory_service_list_inbox_finish (BtyMemoryService  *self,
                                                 GAsyncResult      *result,
                                                 GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts candidates (of BtyMemoryCandidate) into the inbox, masked, without those that are known. Gives how many. */
void bty_memory_service_propose_async (BtyMemoryService    *self,
                                       GPtrArray           *candidates,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gint64 bty_memory_service_propose_finish (BtyMemoryService  *self,
                                          GAsyncResult      *result,
                                          GError           **error);

/* Remembers @candidates (of BtyMemoryCandidate), which may be edited copies: the bytes that are approved are the
 * bytes that are stored, with the origin "approved". */
void bty_memory_service_accept_async (BtyMemoryService    *self,
                                      GPtrArray           *candidates,
                                      const char          *actor,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_memory_service_accept_finish (BtyMemoryService  *self,
                                           GAsyncResult      *result,
                                           GError           **error);

void bty_memory_service_reject_async (BtyMemoryService    *self,
                                      const char *const   *ids,
                                      const char          *actor,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_memory_service_reject_finish (BtyMemoryService  *self,
                                           GAsyncResult      *result,
                                           GError           **error);

void bty_memory_pair_free (BtyMemoryPair *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMemoryPair, bty_memory_pair_free)

G_END_DECLS
