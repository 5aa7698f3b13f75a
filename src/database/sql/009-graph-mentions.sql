-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which memory speaks of whom in the graph, so that a question finds it, and what only it told goes with it.

CREATE TABLE graph_mentions (
  id TEXT NOT NULL PRIMARY KEY,
  memory_id TEXT NOT NULL REFERENCES memories (id) ON DELETE CASCADE,
  subject_id TEXT NOT NULL,
  key TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (memory_id, subject_id, key)
);

CREATE INDEX graph_mentions_by_key ON graph_mentions (key, id);
CREATE INDEX graph_mentions_of_subject ON graph_mentions (subject_id);

-- What a model found in a memory; NULL = it was not asked.
ALTER TABLE memories ADD COLUMN facts TEXT;
ALTER TABLE memory_candidates ADD COLUMN facts TEXT;
