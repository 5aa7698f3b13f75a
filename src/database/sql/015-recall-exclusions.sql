-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is never used in one session: not only memories, also messages and pieces of files.

CREATE TABLE recall_exclusions (
  id TEXT NOT NULL PRIMARY KEY,
  subject_id TEXT NOT NULL,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (subject_id, session_id)
);

CREATE INDEX recall_exclusions_of_session ON recall_exclusions (session_id);

INSERT INTO recall_exclusions (id, subject_id, session_id, created_at)
  SELECT id, memory_id, session_id, created_at FROM memory_exclusions;

DROP TABLE memory_exclusions;
