-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was sent for a reply.

CREATE TABLE reply_prompts (
  id TEXT NOT NULL PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  provider TEXT,
  model TEXT,
  size BIGINT NOT NULL,
  data BLOB NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE reply_passages (
  id TEXT NOT NULL PRIMARY KEY,
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  rank BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  similarity DOUBLE PRECISION,
  score DOUBLE PRECISION NOT NULL,
  factors TEXT,
  used_at BIGINT NOT NULL
);

CREATE INDEX reply_passages_of_message ON reply_passages (message_id, rank);
