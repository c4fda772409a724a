-- History of the providers. Instants are milliseconds since 1970 in UTC.

-- One node's watch with one reading of its clock: from a start, or from a moment at which the clock was set. Its number
-- orders the watches of a node, whatever the clock said; continues is true where only the clock was set.
CREATE TABLE IF NOT EXISTS ccproxy_watch (
  id BIGINT PRIMARY KEY,
  node VARCHAR(100) NOT NULL,
  number INT NOT NULL,
  continues BOOLEAN NOT NULL,
  began_at BIGINT NOT NULL,
  seen_until BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS ccproxy_watch_node ON ccproxy_watch (node, number);

-- A provider's time in one state for one reason; ended_at is null until it is over. While it is down, down_since is when the
-- watch found it down first.
CREATE TABLE IF NOT EXISTS ccproxy_period (
  watch BIGINT NOT NULL,
  number INT NOT NULL,
  provider VARCHAR(63) NOT NULL,
  state VARCHAR(10) NOT NULL,
  reason VARCHAR(40) NOT NULL,
  detail VARCHAR(300),
  began_at BIGINT NOT NULL,
  ended_at BIGINT,
  down_since BIGINT,
  PRIMARY KEY (watch, number)
);

CREATE INDEX IF NOT EXISTS ccproxy_period_began_at ON ccproxy_period (began_at);

CREATE INDEX IF NOT EXISTS ccproxy_period_ended_at ON ccproxy_period (ended_at);

-- What a watch saw of a provider in a minute, an hour or a day in UTC: length and begins_at are minutes. Times in a state
-- are milliseconds, phases of checks sums in microseconds, with the number of checks that had the phase.
CREATE TABLE IF NOT EXISTS ccproxy_bucket (
  length SMALLINT NOT NULL,
  begins_at INT NOT NULL,
  provider VARCHAR(63) NOT NULL,
  watch BIGINT NOT NULL,
  up INT NOT NULL,
  degraded INT NOT NULL,
  down INT NOT NULL,
  checks INT NOT NULL,
  checks_down INT NOT NULL,
  dns_count INT NOT NULL,
  dns_sum BIGINT NOT NULL,
  connect_count INT NOT NULL,
  connect_sum BIGINT NOT NULL,
  tls_count INT NOT NULL,
  tls_sum BIGINT NOT NULL,
  first_byte_count INT NOT NULL,
  first_byte_sum BIGINT NOT NULL,
  total_count INT NOT NULL,
  total_sum BIGINT NOT NULL,
  total_max BIGINT NOT NULL,
  attempts INT NOT NULL,
  failures VARCHAR(1000),
  attempt_first_byte_count INT NOT NULL,
  attempt_first_byte_sum BIGINT NOT NULL,
  PRIMARY KEY (length, provider, begins_at, watch)
);

CREATE INDEX IF NOT EXISTS ccproxy_bucket_begins_at ON ccproxy_bucket (length, begins_at);

-- What happened to the program itself.
CREATE TABLE IF NOT EXISTS ccproxy_annotation (
  watch BIGINT NOT NULL,
  number INT NOT NULL,
  happened_at BIGINT NOT NULL,
  kind VARCHAR(40) NOT NULL,
  note VARCHAR(1000),
  PRIMARY KEY (watch, number)
);

CREATE INDEX IF NOT EXISTS ccproxy_annotation_happened_at ON ccproxy_annotation (happened_at);

-- A node's settings at its last start, but for secrets, with a digest of each value, so that a change is seen.
CREATE TABLE IF NOT EXISTS ccproxy_setting (
  node VARCHAR(100) NOT NULL,
  name VARCHAR(200) NOT NULL,
  digest VARCHAR(16) NOT NULL,
  PRIMARY KEY (node, name)
);
