-- SPDX-License-Identifier: GPL-3.0-or-later
-- Full text of files, as SQLite understands it.

CREATE VIRTUAL TABLE chunk_words USING fts5 (
  heading, text, content = 'file_chunks', content_rowid = 'seq', tokenize = 'porter unicode61 remove_diacritics 2',
  prefix = '3'
);

CREATE TRIGGER file_chunks_inserted AFTER INSERT ON file_chunks
BEGIN
  INSERT INTO chunk_words (rowid, heading, text) VALUES (new.seq, new.heading, new.text);
END;

CREATE TRIGGER file_chunks_changed AFTER UPDATE OF heading, text ON file_chunks
  WHEN old.heading <> new.heading OR old.text <> new.text
BEGIN
  INSERT INTO chunk_words (chunk_words, rowid, heading, text) VALUES ('delete', old.seq, old.heading, old.text);
  INSERT INTO chunk_words (rowid, heading, text) VALUES (new.seq, new.heading, new.text);
END;

CREATE TRIGGER file_chunks_removed AFTER DELETE ON file_chunks
BEGIN
  INSERT INTO chunk_words (chunk_words, rowid, heading, text) VALUES ('delete', old.seq, old.heading, old.text);
END;
