-- SPDX-License-Identifier: GPL-3.0-or-later
-- A short code of every vector, with what it is looked for by, in the order of that: who looks for the nearest reads a
-- quarter of the bytes, in one piece. The program adds the function that makes the codes.

CREATE TABLE vector_codes (
  model TEXT NOT NULL,
  dimensions BIGINT NOT NULL,
  scope TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  code BLOB,
  PRIMARY KEY (model, dimensions, scope, kind, id)
) WITHOUT ROWID;

CREATE TRIGGER vectors_coded AFTER INSERT ON vectors
BEGIN
  INSERT INTO vector_codes (model, dimensions, scope, kind, id, created_at, expires_at, code)
    VALUES (new.model, new.dimensions, new.scope, new.kind, new.id, new.created_at, new.expires_at,
            boternity_vector_code (new.data));
END;

CREATE TRIGGER vectors_uncoded AFTER DELETE ON vectors
BEGIN
  DELETE FROM vector_codes WHERE model = old.model AND dimensions = old.dimensions AND scope = old.scope
    AND kind = old.kind AND id = old.id;
END;

CREATE TRIGGER vectors_recoded AFTER UPDATE ON vectors
BEGIN
  DELETE FROM vector_codes WHERE model = old.model AND dimensions = old.dimensions AND scope = old.scope
    AND kind = old.kind AND id = old.id;
  INSERT INTO vector_codes (model, dimensions, scope, kind, id, created_at, expires_at, code)
    VALUES (new.model, new.dimensions, new.scope, new.kind, new.id, new.created_at, new.expires_at,
            boternity_vector_code (new.data));
END;

INSERT INTO vector_codes (model, dimensions, scope, kind, id, created_at, expires_at, code)
  SELECT model, dimensions, scope, kind, id, created_at, expires_at, boternity_vector_code (data) FROM vectors;
