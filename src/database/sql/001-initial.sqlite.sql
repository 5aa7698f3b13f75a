-- SPDX-License-Identifier: GPL-3.0-or-later
-- Full text.

-- Without an index of beginnings a short one would be looked up in a large part of all words.
CREATE VIRTUAL TABLE message_words USING fts5 (
  content, content = 'messages', content_rowid = 'seq', tokenize = 'porter unicode61 remove_diacritics 2', prefix = '3'
);
CREATE VIRTUAL TABLE session_words USING fts5 (
  title, content = 'sessions', content_rowid = 'seq', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- A reply that is still arriving is saved several times a second, so it is indexed when it has ended. What a
-- private session says is never indexed. message_words_docsize knows which messages are.
CREATE TRIGGER messages_inserted AFTER INSERT ON messages
  WHEN new.status <> 'streaming'
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE id = new.session_id AND private <> 0)
BEGIN
  INSERT INTO message_words (rowid, content) VALUES (new.seq, new.content);
END;

CREATE TRIGGER messages_outdated AFTER UPDATE OF content, status ON messages
  WHEN old.content <> new.content AND EXISTS (SELECT 1 FROM message_words_docsize WHERE id = old.seq)
BEGIN
  INSERT INTO message_words (message_words, rowid, content) VALUES ('delete', old.seq, old.content);
  INSERT INTO message_words (rowid, content) VALUES (new.seq, new.content);
END;

CREATE TRIGGER messages_finished AFTER UPDATE OF content, status ON messages
  WHEN old.status = 'streaming' AND new.status <> 'streaming'
    AND NOT EXISTS (SELECT 1 FROM message_words_docsize WHERE id = new.seq)
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE id = new.session_id AND private <> 0)
BEGIN
  INSERT INTO message_words (rowid, content) VALUES (new.seq, new.content);
END;

CREATE TRIGGER messages_deleted AFTER DELETE ON messages
  WHEN EXISTS (SELECT 1 FROM message_words_docsize WHERE id = old.seq)
BEGIN
  INSERT INTO message_words (message_words, rowid, content) VALUES ('delete', old.seq, old.content);
END;

CREATE TRIGGER sessions_inserted AFTER INSERT ON sessions
  WHEN new.title <> '' AND new.private = 0
BEGIN
  INSERT INTO session_words (rowid, title) VALUES (new.seq, new.title);
END;

CREATE TRIGGER sessions_renamed AFTER UPDATE OF title ON sessions
  WHEN old.title <> new.title
BEGIN
  INSERT INTO session_words (session_words, rowid, title)
    SELECT 'delete', old.seq, old.title WHERE EXISTS (SELECT 1 FROM session_words_docsize WHERE id = old.seq);
  INSERT INTO session_words (rowid, title) SELECT new.seq, new.title WHERE new.title <> '' AND new.private = 0;
END;

CREATE TRIGGER sessions_deleted AFTER DELETE ON sessions
  WHEN EXISTS (SELECT 1 FROM session_words_docsize WHERE id = old.seq)
BEGIN
  INSERT INTO session_words (session_words, rowid, title) VALUES ('delete', old.seq, old.title);
END;
