// A provider for the page's checks: below /falls it does what a file says, "up", "down" (closes connections) or "refuse"
// (529 to messages); elsewhere it is always well.  page-provider.mjs PORT FILE
import fs from 'node:fs';
import http from 'node:http';

const [port, mode] = process.argv.slice(2);
http.createServer((request, response) => {
  const now = request.url.startsWith('/falls') ? fs.readFileSync(mode, 'utf8').trim() : 'up';
  request.resume().on('end', () => {
    if (now === 'down') {
      request.socket.destroy();
      return;
    }
    response.setHeader('Content-Type', 'application/json');
    if (request.url.endsWith('/models')) {
      response.end('{"data":[]}');
    } else if (now === 'refuse') {
      response.statusCode = 529;
      response.setHeader('Retry-After', '40');
      response.end('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}');
    } else {
      response.end(JSON.stringify({
        type: 'message', id: 'msg_1', role: 'assistant', model: 'm', content: [{type: 'text', text: 'hello'}], stop_reason: 'end_turn',
        usage: {input_tokens: 1000, output_tokens: 40, cache_read_input_tokens: 9000, cache_creation_input_tokens: 0},
      }));
    }
  });
}).listen(Number(port), '127.0.0.1');
