// The past of all providers: the last day of each for its row, and the incidents.

import {curl, get} from './api.js';
import {byId, copyButton, element, table} from './dom.js';
import {dayText, duration, plural, time} from './format.js';
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
  byId('incident-range').replaceChildren(
    ...RANGES.map(([name, words]) => element('button', {
      type: 'button', class: 'small', 'aria-pressed': String(name === range), onclick: () => {
        range = name;
        showRanges(reload);
        reload();
      }}, words)),
    copyButton('Copy as curl', () => curl(incidentsPath())));
}

let shown = '';

/** Reads and shows the incidents, and what happened to CCProxy, day by day. */
export async function showIncidents() {
  const asked = range;
  const report = await get(incidentsPath());
  const text = JSON.stringify([report.incidents.map(({duration_seconds: _, ...rest}) => rest), report.annotations, asked]);
  // A list that somebody is reading is left alone, as long as nothing in it goes on.
  if (asked !== range || (text === shown && report.incidents.every(incident => !incident.ongoing))) {
    return;
  }
  shown = text;
  const entries = [
    ...report.incidents.map(incident => [incident.began_at, incidentRow(incident, report.nodes.length > 1)]),
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

function summary(report) {
  const more = report.more_incidents > 0 ? `, and ${report.more_incidents} older ones that are not listed` : '';
  const where = {memory: ' It is kept in memory: what was before the start is not known.', file: '', database: ''}[report.storage];
  const lost = report.lost_rows > 0 ? ` ${plural(report.lost_rows, 'row')} could not be kept.` : '';
  return report.incidents.length === 0
    ? `No provider was down.${where}${lost}`
    : `${plural(report.incidents.length, 'incident')}${more}.${where}${lost}`;
}

function incidentRow(incident, withNode) {
  const end = incident.ongoing ? [' until now'] : [' to ', time(incident.ended_at), incident.end_known ? '' : ' or later'];
  return element('li', {class: 'incident', 'data-ongoing': incident.ongoing},
    element('strong', {}, incident.provider),
    ` was down for ${duration(incident.duration_seconds)}: `,
    time(incident.began_at), ...end,
    element('span', {class: 'quiet'},
      ` It ${reasons(incident)}.`,
      incident.unknown_seconds > 0 ? ` Of that, ${duration(incident.unknown_seconds)} nobody looked.` : '',
      withNode ? ` Seen by ${incident.node}.` : ''));
}

function reasons(incident) {
  const words = incident.reasons.map(reason => `${meaning(reason.reason)} (${duration(reason.duration_seconds)})`);
  return words.join(', then ') + (incident.more_reasons > 0 ? `, and ${incident.more_reasons} more` : '');
}

function noteRow(note, withNode) {
  return element('li', {class: 'note'},
    time(note.at), ` ${KINDS[note.kind] ?? note.kind}`,
    element('span', {class: 'quiet'}, note.note ? `: ${note.note}` : '', withNode ? ` (${note.node})` : ''));
}

/** The same numbers as the charts', for those who read and not see. */
export function pointsTable(points) {
  const known = points.filter(point => point.availability !== null || point.traffic !== null).reverse();
  return element('details', {ontoggle: event => {
    if (event.target.open && event.target.children.length === 1) {
      event.target.append(table('The numbers of the charts, the newest first',
        ['From', 'Available', 'Checks', 'Failed', 'Mean latency', 'Requests', 'Failed', 'First byte'],
        known.map(pointCells)));
    }
  }}, element('summary', {}, 'The charts as numbers'));
}

function pointCells(point) {
  const failures = Object.entries(point.traffic?.failures ?? {}).map(([kind, number]) => `${number} ${kind}`).join(', ');
  return [
    time(point.at),
    point.availability === null ? '–' : `${(100 * point.availability).toFixed(2)} %`,
    String(point.checks),
    String(point.failed_checks),
    point.latency_ms === null ? '–' : `${point.latency_ms.total.toFixed(0)} ms`,
    String(point.traffic?.attempts ?? 0),
    failures === '' ? '0' : failures,
    point.traffic?.first_byte_ms == null ? '–' : `${point.traffic.first_byte_ms.toFixed(0)} ms`,
  ];
}
