-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where the extension "vector" is installed, vectors are also kept in its type, and the nearest are found in a graph.
-- It takes up to 2,000 numbers in single and up to 4,000 in half precision; what is found is compared again in full.

DO $do$
DECLARE
  size INTEGER;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'vector') THEN
    RETURN;
  END IF;

  ALTER TABLE vectors ADD COLUMN embedding vector;

  -- A number in single precision has a sign, 8 bits of an exponent and 23 of a fraction, the lowest byte first. What is
  -- no number, or too large for what the graph keeps, is nowhere near anything: it is stored, but not in the graph.
  CREATE FUNCTION vectors_converted () RETURNS TRIGGER LANGUAGE plpgsql AS $$
  BEGIN
    new.embedding := NULL;
    IF new.dimensions BETWEEN 1 AND 4000 AND length (new.data) % 4 = 0 AND length (new.data) / 4 = new.dimensions THEN
      new.embedding := (
        SELECT CASE WHEN max ((bits >> 23) & 255) < CASE WHEN new.dimensions > 2000 THEN 142 ELSE 255 END
          THEN array_agg (CAST (CASE WHEN bits & 2147483648 <> 0 THEN -1 ELSE 1 END * CASE (bits >> 23) & 255
            WHEN 255 THEN NULL
            WHEN 0 THEN (bits & 8388607) * power (2::DOUBLE PRECISION, -149)
            ELSE ((bits & 8388607) | 8388608) * power (2::DOUBLE PRECISION, ((bits >> 23) & 255) - 150) END
            AS REAL)) END
        FROM (SELECT get_byte (new.data, i) + (CAST (get_byte (new.data, i + 1) AS BIGINT) << 8)
                + (CAST (get_byte (new.data, i + 2) AS BIGINT) << 16)
                + (CAST (get_byte (new.data, i + 3) AS BIGINT) << 24) AS bits
              FROM generate_series (0, length (new.data) - 4, 4) AS i ORDER BY i) AS numbers);
    END IF;
    RETURN new;
  END $$;
  CREATE TRIGGER vectors_converted BEFORE INSERT OR UPDATE OF data, dimensions ON vectors FOR EACH ROW
    EXECUTE FUNCTION vectors_converted ();

  FOREACH size IN ARRAY ARRAY[384, 768, 1536] LOOP
    EXECUTE format ('CREATE INDEX vectors_near_%1$s ON vectors USING hnsw ((CAST (embedding AS vector(%1$s)))'
                    ' vector_cosine_ops) WHERE dimensions = %1$s', size);
  END LOOP;
  CREATE INDEX vectors_near_3072 ON vectors USING hnsw ((CAST (embedding AS halfvec(3072))) halfvec_cosine_ops)
    WHERE dimensions = 3072;
END $do$;

-- Full text of files: headings and text alike.

CALL boternity_add_words ('chunk_words');

CREATE FUNCTION file_chunks_indexed () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM set_config ('boternity.removed', CAST (old.seq AS TEXT), TRUE);
    DELETE FROM chunk_words;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO chunk_words (seq, words) VALUES (new.seq, boternity_words (new.heading || ' ' || new.text));
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER file_chunks_inserted AFTER INSERT ON file_chunks FOR EACH ROW EXECUTE FUNCTION file_chunks_indexed ();
CREATE TRIGGER file_chunks_deleted AFTER DELETE ON file_chunks FOR EACH ROW EXECUTE FUNCTION file_chunks_indexed ();
CREATE TRIGGER file_chunks_changed AFTER UPDATE OF heading, text ON file_chunks FOR EACH ROW
  WHEN (old.heading <> new.heading OR old.text <> new.text) EXECUTE FUNCTION file_chunks_indexed ();
