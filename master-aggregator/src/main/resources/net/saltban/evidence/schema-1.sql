-- Schema 1 of the evidence store. Statements end with a semicolon at the end of a line.
-- Times are microseconds since 1970 in UTC, clock offsets microseconds, flags 0 or 1.
-- An address or a prefix is kept as its canonical text; "low" is its first address as 32 hexadecimal digits
-- (IPv4 in its mapped form), so that a range of "low" is a prefix.
-- A list of names is text: one name a line, fields separated by tabs; names hold neither (they are escaped).

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE minion (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  reporter INTEGER,
  pull_result TEXT,
  pull_why TEXT,
  pull_at BIGINT,
  push_result TEXT,
  push_why TEXT,
  push_at BIGINT,
  status TEXT,
  status_at BIGINT
);

-- A minion id with one of the keys that it has had; "outbox" is the one it last reported from.
CREATE TABLE reporter (
  id INTEGER PRIMARY KEY,
  minion INTEGER NOT NULL,
  key_print TEXT NOT NULL,
  address TEXT,
  agent TEXT NOT NULL,
  outbox INTEGER,
  reported_at BIGINT NOT NULL,
  clock_offset BIGINT NOT NULL,
  findings BIGINT NOT NULL,
  UNIQUE (minion, key_print)
);

-- "seq" is the cursor: the highest number up to which all findings are in.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  reporter INTEGER NOT NULL,
  epoch TEXT NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (reporter, epoch)
);

CREATE TABLE gap (
  id INTEGER PRIMARY KEY,
  reporter INTEGER NOT NULL,
  noticed BIGINT NOT NULL,
  what TEXT NOT NULL,
  UNIQUE (reporter, noticed, what)
);

-- "touched" counts up with each source that has something new; 0 once it is decided on.
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  low TEXT NOT NULL,
  touched BIGINT NOT NULL
);
CREATE INDEX source_low ON source (low);
CREATE INDEX source_touched ON source (touched) WHERE touched > 0;

-- "resolution" is the span in minutes, 1, 60 or 1440; "aged" the earlier of its last message and its arrival.
CREATE TABLE finding (
  outbox INTEGER NOT NULL,
  seq BIGINT NOT NULL,
  resolution INTEGER NOT NULL,
  source INTEGER NOT NULL,
  minute BIGINT NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  root_failures BIGINT NOT NULL,
  invalid_user_failures BIGINT NOT NULL,
  probes BIGINT NOT NULL,
  users TEXT,
  users_more BIGINT NOT NULL,
  logins TEXT,
  logins_more BIGINT NOT NULL,
  journal INTEGER NOT NULL,
  clock_offset BIGINT NOT NULL,
  aged BIGINT NOT NULL,
  PRIMARY KEY (outbox, seq)
);
CREATE INDEX finding_source ON finding (source, last);
CREATE INDEX finding_aged ON finding (resolution, aged);
CREATE INDEX finding_users ON finding (aged) WHERE users IS NOT NULL;

-- Bans for ever: active while "ended" and "held_why" are empty, waiting for an operator while "held_why" is not.
CREATE TABLE ban (
  id INTEGER PRIMARY KEY,
  prefix TEXT NOT NULL,
  low TEXT NOT NULL,
  length INTEGER NOT NULL,
  since BIGINT NOT NULL,
  ends BIGINT,
  held_why TEXT,
  ended BIGINT,
  ended_by TEXT,
  act_who TEXT,
  act_at BIGINT,
  act_why TEXT,
  rule TEXT,
  minions TEXT,
  minions_more BIGINT,
  only_minion TEXT,
  first BIGINT,
  last BIGINT,
  failures BIGINT,
  probes BIGINT,
  users TEXT,
  users_more BIGINT,
  sources BIGINT,
  corroborated INTEGER
);
CREATE UNIQUE INDEX ban_active ON ban (prefix) WHERE ended IS NULL AND held_why IS NULL;
CREATE UNIQUE INDEX ban_held ON ban (prefix) WHERE ended IS NULL AND held_why IS NOT NULL;
CREATE INDEX ban_prefix ON ban (prefix);
CREATE INDEX ban_low ON ban (low);
CREATE INDEX ban_length ON ban (length);
CREATE INDEX ban_since ON ban (since);
CREATE INDEX ban_ends ON ban (ends) WHERE ended IS NULL AND ends IS NOT NULL;
CREATE INDEX ban_users ON ban (last) WHERE users IS NOT NULL;

-- What a ban rests on, as findings are written in a document.
CREATE TABLE ban_finding (
  ban INTEGER NOT NULL,
  position INTEGER NOT NULL,
  minion TEXT NOT NULL,
  key_print TEXT NOT NULL,
  clock_trusted INTEGER NOT NULL,
  resolution INTEGER NOT NULL,
  last BIGINT NOT NULL,
  names INTEGER NOT NULL,
  finding TEXT NOT NULL,
  PRIMARY KEY (ban, position)
);
CREATE INDEX ban_finding_names ON ban_finding (last) WHERE names = 1;

CREATE TABLE act (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  low TEXT,
  who TEXT NOT NULL,
  at BIGINT NOT NULL,
  why TEXT NOT NULL
);
CREATE INDEX act_low ON act (low);

CREATE TABLE allow (
  prefix TEXT PRIMARY KEY,
  who TEXT NOT NULL,
  at BIGINT NOT NULL,
  why TEXT NOT NULL
);

CREATE TABLE tombstone (
  id INTEGER PRIMARY KEY,
  prefix TEXT NOT NULL,
  low TEXT NOT NULL,
  length INTEGER NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX tombstone_prefix ON tombstone (prefix);
CREATE INDEX tombstone_low ON tombstone (low);
CREATE INDEX tombstone_length ON tombstone (length);

-- Cursors of the outboxes that had evidence of the prefix then with times behind the unban's; for others its time suffices.
CREATE TABLE tombstone_cursor (
  tombstone INTEGER NOT NULL,
  minion TEXT NOT NULL,
  key_print TEXT NOT NULL,
  epoch TEXT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE INDEX tombstone_cursor_tombstone ON tombstone_cursor (tombstone);

CREATE TABLE retraction (
  id INTEGER PRIMARY KEY,
  minion TEXT NOT NULL,
  key_print TEXT NOT NULL,
  starts BIGINT NOT NULL,
  ends BIGINT NOT NULL
);

CREATE TABLE alarm (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  low TEXT NOT NULL,
  minion TEXT NOT NULL,
  day BIGINT NOT NULL,
  login_user TEXT NOT NULL,
  method TEXT NOT NULL,
  key_print TEXT NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  count BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  banned TEXT,
  raised BIGINT NOT NULL,
  seen_who TEXT,
  seen_at BIGINT,
  seen_why TEXT,
  UNIQUE (kind, source, minion, login_user, day)
);
CREATE INDEX alarm_low ON alarm (low);
CREATE INDEX alarm_open ON alarm (source) WHERE seen_at IS NULL;
