// What the page does in Chromium. One line for each thing that was as expected; ends with the first that was not.
//   page.mjs TOOLS PART WORK [SCREENSHOTS]
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import {relay} from './page-relay.mjs';

const [tools, part, work, screenshots] = process.argv.slice(2);
const require = createRequire(tools + '/');
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const URL_ROOT = 'http://localhost:3456/';
const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox']});
const provider = mode => fs.writeFileSync(`${work}/mode`, mode);
const sleep = millis => new Promise(resume => setTimeout(resume, millis));

/** A page, and everything that it must not do: errors, violations of its policy, requests to elsewhere. */
async function open({root = URL_ROOT, expected = () => false, ...options} = {}, path = '') {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, timezoneId: 'Europe/Berlin', ...options});
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  page.expected = expected;
  page.on('console', message => {
    if (message.type() === 'error' && !page.expected(message.text())) {
      page.faults.push(message.text());
    }
  });
  page.on('pageerror', error => page.faults.push(String(error)));
  page.on('request', request => {
    if (!request.url().startsWith(root)) {
      page.faults.push(`asked elsewhere: ${request.url()}`);
    }
    if (/key/i.test(new URL(request.url()).search)) {
      page.faults.push(`a key in a URL: ${request.url()}`);
    }
  });
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation',
    event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  if (options.before) {
    await options.before(page);
  }
  await page.goto(root + path);
  return page;
}

async function close(page, what) {
  assert.deepEqual(page.faults, [], what);
  await page.context().close();
  console.log(`${what}: no error, no violation of the policy, nothing from elsewhere`);
}

const row = (page, name) => page.locator(`#provider-list > li[data-key="${name}"]`);
const verdict = page => page.locator('#verdict').innerText();
const freshness = page => page.locator('#freshness').innerText();
const stateOf = (page, name) => row(page, name).locator('.state').innerText();
const ofTheBrowser = text => /Failed to load resource|net::ERR_/.test(text);

async function until(what, condition, millis = 15_000) {
  const end = Date.now() + millis;
  for (;;) {
    if (await condition()) {
      return;
    }
    assert.ok(Date.now() < end, `not within ${millis} ms: ${what}`);
    await sleep(50);
  }
}

