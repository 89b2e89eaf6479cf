import { wrapTransport } from '@esp-prov/client';
import { expect, test } from 'vitest';
import { bench } from '../support/bench.ts';

test('a scan repeats three seconds after the one before, overlaps with nothing, and ends with the list', async () => {
  let under = 0;
  let most = 0;
  const scans: number[] = [];
  await using at = await bench(1, {
    wrap: (transport, clock) =>
      wrapTransport(transport, async (endpoint, request, options) => {
        most = Math.max(most, ++under);
        if (endpoint === 'prov-scan') scans.push(clock.now());
        try {
          return await transport.exchange(endpoint, request, options);
        } finally {
          under--;
        }
      }),
  });
  await at.toNetworks();
  await at.clock.advance(20_000);
  const gaps = scans.slice(1).map((time, i) => time - (scans[i] as number));
  expect(gaps.filter((gap) => gap >= 3000).length).toBeGreaterThanOrEqual(3);
  expect(Math.max(...gaps)).toBe(3000);
  await at.join();
  const before = scans.length;
  await at.until('done');
  expect(scans).toHaveLength(before);
  expect(most).toBe(1);
});

test('credentials wait for the scan that is under way', async () => {
  await using at = await bench(1);
  at.do({ kind: 'take-way', way: 'virtual' });
  await at.until('proof');
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await at.until('networks');
  at.do({ kind: 'pick-network', key: 'other' });
  at.do({ kind: 'continue-network' });
  at.do({ kind: 'submit-other', ssid: 'home', passphrase: 'right password', isOpen: false });
  expect(at.runner.state.screen).toMatchObject({ name: 'joining', step: 'send', limitMs: 60_000 });
  await at.until('done');
});

test('nobody looks at a hidden page, so nothing is scanned for it', async () => {
  const listeners = new Set<() => void>();
  const visibility = {
    hidden: false,
    onChange: (listener: () => void, signal: AbortSignal) => {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
  };
  let scans = 0;
  await using at = await bench(1, {
    world: { visibility },
    wrap: (transport) =>
      wrapTransport(transport, (endpoint, request, options) => {
        if (endpoint === 'prov-scan') scans++;
        return transport.exchange(endpoint, request, options);
      }),
  });
  await at.toNetworks();
  visibility.hidden = true;
  await at.clock.advance(15_000);
  const before = scans;
  await at.clock.advance(60_000);
  expect(scans).toBe(before);
  visibility.hidden = false;
  for (const listener of listeners) listener();
  await at.clock.advance(10_000);
  expect(scans).toBeGreaterThan(before);
});

test('a pause ends the scans, and going on begins them', async () => {
  let scans = 0;
  await using at = await bench(1, {
    wrap: (transport) =>
      wrapTransport(transport, (endpoint, request, options) => {
        if (endpoint === 'prov-scan') scans++;
        return transport.exchange(endpoint, request, options);
      }),
  });
  await at.toNetworks();
  at.do({ kind: 'pause-scan', paused: true });
  await at.clock.advance(15_000);
  const before = scans;
  await at.clock.advance(30_000);
  expect(scans).toBe(before);
  at.do({ kind: 'pause-scan', paused: false });
  await at.clock.advance(10_000);
  expect(scans).toBeGreaterThan(before);
});

test('a page that is closed leaves nothing behind that waits', async () => {
  const at = await bench(1);
  await at.toNetworks();
  await at[Symbol.asyncDispose]();
  const before = at.states.length;
  await at.clock.advance(120_000);
  expect(at.states).toHaveLength(before);
});
