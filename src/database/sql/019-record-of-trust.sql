-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whom a bot trusts, as the record of what happened says, is asked for whenever it reads what others share.

CREATE INDEX audit_entries_of_trust ON audit_entries (bot_id) WHERE action IN ('trust', 'distrust');
