import { expect, test } from 'vitest';
import { bench } from '../support/bench.ts';

test.each([
  { version: 0, secret: undefined },
  { version: 1, secret: 'proof' },
  { version: 2, secret: 'account' },
] as const)('a device of security $version gets on Wi-Fi', async ({ version, secret }) => {
  await using at = await bench(version);
  at.do({ kind: 'take-way', way: 'virtual' });
  if (secret === undefined) {
    await at.until('consent');
    at.do({ kind: 'consent', agreed: true });
  } else if (secret === 'proof') {
    await at.until('proof');
    at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  } else {
    await at.until('account');
    at.do({ kind: 'submit-account', username: 'wifiprov', password: 'abcd1234' });
  }
  const networks = await at.until('networks', ({ heard }) => heard.length > 0);
  expect(networks.heard.map(({ ssid }) => ssid)).toEqual(['corp', 'home', 'cafe']);
  expect(networks.chosen).toBe('686f6d65:3');
  at.do({ kind: 'continue-network' });
  await at.until('password');
  at.do({ kind: 'submit-password', passphrase: 'right password' });
  await at.until('joining', ({ step }) => step === 'join');
  const done = await at.until('done');
  expect(done.ip4).toMatch(/^192\.168\./);
});
