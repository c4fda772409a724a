// One row a provider; open, it has its past as charts and everything else that is known of it.

import {curl, get, later, send} from './api.js';
import {byId, copyButton, element, keep, openedIn, renew, say, setAttribute, setText, svg, table} from './dom.js';
import {count, duration, milliseconds, NOTHING, percent, plural, time, timeText} from './format.js';
import {stateIcon} from './icons.js';
import {ageOf, all, known, lasted, mayChange} from './model.js';
import {advice, FAILURES, meaning, STATES} from './reasons.js';
import {strip} from './strip.js';

const PHASES = [['dns', 'name lookup'], ['connect', 'connection'], ['tls', 'TLS'], ['first_byte', 'first byte']];
const RANGES = [['1h', '1 hour'], ['24h', '24 hours'], ['7d', '7 days'], ['30d', '30 days']];

/** Of the providers whose details are open: the range that is shown. */
const open = new Map();

let days = new Map();

export function showDays(byName) {
  days = byName;
  for (const row of byId('provider-list').children) {
    showDay(row);
  }
}

/** What is wrong comes first. */
const ORDER = ['down', 'degraded', 'unknown', 'up', 'disabled'];

export function show() {
  const focused = document.activeElement;
  const list = all().sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  keep(byId('provider-list'), list, provider => provider.name, makeRow, showRow);
  if (focused !== document.activeElement && byId('provider-list').contains(focused)) {
    // Its row has moved.
    focused.focus();
  }
  showAges();
}

function makeRow(provider) {
  const id = `details-${provider.name}`;
  const field = (name, label) => element('div', {class: `field ${name}`},
    element('span', {class: 'label'}, label), element('span', {class: 'value', 'data-part': name}));
  return element('li', {class: 'provider'},
    element('div', {class: 'row'},
      element('h3', {}, element('button', {
        type: 'button', class: 'name', 'aria-expanded': 'false', 'aria-controls': id,
        onclick: event => toggle(event.currentTarget.closest('li')),
      }, element('span', {'data-part': 'icon'}), element('span', {'data-part': 'name'}), element('span', {class: 'state', 'data-part': 'state'}))),
      element('p', {class: 'reason'}, element('span', {'data-part': 'reason'}), ' ', element('strong', {class: 'warning', 'data-part': 'rests'})),
      field('since', 'Since'), field('latency', 'Last check'), field('certificate', 'Certificate'),
      field('failure', 'Last failed check'), field('request', 'Last failed request'), field('day', 'Last 24 hours')),
    element('div', {class: 'details', id, hidden: true}));
}

const part = (row, name) => row.querySelector(`[data-part="${name}"]`);

function showRow(row, provider) {
  const mark = JSON.stringify({...provider, heardAt: 0, age_seconds: 0});
  if (row.dataset.shown === mark) {
    return;
  }
  row.dataset.shown = mark;
  const changed = row.dataset.state !== undefined && row.dataset.state !== provider.state;
  row.dataset.state = provider.state;
  part(row, 'icon').replaceChildren(stateIcon(provider.state));
  setText(part(row, 'name'), provider.name);
  setText(part(row, 'state'), STATES[provider.state].word);
  part(row, 'reason').replaceChildren(...reason(provider));
  part(row, 'since').replaceChildren(...since(provider));
  part(row, 'latency').replaceChildren(milliseconds(provider.latency_ms.total), ' ',
    element('span', {class: 'more', 'data-age': ''}), phases(provider.latency_ms));
  part(row, 'certificate').replaceChildren(certificate(provider.tls));
  part(row, 'failure').replaceChildren(...failure(provider.last_failure));
  showFailedRequest(row);
  showDay(row);
  if (changed) {
    say(`${provider.name} is ${STATES[provider.state].word.toLowerCase()}: it ${meaning(provider.reason)}`);
  }
  if (open.has(provider.name)) {
    showFacts(row, provider);
  }
}

function since(provider) {
  return provider.state === 'disabled' ? [NOTHING] : [time(provider.since), ' ', element('span', {class: 'more', 'data-lasts': ''})];
}

function reason(provider) {
  const parts = [`It ${meaning(provider.reason)}`];
  if (provider.detail !== null) {
    parts.push(': ', element('span', {class: 'detail'}, provider.detail));
  }
  if (advice(provider.reason) !== '') {
    parts.push('. ', element('strong', {}, advice(provider.reason)));
  }
  return parts;
}

