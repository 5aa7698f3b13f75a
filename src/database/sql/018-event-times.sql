-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was at a time: memories by what they tell of, messages by when they were sent.

CREATE INDEX memories_of_event ON memories (bot_id, event_at DESC, id DESC) WHERE event_at IS NOT NULL;
CREATE INDEX messages_said ON messages (created_at DESC, session_id) WHERE role = 'user';
