// Who used how much this month, and what it cost: of everybody for an operator, its own for a client.

import {ApiError, curl, download, get} from './api.js';
import {byId, copyButton, element, renew, table} from './dom.js';
import {count, NOTHING, tokens, usd} from './format.js';
import {known} from './model.js';

const WORDS = {model: 'Model', provider: 'Provider', team: 'Team', client: 'Client', day: 'Day'};

/** What is told apart, by the role of who looks; whoever has no key of its own gets no names. */
function parts() {
  const role = known.caller?.role;
  return role === 'operator' ? ['team', 'client', 'model,provider', 'day'] : ['model,provider', 'day'];
}

export async function showUsage() {
  const asked = parts();
  const results = await Promise.allSettled(asked.map(by => get(`usage?by=${by}`)));
  const first = results.findIndex(({status}) => status === 'fulfilled');
  if (first < 0) {
    throw results[0].reason;
  }
  const whole = results[first].value;
  renew(byId('usage-figures'), [
    element('p', {}, summary(whole), ' ', copyButton('Copy as curl', () => curl(`usage?by=${asked[first]}`))),
    ...whole.total.attempts === 0 ? [] : results.flatMap(({value, reason}, index) => part(asked[index], value, reason)),
  ]);
}

/** What is told apart by something, or why that cannot be shown. */
function part(by, report, failure) {
  const words = by.replace(',', ' and ');
  if (report === undefined) {
    if (!(failure instanceof ApiError)) {
      throw failure;
    }
    return [element('p', {class: 'warning'}, `The usage by ${words} cannot be shown: ${failure.message}`)];
  }
  const when = report.from.endsWith('-01') ? 'This month' : `Since ${report.from}`;
  return [
    table(`${when} by ${words}${by === 'day' ? '' : ', the most money first'}`,
      [...by.split(',').map(each => WORDS[each]), 'Requests', 'Not whole', 'Input, not cached', 'Output', 'Cache read', 'Cost'],
      (by === 'day' ? report.rows : byCost(report.rows)).map(row => cells(by, row))),
    csvButton(by),
  ];
}

function summary({total, storage, since, waiting_attempts: waiting, lost_attempts: lost}) {
  const notes = [
    total.unpriced_attempts > 0 ? `${count(total.unpriced_attempts)} requests have no price` : '',
    total.estimated_cost_usd > 0 ? `about ${usd(total.estimated_cost_usd)} more for what was cut` : '',
    waiting > 0 ? `${count(waiting)} requests are not written yet` : '',
    lost > 0 ? `${count(lost)} were lost` : '',
    storage === 'memory' ? `counted in memory since ${since}` : '',
  ].filter(note => note !== '');
  return element('strong', {}, `${usd(total.cost_usd)} for ${count(total.attempts)} requests this month`
    + (notes.length === 0 ? '.' : `; ${notes.join('; ')}.`));
}

const byCost = rows => [...rows].sort((a, b) => b.cost_usd - a.cost_usd);

function cells(by, row) {
  return [...by.split(',').map(each => row[each] ?? NOTHING), count(row.attempts), count(row.failed_attempts),
    tokens(row.input_tokens + row.cache_creation_input_tokens), tokens(row.output_tokens), tokens(row.cache_read_input_tokens),
    element('span', {title: row.unpriced_attempts > 0 ? `${count(row.unpriced_attempts)} requests have no price` : null},
      row.unpriced_attempts > 0 ? `${usd(row.cost_usd)} +` : usd(row.cost_usd))];
}

function csvButton(by) {
  const failed = element('span', {class: 'warning', role: 'alert'});
  const button = element('button', {type: 'button', onclick: async () => {
    failed.textContent = '';
    try {
      await download(`usage?by=${by}&format=csv`, `usage-by-${by.replace(',', '-')}.csv`);
    } catch (error) {
      failed.textContent = ` It could not be saved: ${error instanceof ApiError ? error.message : 'CCProxy does not respond'}`;
    }
  }}, 'Save as CSV');
  return element('p', {}, button, failed);
}
