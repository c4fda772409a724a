// Numbers, durations and times, as people read them. Times are in the viewer's zone; the exact instant is their title.

import {element} from './dom.js';

const DATE = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short'});
const DAY = new Intl.DateTimeFormat(undefined, {weekday: 'long', day: 'numeric', month: 'long'});
const TIME = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const NUMBER = new Intl.NumberFormat('en');
const COMPACT = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY_SECONDS = 24 * HOUR;

export const NOTHING = '–';

/** Such as "3 d 4 h"; two units at most. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) {
    return NOTHING;
  }
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) {
    return `${whole} s`;
  }
  const units = [['d', DAY_SECONDS], ['h', HOUR], ['min', MINUTE], ['s', 1]];
  const first = units.findIndex(([, size]) => whole >= size);
  const parts = [];
  let rest = whole;
  for (const [unit, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(`${count} ${unit}`);
    }
  }
  return parts.join(' ');
}

export function milliseconds(value) {
  if (value === null || value === undefined) {
    return NOTHING;
  }
  return value < 10 ? `${value.toFixed(1)} ms`
    : value < 10_000 ? `${NUMBER.format(Math.round(value))} ms`
    : `${(value / 1000).toFixed(1)} s`;
}

/** A part of the whole; never rounded up to a hundred percent. */
export function percent(part) {
  if (part === null || part === undefined) {
    return NOTHING;
  }
  const value = 100 * part;
  const digits = value === 100 || value === 0 ? 0 : value > 99 ? 2 : 1;
  const scale = 10 ** digits;
  return `${(Math.floor(value * scale) / scale).toFixed(digits)} %`;
}

export const count = value => value === null || value === undefined ? NOTHING : NUMBER.format(value);

/** US dollars; what is less than a cent is never shown as nothing. */
export const usd = amount => amount > 0 && amount < 0.01 ? '< $0.01' : `$${amount.toFixed(2)}`;

/** Of tokens: short, with the exact number as its title. */
export function tokens(value) {
  return value < 10_000 ? count(value) : element('span', {title: count(value)}, COMPACT.format(value));
}

export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** Whether two instants are on one day in the viewer's zone. */
export const sameDay = (one, other) => new Date(one).toDateString() === new Date(other).toDateString();

/** An instant, as a time of day, with its date unless that is today, or the other day that is spoken of. */
export function timeText(iso, day = Date.now()) {
  const date = new Date(iso);
  return sameDay(date, day) ? TIME.format(date) : `${DATE.format(date)}, ${TIME.format(date)}`;
}

export function time(iso, day) {
  return iso === null || iso === undefined
    ? NOTHING
    : element('time', {datetime: iso, title: `${iso} (shown in ${ZONE})`}, timeText(iso, day));
}

/** The day that an instant belongs to, such as "Yesterday, Tuesday, 24 November". */
export function dayText(iso) {
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  const word = sameDay(iso, Date.now()) ? 'Today, ' : sameDay(iso, yesterday) ? 'Yesterday, ' : '';
  return word + DAY.format(new Date(iso));
}
