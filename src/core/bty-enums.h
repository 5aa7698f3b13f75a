/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The nick of a value is what is stored, exported and shown to other programs. */

typedef enum
{
  BTY_BOT_STATUS_ACTIVE,
  BTY_BOT_STATUS_DISABLED,
  BTY_BOT_STATUS_ARCHIVED,
} BtyBotStatus;

typedef enum
{
  BTY_BOT_CATEGORY_ASSISTANT,
  BTY_BOT_CATEGORY_CREATIVE,
  BTY_BOT_CATEGORY_RESEARCH,
  BTY_BOT_CATEGORY_UTILITY,
} BtyBotCategory;

typedef enum
{
  BTY_CAPTURE_OFF,
  BTY_CAPTURE_ASK,
  BTY_CAPTURE_AUTO,
} BtyCapture;

typedef enum
{
  BTY_TRUST_PRIVATE,
  BTY_TRUST_TRUSTED,
  BTY_TRUST_PUBLIC,
} BtyTrust;

typedef enum
{
  BTY_MEMORY_CATEGORY_PREFERENCE,
  BTY_MEMORY_CATEGORY_FACT,
  BTY_MEMORY_CATEGORY_DECISION,
  BTY_MEMORY_CATEGORY_CONTEXT,
  BTY_MEMORY_CATEGORY_CORRECTION,
} BtyMemoryCategory;

/* How far a memory can be believed, the best first. */
typedef enum
{
  BTY_ORIGIN_USER,
  BTY_ORIGIN_APPROVED,
  BTY_ORIGIN_INFERRED,
  BTY_ORIGIN_EXTERNAL,
} BtyOrigin;

/* What an entry of the audit is about. */
typedef enum
{
  BTY_AUDIT_ADD,
  BTY_AUDIT_EDIT,
  BTY_AUDIT_DELETE,
  BTY_AUDIT_RESTORE,
  BTY_AUDIT_FORGET,
  BTY_AUDIT_SUPERSEDE,
  BTY_AUDIT_MERGE,
  BTY_AUDIT_SHARE,
  BTY_AUDIT_REVOKE,
  BTY_AUDIT_TRUST,
  BTY_AUDIT_DISTRUST,
  BTY_AUDIT_APPROVE,
  BTY_AUDIT_REJECT,
  BTY_AUDIT_READ,
  BTY_AUDIT_EXPORT,
  BTY_AUDIT_IMPORT,
  BTY_AUDIT_VERIFY,
} BtyAuditAction;

typedef enum
{
  BTY_SESSION_STATUS_ACTIVE,
  BTY_SESSION_STATUS_COMPLETED,
  BTY_SESSION_STATUS_CRASHED,
} BtySessionStatus;

typedef enum
{
  BTY_ROLE_USER,
  BTY_ROLE_ASSISTANT,
} BtyRole;

typedef enum
{
  BTY_RECALL_KIND_MESSAGE,
  BTY_RECALL_KIND_MEMORY,
  BTY_RECALL_KIND_CHUNK,
  BTY_RECALL_KIND_GRAPH,
  BTY_RECALL_KIND_SUMMARY, /* of the beginning of the same conversation */
} BtyRecallKind;

/* STREAMING exists only while a reply is arriving: at start-up it becomes INTERRUPTED. */
typedef enum
{
  BTY_MESSAGE_STATUS_COMPLETE,
  BTY_MESSAGE_STATUS_STREAMING,
  BTY_MESSAGE_STATUS_INTERRUPTED,
  BTY_MESSAGE_STATUS_FAILED,
} BtyMessageStatus;

typedef enum
{
  BTY_PROVIDER_TYPE_ANTHROPIC,
  BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE, /*< nick=openai_compatible >*/
  BTY_PROVIDER_TYPE_BUILTIN,
} BtyProviderType;

/* What turns texts into vectors: PROVIDER asks a service. */
typedef enum
{
  BTY_EMBEDDER_KIND_BUILTIN,
  BTY_EMBEDDER_KIND_FOLDER,
  BTY_EMBEDDER_KIND_PROVIDER,
} BtyEmbedderKind;

/* How a service is asked for vectors. */
typedef enum
{
  BTY_EMBEDDING_FORMAT_OPENAI,
  BTY_EMBEDDING_FORMAT_OLLAMA,
  BTY_EMBEDDING_FORMAT_GOOGLE,
} BtyEmbeddingFormat;

#define BTY_EMBEDDING_FORMAT_LAST 3

typedef enum
{
  BTY_CIRCUIT_CLOSED,
  BTY_CIRCUIT_OPEN,
  BTY_CIRCUIT_HALF_OPEN, /*< nick=half_open >*/
} BtyCircuitState;

/* Long work: PENDING waits for its turn; what is PENDING or RUNNING at start-up is gone on with. */
typedef enum
{
  BTY_WORKFLOW_STATUS_PENDING,
  BTY_WORKFLOW_STATUS_RUNNING,
  BTY_WORKFLOW_STATUS_PAUSED,
  BTY_WORKFLOW_STATUS_COMPLETED,
  BTY_WORKFLOW_STATUS_FAILED,
  BTY_WORKFLOW_STATUS_CANCELLED,
} BtyWorkflowStatus;

/* How the order of providers is chosen. */
typedef enum
{
  BTY_STRATEGY_PRIORITY,
  BTY_STRATEGY_ROUND_ROBIN, /*< nick=round_robin >*/
} BtyStrategy;

/* How long a run of a hook is kept. */
typedef enum
{
  BTY_HOOK_PRIORITY_LOW,
  BTY_HOOK_PRIORITY_NORMAL,
  BTY_HOOK_PRIORITY_HIGH,
} BtyHookPriority;

/* What a piece of a streamed reply is. */
typedef enum
{
  BTY_DELTA_TEXT,
  BTY_DELTA_THINKING,
  BTY_DELTA_RESTART,   /* not a piece: another attempt begins, and what was thought until now is void */
} BtyDelta;

const char *bty_enum_to_nick   (GType       type,
                                int         value);
gboolean    bty_enum_from_nick (GType       type,
                                const char *nick,
                                int        *value);

G_END_DECLS
