-- SPDX-License-Identifier: GPL-3.0-or-later
-- New rows are indexed by statement, which may bring many of them, and their words gathered until some are worth
-- sorting in: how many is said by each connection.

ALTER INDEX message_words_index SET (fastupdate = on);
ALTER INDEX session_words_index SET (fastupdate = on);
ALTER INDEX memory_words_index SET (fastupdate = on);
ALTER INDEX chunk_words_index SET (fastupdate = on);

-- Who is private is looked up for each, so that the plan for many rows is also right for one.
CREATE FUNCTION messages_added () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO message_words (seq, words) SELECT seq, boternity_words (content) FROM new_rows AS n
    WHERE status <> 'streaming' AND coalesce ((SELECT private FROM sessions AS s WHERE s.id = n.session_id), 0) = 0;
  RETURN NULL;
END $$;
DROP TRIGGER messages_inserted ON messages;
CREATE TRIGGER messages_inserted AFTER INSERT ON messages REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION messages_added ();

CREATE FUNCTION sessions_added () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO session_words (seq, words) SELECT seq, boternity_words (title) FROM new_rows AS n
    WHERE title <> '' AND private = 0;
  RETURN NULL;
END $$;
DROP TRIGGER sessions_inserted ON sessions;
CREATE TRIGGER sessions_inserted AFTER INSERT ON sessions REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION sessions_added ();

CREATE FUNCTION memories_added () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO memory_words (seq, words) SELECT seq, boternity_words (text) FROM new_rows AS n;
  RETURN NULL;
END $$;
DROP TRIGGER memories_inserted ON memories;
CREATE TRIGGER memories_inserted AFTER INSERT ON memories REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION memories_added ();

CREATE FUNCTION file_chunks_added () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO chunk_words (seq, words) SELECT seq, boternity_words (heading || ' ' || text) FROM new_rows AS n;
  RETURN NULL;
END $$;
DROP TRIGGER file_chunks_inserted ON file_chunks;
CREATE TRIGGER file_chunks_inserted AFTER INSERT ON file_chunks REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION file_chunks_added ();

CREATE FUNCTION vectors_added () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO vector_changes (model, scope, vector_id) SELECT model, scope, id FROM new_rows;
  RETURN NULL;
END $$;
DROP TRIGGER vectors_noted ON vectors;
CREATE TRIGGER vectors_noted AFTER DELETE OR UPDATE OF id, model, scope, data ON vectors FOR EACH ROW
  EXECUTE FUNCTION vectors_noted ();
CREATE TRIGGER vectors_added AFTER INSERT ON vectors REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION vectors_added ();

-- The same as before, but where all is ASCII, which most is, in a third of the time.
DO $do$
DECLARE
  collation_name TEXT := (SELECT CASE WHEN count(*) > 0 THEN '"und-x-icu"' ELSE '"default"' END FROM pg_collation
                          WHERE collname = 'und-x-icu');
BEGIN
  EXECUTE format ($format$
    CREATE OR REPLACE FUNCTION boternity_fold (text TEXT) RETURNS TEXT LANGUAGE SQL IMMUTABLE PARALLEL SAFE AS $fold$
      SELECT CASE WHEN octet_length (text) = length (text) THEN
        regexp_replace (lower (left (text, 400000) COLLATE "C"), '[\u0001-/:-@[-`{-\u007F]+', ' ', 'g') COLLATE %1$s
      ELSE regexp_replace (
        lower (regexp_replace (normalize (left (text, 400000), NFD), '[\u0300-\u036F]', '', 'g') COLLATE %1$s),
        '[\u0001-/:-@[-`{-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7' ||
        '\u2000-\u206F\u2190-\u2BFF\u3000-\u3004\u3008-\u3020\uFF01-\uFF0F\uFF1A-\uFF20' ||
        '\U0001F000-\U0001FAFF]+', ' ', 'g') END
    $fold$ $format$, collation_name);
END $do$;

-- Vectors in the type of the extension stay in the row, where comparing reads them quickly.
DO $do$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass ('vectors') AND attname = 'embedding'
             AND NOT attisdropped) THEN
    ALTER TABLE vectors ALTER COLUMN embedding SET STORAGE MAIN, ALTER COLUMN data SET STORAGE EXTERNAL;
  END IF;
END $do$;
