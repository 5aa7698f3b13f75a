-- SPDX-License-Identifier: GPL-3.0-or-later
-- For each word the numbers of the memories that have it. The index of words leads to a row for each of them, on a page
-- of its own as a rule, and reading these is most of what a recall takes; a list of numbers is one row. What a
-- transaction adds is listed at its end, so that the lists of many are long ones. Of few, every thirty-second memory
-- puts the lists of its words together, up to some length: so no list is written again often, and the more frequent a
-- word is the more of its numbers are together.

CREATE TABLE memory_words_lists (
  tenant TEXT COLLATE "C" NOT NULL DEFAULT current_setting ('boternity.tenant') CHECK (tenant <> ''),
  word TEXT COLLATE "C" NOT NULL,
  seqs BIGINT[] NOT NULL
);

ALTER TABLE memory_words NO FORCE ROW LEVEL SECURITY;
INSERT INTO memory_words_lists (tenant, word, seqs)
  SELECT tenant, word, array_agg (seq) FROM
    (SELECT tenant, word, seq, row_number () OVER (PARTITION BY tenant, word ORDER BY seq) / 128 AS part
     FROM memory_words CROSS JOIN unnest (tsvector_to_array (words)) AS word) AS each
  GROUP BY tenant, word, part;
ALTER TABLE memory_words FORCE ROW LEVEL SECURITY;

CREATE INDEX memory_words_lists_of_word ON memory_words_lists (tenant, word);
ALTER TABLE memory_words_lists ENABLE ROW LEVEL SECURITY;
ALTER TABLE memory_words_lists FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON memory_words_lists USING (tenant = current_setting ('boternity.tenant', TRUE))
  WITH CHECK (tenant = current_setting ('boternity.tenant', TRUE));

CREATE FUNCTION boternity_all_words (texts TEXT[]) RETURNS TEXT[] LANGUAGE SQL STABLE AS $$
  SELECT array_agg (DISTINCT word) FROM unnest (texts) AS text
    CROSS JOIN unnest (tsvector_to_array (boternity_words (text))) AS word
$$;

-- Puts the lists of words together, without some numbers. Those that are long enough stay as they are.
CREATE FUNCTION memory_words_merge (merged TEXT[]) RETURNS VOID LANGUAGE plpgsql
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  WITH short AS (DELETE FROM memory_words_lists AS l WHERE l.word = ANY (merged) AND cardinality (l.seqs) < 128
                 RETURNING l.word, l.seqs)
    INSERT INTO memory_words_lists (word, seqs) SELECT s.word, array_agg (seq) FROM short AS s
      CROSS JOIN unnest (s.seqs) AS seq GROUP BY s.word;
END $$;

CREATE FUNCTION memory_words_remove (texts TEXT[], removed BIGINT[]) RETURNS VOID LANGUAGE plpgsql
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  WITH old AS (DELETE FROM memory_words_lists AS l WHERE l.word = ANY (boternity_all_words (texts))
                 AND (cardinality (removed) > 16 OR l.seqs && removed) RETURNING l.word, l.seqs),
    numbered AS (SELECT o.word, o.seqs, row_number () OVER () AS number FROM old AS o)
    INSERT INTO memory_words_lists (word, seqs) SELECT n.word, array_agg (seq) FROM numbered AS n
      CROSS JOIN unnest (n.seqs) AS seq
      WHERE NOT EXISTS (SELECT 1 FROM unnest (removed) AS r (seq) WHERE r.seq = seq.seq) GROUP BY n.number, n.word;
END $$;

-- The setting says up to which number all are listed, while there are others.
CREATE OR REPLACE FUNCTION memories_added () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO memory_words (seq, words) SELECT seq, boternity_words (text) FROM new_rows AS n;
  IF coalesce (current_setting ('boternity.listed', TRUE), '') = '' THEN
    PERFORM set_config ('boternity.listed', CAST (min (seq) - 1 AS TEXT), TRUE) FROM new_rows HAVING count (*) > 0;
  END IF;
  RETURN NULL;
END $$;

