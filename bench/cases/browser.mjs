import { startBench } from '../../interop/browser/lib/bench.mjs';
import { findBrowser } from '../../interop/browser/lib/find-browser.mjs';
import { compare } from '../lib/measure.mjs';

const network = { ssid: 'myssid', passphrase: 'mypassword' };

/** Exchanges in one measurement. */
const count = 200;

async function withBench(measure) {
  const path = findBrowser('ESP_PROV_CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome']);
  if (path === undefined) return { skipped: 'no chromium; ESP_PROV_CHROMIUM may name one' };
  const bench = await startBench(path);
  try {
    return await measure(bench);
  } finally {
    await bench.close();
  }
}

const exchange = () =>
  withBench((bench) =>
    compare(
      async () => (await bench.measure(['client', count])).ms,
      async () => (await bench.measure(['bare', count])).ms,
      { pairs: 5 },
    ),
  );

/** The peer connects, and exchanges as often; what ours takes beside that are its handshake and its waits. */
const provision = () =>
  withBench(async (bench) => {
    const ours = () => bench.measure(['provision', { pop: 'abcd1234' }, network]);
    // Counted before anything is measured: how often ours asks does not change from one run to the next.
    const { exchanges } = await ours();
    const peer = () => bench.measure(['bareProvision', exchanges]);
    return await compare(
      async () => (await ours()).ms,
      async () => (await peer()).ms,
      { pairs: 5 },
    );
  });

/** What the client costs in a page, beside the browser's Bluetooth itself. Chromium with an emulated radio. */
export const cases = [
  {
    name: 'browser-exchange',
    what: 'an exchange by the client over Web Bluetooth against a write and a read',
    limit: 1.5,
    run: exchange,
  },
  {
    name: 'browser-provision',
    what: 'from the click to the connected device against a connection and as many writes and reads',
    limit: 3,
    run: provision,
  },
];
