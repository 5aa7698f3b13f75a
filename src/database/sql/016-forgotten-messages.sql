-- SPDX-License-Identifier: GPL-3.0-or-later
-- When a message was forgotten: its row stays in its place and says nothing any more.

ALTER TABLE messages ADD COLUMN forgotten_at BIGINT;

CREATE INDEX messages_forgotten ON messages (session_id) WHERE forgotten_at IS NOT NULL;
