// Requests to this server: with the key, if there is one, in a header and never in a URL.

const ROOT = new URL('../../', import.meta.url);
const STORED = 'ccproxy-key';

let key = sessionStorage.getItem(STORED);

/** What the server said no to; status 0 if it said nothing. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const signedIn = () => key !== null;

export function useKey(text, remember) {
  key = text;
  if (remember) {
    sessionStorage.setItem(STORED, text);
  }
}

export function forgetKey() {
  key = null;
  sessionStorage.removeItem(STORED);
}

export const address = path => new URL(path, ROOT).href;

/** This server's address, as clients write it. */
export const baseUrl = () => ROOT.href.replace(/\/$/, '');

export function headers(more = {}) {
  return key === null ? more : {...more, 'x-api-key': key};
}

/** The command that asks for the same, but for the key. */
export function curl(path) {
  const quoted = address(path).replaceAll("'", '%27');
  return key === null ? `curl '${quoted}'` : `curl -H "x-api-key: $CCPROXY_KEY" '${quoted}'`;
}

export async function get(path, millis) {
  return send('GET', path, undefined, millis);
}

export async function send(method, path, body, millis = 15_000) {
  let response;
  try {
    response = await fetch(address(path), {
      method,
      headers: headers(body === undefined ? {Accept: 'application/json'} : {'Content-Type': 'application/json'}),
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(millis),
    });
  } catch {
    throw new ApiError(0, 'CCProxy does not respond');
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  if (response.status === 204) {
    return null;
  }
  try {
    return await response.json();
  } catch {
    throw new ApiError(0, 'The response was cut short');
  }
}

const parts = new Map();
let failures = 0;

/**
 * A module of this page that is not needed to show the first data. One that could not be fetched is asked for by another
 * name the next time, because a browser may remember that it failed.
 */
export function later(name) {
  if (!parts.has(name)) {
    parts.set(name, import(`./${name}.js${failures === 0 ? '' : `?${failures}`}`).catch(() => {
      parts.delete(name);
      failures++;
      throw new ApiError(0, 'A part of this page could not be fetched');
    }));
  }
  return parts.get(name);
}

/** Has the browser save a response under a name. */
export async function download(path, name) {
  const response = await fetch(address(path), {headers: headers(), cache: 'no-store', signal: AbortSignal.timeout(15_000)});
  if (!response.ok) {
    throw await refusal(response);
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export async function refusal(response) {
  let message = `HTTP ${response.status}`;
  try {
    message = (await response.json()).error.message;
  } catch {
    // Something else has responded, such as a reverse proxy.
  }
  return new ApiError(response.status, message);
}
