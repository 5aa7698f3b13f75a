-- SPDX-License-Identifier: GPL-3.0-or-later

CREATE TABLE workflows (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  step TEXT NOT NULL,
  progress BIGINT NOT NULL,
  total BIGINT NOT NULL,
  error TEXT,
  error_code TEXT,
  input TEXT,
  checkpoint TEXT,
  result TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  finished_at BIGINT
);

CREATE INDEX workflows_in_order ON workflows (created_at DESC, id DESC);
