-- Who used what. Days are those of ccproxy.budget.time-zone; costs are US dollars, exact to the last digit. A text that is not
-- known is empty.

-- The programs that write, each from its start to its end, with the last batch of each that was committed: a batch whose
-- commit had an unknown outcome is written once.
CREATE TABLE IF NOT EXISTS ccproxy_usage_writer (
  id BIGINT PRIMARY KEY,
  node VARCHAR(100) NOT NULL,
  batch BIGINT NOT NULL,
  written_at TIMESTAMP WITH TIME ZONE NOT NULL
);

-- One request that was sent, or should have been, to one provider. Tokens are null where the provider has told none, and
-- estimates apart from what it told; cost is null without a price.
CREATE TABLE IF NOT EXISTS ccproxy_usage_attempt (
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  node VARCHAR(100) NOT NULL,
  client VARCHAR(63) NOT NULL,
  team VARCHAR(63) NOT NULL,
  session_id VARCHAR(128) NOT NULL,
  request_class VARCHAR(64) NOT NULL,
  route VARCHAR(63) NOT NULL,
  provider VARCHAR(63) NOT NULL,
  model_asked VARCHAR(128) NOT NULL,
  model VARCHAR(128) NOT NULL,
  failure VARCHAR(40) NOT NULL,
  http_status INT,
  input_tokens BIGINT,
  output_tokens BIGINT,
  cache_creation_input_tokens BIGINT,
  cache_creation_1h_input_tokens BIGINT,
  cache_read_input_tokens BIGINT,
  thinking_tokens BIGINT,
  estimated_input_tokens BIGINT NOT NULL,
  estimated_output_tokens BIGINT NOT NULL,
  cost_usd NUMERIC(38, 16),
  estimated_cost_usd NUMERIC(38, 16),
  first_byte_ms BIGINT,
  duration_ms BIGINT NOT NULL,
  request_id VARCHAR(128) NOT NULL,
  provider_request_id VARCHAR(128) NOT NULL,
  losses VARCHAR(4000) NOT NULL,
  possibly_billed_twice BOOLEAN NOT NULL
);

CREATE INDEX IF NOT EXISTS ccproxy_usage_attempt_started_at ON ccproxy_usage_attempt (started_at);

-- Sums of attempts. unit is session (those of one session in one day), day or month (which begins on its first day, and is
-- kept for ever); session_id is empty but for sessions.
CREATE TABLE IF NOT EXISTS ccproxy_usage_sum (
  unit VARCHAR(7) NOT NULL,
  begins_on DATE NOT NULL,
  client VARCHAR(63) NOT NULL,
  team VARCHAR(63) NOT NULL,
  session_id VARCHAR(128) NOT NULL,
  provider VARCHAR(63) NOT NULL,
  model VARCHAR(128) NOT NULL,
  route VARCHAR(63) NOT NULL,
  node VARCHAR(100) NOT NULL,
  attempts BIGINT NOT NULL,
  failed_attempts BIGINT NOT NULL,
  input_tokens BIGINT NOT NULL,
  output_tokens BIGINT NOT NULL,
  cache_creation_input_tokens BIGINT NOT NULL,
  cache_creation_1h_input_tokens BIGINT NOT NULL,
  cache_read_input_tokens BIGINT NOT NULL,
  thinking_tokens BIGINT NOT NULL,
  estimated_attempts BIGINT NOT NULL,
  estimated_input_tokens BIGINT NOT NULL,
  estimated_output_tokens BIGINT NOT NULL,
  unpriced_attempts BIGINT NOT NULL,
  possibly_billed_twice BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL,
  cost_usd NUMERIC(38, 16) NOT NULL,
  estimated_cost_usd NUMERIC(38, 16) NOT NULL,
  PRIMARY KEY (unit, begins_on, client, team, session_id, provider, model, route, node)
);

-- For the company's own reports (gateway/usage.md, "SQL").
CREATE OR REPLACE VIEW ccproxy_usage_by_day AS
  SELECT begins_on AS usage_day, client, team, provider, model, route, node, attempts, failed_attempts, input_tokens,
    output_tokens, cache_creation_input_tokens, cache_creation_1h_input_tokens, cache_read_input_tokens, thinking_tokens,
    estimated_attempts, estimated_input_tokens, estimated_output_tokens, unpriced_attempts, possibly_billed_twice,
    duration_ms, cost_usd, estimated_cost_usd
  FROM ccproxy_usage_sum WHERE unit = 'day';

CREATE OR REPLACE VIEW ccproxy_usage_by_month AS
  SELECT begins_on AS usage_month, client, team, provider, model, route, node, attempts, failed_attempts, input_tokens,
    output_tokens, cache_creation_input_tokens, cache_creation_1h_input_tokens, cache_read_input_tokens, thinking_tokens,
    estimated_attempts, estimated_input_tokens, estimated_output_tokens, unpriced_attempts, possibly_billed_twice,
    duration_ms, cost_usd, estimated_cost_usd
  FROM ccproxy_usage_sum WHERE unit = 'month';
