// What Anthropic's SDK, as it comes from npm, makes of the gateway. One line for each thing that was as expected; ends
// with the first that was not. clients.mjs FOLDER URL KEY apiKey|authToken
import {createRequire} from 'node:module';
import assert from 'node:assert/strict';

const [folder, baseURL, key, credential] = process.argv.slice(2);
const Anthropic = createRequire(folder + '/')('@anthropic-ai/sdk');
const client = new Anthropic({baseURL, apiKey: null, authToken: null, [credential]: key, maxRetries: 0, timeout: 20000});
const said = 'SAID-TEXT äöü 漢字 🙂';
const command = {command: 'tr a-z A-Z <note.txt', description: 'Shout "äöü 漢字"'};
const ask = (word, model = 'claude-sonnet-4-6') => ({
  model,
  max_tokens: 1000,
  tools: [{name: 'Bash', description: 'A shell', input_schema: {type: 'object', properties: {command: {type: 'string'}}}}],
  messages: [{role: 'user', content: word}],
});

const message = await client.messages.create(ask('PLAY-TEXT'));
assert.equal(message.content[0].text, said);
assert.equal(message.usage.output_tokens, 20);
assert.equal(message._request_id, 'req_clients');
console.log('message');

let text = '';
const stream = client.messages.stream(ask('PLAY-TEXT')).on('text', piece => (text += piece));
const final = await stream.finalMessage();
assert.equal(text, said);
assert.equal(final.content[0].text, said);
assert.equal(final.stop_reason, 'end_turn');
assert.equal(final.usage.input_tokens, 100);
assert.equal(final.usage.output_tokens, 20);
console.log('stream');

const use = await client.messages.stream(ask('PLAY-TOOL')).finalMessage();
assert.equal(use.stop_reason, 'tool_use');
assert.deepEqual(use.content[1].input, command);
console.log('tool');

await assert.rejects(client.messages.create(ask('PLAY-TEXT', 'claude-missing')), error => {
  assert.ok(error instanceof Anthropic.NotFoundError, String(error));
  assert.equal(error.status, 404);
  assert.match(error.message, /claude-missing/);
  return true;
});
console.log('error');

const ids = [];
for await (const model of client.models.list()) ids.push(model.id);
console.log('models ' + ids.sort().join(' '));
process.exit(0);
