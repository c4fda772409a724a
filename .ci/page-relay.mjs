// A way to the server on which things go wrong: connections that are cut, that swallow everything, or that hold back what comes.
import net from 'node:net';

/** Listens on one port of this machine and passes everything on to another. */
export async function relay(from, to) {
  const pairs = new Set();
  let swallowsNew = false;
  let heldBack = null;
  let cut = null;

  const server = net.createServer(client => {
    const upstream = net.connect(to, '127.0.0.1');
    const pair = {client, upstream, swallows: swallowsNew};
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    client.on('data', data => {
      pair.holds = heldBack !== null && data.includes(heldBack);
      if (!pair.swallows) {
        upstream.write(data);
      }
    });
    upstream.on('data', data => {
      if (pair.swallows || pair.holds) {
        return;
      }
      if (cut !== null && data.includes('event: update')) {
        const done = cut;
        cut = null;
        client.write(data.subarray(0, data.indexOf('event: update') + 40), () => {
          end();
          done();
        });
        return;
      }
      client.write(data);
    });
    client.on('error', end).on('close', end);
    // Where everything is swallowed, nobody learns of an end either.
    upstream.on('error', () => pair.swallows || end()).on('close', () => pair.swallows || end());
  });
  await new Promise(resume => server.listen(from, '127.0.0.1', resume));
  return {
    /** Cuts the connection of the next event, in the middle of it. */
    cutNextEvent: () => new Promise(resume => { cut = resume; }),
    /** From now on, the connections that there are and those to come let nothing through. */
    swallow(present, future) {
      if (present) {
        pairs.forEach(pair => { pair.swallows = true; });
      }
      swallowsNew = future;
    },
    /** Lets nothing through of the responses to requests that have this text. */
    holdBack(text) {
      heldBack = text;
    },
    close() {
      pairs.forEach(({client, upstream}) => { client.destroy(); upstream.destroy(); });
      server.close();
    },
  };
}
