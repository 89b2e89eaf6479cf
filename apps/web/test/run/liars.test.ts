import { type Transport, wrapTransport } from '@esp-prov/client';
import { type Bytes, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { findSteering, hostileTexts } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { describe as details } from '../../src/flow/describe.ts';
import { bench } from '../support/bench.ts';

/** What a device answers in place of the truth; undefined: nothing, ever. */
type Lie = (answer: () => Promise<Bytes>) => Promise<Bytes>;

const hang: Lie = () => new Promise(() => undefined);
const garbage: Lie = async () => Uint8Array.from({ length: 40 }, (_, i) => (i * 37) & 0xff);
const huge: Lie = async () => new Uint8Array(250_000).fill(0x41);
const empty: Lie = async () => new Uint8Array(0);
const hostile: Lie = async () => utf8(`{"prov":"${'\u202e'.repeat(50)}"}`);

/** Returns a transport that lies about one endpoint from its n-th exchange on. */
function lying(inner: Transport, endpoint: string, lie: Lie, from = 0): Transport {
  let count = 0;
  return wrapTransport(inner, async (asked, request, options) => {
    const answer = () => inner.exchange(asked, request, options);
    return asked === endpoint && count++ >= from ? await lie(answer) : await answer();
  });
}

const lies = { hang, garbage, huge, empty, hostile };

test.each(
  Object.entries(lies).flatMap(([name, lie]) =>
    (['proto-ver', 'prov-session', 'prov-scan', 'prov-config'] as const).map(
      (endpoint) => [name, endpoint, lie] as const,
    ),
  ),
)('a device that answers with %s at %s ends on a screen that says so', async (_name, endpoint, lie) => {
  await using at = await bench(1, {
    world: { settings: { pop: 'abcd1234' } },
    wrap: (transport) => lying(transport, endpoint, lie),
  });
  at.do({ kind: 'take-way', way: 'virtual' });
  if (endpoint === 'prov-config') {
    await at.until('networks', ({ heard }) => heard.length > 0);
    await at.join();
    const end = await at.until('trouble');
    expect(end.failure.code).toMatch(/^(message|session|link|endpoint)\//);
  } else if (endpoint === 'prov-scan') {
    // Nothing is heard, and a name can be typed all the same; or the link is of no use any more.
    await at.until('networks', ({ scan }) => scan === 'failed').catch(() => at.until('trouble'));
  } else {
    expect((await at.until('trouble')).failure.code).toMatch(/^(message|session|link|version|endpoint)\//);
  }
  const text = details(at.runner.state);
  expect(findSteering(text.replaceAll('\n', ''))).toEqual([]);
  expect(text.length).toBeLessThan(5000);
  expect(text).not.toMatch(/abcd1234|right password/);
});

test.each(['endpoint/refused', 'endpoint/not-found'] as const)(
  'a device that answers a scan with %s can be told a name that is typed',
  async (code) => {
    const refuse: Lie = async () => {
      throw new ProvisioningError(code);
    };
    await using at = await bench(1, {
      world: { settings: { pop: 'abcd1234' } },
      wrap: (transport) => lying(transport, 'prov-scan', refuse),
    });
    at.do({ kind: 'take-way', way: 'virtual' });
    await at.until('networks', ({ scan }) => scan === 'failed');
    at.do({ kind: 'pick-network', key: 'other' });
    at.do({ kind: 'continue-network' });
    at.do({ kind: 'submit-other', ssid: 'home', passphrase: 'right password', isOpen: false });
    await at.until('done');
  },
);

test.each([
  ['hangs', hang],
  ['answers garbage', garbage],
  ['answers 250 kB', huge],
] as const)('a device that %s after Apply leaves the outcome unknown', async (_name, lie) => {
  await using at = await bench(1, {
    world: { settings: { pop: 'abcd1234' } },
    // Set and Apply are answered.
    wrap: (transport) => lying(transport, 'prov-config', lie, 2),
  });
  at.do({ kind: 'take-way', way: 'virtual' });
  await at.until('networks', ({ heard }) => heard.length > 0);
  await at.join();
  const before = at.clock.now();
  expect((await at.until('unknown')).failure.code).toBe('wifi/outcome-unknown');
  expect(at.clock.now() - before).toBeLessThan(120_000);
});

test('names of networks that steer what shows them are kept as they are, and stand in no details', async () => {
  const names = Object.values(hostileTexts).filter(
    (text) => Buffer.from(text).length <= 32 && !text.includes('\0') && !/\p{Cs}/u.test(text),
  );
  const air = names.slice(0, 12).map((ssid, i) => ({
    ssid,
    bssid: `02:00:00:00:00:${(16 + i).toString(16)}`,
    channel: 6,
    rssi: -40 - i,
    auth: 'Open' as const,
  }));
  await using at = await bench(0, { device: { air } });
  await at.toNetworks();
  const { heard } = await at.until('networks', (screen) => screen.heard.length > 0);
  expect(heard.map(({ ssid }) => ssid)).toEqual(names.slice(0, 12));
  at.do({ kind: 'continue-network' });
  expect(findSteering(details(at.runner.state).replaceAll('\n', ''))).toEqual([]);
});

test('a way that is never opened comes to an end, and what opens late is closed', async () => {
  let closed = 0;
  let open: (transport: Transport) => void = () => undefined;
  const late = {
    kind: 'memory',
    endpoints: undefined,
    maxRequest: 100,
    exchange: hang,
    [Symbol.asyncDispose]: async () => void closed++,
  };
  await using at = await bench(1, {
    world: {
      openVirtual: () =>
        new Promise((resolve) => {
          open = resolve;
        }),
    },
  });
  at.do({ kind: 'take-way', way: 'virtual' });
  expect((await at.until('trouble')).failure.code).toBe('link/timeout');
  open(late as never);
  await at.clock.advance(1);
  expect(closed).toBe(1);
});

test('a way that throws what it should not is a failure of the page, with a harmless line of it', async () => {
  await using at = await bench(1, {
    world: {
      openVirtual: () => {
        throw new TypeError('\u001b[2J evil');
      },
    },
  });
  at.do({ kind: 'take-way', way: 'virtual' });
  const { failure } = await at.until('trouble');
  expect(failure.code).toBe('page/internal');
  expect(failure.details).toEqual([['error', 'TypeError: \u{fffd}[2J evil']]);
});
