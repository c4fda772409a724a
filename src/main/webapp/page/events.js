// The live health of the providers: by server-sent events, read by fetch because an EventSource sends no key; by polling
// while they fail.

import {ApiError, get, refusal} from './api.js';
import {open, takeFirst} from './first.js';

/** The server sends something every 5 s, be it a comment. After a little more, it is asked; what is older than this is not live. */
export const QUIET_MILLIS = 8000;
const ASK_MILLIS = 7000;
const SILENCE_MILLIS = 20_000;

/** In which a stream begins, unless something holds it back. */
const FIRST_MILLIS = 3000;

/** How long a question may take: the first ones little, for their connections may be dead, and a browser that has one uses it. */
const POLL_MILLIS = [2000, 2000, 4000];
const RETRY_MILLIS = 2000;
const LOOK_MILLIS = 500;

const sleep = millis => new Promise(resume => setTimeout(resume, millis));

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
 * Follows the providers until it is stopped. While the stream is silent for longer than it ever should be, or is just not
 * there, the server is asked every two seconds: so it is soon known whether it is only the stream that does not get through.
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
  /** When the stream last said something, or was asked for; null while there is none. */
  let heardAt = null;
  let patience = FIRST_MILLIS;
  /** How often the stream has said something. */
  let heard = 0;

  async function stream() {
    const asked = takeFirst() ?? open(lastId === null ? {} : {'Last-Event-ID': lastId});
    abort = asked.abort;
    let silence = 0;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE_MILLIS);
      heardAt = performance.now();
    };
    listen();
    patience = FIRST_MILLIS;
    try {
      const response = await asked.response;
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
        if (done || stopped) {
          return;
        }
        listen();
        patience = ASK_MILLIS;
        heard++;
        on.alive();
        take(value);
      }
    } finally {
      clearTimeout(silence);
      heardAt = null;
    }
  }

  async function keepStreaming() {
    while (!stopped) {
      try {
        await stream();
      } catch (error) {
        if (error instanceof ApiError && error.status === 401 && !stopped) {
          on.lost(error);
          return;
        }
      }
      await sleep(RETRY_MILLIS);
    }
  }

  async function ask() {
    for (const millis of POLL_MILLIS) {
      const start = performance.now();
      try {
        return await get('status/providers', millis);
      } catch (error) {
        if (error.status !== 0 || performance.now() - start < millis - 50 || millis === POLL_MILLIS.at(-1)) {
          throw error;
        }
      }
    }
  }

  async function poll() {
    const before = heard;
    // What the stream has said meanwhile is newer.
    const counts = () => !stopped && heard === before;
    try {
      const providers = await ask();
      if (counts()) {
        on.snapshot(providers);
        on.alive();
      }
    } catch (error) {
      if (counts()) {
        on.lost(error);
      }
    }
  }

  async function keepAsking() {
    while (!stopped) {
      if (heardAt === null || performance.now() - heardAt > patience) {
        await poll();
        await sleep(RETRY_MILLIS);
      } else {
        await sleep(LOOK_MILLIS);
      }
    }
  }

  keepStreaming();
  keepAsking();
  return () => {
    stopped = true;
    abort.abort();
  };
}
