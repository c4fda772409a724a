// Brings the parts together: who is looking, what is told, and when which part is shown anew.

import {ApiError, forgetKey, get, later, signedIn, useKey} from './api.js';
import {byId, element, setAttribute} from './dom.js';
import {follow} from './events.js';
import {known, take} from './model.js';
import * as overall from './overall.js';
import * as providers from './providers.js';
import {showConnect, showFacts, showMaintenance} from './server.js';

const EVERY_MILLIS = {facts: 10_000, traffic: 10_000, past: 60_000, kept: 7000};

const kiosk = new URLSearchParams(location.search).has('kiosk');

let stop = () => {};
let timers = [];

document.body.classList.toggle('kiosk', kiosk);
byId('wall-link').hidden = kiosk;
showConnect();
byId('sign-in-form').addEventListener('submit', event => {
  event.preventDefault();
  const key = byId('key').value.trim();
  if (!/^[ -~]+$/.test(key)) {
    byId('sign-in-error').textContent = 'A key has only letters, digits and signs of ASCII; this one has others, perhaps ones that cannot be seen.';
    return;
  }
  useKey(key, byId('remember').checked);
  byId('key').value = '';
  begin();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', providers.refreshPast);
let resized = 0;
window.addEventListener('resize', () => {
  clearTimeout(resized);
  resized = setTimeout(providers.refreshPast, 300);
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && known.aliveAt !== null) {
    refreshAll();
  }
});
begin();

/** Asks who is looking, and then for everything that this caller may see. */
async function begin() {
  end();
  byId('sign-in-error').textContent = '';
  stop = follow({
    snapshot: data => told(data, true),
    update: data => told(data, false),
    alive,
    lost,
  });
}

function end() {
  stop();
  timers.forEach(clearInterval);
  timers = [];
}

function started() {
  byId('sign-in').hidden = true;
  byId('content').hidden = false;
  timers = [
    setInterval(() => { overall.showFreshness(); providers.showAges(); }, 1000),
    setInterval(() => visibly(refreshFacts), EVERY_MILLIS.facts),
    setInterval(() => visibly(refreshTraffic), EVERY_MILLIS.traffic),
    setInterval(() => visibly(refreshPast), EVERY_MILLIS.past),
    setInterval(() => visibly(refreshUsage), EVERY_MILLIS.past),
  ];
  // After what is there already is on the screen.
  if (document.hidden) {
    refreshAll();
  } else {
    requestAnimationFrame(() => setTimeout(refreshAll));
  }
}

function refreshAll() {
  quietly(refreshFacts);
  quietly(refreshTraffic);
  quietly(refreshPast);
  quietly(refreshUsage);
}

const visibly = work => document.hidden ? undefined : quietly(work);

/** What cannot be had now is had later: that the server is away is told by the stream. */
async function quietly(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    if (error.status === 401 && timers.length > 0) {
      askForKey();
    }
  }
}

let asking = null;

/** Who is looking: asked once, whoever wants to know. */
async function learnCaller() {
  if (known.caller === null) {
    asking ??= get('status/whoami').finally(() => { asking = null; });
    known.caller = await asking;
    if (signedIn() && known.caller.role === null) {
      // A caller on the machine itself is let in with any key.
      throw new ApiError(401, 'This key is not valid');
    }
  }
}

async function refreshFacts() {
  await learnCaller();
  showSession();
  try {
    known.status = await get('status');
  } catch (error) {
    if (error.status === 401) {
      throw error;
    }
    known.status = null;
  }
  showFacts();
  showMaintenance(refreshFacts);
}

async function refreshTraffic() {
  await (await later('traffic')).showTraffic();
  providers.showFailedRequests();
}

async function refreshPast() {
  const past = await later('history');
  if (byId('incident-range').children.length === 0) {
    past.showRanges(() => quietly(() => showIncidents(past)));
  }
  const results = await Promise.allSettled([past.lastDay().then(providers.showDays), showIncidents(past)]);
  providers.refreshPast();
  const failed = results.find(result => result.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
}

async function showIncidents(past) {
  try {
    await past.showIncidents();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    past.showUnreadable(error.message);
    throw error;
  }
}

async function refreshUsage() {
  if (kiosk) {
    return;
  }
  await learnCaller();
  try {
    await (await later('usage')).showUsage();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    byId('usage-figures').replaceChildren(element('p', {class: 'warning'}, `The usage cannot be shown: ${error.message}`));
    throw error;
  }
}

function told(data, complete) {
  const before = states();
  take(data, complete);
  if (timers.length === 0) {
    started();
  } else if (before !== states()) {
    quietly(refreshFacts);
    quietly(refreshPast);
    // The history learns of it within seconds.
    setTimeout(() => visibly(refreshPast), EVERY_MILLIS.kept);
  }
  providers.show();
  overall.show();
  showMaintenance(refreshFacts);
  if (performance.getEntriesByName('first-data').length === 0) {
    requestAnimationFrame(() => performance.mark('first-data'));
  }
}

const states = () => JSON.stringify([Array.from(known.providers.values(), provider => provider.state), known.maintenance]);

function alive() {
  known.aliveAt = performance.now();
  if (known.lost !== null) {
    known.lost = null;
    overall.show();
  }
}

function lost(error) {
  if (error.status === 401 || error.status === 403) {
    askForKey();
    return;
  }
  known.lost = error;
  byId('sign-in').hidden = true;
  overall.show();
}

function askForKey() {
  end();
  const wrong = signedIn();
  forgetKey();
  known.caller = null;
  known.aliveAt = null;
  known.providers.clear();
  byId('content').hidden = true;
  byId('sign-in').hidden = false;
  byId('verdict').textContent = 'The status needs a key';
  setAttribute(byId('overall'), 'data-state', 'unknown');
  byId('sign-in-error').textContent = wrong ? 'This key is not valid here, or has expired.' : '';
  showSession();
  byId('key').focus();
}

function showSession() {
  byId('session').replaceChildren(...signedIn()
    ? [element('button', {type: 'button', class: 'small', onclick: () => { forgetKey(); location.reload(); }}, 'Sign out')]
    : known.caller !== null
      ? [element('button', {type: 'button', class: 'small', onclick: () => { end(); askForKey(); }}, 'Sign in with a key')]
      : []);
}
