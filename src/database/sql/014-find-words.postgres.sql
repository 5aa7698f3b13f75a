-- SPDX-License-Identifier: GPL-3.0-or-later
-- The texts that have each of some words, in one question: rows of words are shown for one question at a time (see
-- boternity_add_words), and asking for each word by itself would take longer on the way than here.

-- A word in its forms, separated by blanks, or what begins like one of them: NULL if nothing is left of it.
CREATE FUNCTION boternity_forms (forms TEXT, begins BOOLEAN) RETURNS TSQUERY LANGUAGE plpgsql STABLE AS $$
DECLARE
  form TEXT;
  one TSQUERY;
  result TSQUERY;
BEGIN
  FOREACH form IN ARRAY string_to_array (forms, ' ') LOOP
    CONTINUE WHEN begins AND octet_length (form) < 3;
    one := phraseto_tsquery ('boternity', boternity_fold (form));
    CONTINUE WHEN numnode (one) = 0;
    IF begins THEN
      one := CAST (CAST (one AS TEXT) || ':*' AS TSQUERY);
    END IF;
    result := CASE WHEN result IS NULL THEN one ELSE result || one END;
  END LOOP;
  RETURN result;
END $$;

-- For each of the words how many texts have it, at most max_rows + 1, and their numbers if they are not more than that;
-- and the numbers of the newest, also if they are more. Only the index of words is of use for the first: with a limit
-- in sight, the server would rather look at one text after the other. That is right for the newest of many.
CREATE PROCEDURE boternity_add_find (words TEXT) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format ($format$
    CREATE FUNCTION %2$I (forms TEXT[], max_rows BIGINT)
      RETURNS TABLE (word BIGINT, count BIGINT, seqs TEXT) LANGUAGE plpgsql
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
        seqs := CASE WHEN count <= max_rows THEN array_to_string (numbers, ' ') END;
        RETURN NEXT;
      END LOOP;
    END $find$;
    CREATE FUNCTION %3$I (forms TEXT[], max_rows BIGINT)
      RETURNS TABLE (word BIGINT, count BIGINT, seqs TEXT) LANGUAGE plpgsql SET enable_seqscan = off AS $find$
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
        seqs := array_to_string (numbers, ' ');
        RETURN NEXT;
      END LOOP;
    END $find$;
    $format$, words, words || '_find', words || '_newest', 'boternity.' || words);
END $$;

CALL boternity_add_find ('message_words');
CALL boternity_add_find ('memory_words');
CALL boternity_add_find ('chunk_words');
