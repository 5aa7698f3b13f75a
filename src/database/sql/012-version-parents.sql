-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of what a memory was made, at each time: when two were merged and that is undone, each is its own again.

ALTER TABLE memory_versions ADD COLUMN parents TEXT NOT NULL DEFAULT '[]';
