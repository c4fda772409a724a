// The past of all providers: the last day of each for its row, and the incidents.

import {curl, get} from './api.js';
import {byId, copyButton, element, setAttribute} from './dom.js';
import {dayText, duration, plural, sameDay, time} from './format.js';
import {serverNow} from './model.js';
import {meaning} from './reasons.js';

const RANGES = [['24h', '24 hours', '1h'], ['7d', '7 days', '1d'], ['30d', '30 days', '1d'], ['90d', '90 days', '7d']];

let range = '7d';

const KINDS = {
  started: 'CCProxy started',
  stopped: 'CCProxy stopped',
  configuration_changed: 'The configuration was changed',
  key_file_changed: 'A key file was changed',
  maintenance_started: 'A maintenance began',
  maintenance_ended: 'The maintenance ended',
  clock_set: 'The clock was set',
};

/** The last day of each provider, hour by hour, by name. */
export async function lastDay() {
  const report = await get('status/history?from=24h&step=1h');
  return new Map(report.providers.map(provider => [provider.name, provider.points]));
}

function incidentsPath() {
  const [, , step] = RANGES.find(([name]) => name === range);
  return `status/history?from=${range}&step=${step}`;
}

export function showRanges(reload) {
  const buttons = RANGES.map(([name, words]) => element('button', {
    type: 'button', class: 'small', 'aria-pressed': String(name === range), onclick: () => {
      range = name;
      buttons.forEach((button, index) => setAttribute(button, 'aria-pressed', String(RANGES[index][0] === range)));
      showInstead(element('p', {}, 'Reading …'));
      reload();
    }}, words));
  byId('incident-range').replaceChildren(...buttons,
    copyButton('Copy as curl', () => curl(incidentsPath())));
}

let shown = '';

/** Shows this until there is a list. */
function showInstead(node) {
  shown = '';
  byId('incident-list').replaceChildren(node);
}

/** Says that there is no list, and why. */
export function showUnreadable(why) {
  showInstead(element('p', {class: 'warning'}, `The history cannot be shown: ${why}`));
}

/** Reads and shows the incidents, and what happened to CCProxy, day by day. */
export async function showIncidents() {
  const asked = range;
  const report = await get(incidentsPath());
  const text = JSON.stringify([report.incidents.map(({duration_seconds: _, ...rest}) => rest), report.annotations, asked, new Date().toDateString()]);
  // A list that somebody is reading is left alone, as long as nothing in it goes on.
  if (asked !== range || (text === shown && report.incidents.every(incident => !incident.ongoing))) {
    return;
  }
  shown = text;
  const entries = [
    ...report.incidents.flatMap(incident => daysOf(incident, report.from)
      .map(at => [at, incidentRow(incident, at, report.nodes.length > 1)])),
    ...report.annotations.map(note => [note.at, noteRow(note, report.nodes.length > 1)]),
  ].sort(([a], [b]) => b.localeCompare(a));
  const days = new Map();
  for (const [at, row] of entries) {
    const day = dayText(at);
    days.set(day, [...days.get(day) ?? [], row]);
  }
  byId('incident-list').replaceChildren(
    element('p', {}, summary(report)),
    ...Array.from(days, ([day, rows]) => element('section', {class: 'day-list'}, element('h3', {}, day), element('ul', {}, ...rows))));
}

/** An instant of each day on which an incident went on: somebody who asks about a day finds all of that day in one place. */
function daysOf({began_at: beganAt, ended_at: endedAt, ongoing}, from) {
  const days = [beganAt];
  const end = ongoing ? serverNow() : Date.parse(endedAt);
  const midnight = new Date(beganAt);
  for (midnight.setHours(24, 0, 0, 0); midnight < end; midnight.setHours(24, 0, 0, 0)) {
    if (midnight.toISOString() >= from) {
      days.push(midnight.toISOString());
    }
  }
  return days;
}

function summary(report) {
  const more = report.more_incidents > 0 ? `, and ${report.more_incidents} older ones that are not listed` : '';
  const where = {memory: ' It is kept in memory: what was before the start is not known.', file: '', database: ''}[report.storage];
  const lost = report.lost_rows > 0 ? ` ${plural(report.lost_rows, 'row')} could not be kept.` : '';
  return report.incidents.length === 0
    ? `No provider was down.${where}${lost}`
    : `${plural(report.incidents.length, 'incident')}${more}.${where}${lost}`;
}

function incidentRow(incident, day, withNode) {
  return element('li', {class: 'incident', 'data-ongoing': incident.ongoing},
    element('strong', {}, incident.provider),
    ...went(incident, day),
    element('span', {class: 'quiet'},
      ` It ${reasons(incident)}.`,
      incident.unknown_seconds > 0 ? ` Of that, ${duration(incident.unknown_seconds)} nobody looked.` : '',
      withNode ? ` Seen by ${incident.node}.` : ''));
}

/** How an incident went, as somebody says it who speaks of one day. */
function went({began_at: beganAt, ended_at: endedAt, ongoing, end_known: endKnown, duration_seconds: seconds}, day) {
  const lasted = duration(seconds);
  const orLater = endKnown ? '' : ' or later';
  if (sameDay(beganAt, day)) {
    return ongoing
      ? [` has been down for ${lasted}, since `, time(beganAt, day), '.']
      : [` was down for ${lasted}: `, time(beganAt, day), ' to ', time(endedAt, day), `${orLater}.`];
  }
  const inAll = [`, for ${lasted} in all, since `, time(beganAt, day), '.'];
  return ongoing && sameDay(day, serverNow()) ? [' is still down', ...inAll]
    : !ongoing && sameDay(endedAt, day) ? [' was still down until ', time(endedAt, day), orLater, ...inAll]
    : [' was still down all day', ...inAll];
}

function reasons(incident) {
  const words = incident.reasons.map(reason => `${meaning(reason.reason)} (${duration(reason.duration_seconds)})`);
  return words.join(', then ') + (incident.more_reasons > 0 ? `, and ${incident.more_reasons} more` : '');
}

function noteRow(note, withNode) {
  return element('li', {class: 'note'},
    time(note.at, note.at), ` ${KINDS[note.kind] ?? note.kind}`,
    element('span', {class: 'quiet'}, note.note ? `: ${note.note}` : '', withNode ? ` (${note.node})` : ''));
}
