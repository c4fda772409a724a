// The first thing that somebody on call sees: is CCProxy well, and which provider is not.

import {byId, element, setAttribute, setText} from './dom.js';
import {QUIET_MILLIS} from './events.js';
import {duration, plural, time, timeText} from './format.js';
import {all, known} from './model.js';
import {meaning} from './reasons.js';

const MAX_NAMES = 3;

/** State and sentence of everything together. */
export function verdict() {
  const providers = all();
  if (known.lost !== null && known.lost.status === 503) {
    return ['down', 'CCProxy is not serving'];
  }
  if (known.lost !== null) {
    return ['down', 'CCProxy cannot be reached'];
  }
  if (known.unavailable === 'stopping') {
    return ['down', 'CCProxy is stopping'];
  }
  if (known.maintenance !== null) {
    return ['degraded', 'Maintenance: CCProxy is out of rotation'];
  }
  if (known.stale) {
    return ['unknown', 'CCProxy has stopped checking: nothing below is current'];
  }
  const enabled = providers.filter(provider => provider.state !== 'disabled');
  if (enabled.length === 0) {
    return ['unknown', 'No provider is configured'];
  }
  for (const [state, words] of [['down', 'down'], ['degraded', 'degraded'], ['unknown', 'unknown']]) {
    const such = enabled.filter(provider => provider.state === state);
    if (such.length > 0) {
      return [such.length === enabled.length || state === 'degraded' ? state : state === 'down' ? 'down' : 'unknown',
        sentence(such, enabled, words)];
    }
  }
  return ['up', enabled.length === 1 ? `${enabled[0].name} is up` : `All ${enabled.length} providers are up`];
}

function sentence(such, enabled, words) {
  if (enabled.length > 1 && such.length === enabled.length) {
    return `All ${enabled.length} providers are ${words}`;
  }
  if (such.length === 1) {
    return `${such[0].name} is ${words}: it ${meaning(such[0].reason)}`;
  }
  const names = such.slice(0, MAX_NAMES).map(provider => provider.name).join(', ');
  const more = such.length > MAX_NAMES ? ` and ${such.length - MAX_NAMES} more` : '';
  return `${such.length} of ${enabled.length} providers are ${words}: ${names}${more}`;
}

export function show() {
  const [state, text] = verdict();
  setAttribute(byId('overall'), 'data-state', state);
  setText(byId('verdict'), text);
  const down = all().filter(provider => provider.state === 'down').length;
  const mark = {up: '✓', degraded: '▲', down: '✕', unknown: '?'}[state];
  document.title = `${mark} ${known.lost === null && down > 0 ? `${down} down – ` : ''}CCProxy`;
  setAttribute(byId('icon'), 'href', new URL(`icon-${state}.svg`, import.meta.url).href);
  showFreshness();
  showAlerts();
}

/** Since when the one provider is away that the verdict names; the rows say it of several. */
function since() {
  const down = all().filter(provider => provider.state === 'down');
  return down.length === 1 && known.unavailable === null ? `Down since ${timeText(down[0].since)}. ` : '';
}

function usable() {
  const enabled = all().filter(provider => provider.state !== 'disabled');
  const active = enabled.filter(provider => provider.state === 'up' || provider.state === 'degraded');
  return known.unavailable === null && enabled.length > 0
    ? `CCProxy is serving; ${active.length} of ${plural(enabled.length, 'provider')} can be used.`
    : '';
}

/** How old the figures are; every second. */
export function showFreshness() {
  const node = byId('freshness');
  if (known.aliveAt === null) {
    setText(node, '');
    return;
  }
  const silent = performance.now() - known.aliveAt;
  setText(node, known.lost === null ? `${since()}${usable()} ${silent < QUIET_MILLIS ? 'Live.' : `Nothing heard for ${duration(silent / 1000)}.`}`
    : `What is below is ${duration(silent / 1000)} old.`);
  setAttribute(byId('content'), 'data-old', known.lost !== null || known.stale ? 'true' : null);
}

let shown = '';

/** Said once, and loud: only when something new is there to say. */
function showAlerts() {
  const alerts = [];
  if (known.lost !== null) {
    alerts.push([known.lost.status === 503 ? known.lost.message : `${known.lost.message}. Trying again every two seconds.`]);
  }
  if (known.maintenance !== null) {
    const {note, until, since} = known.maintenance;
    alerts.push([
      'Maintenance', since ? [' since ', time(since)] : '', until ? [' until ', time(until)] : ', until it is ended',
      note ? `: ${note}` : '', '. Load balancers send no requests here.'].flat());
  }
  if (known.stale && known.lost === null) {
    alerts.push(['The monitor has stopped. Look into the log of CCProxy, and restart it.']);
  }
  const text = JSON.stringify([known.lost?.message, known.maintenance, known.stale]);
  if (text !== shown) {
    shown = text;
    byId('alerts').replaceChildren(...alerts.map(parts => element('p', {}, ...parts)));
  }
}
