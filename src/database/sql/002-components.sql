-- SPDX-License-Identifier: GPL-3.0-or-later
-- What everything above is built from: vectors, the graph, habits, state, values, artifacts, events, hooks, files.

CREATE TABLE counters (
  id TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);

CREATE TABLE key_values (
  id TEXT NOT NULL PRIMARY KEY,
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  json TEXT,
  data BLOB,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT,
  UNIQUE (scope, key)
);

CREATE INDEX key_values_expiring ON key_values (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE transitions (
  id TEXT NOT NULL PRIMARY KEY,
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  count BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  UNIQUE (scope, key, from_state, to_state)
);

CREATE TABLE agent_states (
  id TEXT NOT NULL PRIMARY KEY REFERENCES bots (id) ON DELETE CASCADE,
  schema_version BIGINT NOT NULL,
  data_version BIGINT NOT NULL,
  data TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE events (
  id TEXT NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  source TEXT NOT NULL,
  correlation_id TEXT,
  payload TEXT,
  created_at BIGINT NOT NULL
);

CREATE INDEX events_of_type ON events (type, sequence);
CREATE INDEX events_in_time ON events (created_at, sequence);
CREATE INDEX events_of_one_thing ON events (correlation_id, sequence) WHERE correlation_id IS NOT NULL;

CREATE TABLE hook_runs (
  id TEXT NOT NULL PRIMARY KEY,
  hook TEXT NOT NULL,
  event TEXT NOT NULL,
  priority TEXT NOT NULL,
  sensitive BIGINT NOT NULL,
  succeeded BIGINT NOT NULL,
  error TEXT,
  duration_us BIGINT NOT NULL,
  correlation_id TEXT,
  context BLOB NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE INDEX hook_runs_in_order ON hook_runs (created_at, id);
CREATE INDEX hook_runs_of_hook ON hook_runs (hook, created_at, id);
CREATE INDEX hook_runs_expiring ON hook_runs (expires_at);

-- The content is in the row, in a file named by its hash, or in pieces where there is no directory for files.
CREATE TABLE artifacts (
  id TEXT NOT NULL PRIMARY KEY,
  size BIGINT NOT NULL,
  uses BIGINT NOT NULL,
  data BLOB,
  created_at BIGINT NOT NULL
);

CREATE TABLE artifact_pieces (
  id TEXT NOT NULL PRIMARY KEY,
  artifact_id TEXT NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (artifact_id, position)
);

-- New attachments are artifacts; older ones have their data in the row.
ALTER TABLE attachments ADD COLUMN artifact_id TEXT;

CREATE INDEX attachments_of_artifact ON attachments (artifact_id) WHERE artifact_id IS NOT NULL;

CREATE TABLE files (
  id TEXT NOT NULL PRIMARY KEY,
  bot_id TEXT NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  version BIGINT NOT NULL,
  searchable BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (bot_id, name)
);

CREATE TABLE file_versions (
  id TEXT NOT NULL PRIMARY KEY,
  file_id TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  artifact_id TEXT NOT NULL REFERENCES artifacts (id),
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  restored_from BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (file_id, version)
);

CREATE INDEX file_versions_of_artifact ON file_versions (artifact_id);

-- Full text is kept by seq.
CREATE TABLE file_chunks (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  file_id TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  position BIGINT NOT NULL,
  heading TEXT NOT NULL,
  text TEXT NOT NULL,
  start_offset BIGINT NOT NULL,
  end_offset BIGINT NOT NULL,
  UNIQUE (file_id, position)
);

-- The graph. A row is a version; the row that counts now has neither valid_to in the past nor superseded_at.
CREATE TABLE entities (
  id TEXT NOT NULL PRIMARY KEY,
  entity_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  properties TEXT,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  recorded_at BIGINT NOT NULL,
  superseded_at BIGINT,
  source_id TEXT
);

CREATE INDEX entities_versions ON entities (entity_id, recorded_at);
CREATE INDEX entities_by_name ON entities (scope, name, type) WHERE superseded_at IS NULL;

CREATE TABLE relationships (
  id TEXT NOT NULL PRIMARY KEY,
  relationship_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  from_id TEXT NOT NULL,
  to_id TEXT NOT NULL,
  type TEXT NOT NULL,
  properties TEXT,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  recorded_at BIGINT NOT NULL,
  superseded_at BIGINT,
  source_id TEXT
);

CREATE INDEX relationships_versions ON relationships (relationship_id, recorded_at);
CREATE INDEX relationships_from ON relationships (from_id, type);
CREATE INDEX relationships_to ON relationships (to_id, type);

CREATE TABLE vectors (
  id TEXT NOT NULL PRIMARY KEY,
  scope TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  model TEXT NOT NULL,
  dimensions BIGINT NOT NULL,
  data BLOB NOT NULL,
  text TEXT,
  metadata TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT
);

CREATE INDEX vectors_in_scope ON vectors (model, scope, kind);
CREATE INDEX vectors_of_subject ON vectors (kind, subject_id);
CREATE INDEX vectors_expiring ON vectors (expires_at) WHERE expires_at IS NOT NULL;
