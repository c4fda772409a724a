// The facts of GET /status, maintenance, and how to connect a client.

import {baseUrl, curl, send} from './api.js';
import {byId, copyButton, element, setText} from './dom.js';
import {known, mayChange, serverNow} from './model.js';

const LENGTHS = [['', 'until I end it'], ['15', '15 minutes'], ['60', '1 hour'], ['240', '4 hours']];

export function showFacts() {
  const status = known.status;
  if (status === null) {
    byId('facts').replaceChildren(element('dt', {}, 'Status'), element('dd', {}, 'not told while CCProxy does not serve'));
    return;
  }
  const facts = {
    Version: `${status.version} (commit ${status.build.commit}, ${status.build.date})`,
    Uptime: status.uptime,
    Address: `${status.host}:${status.port}`,
    Process: String(status.pid),
    'Keys are configured': status.api_key_configured ? 'yes' : 'no: whoever is on this machine may use the gateway',
    Maintenance: known.maintenance === null ? 'none' : 'now: see the top of this page',
    Providers: `${status.providers.active.length} of ${status.providers.count} can be used`,
    You: caller(),
  };
  const list = byId('facts');
  const rows = Object.entries(facts);
  if (list.children.length !== 2 * rows.length) {
    list.replaceChildren(...rows.flatMap(([name]) => [element('dt', {}, name), element('dd')]));
  }
  rows.forEach(([, value], index) => setText(list.children[2 * index + 1], value));
}

function caller() {
  const {client, team, role} = known.caller ?? {};
  return client === undefined ? 'unknown'
    : role === null ? 'a local reader, without a key'
    : `${client}${team === null ? '' : `, team ${team}`}: ${role}`;
}

let form = '';

/** Maintenance, where the key allows it. */
export function showMaintenance(done) {
  const wanted = !mayChange() ? 'none' : known.maintenance === null ? 'begin' : 'end';
  if (form === wanted) {
    return;
  }
  form = wanted;
  const said = element('p', {role: 'alert'});
  const run = async (...request) => {
    try {
      await send(...request);
      said.textContent = '';
      await done();
    } catch (error) {
      said.textContent = error.message;
    }
  };
  const parts = {
    none: () => [],
    begin: () => [beginForm(run), said],
    end: () => [element('button', {type: 'button', onclick: () => run('DELETE', 'status/maintenance')}, 'End the maintenance'), said],
  }[wanted]();
  byId('maintenance').replaceChildren(
    element('p', {}, copyButton('Copy as curl', () => curl('status'))), ...parts);
}

function beginForm(run) {
  const note = element('input', {id: 'note', maxlength: '200', placeholder: 'such as: new disk'});
  const length = element('select', {id: 'length'}, ...LENGTHS.map(([value, words]) => element('option', {value}, words)));
  return element('form', {class: 'inline', onsubmit: event => {
    event.preventDefault();
    const until = length.value === '' ? null : new Date(serverNow() + 60_000 * Number(length.value)).toISOString();
    run('PUT', 'status/maintenance', {note: note.value || null, until});
  }},
  element('label', {for: 'note'}, 'Note'), note,
  element('label', {for: 'length'}, 'For'), length,
  element('button', {type: 'submit'}, 'Take out of rotation'));
}

export function showConnect() {
  const lines = `export ANTHROPIC_BASE_URL=${baseUrl()}\nexport ANTHROPIC_AUTH_TOKEN=your-key`;
  byId('connect-lines').textContent = lines;
  byId('connect-lines').after(copyButton('Copy both lines', () => lines));
}
