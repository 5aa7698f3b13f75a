-- SPDX-License-Identifier: GPL-3.0-or-later
-- Columns are named and ordered like the fields of the records. Times are microseconds since 1970 UTC.

CREATE TABLE bots (
  id TEXT NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  status TEXT NOT NULL,
  category TEXT NOT NULL,
  tags TEXT NOT NULL,
  emoji TEXT NOT NULL,
  color TEXT NOT NULL,
  chain TEXT NOT NULL,
  model TEXT,
  temperature DOUBLE PRECISION,
  max_tokens BIGINT NOT NULL,
  capture TEXT NOT NULL,
  local_only BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);

CREATE TABLE souls (
  id TEXT NOT NULL PRIMARY KEY,
  bot_id TEXT NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (bot_id, version)
);

-- Full text is kept by seq: implicit row numbers may change, declared ones do not.
CREATE TABLE sessions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  bot_id TEXT NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  pinned BIGINT NOT NULL,
  archived BIGINT NOT NULL,
  private BIGINT NOT NULL,
  folder TEXT NOT NULL,
  head_id TEXT,
  draft TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT,
  deleted_at BIGINT
);

CREATE INDEX sessions_in_order ON sessions (archived, pinned DESC, updated_at DESC, id DESC)
  WHERE deleted_at IS NULL;
CREATE INDEX sessions_of_bot ON sessions (bot_id, archived, pinned DESC, updated_at DESC, id DESC)
  WHERE deleted_at IS NULL;
CREATE INDEX sessions_in_folder ON sessions (folder, archived, pinned DESC, updated_at DESC, id DESC)
  WHERE deleted_at IS NULL AND folder <> '';
CREATE INDEX sessions_deleted ON sessions (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX sessions_expiring ON sessions (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX sessions_private ON sessions (id) WHERE private <> 0;

-- The parent is not a foreign key: a long conversation would be deleted one level of recursion per message.
CREATE TABLE messages (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  parent_id TEXT,
  role TEXT NOT NULL,
  status TEXT NOT NULL,
  content TEXT NOT NULL,
  thinking TEXT NOT NULL,
  provider TEXT,
  model TEXT,
  stop_reason TEXT,
  input_tokens BIGINT,
  output_tokens BIGINT,
  cost DOUBLE PRECISION,
  latency_ms BIGINT,
  first_token_ms BIGINT,
  attempts TEXT,
  warnings TEXT,
  error TEXT,
  error_code TEXT,
  soul_version BIGINT,
  created_at BIGINT NOT NULL
);

CREATE INDEX messages_of_session ON messages (session_id);
CREATE INDEX messages_streaming ON messages (session_id) WHERE status = 'streaming';

CREATE TABLE attachments (
  id TEXT NOT NULL PRIMARY KEY,
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  data BLOB NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX attachments_of_message ON attachments (message_id);

CREATE TABLE providers (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  preset TEXT NOT NULL,
  base_url TEXT NOT NULL,
  model TEXT NOT NULL,
  priority BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  clearance TEXT NOT NULL,
  key_env TEXT,
  headers TEXT,
  price_input DOUBLE PRECISION,
  price_output DOUBLE PRECISION,
  streaming BIGINT NOT NULL,
  tools BIGINT NOT NULL,
  vision BIGINT NOT NULL,
  thinking BIGINT NOT NULL,
  context_tokens BIGINT,
  output_tokens BIGINT,
  connect_timeout_ms BIGINT NOT NULL,
  first_byte_timeout_ms BIGINT NOT NULL,
  silence_timeout_ms BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE provider_health (
  id TEXT NOT NULL PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  state TEXT NOT NULL,
  failures BIGINT NOT NULL,
  openings BIGINT NOT NULL,
  set_aside BIGINT NOT NULL,
  last_error TEXT,
  last_error_code TEXT,
  last_error_at BIGINT,
  last_success_at BIGINT,
  last_latency_ms BIGINT,
  latencies TEXT,
  total_successes BIGINT NOT NULL,
  total_failures BIGINT NOT NULL,
  rate_limited_until BIGINT,
  updated_at BIGINT NOT NULL
);

CREATE INDEX provider_health_of_provider ON provider_health (provider_id);

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
