// The live health of the providers: by server-sent events, read by fetch because an EventSource sends no key; by polling
// while they fail.

import {address, ApiError, get, headers, refusal} from './api.js';

/** The server sends something every 10 s, be it a comment. */
const SILENCE_MILLIS = 25_000;
const RETRY_MILLIS = 2000;

/** Calls each complete event's handler with its type, id and data. Returns a function that takes pieces of the stream. */
function parser(handle) {
  let rest = '';
  return piece => {
    const parts = (rest + piece).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const event = {type: 'message', id: null, data: ''};
      for (const line of part.split('\n')) {
        const colon = line.indexOf(':');
        const field = line.slice(0, colon);
        const value = line.slice(colon + 1).replace(/^ /, '');
        if (field === 'event') {
          event.type = value;
        } else if (field === 'id') {
          event.id = value;
        } else if (field === 'data') {
          event.data += value;
        }
      }
      if (event.data !== '') {
        handle(event);
      }
    }
  };
}

/**
 * Follows the providers until it is stopped.
 *
 * @param on.snapshot (providers) with all of them, in the form of GET /status/providers
 * @param on.update (providers) with those that have changed
 * @param on.alive () whenever the server has said something
 * @param on.lost (error) when it cannot be reached, or refuses
 * @returns a function that stops it
 */
export function follow(on) {
  let stopped = false;
  let lastId = null;
  let abort = new AbortController();

  async function stream() {
    abort = new AbortController();
    let silence = 0;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE_MILLIS);
    };
    listen();
    try {
      const response = await fetch(address('status/events'), {
        headers: headers(lastId === null ? {} : {'Last-Event-ID': lastId}),
        cache: 'no-store',
        signal: abort.signal,
      });
      if (!response.ok) {
        throw await refusal(response);
      }
      const take = parser(event => {
        lastId = event.id;
        const data = JSON.parse(event.data);
        if (event.type === 'snapshot') {
          on.snapshot(data);
        } else if (event.type === 'update') {
          on.update(data);
        }
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const {value, done} = await reader.read();
        if (done) {
          return;
        }
        listen();
        on.alive();
        take(value);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  async function poll() {
    try {
      on.snapshot(await get('status/providers'));
      on.alive();
    } catch (error) {
      on.lost(error);
    }
  }

  (async () => {
    while (!stopped) {
      try {
        await stream();
      } catch (error) {
        if (error instanceof ApiError && error.status === 401 && !stopped) {
          on.lost(error);
          return;
        }
      }
      if (!stopped) {
        await poll();
        await new Promise(resume => setTimeout(resume, RETRY_MILLIS));
      }
    }
  })();

  return () => {
    stopped = true;
    abort.abort();
  };
}
