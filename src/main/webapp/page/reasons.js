// What each reason of a provider's state means and what to do about it. The build asks for one line for each reason.

export const REASONS = {
  not_checked: ['has not been checked yet', 'Wait for the first check; if its check is off, it is never checked.'],
  stale: ['has not been checked for too long', 'CCProxy has stopped checking it: look into its log.'],
  check_failed: ['could not be checked from this machine', 'Look into the log: file descriptors, memory, trust store or key file.'],
  ok: ['responds as it should', ''],
  slow: ['responds slowly', 'Compare the phases of its last check: the network, or the provider itself.'],
  certificate_expiring: ['has a certificate that expires soon', 'Have it renewed before it expires.'],
  rate_limited: ['says: too many requests with this key', 'Wait, or ask the provider for a higher limit.'],
  server_error: ['responds with an error of its own', 'See the provider’s own status page.'],
  client_error: ['does not list its models', 'Check base URL and path: something else may be answering there.'],
  key_missing: ['has no key configured', 'Set its api-key, or check=reach.'],
  key_rejected: ['does not accept the key', 'Replace the key in its api-key or api-key-file.'],
  quota_exceeded: ['says: the key’s money or quota is used up', 'Add credit, or wait for the next period.'],
  dns_failure: ['has a name that cannot be looked up', 'Check the name in base-url, and the name server.'],
  connection_refused: ['refuses connections', 'Is it running, and is the port in base-url right?'],
  connect_timeout: ['cannot be connected to in time', 'A firewall or a route on the way, or the machine is away.'],
  connection_failed: ['closes or resets connections, or there is no route', 'Look at the network and at what is in front of the provider.'],
  tls_untrusted: ['has a certificate of an unknown authority', 'Set ccproxy.trusted-certificates, or look who intercepts TLS.'],
  tls_expired: ['has an expired certificate', 'Have it renewed; check this machine’s clock.'],
  tls_not_yet_valid: ['has a certificate that is not valid yet', 'Check this machine’s clock.'],
  tls_hostname_mismatch: ['has a certificate for other names', 'Check the host in base-url.'],
  tls_failure: ['fails in the TLS handshake', 'The detail says why; is it https at all?'],
  response_timeout: ['does not respond in time', 'It is connected but silent: overloaded, or hanging.'],
  protocol_error: ['sends something that is not HTTP', 'Check port and scheme of base-url.'],
  proxy_failure: ['cannot be reached through the company’s proxy', 'The detail says whether the proxy refuses, wants a password, or cannot connect.'],
  disabled: ['is switched off by the configuration', ''],
};

export const STATES = {
  up: {word: 'Up', icon: 'M5 12l4.5 4.5L19 7'},
  degraded: {word: 'Degraded', icon: 'M12 5v9M12 18v.5'},
  down: {word: 'Down', icon: 'M6 6l12 12M18 6L6 18'},
  unknown: {word: 'Unknown', icon: 'M9 9a3 3 0 1 1 4.5 2.6C12.4 12.3 12 13 12 14M12 18v.5'},
  disabled: {word: 'Off', icon: 'M6 12h12'},
};

export const meaning = reason => REASONS[reason]?.[0] ?? reason;
export const advice = reason => REASONS[reason]?.[1] ?? '';

/** Why a request failed, in words; the names are those of the metrics and of x-ccproxy-error. */
export const FAILURES = {
  connect_failed: 'no connection to the provider',
  connect_timeout: 'no connection to the provider in time',
  response_timeout: 'the provider did not begin to respond in time',
  idle_timeout: 'the provider fell silent in the middle of its response',
  cut_short: 'the connection ended before the response did',
  invalid_response: 'the response was not one of the API',
  response_too_large: 'the response was too large to hold',
  key_rejected: 'the provider does not accept our key',
  quota_exceeded: 'the money or quota of our key is used up',
  rate_limited: 'too many requests with our key',
  overloaded: 'too much to do',
  server_error: 'an error of the provider’s own',
  refused: 'the provider refused this request',
  client_gone: 'the client went away',
  stopped: 'this server stopped',
  local: 'this machine could not: memory, threads or file descriptors',
  invalid_request: 'the request was wrong',
  not_found: 'no provider for this model',
  request_too_large: 'the request was too large',
  api: 'an error of CCProxy: see its log',
  service: 'CCProxy was not serving',
};

/** The failures by kind, without clients that went away: that is what they do when somebody presses Escape. */
export const kinds = ({failures}) => Object.entries(failures).filter(([kind]) => kind !== 'client_gone');

export const failed = totals => kinds(totals).reduce((sum, [, each]) => sum + each, 0);
