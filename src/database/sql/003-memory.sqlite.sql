-- SPDX-License-Identifier: GPL-3.0-or-later
-- Full text of memories, as SQLite understands it.

CREATE VIRTUAL TABLE memory_words USING fts5 (
  text, content = 'memories', content_rowid = 'seq', tokenize = 'porter unicode61 remove_diacritics 2', prefix = '3'
);

CREATE TRIGGER memories_inserted AFTER INSERT ON memories
BEGIN
  INSERT INTO memory_words (rowid, text) VALUES (new.seq, new.text);
END;

CREATE TRIGGER memories_changed AFTER UPDATE OF text ON memories
  WHEN old.text <> new.text
BEGIN
  INSERT INTO memory_words (memory_words, rowid, text) VALUES ('delete', old.seq, old.text);
  INSERT INTO memory_words (rowid, text) VALUES (new.seq, new.text);
END;

CREATE TRIGGER memories_removed AFTER DELETE ON memories
BEGIN
  INSERT INTO memory_words (memory_words, rowid, text) VALUES ('delete', old.seq, old.text);
END;
