-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whoever changes vectors, the changes are noted.

CREATE FUNCTION vectors_noted () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO vector_changes (model, scope, removes)
      SELECT model, scope, seq FROM vector_changes WHERE vector_id = old.id;
    DELETE FROM vector_changes WHERE vector_id = old.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO vector_changes (model, scope, vector_id) VALUES (new.model, new.scope, new.id);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER vectors_noted AFTER INSERT OR DELETE OR UPDATE OF id, model, scope, data ON vectors FOR EACH ROW
  EXECUTE FUNCTION vectors_noted ();
