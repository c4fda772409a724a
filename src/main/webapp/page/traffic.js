// What clients' requests met since the start.

import {curl, get} from './api.js';
import {byId, copyButton, element, openedIn, renew, table} from './dom.js';
import {count, milliseconds, NOTHING, percent, plural, time, tokens, usd} from './format.js';
import {known} from './model.js';
import {failed, FAILURES, kinds, STATES} from './reasons.js';

const REFUSALS = {
  wrong_key: 'its key is not valid',
  expired_key: 'its key has expired',
  wrong_role: 'the role of its key does not allow it',
  no_key: 'it had no key',
  no_key_to_change: 'it had no key, and wanted to change something',
  forwarded: 'it had no key, and came through a proxy',
  other_host: 'it had no key, and its Host is not this machine’s',
  web_page: 'it had no key, and came from another site’s page',
};

export async function showTraffic() {
  const report = await get('status/traffic');
  known.failedRequests = failedRequests(report);
  const node = byId('traffic-figures');
  const opened = openedIn(node);
  renew(node, [
    element('p', {}, `${plural(report.requests_under_way, 'request')} under way, ${plural(report.streams_open, 'stream')} open.`, ' ',
      copyButton('Copy as curl', () => curl('status/traffic'))),
    ...report.providers.length === 0 ? [element('p', {}, 'No request has been sent to a provider yet.')] : [
      element('p', {}, summary(report.providers.map(each => each.totals))),
      table('By provider', ['Provider', 'Checks say', 'Requests', 'Failed', 'Most often because', 'First byte', 'Duration', 'Input', 'Output', 'Read from the cache'],
        byTokens(report.providers).map(providerCells)),
      table('By model, the most tokens first', ['Model', 'Requests', 'Failed', 'First byte', 'Input', 'Output', 'Cache written', 'Cache read', 'Cache hits', 'Usage unknown'],
        byTokens(report.models).map(modelCells)),
      table('By team, the most tokens first', ['Team', 'Requests', 'Failed', 'Input', 'Output', 'Cache hits'], byTokens(report.teams).map(teamCells)),
    ],
    ...report.limits.length === 0 ? [] : [
      table('Limits, the fullest first', ['Who', 'Limit', 'Used', 'Left', 'Of'], byUse(report.limits).map(limitCells)),
    ],
    ...report.budgets.length === 0 ? [] : [
      table('Budgets, the fullest first', ['Who', 'For', 'Used', 'Left', 'Of', 'Begins anew'], byUse(report.budgets).map(budgetCells)),
    ],
    last('failures', 'The last requests that failed', report.last_failures, ['When', 'Why', 'Provider', 'Model', 'Client', 'Status', 'Request'], failureCells, opened),
    last('refusals', 'The last requests that were refused for want of a right', report.last_refused, ['When', 'Why', 'Client'], refusalCells, opened),
  ]);
}

function last(name, words, list, head, cells, opened) {
  return element('details', {'data-name': name, open: opened.has(name)},
    element('summary', {}, `${words} (${list.length})`),
    list.length === 0 ? element('p', {}, 'None.') : table(words, head, list.map(cells)));
}

/** Of each provider the last request that failed, and whether one has failed that is no longer in the list. */
function failedRequests(report) {
  const byProvider = new Map();
  for (const {name, totals} of report.providers) {
    byProvider.set(name, {last: null, any: failed(totals) > 0});
  }
  for (const each of [...report.last_failures].reverse()) {
    byProvider.set(each.provider, {last: each, any: true});
  }
  return byProvider;
}

const allInput = totals => totals.input_tokens + totals.cache_creation_input_tokens + totals.cache_read_input_tokens;
const input = totals => tokens(allInput(totals));
const byTokens = list => [...list].sort((a, b) =>
  allInput(b.totals) + b.totals.output_tokens - allInput(a.totals) - a.totals.output_tokens);

/** All of it in one sentence. */
function summary(all) {
  const sum = part => all.reduce((total, totals) => total + part(totals), 0);
  const read = sum(totals => totals.cache_read_input_tokens);
  const total = sum(allInput);
  return element('strong', {}, `${plural(sum(totals => totals.attempts), 'request')}, ${count(sum(failed))} failed; `,
    tokens(total), ' tokens in, ', tokens(sum(totals => totals.output_tokens)), ' out',
    total === 0 ? '.' : `; ${percent(read / total)} of the input was read from the prompt cache.`);
}

function atMost(times) {
  return times.count === 0 ? NOTHING : element('span', {
    title: [['half', times.at_most_ms_p50], ['95 of 100', times.at_most_ms_p95]]
      .map(([part, bound]) => `${part} within ${bound === null ? 'more than the last bound' : milliseconds(bound)}`).join(', '),
  }, `${milliseconds(times.mean_ms)} on average`);
}

function mostOften(totals) {
  const [kind] = kinds(totals).sort(([, a], [, b]) => b - a)[0] ?? [null];
  return kind === null ? NOTHING : element('span', {title: Object.entries(totals.failures).map(([name, number]) => `${number} ${name}`).join(', ')}, FAILURES[kind] ?? kind);
}

function providerCells({name, totals, first_byte: firstByte, duration}) {
  const state = known.providers.get(name)?.state;
  return [name, state === undefined ? 'no longer configured' : STATES[state].word, count(totals.attempts), count(failed(totals)), mostOften(totals),
    atMost(firstByte), atMost(duration), input(totals), tokens(totals.output_tokens), percent(totals.cache_hit_ratio)];
}

function modelCells({provider, name, totals, first_byte: firstByte}) {
  return [`${provider}/${name}`, count(totals.attempts), count(failed(totals)), atMost(firstByte), input(totals), tokens(totals.output_tokens),
    tokens(totals.cache_creation_input_tokens), tokens(totals.cache_read_input_tokens), percent(totals.cache_hit_ratio), count(totals.unknown_usage)];
}

function teamCells({name, totals}) {
  return [name ?? 'none', count(totals.attempts), count(failed(totals)), input(totals), tokens(totals.output_tokens), percent(totals.cache_hit_ratio)];
}

const byUse = list => [...list].sort((a, b) => b.used / b.max - a.used / a.max);

const LIMITS = {
  'requests-per-minute': 'requests a minute',
  'tokens-per-minute': 'tokens a minute',
  'concurrent-requests': 'requests at once',
};

function limitCells({kind, name, limit, max, used, left}) {
  const shown = limit === 'tokens-per-minute' ? tokens : count;
  return [`${kind} ${name}`, LIMITS[limit] ?? limit, element('span', {class: left === 0 ? 'warning' : null}, left === 0 ? '⚠ ' : '', shown(used)),
    shown(left), shown(max)];
}

function budgetCells({kind, name, unit, period, max, used, left, resets_at: resetsAt}) {
  const shown = unit === 'usd' ? usd : tokens;
  return [`${kind} ${name}`, `a ${period}`, element('span', {class: left === 0 ? 'warning' : null}, left === 0 ? '⚠ ' : '', shown(used)),
    shown(left), shown(max), time(resetsAt)];
}

function failureCells(each) {
  return [time(each.at), FAILURES[each.reason] ?? each.reason, each.provider ?? 'refused here', each.model ?? NOTHING,
    each.team === null ? each.client : `${each.client} (${each.team})`, each.status === null ? NOTHING : String(each.status),
    element('span', {title: each.provider_request_id === null ? null : `the provider's: ${each.provider_request_id}`}, each.request_id)];
}

function refusalCells(each) {
  return [time(each.at), REFUSALS[each.cause] ?? each.cause, each.client ?? 'unknown'];
}
