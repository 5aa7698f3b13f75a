/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Who may read a memory. This is the one place that says so: lists, recall, prompts and interfaces for other
 * programs all use these conditions on "memories AS m". Which rows still say what was stored is looked at in C,
 * see bty_memory_is_intact(). */

/* @now is a parameter or a number: microseconds since 1970 UTC. What was superseded does not return because the clock
 * was set back. */
#define BTY_MEMORY_IS_LIVE(now) \
  "(m.deleted_at IS NULL AND (m.valid_to IS NULL OR (m.superseded_by IS NULL AND m.valid_to > " now "))" \
  " AND (m.expires_at IS NULL OR m.expires_at > " now "))"

/* A bot reads its own memories, all public ones, and the trusted ones of the authors on its list. @reader is a
 * parameter: the id of the bot. Bots that were deleted are not read any more. */
#define BTY_MEMORY_IS_READABLE(reader) \
  "((m.bot_id = " reader " OR m.trust = 'public' OR (m.trust = 'trusted' AND m.bot_id IN" \
  " (SELECT author_id FROM trusted_authors WHERE reader_id = " reader ")))" \
  " AND m.bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL))"

/* What is not used in a session, by id: memories, messages and pieces of files, and the message that such a memory
 * comes from, which says the same. @session is a parameter: the id of a session, or NULL. */
#define BTY_EXCLUDED(session) \
  "(SELECT subject_id FROM recall_exclusions WHERE session_id = " session ")"
#define BTY_MEMORY_IS_WANTED(session) "m.id NOT IN " BTY_EXCLUDED (session)
#define BTY_CHUNK_IS_WANTED(session) "c.id NOT IN " BTY_EXCLUDED (session)
#define BTY_MESSAGE_IS_WANTED(session) \
  "m.id NOT IN " BTY_EXCLUDED (session) " AND m.id NOT IN (SELECT message_id FROM memories" \
  " WHERE message_id IS NOT NULL AND id IN " BTY_EXCLUDED (session) ")"
