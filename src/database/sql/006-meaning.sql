-- SPDX-License-Identifier: GPL-3.0-or-later
-- In which order vectors came and went, so that an index beside the database can follow. A vector that is there has one
-- row; when it goes, a row with the number of that one takes its place, and nothing more is kept of it. Numbers only
-- grow: the row of what goes is written before the other is deleted.

CREATE TABLE vector_changes (
  seq INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  scope TEXT NOT NULL,
  vector_id TEXT,
  removes BIGINT
);

CREATE INDEX vector_changes_in_scope ON vector_changes (model, scope, seq);
CREATE INDEX vector_changes_of_vector ON vector_changes (vector_id) WHERE vector_id IS NOT NULL;

INSERT INTO vector_changes (model, scope, vector_id) SELECT model, scope, id FROM vectors;
