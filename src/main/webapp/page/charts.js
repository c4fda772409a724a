// A provider's past as charts. Where nothing is known there is a gap and never a line.

import {ApiError} from './api.js';
import {element, table} from './dom.js';
import {milliseconds, percent, time} from './format.js';
import {failed, kinds} from './reasons.js';

const HEIGHT = 130;

let loading = null;

/** uPlot, fetched when the first chart is wanted. */
function library() {
  loading ??= new Promise((resolve, reject) => {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = new URL('uPlot.min.css', import.meta.url).href;
    document.head.prepend(style);
    const script = document.createElement('script');
    script.src = new URL('uPlot.iife.min.js', import.meta.url).href;
    script.onload = () => resolve(window.uPlot);
    script.onerror = () => {
      loading = null;
      script.remove();
      style.remove();
      reject(new ApiError(0, 'uPlot could not be fetched'));
    };
    document.head.append(script);
  });
  return loading;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function options(title, width, series, axis, range) {
  return {
    title,
    width,
    height: HEIGHT,
    cursor: {sync: {key: 'charts'}, drag: {x: false, y: false}},
    scales: {y: {range}},
    axes: [
      {stroke: colour('quiet'), grid: {stroke: colour('line')}, ticks: {stroke: colour('line')}},
      {stroke: colour('quiet'), grid: {stroke: colour('line')}, ticks: {stroke: colour('line')}, size: 64, values: axis},
    ],
    series: [{value: (self, at) => at === null ? '' : new Date(1000 * at).toLocaleString()}, ...series],
  };
}

const fromZero = (self, low, high) => [0, high === null || high <= 0 ? 1 : 1.1 * high];

/** The part of each step's requests or checks that failed; null where there were none. */
const share = (failed, all) => all === 0 ? null : failed / all;

/** The three charts of a provider's points; the last is left out where nothing was counted. */
export async function charts(points, width) {
  const uPlot = await library();
  const at = points.map(point => Date.parse(point.at) / 1000);
  const bars = uPlot.paths.bars({size: [0.9, 40], align: 1});
  const shown = [];
  const chart = (settings, data, summary) => {
    const figure = element('figure', {'aria-label': summary, role: 'group'});
    shown.push(figure);
    new uPlot(settings, data, figure);
  };
  const parts = (self, splits) => splits.map(value => percent(value));
  const part = (self, value) => percent(value);

  chart(
    options('Availability', width, [
      {label: 'available', stroke: colour('up'), fill: colour('up-soft'), paths: bars, points: {show: false}, value: part},
    ], parts, [0, 1]),
    [at, points.map(point => point.availability)],
    'Availability, step by step; the same figures are in the table below');

  const latency = key => points.map(point => point.latency_ms?.[key] ?? null);
  chart(
    options('Latency', width, [
      line('checks, whole', 'series-1', []),
      line('checks, longest', 'series-1', [2, 4]),
      line('checks, first byte', 'series-2', [8, 4]),
      line('requests, first byte', 'series-3', [12, 4, 2, 4]),
    ], (self, splits) => splits.map(milliseconds), fromZero),
    [at, latency('total'), latency('max'), latency('first_byte'),
      points.map(point => point.traffic?.first_byte_ms ?? null)],
    'Latency of checks and requests, step by step');

  chart(
    options('Failures: checks and requests', width, [
      {...line('failed checks', 'series-1', []), value: part},
      {...line('failed requests', 'series-3', [12, 4, 2, 4]), value: part},
    ], parts, [0, 1]),
    [at, points.map(point => share(point.failed_checks, point.checks)),
      points.map(point => point.traffic === null ? null : share(failed(point.traffic), point.traffic.attempts))],
    'Which part of the checks and of the requests failed, step by step');
  return shown;
}

function line(label, name, dash) {
  return {
    label, stroke: colour(name), width: 2, dash, points: {show: true, size: 4}, spanGaps: false,
    value: (self, value) => milliseconds(value),
  };
}

/** The same numbers as the charts', for those who read and not see. */
export function pointsTable(points, opened) {
  const known = points.filter(point => point.availability !== null || point.traffic !== null).reverse();
  return element('details', {'data-name': 'points', open: opened.has('points'), ontoggle: event => {
    if (event.target.open && event.target.children.length === 1) {
      event.target.append(table('The numbers of the charts, the newest first',
        ['From', 'Available', 'Checks', 'Failed', 'Mean latency', 'Requests', 'Failed', 'First byte'],
        known.map(pointCells)));
    }
  }}, element('summary', {}, 'The charts as numbers'));
}

function pointCells(point) {
  const failures = (point.traffic ? kinds(point.traffic) : []).map(([kind, number]) => `${number} ${kind}`).join(', ');
  return [
    time(point.at),
    percent(point.availability),
    String(point.checks),
    String(point.failed_checks),
    point.latency_ms === null ? '–' : `${point.latency_ms.total.toFixed(0)} ms`,
    String(point.traffic?.attempts ?? 0),
    failures === '' ? '0' : failures,
    point.traffic?.first_byte_ms == null ? '–' : `${point.traffic.first_byte_ms.toFixed(0)} ms`,
  ];
}