/** What the gateway leaves alone of it now, though its checks may be well. */
function rests({traffic, heardAt}) {
  const [longest, ...others] = traffic.rests
    .map(rest => ({...rest, left: rest.rests_for_seconds - (performance.now() - heardAt) / 1000}))
    .filter(rest => rest.left > 0)
    .sort((a, b) => b.left - a.left);
  return longest === undefined ? ''
    : `⚠ The gateway leaves ${whatRests(longest)} alone for ${duration(longest.left)}: ${FAILURES[longest.failure] ?? longest.failure}`
      + (others.length === 0 ? '.' : `; and ${plural(others.length, 'other', 'others')}.`);
}

function whatRests({model, key, operation}) {
  const what = [model, key === null ? null : `the key ${key}`].filter(each => each !== null).join(' with ') || 'it';
  return operation === 'count_tokens' ? `counting tokens for ${what}` : what;
}

function phases(latency) {
  const total = PHASES.reduce((sum, [name]) => sum + (latency[name] ?? 0), 0);
  const known = PHASES.filter(([name]) => latency[name] !== null);
  if (total === 0) {
    return '';
  }
  let x = 0;
  const text = known.map(([name, words]) => `${words} ${milliseconds(latency[name])}`).join(', ');
  return svg('svg', {class: 'phases', role: 'img', 'aria-label': text, viewBox: '0 0 100 8', preserveAspectRatio: 'none'},
    svg('title', {}, text),
    known.map(([name]) => {
      const width = 100 * latency[name] / total;
      x += width;
      return svg('rect', {class: `phase-${name}`, x: x - width, y: 0, width, height: 8});
    }));
}

function certificate(tls) {
  if (tls === null) {
    return NOTHING;
  }
  const text = tls.days_left < 0 ? `expired ${-tls.days_left} d ago` : `${count(tls.days_left)} d left`;
  return element('span', {title: `until ${tls.not_after}`, class: tls.expiring || tls.days_left < 0 ? 'warning' : null},
    tls.expiring ? `⚠ ${text}` : text);
}

function failure(last) {
  return last === null ? ['none seen'] : ago(last.at, `it ${meaning(last.reason)}`);
}

const ago = (at, why) => [element('span', {title: at, 'data-ago': at}), ' ', element('span', {class: 'more'}, why)];

/** Beside the last failed check, because one can fail while the other is well. */
export function showFailedRequests() {
  for (const row of byId('provider-list').children) {
    showFailedRequest(row);
  }
  showAges();
}

function showFailedRequest(row) {
  const failed = known.failedRequests?.get(row.dataset.key);
  part(row, 'request').replaceChildren(...known.failedRequests === null ? [NOTHING]
    : failed?.last ? ago(failed.last.at, FAILURES[failed.last.reason] ?? failed.last.reason)
    : [failed?.any ? 'longer ago' : 'none seen']);
}

function showDay(row) {
  const day = days.get(row.dataset.key);
  part(row, 'day').replaceChildren(day ? strip(day) : NOTHING);
}

/** What changes with time alone; every second. */
export function showAges() {
  for (const row of byId('provider-list').children) {
    const provider = known.providers.get(row.dataset.key);
    setText(part(row, 'rests'), rests(provider));
    row.querySelectorAll('[data-lasts]').forEach(node => setText(node, `for ${duration(lasted(provider.since))}`));
    row.querySelectorAll('[data-ago]').forEach(node => setText(node, `${duration(lasted(node.dataset.ago))} ago`));
    row.querySelectorAll('[data-age]').forEach(node => setText(node, age(provider)));
  }
}

const age = provider => {
  const seconds = ageOf(provider);
  return seconds === null ? 'never' : `${duration(seconds)} ago`;
};

function toggle(row) {
  const name = row.dataset.key;
  const details = row.querySelector('.details');
  const opens = details.hidden;
  details.hidden = !opens;
  row.querySelector('button.name').setAttribute('aria-expanded', String(opens));
  if (!opens) {
    open.delete(name);
    details.replaceChildren();
    return;
  }
  open.set(name, '24h');
  details.replaceChildren(
    element('div', {'data-part': 'actions', class: 'actions'}),
    element('div', {'data-part': 'facts'}),
    element('div', {role: 'group', 'aria-label': 'How far back', 'data-part': 'ranges'}),
    element('div', {'data-part': 'past'}));
  part(row, 'actions').replaceChildren(...actions(name));
  showFacts(row, known.providers.get(name));
  showPast(row);
}

