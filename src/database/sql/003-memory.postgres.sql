-- SPDX-License-Identifier: GPL-3.0-or-later
-- Full text of memories.

CALL boternity_add_words ('memory_words');

CREATE FUNCTION memories_indexed () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM set_config ('boternity.removed', CAST (old.seq AS TEXT), TRUE);
    DELETE FROM memory_words;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO memory_words (seq, words) VALUES (new.seq, boternity_words (new.text));
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER memories_inserted AFTER INSERT ON memories FOR EACH ROW EXECUTE FUNCTION memories_indexed ();
CREATE TRIGGER memories_deleted AFTER DELETE ON memories FOR EACH ROW EXECUTE FUNCTION memories_indexed ();
CREATE TRIGGER memories_changed AFTER UPDATE OF text ON memories FOR EACH ROW
  WHEN (old.text <> new.text) EXECUTE FUNCTION memories_indexed ();