async function accessible(page, what) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run());
  assert.deepEqual(result.violations.map(each => [each.id, each.nodes.map(node => node.html).slice(0, 3)]), [], what);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${what}: ${overflow} px wider than the window`);
  console.log(`${what}: axe-core finds nothing; nothing is cut off`);
}

async function shot(page, name) {
  if (screenshots) {
    await page.screenshot({path: `${screenshots}/${name}.png`});
  }
}

const api = async (path, options = {}) => (await fetch(URL_ROOT + path, options));

const parts = {
  async paint() {
    const times = [];
    let bytes = 0;
    // The best of several: other work on this machine is not the page's.
    for (let i = 0; i < 20 && !(Math.min(...times) < 300); i++) {
      bytes = 0;
      const page = await open({before: async page => {
        const session = await page.context().newCDPSession(page);
        await session.send('Network.enable');
        session.on('Network.loadingFinished', event => { bytes += event.encodedDataLength; });
      }});
      await row(page, 'steady').waitFor();
      await page.waitForLoadState('load');
      await page.reload();
      await row(page, 'steady').waitFor();
      times.push(await page.evaluate(() => performance.getEntriesByName('first-data')[0].startTime));
      await page.waitForLoadState('load');
      assert.deepEqual(page.faults, []);
      await page.context().close();
    }
    const best = Math.min(...times);
    assert.ok(best < 300, `first paint with data after ${times.map(Math.round)} ms`);
    assert.ok(bytes < 150 * 1024, `${bytes} bytes`);
    console.log(`data after ${Math.round(best)} ms, ${Math.round(bytes / 1024)} KiB`);
  },

  async local() {
    const program = await api('');
    assert.match(program.headers.get('content-type'), /json/);
    assert.equal((await program.json()).message, 'LLMs API');
    console.log('a program gets JSON');
    const html = await api('', {headers: {accept: 'text/html'}});
    assert.match(html.headers.get('content-security-policy'), /default-src 'none'/);
    assert.doesNotMatch(html.headers.get('content-security-policy'), /unsafe/);
    const etag = html.headers.get('etag');
    assert.match(etag, /^"[0-9a-f]+(-gzip)?"$/);
    assert.equal((await api('', {headers: {accept: 'text/html', 'if-none-match': etag}})).status, 304);
    const version = (await html.text()).match(/"page\/([0-9a-f]{16})\/app\.js"/)[1];
    assert.match((await api(`page/${version}/app.js`)).headers.get('cache-control'), /immutable/);
    assert.equal((await api('page/another/app.js')).headers.get('cache-control'), 'no-cache');
    assert.equal((await api(`page/${version}/nothing.js`)).status, 404);
    assert.equal((await api(`page/${version}/..%2fWEB-INF%2fweb.xml`)).status < 500, true);
    console.log('a browser gets the page, with a policy and a strong tag');

    for (const [words, count] of [['steady/claude-1', 3], ['falls/claude-2', 2]]) {
      for (let i = 0; i < count; i++) {
        await api('v1/messages', {method: 'POST', headers: {'content-type': 'application/json'},
          body: JSON.stringify({model: words, max_tokens: 9, messages: [{role: 'user', content: 'hi'}]})});
      }
    }
    const page = await open();
    await row(page, 'steady').waitFor();
    assert.match(await verdict(page), /closed is down: it refuses connections/);
    assert.match(await page.title(), /^✕ 1 down/);
    assert.match(await row(page, 'steady').innerText(), /Up/);
    assert.match(await freshness(page), /CCProxy is serving; 2 of 3 providers can be used\. Live\./);
    console.log('says at once what is well and what is not');

    for (const [mode, word] of [['down', 'Down'], ['up', 'Up']]) {
      provider(mode);
      await until(`the server knows that it is ${mode}`, async () =>
        (await (await api('status/providers/falls')).json()).state === mode);
      const known = Date.now();
      await until(`the page says ${word}`, async () => (await row(page, 'falls').locator('.state').innerText()) === word);
      const late = Date.now() - known;
      assert.ok(late < 1000, `${word} ${late} ms late`);
      console.log(`it is ${word} on the screen ${late} ms after the server knows`);
      if (mode === 'down') {
        assert.match(await verdict(page), /2 of 3 providers are down: /);
        await shot(page, 'trouble');
        await until('the incident', async () => /falls has been down for/.test(await page.locator('#incident-list').innerText()), 20_000);
      }
    }
    await until('the incident is over', async () => /falls was down for [^:]*: [\d:]+ to [\d:]+/.test(await page.locator('#incident-list').innerText()), 30_000);
    console.log('the incident is listed, with its duration');

    provider('refuse');
    await api('v1/messages', {method: 'POST', headers: {'content-type': 'application/json'},
      body: '{"model":"falls/claude-2","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}'});
    provider('up');
    await page.reload();
    await row(page, 'steady').waitFor();
    await until('the traffic', async () => /By provider/.test(await page.locator('#traffic').innerText()));
    const traffic = await page.locator('#traffic').innerText();
    assert.match(traffic, /steady\s+Up\s+3\s+0/);
    assert.match(traffic, /6 requests, 1 failed; 50K tokens in, 200 out; 90\.0 % of the input was read from the prompt cache/);
    assert.match(await row(page, 'falls').locator('.request').innerText(), /\d+ s ago\s+too much to do/);
    assert.match(await row(page, 'steady').locator('.request').innerText(), /none seen/);
    assert.match(traffic, /falls\s+Up\s+3\s+1\s+too much to do/);
    await page.locator('details[data-name="failures"] summary').click();
    assert.match(await page.locator('details[data-name="failures"]').innerText(), /too much to do\s+falls\s+claude-2\s+local\s+529/);
    console.log('tells a failure of the traffic from one of the checks');
    assert.match(await row(page, 'falls').locator('.reason').innerText(), /⚠ The gateway leaves claude-2 alone for \d+ s: too much to do\./);
    assert.doesNotMatch(await row(page, 'steady').locator('.reason').innerText(), /alone/);
    assert.match(traffic, /client local\s+requests a minute\s+6\s+94\s+100/);
    console.log('tells what rests though its checks are well, and what is left of a limit');
    await until('the usage', async () => /requests this month/.test(await page.locator('#usage').innerText()));
    assert.match(await page.locator('#usage').innerText(), /This month by model and provider/);
    console.log('tells what was used this month');

    await page.locator('body').focus();
    await row(page, 'closed').locator('button.name').focus();
    await page.keyboard.press('Enter');
    await row(page, 'closed').locator('.uplot').first().waitFor();
    assert.equal(await row(page, 'closed').locator('.uplot').count(), 3);
    await row(page, 'closed').getByRole('button', {name: '7 days'}).click();
    await row(page, 'closed').locator('.uplot').first().waitFor();
    assert.equal(await page.getByRole('button', {name: 'Look again now'}).count(), 0);
    await row(page, 'closed').getByText('The charts as numbers').click();
    await row(page, 'closed').getByText('The numbers of the charts').waitFor();
    console.log('the keyboard opens the details, with charts and their numbers');
    await shot(page, 'provider');
    await close(page, 'all of that');
  },

  /** After local: what happened there is shown. */
  async looks() {
    const page = await open();
    await until('the traffic', async () => /By provider/.test(await page.locator('#traffic').innerText()));
    await page.locator('details[data-name="failures"] summary').click();
    await row(page, 'closed').locator('button.name').click();
    await row(page, 'closed').getByText('The charts as numbers').click();
    await row(page, 'closed').getByText('The numbers of the charts').waitFor();
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({colorScheme: scheme});
      for (const width of [360, 1280, 2560]) {
        await page.setViewportSize({width, height: 900});
        await sleep(500);
        await accessible(page, `${scheme}, ${width} px`);
      }
    }
    await close(page, 'all of that');
    for (const [name, options, path] of [['light', {}, ''], ['dark', {colorScheme: 'dark'}, ''],
      ['phone', {viewport: {width: 360, height: 780}}, ''], ['wall', {viewport: {width: 2560, height: 1080}, colorScheme: 'dark'}, '?kiosk']]) {
      const other = await open(options, path);
      await row(other, 'steady').locator('.strip').waitFor();
      await until('the traffic', async () => /By provider|^$/.test(await other.locator('#traffic').innerText()));
      await accessible(other, name);
      await shot(other, name);
      await close(other, name);
    }

    const past = await open({before: page => page.route('**/status/history?from=7d*', async route => {
      const response = await route.fetch();
      const report = await response.json();
      const ago = hours => new Date(Date.now() - 3_600_000 * hours).toISOString();
      report.incidents = [{provider: 'falls', node: report.nodes[0], began_at: ago(70), ended_at: ago(10), end_known: true,
        ongoing: false, duration_seconds: 216_000, unknown_seconds: 0, more_reasons: 0,
        reasons: [{reason: 'dns_failure', duration_seconds: 216_000}]}];
      await route.fulfill({response, json: report});
    })});
    await past.getByText('was still down until').waitFor();
    const days = await past.locator('.day-list').allInnerTexts();
    assert.match(days.find(text => /was down for/.test(text)), /^\w+day, .*\s+falls was down for 2 d 12 h: [\d:]+ to /);
    assert.ok(days.some(text => /falls was still down all day, for 2 d 12 h in all, since /.test(text)), days.join());
    await close(past, 'an outage of several days is found on each of them');

    const polling = await open({before: page => page.route('**/status/events', route => route.abort()), expected: text => /Failed to load resource/.test(text)});
    await row(polling, 'steady').waitFor();
    provider('down');
    await until('polling shows it', async () => (await row(polling, 'falls').locator('.state').innerText()) === 'Down');
    provider('up');
    await until('polling shows it', async () => (await row(polling, 'falls').locator('.state').innerText()) === 'Up');
    polling.faults = polling.faults.filter(text => !/ERR_FAILED/.test(text));
    await close(polling, 'without events it polls');
  },

  async silent() {
    const pid = Number(fs.readFileSync(`${work}/server`, 'utf8'));
    const page = await open({expected: text => /Failed to load resource/.test(text)});
    await row(page, 'steady').waitFor();
    process.kill(pid, 'SIGSTOP');
    try {
      await until('nothing is heard', async () => /Nothing heard for/.test(await page.locator('#freshness').innerText()), 20_000);
      console.log('says after seconds that it hears nothing');
      await until('it is loud', async () => /cannot be reached/.test(await verdict(page)), 60_000);
      assert.match(await freshness(page), /What is below is .* old/);
      assert.equal(await page.locator('#content').getAttribute('data-old'), 'true');
      assert.match(await page.locator('#icon').getAttribute('href'), /down/);
      await shot(page, 'silent');
      console.log('says loudly that the server cannot be reached, and how old the figures are');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until('it is back', async () => /is down: it refuses/.test(await verdict(page)), 30_000);
    console.log('is back by itself');
    await close(page, 'all of that');
  },

  async slow() {
    const start = Date.now();
    const page = await open({before: async opening => {
      const session = await opening.context().newCDPSession(opening);
      await session.send('Network.enable');
      // A bad mobile connection.
      await session.send('Network.emulateNetworkConditions',
        {offline: false, latency: 1000, downloadThroughput: 25_000, uploadThroughput: 25_000});
    }});
    await row(page, 'steady').waitFor({timeout: 60_000});
    console.log(`with 200 kbit/s and a second of latency, the data are on the screen after ${Math.round((Date.now() - start) / 1000)} s`);
    await until('it is live', async () => /Live\./.test(await freshness(page)));
    provider('down');
    await until('a slow page shows it', async () => await stateOf(page, 'falls') === 'Down', 20_000);
    provider('up');
    await until('a slow page shows it', async () => await stateOf(page, 'falls') === 'Up', 20_000);
    assert.match(await freshness(page), /Live\./);
    console.log('a slow page is live');
    await close(page, 'all of that');
  },

  async cut() {
    const way = await relay(3457, 3456);
    const root = 'http://localhost:3457/';
    const page = await open({root, expected: ofTheBrowser});
    const resumed = [];
    page.on('request', request => {
      if (request.url().endsWith('/status/events')) {
        resumed.push(request.headers()['last-event-id']);
      }
    });
    await row(page, 'steady').waitFor();

    // In the middle of an event: what has come of it is nothing.
    for (let i = 0; i < 3; i++) {
      await way.cutNextEvent();
      await until('it listens again', async () => resumed.length > i, 10_000);
    }
    assert.doesNotMatch(await verdict(page), /cannot be reached/);
    assert.ok(resumed.every(id => /^[0-9a-f]+-\d+$/.test(id)), `it says what it knows: ${resumed}`);
    provider('down');
    await until('the page shows it', async () => await stateOf(page, 'falls') === 'Down');
    provider('up');
    await until('the page shows it', async () => await stateOf(page, 'falls') === 'Up');
    console.log('events that are cut in the middle go on after the last one that was whole');

    // The connection of the events is dead, and nobody has told the browser; others work.
    way.swallow(true, false);
    let swallowed = Date.now();
    provider('down');
    await until('the page shows it', async () => await stateOf(page, 'falls') === 'Down', 25_000);
    console.log(`with a connection that is half open, a change is on the screen after ${Math.round((Date.now() - swallowed) / 1000)} s`);
    await until('it is live', async () => /Live\./.test(await freshness(page)));
    assert.equal(await page.locator('#content').getAttribute('data-old'), null);
    provider('up');
    await until('the page shows it', async () => await stateOf(page, 'falls') === 'Up');

    // Nothing gets through at all, and nobody says so.
    way.swallow(true, true);
    swallowed = Date.now();
    await until('nothing is heard', async () => /Nothing heard for/.test(await freshness(page)), 20_000);
    const quiet = Date.now() - swallowed;
    await until('it is loud', async () => /cannot be reached/.test(await verdict(page)), 25_000);
    assert.match(await freshness(page), /What is below is .* old/);
    assert.equal(await page.locator('#content').getAttribute('data-old'), 'true');
    console.log(`when nothing gets through, it says so after ${Math.round(quiet / 1000)} s, and loudly after ${Math.round((Date.now() - swallowed) / 1000)} s`);
    await shot(page, 'half-open');
    way.swallow(true, false);
    swallowed = Date.now();
    await until('it is back', async () => /Live\./.test(await freshness(page)), 60_000);
    assert.equal(await page.locator('#content').getAttribute('data-old'), null);
    console.log(`is back ${Math.round((Date.now() - swallowed) / 1000)} s after the next connection gets through`);
    await close(page, 'all of that');

    // Something on the way keeps the events until there are many.
    way.holdBack('GET /status/events');
    const start = Date.now();
    const held = await open({root, expected: ofTheBrowser});
    await row(held, 'steady').waitFor();
    console.log(`where events are held back, the data are on the screen after ${Math.round((Date.now() - start) / 1000)} s`);
    for (const [mode, word] of [['down', 'Down'], ['up', 'Up']]) {
      provider(mode);
      await until(`the server knows that it is ${mode}`, async () =>
        (await (await api('status/providers/falls')).json()).state === mode);
      const known = Date.now();
      await until('the page shows it', async () => await stateOf(held, 'falls') === word);
      assert.ok(Date.now() - known < 4000, `${Date.now() - known} ms late`);
      await until('it is live', async () => /Live\./.test(await freshness(held)), 3000);
    }
    await close(held, 'where events are held back, it polls');
    way.close();
  },

  async idle() {
    const pid = Number(fs.readFileSync(`${work}/server`, 'utf8'));
    // Fields 14 and 15 of proc_pid_stat(5), in hundredths of a second.
    const used = () => {
      const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
      return 10 * (Number(fields[11]) + Number(fields[12]));
    };
    const during = async () => {
      const before = used();
      await sleep(30_000);
      return used() - before;
    };
    const shares = [];
    let words = '';
    // The first of several that is good: what else the server has to do is not the page's.
    for (let i = 0; i < 4 && !(shares.at(-1) < 0.01); i++) {
      const without = await during();
      const page = await open();
      await row(page, 'steady').waitFor();
      await sleep(5000);
      const withIt = await during();
      shares.push((withIt - without) / 30_000);
      words = `${(withIt / 300).toFixed(2)} % of a core with a page open and nothing changing, ${(without / 300).toFixed(2)} % without it`;
      await close(page, 'a page that nobody touches');
    }
    assert.ok(shares.at(-1) < 0.01, `${shares} of a core for one page`);
    console.log(`the server takes ${words}`);
  },

  async away() {
    const page = await open({expected: text => /Failed to load resource|ERR_/.test(text)});
    await row(page, 'steady').waitFor();
    fs.writeFileSync(`${work}/open`, '');
    await until('it is away', async () => /cannot be reached|stopping/.test(await verdict(page)), 60_000);
    console.log('says that the server is away');
    // It comes back with keys that this page does not have.
    await page.locator('#sign-in').waitFor({timeout: 120_000});
    assert.equal(await row(page, 'steady').isVisible(), false);
    console.log('asks for a key when the server is back and wants one');
    await close(page, 'all of that');
  },

  async keys() {
    const page = await open({expected: text => /status of 401|status of 429/.test(text)});
    await page.locator('#sign-in').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'key');
    await accessible(page, 'the form');
    await page.locator('#key').fill('wrong\u200bkey');
    await page.keyboard.press('Enter');
    await until('it says so', async () => /only letters, digits and signs/.test(await page.locator('#sign-in-error').innerText()));
    console.log('a key with a character that cannot be seen is told');
    await page.locator('#key').fill('wrong-key');
    await page.keyboard.press('Enter');
    await until('it says so', async () => /not valid/.test(await page.locator('#sign-in-error').innerText()));
    console.log('a wrong key is told');
    await page.locator('#key').fill('client-key');
    await page.keyboard.press('Enter');
    await row(page, 'falls').waitFor();
    await until('who it is', async () => /alice, team platform: client/.test(await page.locator('#facts').innerText()));
    await row(page, 'falls').locator('button.name').click();
    await row(page, 'falls').locator('.uplot').first().waitFor();
    assert.equal(await page.getByRole('button', {name: /Look again|Take out of rotation/}).count(), 0);
    assert.equal(await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie + location.href).then(text => /client-key/.test(text)), false);
    await page.reload();
    await page.locator('#sign-in').waitFor();
    console.log('a client sees, may not change, and is forgotten with the page');

    await page.locator('#key').fill('operator-key');
    await page.locator('#remember').check();
    await page.getByRole('button', {name: 'Show the status'}).click();
    await row(page, 'falls').waitFor();
    await page.reload();
    await row(page, 'falls').waitFor();
    assert.equal(await page.evaluate(() => JSON.stringify(localStorage) + document.cookie + location.href).then(text => /operator-key/.test(text)), false);
    await row(page, 'falls').locator('button.name').click();
    await row(page, 'falls').getByRole('button', {name: 'Look again now'}).click();
    await row(page, 'falls').getByText('It is being checked.').waitFor();
    console.log('an operator looks again, and is remembered in this tab');

    const hostile = '<img src=x onerror=alert(1)>"\'&{{7*7}} \u202Eevil';
    await page.locator('#note').fill(hostile.replace('\u202E', ''));
    await page.locator('#length').selectOption('15');
    await page.getByRole('button', {name: 'Take out of rotation'}).click();
    await until('the maintenance', async () => /^\W*Maintenance/.test(await verdict(page)));
    assert.ok((await page.locator('#alerts').innerText()).includes('<img src=x onerror=alert(1)>'));
    assert.equal(await page.locator('#alerts img').count(), 0);
    await accessible(page, 'a maintenance');
    await shot(page, 'maintenance');
    page.expected = text => /status of (401|429|503)/.test(text);
    await page.getByRole('button', {name: 'End the maintenance'}).click();
    await until('it is over', async () => /providers are up/.test(await verdict(page)));
    console.log('a maintenance begins and ends, and its note is text');
    page.faults = page.faults.filter(text => !/status of 503/.test(text));
    await page.getByRole('button', {name: 'Sign out'}).click();
    await page.locator('#sign-in').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await close(page, 'all of that');
  },

  async hundred() {
    const page = await open({before: page => page.addInitScript(() => sessionStorage.setItem('ccproxy-key', 'monitor-key'))});
    await until('a hundred rows', async () => (await page.locator('#provider-list > li').count()) === 100);
    assert.match(await verdict(page), /All 100 providers are up/);
    provider('down');
    await until('what is wrong is first', async () =>
      /^falls\s*Down/.test(await page.locator('#provider-list > li').first().innerText()));
    await shot(page, 'hundred');
    provider('up');
    await until('all is well', async () => /All 100 providers are up/.test(await verdict(page)));
    await accessible(page, 'a hundred providers');
    // Ninety days of history, as the server has them in its responses.
    await page.route('**/status/providers/falls/history?from=30d', async route => {
      const response = await route.fetch();
      const report = await response.json();
      const [history] = report.providers;
      const step = 1000 * report.step_seconds;
      history.points.forEach((point, index) => {
        if (index % 7 !== 3) {
          Object.assign(point, {at: new Date(Date.parse(report.from) + index * step).toISOString(), availability: index % 5 ? 1 : 0.5,
            up_seconds: 3600, down_seconds: index % 5 ? 0 : 1800, checks: 240, failed_checks: index % 5 ? 0 : 120,
            latency_ms: {dns: 1, connect: 2, tls: 3, first_byte: 50, total: 60, max: 100}});
        }
      });
      await route.fulfill({response, json: report});
    });
    await row(page, 'falls').locator('button.name').click();
    await row(page, 'falls').getByRole('button', {name: '30 days'}).click();
    await until('the charts', async () => (await row(page, 'falls').locator('.uplot').count()) === 3);
    console.log('a month of history is drawn');
    const task = await page.context().newCDPSession(page);
    await task.send('Performance.enable');
    const used = async () => (await task.send('Performance.getMetrics')).metrics.find(each => each.name === 'TaskDuration').value;
    await row(page, 'falls').locator('button.name').click();
    const before = await used();
    await sleep(10_000);
    console.log(`the browser works for ${((await used() - before) * 100).toFixed(0)} ms in ten seconds, with a check of each provider every two`);
    await close(page, 'all of that');
  },
};

try {
  await parts[part]();
} finally {
  provider('up');
  await browser.close();
}
