-- SPDX-License-Identifier: GPL-3.0-or-later
-- Memories, what became of them, and who may read them.

-- Where it was said is not a foreign key: a memory outlives the conversation it came from.
CREATE TABLE memories (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  bot_id TEXT NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  category TEXT NOT NULL,
  importance BIGINT NOT NULL,
  origin TEXT NOT NULL,
  trust TEXT NOT NULL,
  session_id TEXT,
  message_id TEXT,
  source TEXT NOT NULL,
  parents TEXT NOT NULL,
  embedding_model TEXT,
  version BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  access_count BIGINT NOT NULL,
  last_accessed_at BIGINT,
  event_at BIGINT,
  expires_at BIGINT,
  valid_to BIGINT,
  superseded_by TEXT,
  shared_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);

CREATE INDEX memories_of_bot ON memories (bot_id, created_at DESC, id DESC);
CREATE INDEX memories_in_order ON memories (created_at DESC, id DESC);
CREATE INDEX memories_shared ON memories (trust, bot_id) WHERE trust <> 'private';
CREATE INDEX memories_of_message ON memories (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX memories_deleted ON memories (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE memory_versions (
  id TEXT NOT NULL PRIMARY KEY,
  memory_id TEXT NOT NULL REFERENCES memories (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  text TEXT NOT NULL,
  category TEXT NOT NULL,
  importance BIGINT NOT NULL,
  trust TEXT NOT NULL,
  event_at BIGINT,
  expires_at BIGINT,
  actor TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (memory_id, version)
);

CREATE TABLE memory_tombstones (
  id TEXT NOT NULL PRIMARY KEY,
  bot_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  forgotten_at BIGINT NOT NULL
);

CREATE TABLE memory_candidates (
  id TEXT NOT NULL PRIMARY KEY,
  bot_id TEXT NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  category TEXT NOT NULL,
  importance BIGINT NOT NULL,
  origin TEXT NOT NULL,
  session_id TEXT,
  message_id TEXT,
  source TEXT NOT NULL,
  event_at BIGINT,
  created_at BIGINT NOT NULL
);

CREATE INDEX memory_candidates_of_bot ON memory_candidates (bot_id, created_at);

CREATE TABLE trusted_authors (
  id TEXT NOT NULL PRIMARY KEY,
  reader_id TEXT NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
  author_id TEXT NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (reader_id, author_id)
);

CREATE TABLE memory_uses (
  id TEXT NOT NULL PRIMARY KEY,
  message_id TEXT NOT NULL,
  memory_id TEXT NOT NULL REFERENCES memories (id) ON DELETE CASCADE,
  bot_id TEXT NOT NULL,
  rank BIGINT NOT NULL,
  similarity DOUBLE PRECISION,
  score DOUBLE PRECISION NOT NULL,
  factors TEXT,
  used_at BIGINT NOT NULL
);

CREATE INDEX memory_uses_of_message ON memory_uses (message_id, rank);
CREATE INDEX memory_uses_of_memory ON memory_uses (memory_id, used_at);

CREATE TABLE memory_exclusions (
  id TEXT NOT NULL PRIMARY KEY,
  memory_id TEXT NOT NULL REFERENCES memories (id) ON DELETE CASCADE,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (memory_id, session_id)
);

CREATE TABLE capture_jobs (
  id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
  bot_id TEXT NOT NULL,
  turns BIGINT NOT NULL,
  seen_until BIGINT NOT NULL,
  due BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  last_error TEXT,
  updated_at BIGINT NOT NULL
);

CREATE INDEX capture_jobs_due ON capture_jobs (next_at) WHERE due <> 0;

CREATE TABLE memory_work (
  id TEXT NOT NULL PRIMARY KEY,
  bot_id TEXT NOT NULL,
  session_id TEXT,
  provider TEXT NOT NULL,
  model TEXT,
  input_tokens BIGINT,
  output_tokens BIGINT,
  cost DOUBLE PRECISION,
  created_at BIGINT NOT NULL
);

CREATE INDEX memory_work_in_order ON memory_work (created_at);

-- Nothing here refers to other tables: the audit outlives all it tells of.
CREATE TABLE audit_entries (
  id TEXT NOT NULL PRIMARY KEY,
  chain TEXT NOT NULL,
  position BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  bot_id TEXT,
  memory_id TEXT,
  salt TEXT,
  details TEXT,
  commitment TEXT NOT NULL,
  hash TEXT NOT NULL,
  own BIGINT NOT NULL,
  UNIQUE (chain, position)
);

CREATE INDEX audit_entries_own ON audit_entries (position) WHERE own <> 0;
CREATE INDEX audit_entries_in_order ON audit_entries (at, id);
CREATE INDEX audit_entries_of_memory ON audit_entries (memory_id, at) WHERE memory_id IS NOT NULL;

CREATE TABLE audit_seals (
  id TEXT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL,
  hash TEXT NOT NULL,
  seal TEXT NOT NULL,
  sealed_at BIGINT NOT NULL
);