function actions(name) {
  const path = `status/providers/${encodeURIComponent(name)}`;
  const said = element('span', {class: 'quiet', role: 'status'});
  const look = mayChange()
    ? element('button', {type: 'button', onclick: async () => {
      try {
        await send('POST', `${path}/check`);
        said.textContent = 'It is being checked.';
      } catch (error) {
        said.textContent = error.message;
      }
    }}, 'Look again now')
    : null;
  return [look, copyButton('Copy as curl', () => curl(path)), said].filter(each => each !== null);
}

function showFacts(row, provider) {
  const tls = provider.tls;
  const fact = (label, ...value) => [element('dt', {}, label), element('dd', {}, ...value)];
  part(row, 'facts').replaceChildren(element('dl', {}, ...[
    fact('Base URL', provider.base_url),
    fact('API', provider.format),
    provider.proxy === null ? [] : fact('Through the proxy', provider.proxy),
    fact('Checked', element('span', {'data-age': ''}, age(provider)),
      provider.next_check_at === null ? '; never again' : `; the next at ${timeText(provider.next_check_at)}`),
    fact('Its response', provider.http_status === null ? 'none' : `HTTP ${provider.http_status}`),
    ...PHASES.filter(([name]) => provider.latency_ms[name] !== null)
      .map(([name, words]) => fact(`Time: ${words}`, milliseconds(provider.latency_ms[name]))),
    fact('Failed checks in a row', count(provider.consecutive_failures)),
    fact('Last good check', time(provider.last_success_at)),
    fact('Requests sent to it', count(provider.traffic.attempts), '; ',
      Object.entries(provider.traffic.failures).map(([kind, number]) => `${count(number)} with: ${FAILURES[kind] ?? kind}`).join(', ') || 'none failed'),
    ...provider.traffic.rests.map(rest => fact(`Left alone: ${whatRests(rest)}`, FAILURES[rest.failure] ?? rest.failure,
      rest.consecutive_failures > 1 ? `, ${count(rest.consecutive_failures)} times in a row` : '', '; after its pause, one request at a time tries it')),
    ...(tls === null ? [] : [
      fact('TLS', tls.version ?? 'the handshake failed'),
      fact('Certificate by', tls.issuer),
      fact('Valid until', time(tls.not_after), tls.intermediate === null ? '' : ` (the intermediate ${tls.intermediate})`),
    ]),
  ].flat()));
}

async function showPast(row) {
  const name = row.dataset.key;
  const range = open.get(name);
  const ranges = part(row, 'ranges');
  if (ranges.children.length === 0) {
    ranges.replaceChildren(...RANGES.map(([each, words]) => element('button', {
      type: 'button', class: 'small', 'data-range': each, onclick: () => {
        open.set(name, each);
        showPast(row);
      }}, words)));
  }
  for (const button of ranges.children) {
    setAttribute(button, 'aria-pressed', String(button.dataset.range === range));
  }
  const past = part(row, 'past');
  let charts;
  let report;
  let drawn;
  try {
    charts = await later('charts');
    report = await get(`status/providers/${encodeURIComponent(name)}/history?from=${range}`);
    drawn = await charts.charts(report.providers[0].points, Math.min(900, past.clientWidth || 600));
  } catch (error) {
    if (open.get(name) === range) {
      past.replaceChildren(element('p', {class: 'warning'}, `The history cannot be shown: ${error.message}`));
    }
    return;
  }
  if (open.get(name) !== range) {
    return;
  }
  const opened = openedIn(past);
  const history = report.providers[0];
  renew(past, [
    table('Availability, of the time of which the state is known', ['Of the last', 'Available', 'Away', 'Known'],
      history.availability.map(each => [each.window, percent(each.availability), duration(each.down_seconds), duration(each.known_seconds)])),
    element('div', {class: 'charts'}, ...drawn),
    changes(report, opened),
    charts.pointsTable(history.points, opened),
  ]);
}

function changes(report, opened) {
  return element('details', {'data-name': 'changes', open: opened.has('changes')}, element('summary', {}, `Changes of its state (${report.changes.length})`),
    element('ul', {}, ...report.changes.map(change => element('li', {},
      time(change.at), ` ${STATES[change.state]?.word ?? change.state} for ${duration(change.duration_seconds)}: it ${meaning(change.reason)}`,
      change.detail === null ? '' : `: ${change.detail}`))));
}

/** The charts that are open, anew: after a change of the window's width, of its colours, or with time. */
export function refreshPast() {
  for (const row of byId('provider-list').children) {
    if (open.has(row.dataset.key)) {
      showPast(row);
    }
  }
}
