// What is known: the providers as they were last told, and how old that is.

/** The last thing known of each provider, in the configured order. */
export const known = {
  providers: new Map(),
  stale: false,
  unavailable: null,
  maintenance: null,
  /** When the server last said something, on this browser's monotonic clock; null before. */
  aliveAt: null,
  /** Why it cannot be asked, and since when; null while it can. */
  lost: null,
  /** GET /status; null while it says nothing. */
  status: null,
  /** The last request that failed, by provider; of those without one, whether any has failed. Null before that is known. */
  failedRequests: null,
  /** GET /status/whoami. */
  caller: null,
};

/** How far the server's clock is ahead of this browser's, in milliseconds. */
let ahead = 0;

/** The present instant by the server's clock. */
export const serverNow = () => Date.now() + ahead;

export function take(data, complete) {
  const now = performance.now();
  if (complete) {
    const names = new Set(data.providers.map(provider => provider.name));
    for (const name of known.providers.keys()) {
      if (!names.has(name)) {
        known.providers.delete(name);
      }
    }
  }
  for (const provider of data.providers) {
    known.providers.set(provider.name, {...provider, heardAt: now});
    if (provider.checked_at !== null) {
      ahead = Date.parse(provider.checked_at) + 1000 * provider.age_seconds - Date.now();
    }
  }
  known.stale = data.stale;
  known.unavailable = data.unavailable;
  known.maintenance = data.maintenance;
}

/** How long ago a provider's last check was, in seconds; null if there was none. */
export const ageOf = provider =>
  provider.age_seconds === null ? null : provider.age_seconds + (performance.now() - provider.heardAt) / 1000;

/** How long something has lasted that began at an instant of the server's clock, in seconds. */
export const lasted = iso => (serverNow() - Date.parse(iso)) / 1000;

export const all = () => Array.from(known.providers.values());

export const mayChange = () => known.caller !== null && known.caller.role === 'operator';
