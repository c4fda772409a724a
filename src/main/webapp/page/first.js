// Asks for the live health at once, while the rest of the page is still being fetched.

import {address, headers} from './api.js';

/** Asks for the events: the response that will come, and what ends it. */
export function open(more) {
  const abort = new AbortController();
  return {abort, response: fetch(address('status/events'), {headers: headers(more), cache: 'no-store', signal: abort.signal})};
}

let first = open({});
// Whoever takes it is told.
first.response.catch(() => {});

/** The events that were asked for when the page began; null once they are taken. */
export function takeFirst() {
  const taken = first;
  first = null;
  return taken;
}
