// A state as a shape: each has its own, so that nobody needs to tell colours apart.

import {STATES} from './reasons.js';
import {svg} from './dom.js';

export function stateIcon(state) {
  return svg('svg', {class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', 'data-state': state},
    svg(state === 'degraded' ? 'path' : state === 'down' ? 'rect' : 'circle', SHAPES[state] ?? SHAPES.up),
    svg('path', {class: 'mark', d: (STATES[state] ?? STATES.unknown).icon}));
}

const SHAPES = {
  up: {cx: 12, cy: 12, r: 11},
  unknown: {cx: 12, cy: 12, r: 11},
  disabled: {cx: 12, cy: 12, r: 11},
  down: {x: 1, y: 1, width: 22, height: 22, rx: 3},
  degraded: {d: 'M12 0.5L23.5 22.5H0.5Z'},
};
