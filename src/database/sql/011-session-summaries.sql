-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the oldest messages of long conversations say, in short: all up to one message, by the way that leads to it.

CREATE TABLE session_summaries (
  id TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  until_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  mark TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT,
  created_at BIGINT NOT NULL
);

CREATE INDEX session_summaries_of_session ON session_summaries (session_id, created_at);
