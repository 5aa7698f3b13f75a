-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whoever changes vectors, the changes are noted.

CREATE TRIGGER vectors_added AFTER INSERT ON vectors
BEGIN
  INSERT INTO vector_changes (model, scope, vector_id) VALUES (new.model, new.scope, new.id);
END;

CREATE TRIGGER vectors_removed AFTER DELETE ON vectors
BEGIN
  INSERT INTO vector_changes (model, scope, removes)
    SELECT model, scope, seq FROM vector_changes WHERE vector_id = old.id;
  DELETE FROM vector_changes WHERE vector_id = old.id;
END;

CREATE TRIGGER vectors_replaced AFTER UPDATE OF id, model, scope, data ON vectors
BEGIN
  INSERT INTO vector_changes (model, scope, removes)
    SELECT model, scope, seq FROM vector_changes WHERE vector_id = old.id;
  DELETE FROM vector_changes WHERE vector_id = old.id;
  INSERT INTO vector_changes (model, scope, vector_id) VALUES (new.model, new.scope, new.id);
END;