-- The first of the new rows does it for all of them: nobody else adds any for this tenant meanwhile. The words of all
-- are asked for by one that nobody has.
CREATE FUNCTION memories_listed () RETURNS TRIGGER LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  listed BIGINT := nullif (current_setting ('boternity.listed', TRUE), '');
  n_rows BIGINT;
BEGIN
  IF listed IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM set_config ('boternity.listed', '', TRUE), set_config ('boternity.memory_words', '!nowhereatall', TRUE);
  SELECT count (*) INTO n_rows FROM memory_words WHERE seq > listed;
  IF n_rows = 1 THEN
    INSERT INTO memory_words_lists (word, seqs)
      SELECT unnest (tsvector_to_array (w.words)), ARRAY[w.seq] FROM memory_words AS w WHERE w.seq > listed;
  ELSE
    INSERT INTO memory_words_lists (word, seqs) SELECT word, array_agg (seq) FROM
      (SELECT word, seq, row_number () OVER (PARTITION BY word ORDER BY seq) / 128 AS part FROM memory_words AS w
       CROSS JOIN unnest (tsvector_to_array (w.words)) AS word WHERE seq > listed) AS each
      GROUP BY word, part;
  END IF;
  IF n_rows < 256 THEN
    PERFORM memory_words_merge (array_agg (DISTINCT word)) FROM memory_words AS w
      CROSS JOIN unnest (tsvector_to_array (w.words)) AS word WHERE w.seq > listed AND w.seq % 32 = 0
      HAVING count (*) > 0;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER memories_listed AFTER INSERT ON memories DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION memories_listed ();

