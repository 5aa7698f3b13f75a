-- SPDX-License-Identifier: GPL-3.0-or-later
-- Full text. Words are cut, folded and stemmed as in the full text of SQLite: letters and digits make words, accents
-- and case do not count, English endings are taken off, and no word is too common to be kept.

CREATE TEXT SEARCH DICTIONARY boternity_stem (TEMPLATE = snowball, LANGUAGE = porter);
CREATE TEXT SEARCH CONFIGURATION boternity (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION boternity ADD MAPPING FOR asciiword, word, numword, int, uint, float, sfloat, version,
  hword, asciihword, numhword, hword_part, hword_asciipart, hword_numpart, email, url, host, url_path, file
  WITH boternity_stem;

-- Without ICU, case is folded as the database's own locale does it.
DO $do$
DECLARE
  collation_name TEXT := (SELECT CASE WHEN count(*) > 0 THEN '"und-x-icu"' ELSE '"default"' END FROM pg_collation
                          WHERE collname = 'und-x-icu');
BEGIN
  EXECUTE format ($format$
    CREATE FUNCTION boternity_fold (text TEXT) RETURNS TEXT LANGUAGE SQL IMMUTABLE PARALLEL SAFE AS $fold$
      SELECT regexp_replace (
        lower (regexp_replace (normalize (left (text, 400000), NFD), '[\u0300-\u036F]', '', 'g') COLLATE %1$s),
        '[\u0001-/:-@[-`{-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7' ||
        '\u2000-\u206F\u2190-\u2BFF\u3000-\u3004\u3008-\u3020\uFF01-\uFF0F\uFF1A-\uFF20' ||
        '\U0001F000-\U0001FAFF]+', ' ', 'g')
    $fold$ $format$, collation_name);
END $do$;

CREATE FUNCTION boternity_words (text TEXT) RETURNS TSVECTOR LANGUAGE SQL STABLE PARALLEL SAFE AS $$
  SELECT to_tsvector ('boternity', boternity_fold (text))
$$;

-- Rows of words are seen only by those that match what is asked for, which is said in the setting of the same name. The
-- question must be a part of the policy: the server does not look into an index for a condition that is not, for fear
-- that the condition might tell of other tenants' rows. For the same reason a row is removed by naming it in a setting.
CREATE PROCEDURE boternity_add_words (words TEXT) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format ($format$
    CREATE TABLE %1$I (
      tenant TEXT COLLATE "C" NOT NULL DEFAULT current_setting ('boternity.tenant') CHECK (tenant <> ''),
      seq BIGINT NOT NULL,
      words TSVECTOR NOT NULL,
      PRIMARY KEY (tenant, seq)
    );
    CREATE INDEX %2$I ON %1$I USING GIN (words) WITH (fastupdate = off);
    ALTER TABLE %1$I ENABLE ROW LEVEL SECURITY;
    ALTER TABLE %1$I FORCE ROW LEVEL SECURITY;
    CREATE POLICY asked ON %1$I FOR SELECT USING (tenant = current_setting ('boternity.tenant', TRUE)
      AND words @@ CAST (current_setting (%3$L, TRUE) AS TSQUERY));
    CREATE POLICY added ON %1$I FOR INSERT WITH CHECK (tenant = current_setting ('boternity.tenant', TRUE));
    CREATE POLICY removed ON %1$I FOR DELETE USING (tenant = current_setting ('boternity.tenant', TRUE)
      AND seq = CAST (nullif (current_setting ('boternity.removed', TRUE), '') AS BIGINT));
    $format$, words, words || '_index', 'boternity.' || words);
END $$;

CALL boternity_add_words ('message_words');
CALL boternity_add_words ('session_words');

-- A reply that is still arriving is saved several times a second, so it is indexed when it has ended. What a private
-- session says is never indexed.
CREATE FUNCTION messages_indexed () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM set_config ('boternity.removed', CAST (old.seq AS TEXT), TRUE);
    DELETE FROM message_words;
  END IF;
  IF TG_OP <> 'DELETE' AND new.status <> 'streaming'
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE id = new.session_id AND private <> 0) THEN
    INSERT INTO message_words (seq, words) VALUES (new.seq, boternity_words (new.content));
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER messages_inserted AFTER INSERT ON messages FOR EACH ROW
  WHEN (new.status <> 'streaming') EXECUTE FUNCTION messages_indexed ();
CREATE TRIGGER messages_deleted AFTER DELETE ON messages FOR EACH ROW
  WHEN (old.status <> 'streaming') EXECUTE FUNCTION messages_indexed ();
CREATE TRIGGER messages_changed AFTER UPDATE OF content, status ON messages FOR EACH ROW
  WHEN (new.status <> 'streaming' AND (old.content <> new.content OR old.status = 'streaming'))
  EXECUTE FUNCTION messages_indexed ();

CREATE FUNCTION sessions_indexed () RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM set_config ('boternity.removed', CAST (old.seq AS TEXT), TRUE);
    DELETE FROM session_words;
  END IF;
  IF TG_OP <> 'DELETE' AND new.title <> '' AND new.private = 0 THEN
    INSERT INTO session_words (seq, words) VALUES (new.seq, boternity_words (new.title));
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER sessions_inserted AFTER INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION sessions_indexed ();
CREATE TRIGGER sessions_deleted AFTER DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION sessions_indexed ();
CREATE TRIGGER sessions_renamed AFTER UPDATE OF title ON sessions FOR EACH ROW
  WHEN (old.title <> new.title) EXECUTE FUNCTION sessions_indexed ();
