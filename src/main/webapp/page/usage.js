// Who used how much this month, and what it cost: of everybody for an operator, its own for a client.

import {curl, download, get} from './api.js';
import {byId, copyButton, element, table} from './dom.js';
import {count, NOTHING, tokens} from './format.js';
import {known} from './model.js';

const WORDS = {model: 'Model', provider: 'Provider', team: 'Team', client: 'Client', day: 'Day'};

/** What is told apart, by the role of who looks; whoever has no key of its own gets no names. */
function parts() {
  const role = known.caller?.role;
  return role === 'operator' ? ['team', 'client', 'model,provider', 'day'] : ['model,provider', 'day'];
}

export async function showUsage() {
  const reports = await Promise.all(parts().map(async by => [by, await get(`usage?by=${by}`)]));
  const node = byId('usage-figures');
  if (node.contains(document.activeElement) || document.getSelection()?.containsNode?.(node, true) && !document.getSelection().isCollapsed) {
    // Somebody is reading or copying.
    return;
  }
  const [, whole] = reports[0];
  node.replaceChildren(
    element('p', {}, summary(whole), ' ', copyButton('Copy as curl', () => curl(`usage?by=${reports[0][0]}`))),
    ...whole.total.attempts === 0 ? [] : reports.flatMap(([by, report]) => [
      table(`This month by ${by.replace(',', ' and ')}${by === 'day' ? '' : ', the most money first'}`,
        [...by.split(',').map(each => WORDS[each]), 'Requests', 'Failed', 'Input', 'Output', 'Cache read', 'Cost'],
        (by === 'day' ? report.rows : byCost(report.rows)).map(row => cells(by, row))),
      csvButton(by),
    ]));
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

const usd = amount => `$${amount.toFixed(2)}`;

function cells(by, row) {
  return [...by.split(',').map(each => row[each] ?? NOTHING), count(row.attempts), count(row.failed_attempts),
    tokens(row.input_tokens + row.cache_creation_input_tokens), tokens(row.output_tokens), tokens(row.cache_read_input_tokens),
    element('span', {title: row.unpriced_attempts > 0 ? `${count(row.unpriced_attempts)} requests have no price` : null},
      row.unpriced_attempts > 0 ? `${usd(row.cost_usd)} +` : usd(row.cost_usd))];
}

function csvButton(by) {
  const button = element('button', {type: 'button'}, 'Save as CSV');
  button.addEventListener('click', () => download(`usage?by=${by}&format=csv`, `usage-by-${by.replace(',', '-')}.csv`));
  return element('p', {}, button);
}