CREATE FUNCTION memories_removed () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM memory_words_remove (array_agg (o.text), array_agg (o.seq)) FROM old_rows AS o HAVING count (*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER memories_removed AFTER DELETE ON memories REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION memories_removed ();

CREATE FUNCTION memories_rewritten () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF old.seq > CAST (nullif (current_setting ('boternity.listed', TRUE), '') AS BIGINT) THEN
    RETURN NULL;
  END IF;
  PERFORM memory_words_remove (ARRAY[old.text], ARRAY[old.seq]);
  INSERT INTO memory_words_lists (word, seqs) SELECT word, ARRAY[new.seq]
    FROM unnest (boternity_all_words (ARRAY[new.text])) AS word;
  RETURN NULL;
END $$;
CREATE TRIGGER memories_rewritten AFTER UPDATE OF text ON memories FOR EACH ROW
  WHEN (old.text <> new.text) EXECUTE FUNCTION memories_rewritten ();

-- As before, with the numbers in the binary form of a list, and without asking for pages of the table ahead of reading
-- them, which takes longer than it helps.
DROP FUNCTION message_words_find, memory_words_find, chunk_words_find;
DROP FUNCTION message_words_newest, memory_words_newest, chunk_words_newest;
CREATE OR REPLACE PROCEDURE boternity_add_find (words TEXT) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format ($format$
    CREATE FUNCTION %2$I (forms TEXT[], max_rows BIGINT)
      RETURNS TABLE (word BIGINT, count BIGINT, seqs BYTEA) LANGUAGE plpgsql SET effective_io_concurrency = 0
      SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $find$
    DECLARE
      question TSQUERY;
      numbers BIGINT[];
    BEGIN
      FOR i IN 1 .. coalesce (array_length (forms, 1), 0) LOOP
        word := i - 1;
        numbers := NULL;
        FOR attempt IN 1 .. 2 LOOP
          question := boternity_forms (forms[i], attempt = 2);
          CONTINUE WHEN question IS NULL;
          PERFORM set_config (%4$L, CAST (question AS TEXT), FALSE);
          numbers := ARRAY (SELECT seq FROM %1$I LIMIT max_rows + 1);
          EXIT WHEN cardinality (numbers) > 0;
        END LOOP;
        count := coalesce (cardinality (numbers), 0);
        seqs := CASE WHEN count <= max_rows THEN array_send (numbers) END;
        RETURN NEXT;
      END LOOP;
    END $find$;
    CREATE FUNCTION %3$I (forms TEXT[], max_rows BIGINT)
      RETURNS TABLE (word BIGINT, count BIGINT, seqs BYTEA) LANGUAGE plpgsql SET effective_io_concurrency = 0
      SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $find$
    DECLARE
      numbers BIGINT[];
    BEGIN
      FOR i IN 1 .. coalesce (array_length (forms, 1), 0) LOOP
        word := i - 1;
        PERFORM set_config (%4$L, coalesce (CAST (boternity_forms (forms[i], FALSE) AS TEXT), ''), FALSE);
        EXECUTE 'SELECT ARRAY (SELECT seq FROM %1$I ORDER BY seq DESC LIMIT $1)' INTO numbers USING max_rows;
        IF cardinality (numbers) = 0 THEN
          PERFORM set_config (%4$L, coalesce (CAST (boternity_forms (forms[i], TRUE) AS TEXT), ''), FALSE);
          EXECUTE 'SELECT ARRAY (SELECT seq FROM %1$I ORDER BY seq DESC LIMIT $1)' INTO numbers USING max_rows;
        END IF;
        count := cardinality (numbers);
        seqs := array_send (numbers);
        RETURN NEXT;
      END LOOP;
    END $find$;
    $format$, words, words || '_find', words || '_newest', 'boternity.' || words);
END $$;
CALL boternity_add_find ('message_words');
CALL boternity_add_find ('memory_words');
CALL boternity_add_find ('chunk_words');

-- A word in its forms, as it stands in the lists, or the beginnings of its forms that are long enough for that: NULL if
-- one of them is several words there.
CREATE FUNCTION boternity_lexemes (forms TEXT, begins BOOLEAN) RETURNS TEXT[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  form TEXT;
  one TEXT[];
  result TEXT[] := '{}';
BEGIN
  FOREACH form IN ARRAY string_to_array (forms, ' ') LOOP
    CONTINUE WHEN begins AND octet_length (form) < 3;
    one := tsvector_to_array (boternity_words (form));
    IF cardinality (one) > 1 THEN
      RETURN NULL;
    END IF;
    IF NOT one <@ result THEN
      result := result || one;
    END IF;
  END LOOP;
  RETURN result;
END $$;

-- As memory_words_find, by the lists, unless some memories are not listed yet. The numbers may come in several parts.
-- Text is compared byte by byte there: no word that begins with some letters comes after these with the last character
-- of all behind them.
CREATE FUNCTION memory_words_look_up (forms TEXT[], max_rows BIGINT)
  RETURNS TABLE (word BIGINT, count BIGINT, seqs BYTEA) LANGUAGE plpgsql
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  lexemes TEXT[];
  numbers BIGINT[];
BEGIN
  IF coalesce (current_setting ('boternity.listed', TRUE), '') <> '' THEN
    RETURN QUERY SELECT * FROM memory_words_find (forms, max_rows);
    RETURN;
  END IF;
  FOR i IN 1 .. coalesce (array_length (forms, 1), 0) LOOP
    word := i - 1;
    lexemes := boternity_lexemes (forms[i], FALSE);
    IF lexemes IS NULL THEN
      SELECT f.count, f.seqs INTO count, seqs FROM memory_words_find (ARRAY[forms[i]], max_rows) AS f;
      RETURN NEXT;
      CONTINUE;
    END IF;
    IF cardinality (lexemes) = 1 THEN
      SELECT coalesce (sum (cardinality (l.seqs)), 0), string_agg (array_send (l.seqs), '') INTO count, seqs
        FROM memory_words_lists AS l WHERE l.word = lexemes[1];
    ELSE
      numbers := ARRAY (SELECT DISTINCT unnest (l.seqs) FROM memory_words_lists AS l WHERE l.word = ANY (lexemes)
                        LIMIT max_rows + 1);
      count := cardinality (numbers);
      seqs := array_send (numbers);
    END IF;
    IF count = 0 THEN
      numbers := ARRAY (SELECT DISTINCT unnest (l.seqs) FROM unnest (boternity_lexemes (forms[i], TRUE)) AS b (word)
                        JOIN memory_words_lists AS l ON l.word >= b.word COLLATE "C"
                          AND l.word < (b.word || chr (1114111)) COLLATE "C" LIMIT max_rows + 1);
      count := cardinality (numbers);
      seqs := array_send (numbers);
    END IF;
    IF count > max_rows THEN
      count := max_rows + 1;
      seqs := NULL;
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;
