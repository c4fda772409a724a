// The last day in one line: an hour a block, its height the part of the hour in which the provider could be used.

import {element, svg} from './dom.js';
import {percent, timeText} from './format.js';

const WIDTH = 6;
const GAP = 2;
const HEIGHT = 24;
const MIN_HEIGHT = 4;

/** For a provider's points, as GET /status/history has them. */
export function strip(points) {
  const sum = key => points.reduce((total, point) => total + point[key], 0);
  const available = sum('up_seconds') + sum('degraded_seconds');
  const known = available + sum('down_seconds');
  const outages = points.filter(point => point.down_seconds > 0).length;
  const share = known === 0 ? null : available / known;
  const text = share === null
    ? 'nothing is known of the last 24 hours'
    : `available ${percent(share)} of the last 24 hours` + (outages > 0 ? `, away in ${outages} of them` : '');
  return element('div', {class: 'strip'},
    svg('svg', {
      role: 'img', 'aria-label': text, viewBox: `0 0 ${points.length * (WIDTH + GAP) - GAP} ${HEIGHT}`,
      preserveAspectRatio: 'none',
    }, points.map(block)),
    element('span', {class: 'share', title: text}, percent(share)));
}

function block(point, index) {
  const known = point.availability !== null;
  const height = known ? Math.max(MIN_HEIGHT, Math.round(HEIGHT * point.availability)) : HEIGHT;
  const kind = !known ? 'gap' : point.down_seconds > 0 ? 'down' : point.degraded_seconds > 0 ? 'degraded' : 'up';
  return svg('rect', {
    class: kind, x: index * (WIDTH + GAP), y: HEIGHT - height, width: WIDTH, height,
  }, svg('title', {}, `from ${timeText(point.at)}: ${known ? `${percent(point.availability)} available` : 'nothing known'}`));
}
