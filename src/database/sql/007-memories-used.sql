-- SPDX-License-Identifier: GPL-3.0-or-later
-- How much of what was said before a reply was made with; NULL = nobody counted.

ALTER TABLE messages ADD COLUMN memories_used BIGINT;
