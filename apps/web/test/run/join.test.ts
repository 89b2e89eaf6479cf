import { EditableAir, parseCannedEndpoints } from '@esp-prov/virtual';
import { expect, test } from 'vitest';
import { bench } from '../support/bench.ts';

test.each([0, 1, 2] as const)(
  'under security %s a wrong password is followed by the right one, in one session',
  async (version) => {
    await using at = await bench(version);
    await at.toNetworks();
    await at.join('wrong password');
    const failed = await at.until('failed');
    expect(failed.reason).toBe('auth-error');
    expect(failed.findings.map(({ kind }) => kind)).toEqual(['reason-group', 'attempts']);
    const questions = at.states.filter(({ screen }) => screen.name === 'proof' || screen.name === 'account').length;
    at.do({ kind: 'submit-password', passphrase: 'right password' });
    await at.until('done');
    expect(at.states.filter(({ screen }) => screen.name === 'proof' || screen.name === 'account')).toHaveLength(
      questions,
    );
  },
);

test('after a failure the list is heard anew', async () => {
  await using at = await bench(1);
  await at.toNetworks();
  await at.join('wrong password');
  await at.until('failed');
  at.do({ kind: 'another-network' });
  const before = at.states.length;
  const list = await at.until('networks', () =>
    at.states
      .slice(before)
      .some(({ screen }) => screen.name === 'networks' && screen.since === 0 && screen.scan === 'repeating'),
  );
  expect(list.chosen).toBe('686f6d65:3');
  await at.clock.advance(10_000);
  expect(at.runner.state.screen).toMatchObject({ name: 'networks', scan: 'repeating' });
  at.do({ kind: 'pick-network', key: '63616665:0' });
  at.do({ kind: 'continue-network' });
  await at.until('done');
});

test('a network that vanishes, and one whose password the device does not get to try', async () => {
  const air = new EditableAir([
    { ssid: 'home', bssid: '02:00:00:00:00:01', channel: 6, rssi: -40, auth: 'WPA2_PSK', password: 'right password' },
  ]);
  await using at = await bench(1, { device: { air } });
  await at.toNetworks();
  air.replace([]);
  await at.join();
  expect((await at.until('failed')).reason).toBe('network-not-found');
});

test('attempts that are left are told', async () => {
  await using at = await bench(2, { profile: 'netprov-1.4' });
  await at.toNetworks();
  await at.join('wrong password');
  await at.until('failed');
  const told = at.states.flatMap(({ screen }) => (screen.name === 'joining' ? [screen.attemptsRemaining] : []));
  expect(told).toContain(3);
});

test('a typed name joins', async () => {
  await using at = await bench(1);
  await at.toNetworks();
  at.do({ kind: 'pick-network', key: 'other' });
  at.do({ kind: 'continue-network' });
  at.do({ kind: 'submit-other', ssid: 'home', passphrase: 'right password', isOpen: false });
  await at.until('done');
});

test('a device that joins and gets no address says so, and time is given to it', async () => {
  await using at = await bench(1, {
    device: {
      air: [
        {
          ssid: 'home',
          bssid: '02:00:00:00:00:01',
          channel: 6,
          rssi: -40,
          auth: 'WPA2_PSK',
          password: 'right password',
          ip4: '0.0.0.0',
        },
      ],
      autoStop: false,
    },
  });
  await at.toNetworks();
  await at.join();
  const before = at.clock.now();
  expect((await at.until('failed')).reason).toBe('no-address');
  expect(at.clock.now() - before).toBeGreaterThan(10_000);
});

test('the device’s own endpoint says where to go on, and an answer that is no address is none', async () => {
  for (const [answer, url] of [
    ['http://prov.local/setup', 'http://prov.local/setup'],
    ['javascript:alert(1)', 'http://192.168.1.'],
  ] as const) {
    await using at = await bench(1, {
      device: { endpoints: parseCannedEndpoints({ endpoints: { 'next-url': answer } }) },
      world: { settings: { nextUrlEndpoint: 'next-url' } },
    });
    await at.toNetworks();
    await at.join();
    const done = await at.until('done', ({ link }) => link.state !== 'trying');
    expect('url' in done.link && done.link.url).toContain(url);
  }
});

test('a device that is set up already says so, with its endpoints', async () => {
  await using at = await bench(2, { profile: 'netprov-1.4', device: { sessionOnly: {} } });
  await at.toNetworks();
  await at.join();
  await at.until('done');
  await at.clock.advance(5000);
  at.do({ kind: 'set-up-another' });
  at.do({ kind: 'take-way', way: 'virtual' });
  await at.until('account');
  at.do({ kind: 'submit-account', username: 'wifiprov', password: 'abcd1234' });
  await at.until('already');
  expect(at.runner.state.device?.endpoints).toEqual(['custom-data']);
});

test('a device that takes longer than it may is still joining, and is watched on', async () => {
  const home = { ssid: 'home', bssid: '02:00:00:00:00:01', channel: 6, rssi: -40, password: 'right password' };
  await using at = await bench(1, { device: { air: [{ ...home, auth: 'WPA2_PSK', joinMs: 70_000 }] } });
  await at.toNetworks();
  await at.join();
  const { since, limitMs } = await at.until('joining', ({ step }) => step === 'join');
  expect(limitMs).toBe(45_000);
  expect((await at.until('failed')).reason).toBe('timeout');
  expect(at.clock.now() - since).toBeGreaterThanOrEqual(45_000);
  at.do({ kind: 'try-again' });
  expect(at.runner.state.screen).toMatchObject({ name: 'joining', step: 'join' });
  await at.until('done');
});

test('a device that gets no address is given up', async () => {
  const home = { ssid: 'home', bssid: '02:00:00:00:00:01', channel: 6, rssi: -40, password: 'right password' };
  const air = [{ ...home, auth: 'WPA2_PSK', join: 'no-address' }] as const;
  await using at = await bench(1, { device: { air } });
  await at.toNetworks();
  await at.join();
  expect((await at.until('failed')).reason).toBe('timeout');
  at.do({ kind: 'submit-password', passphrase: 'another one' });
  expect((await at.until('trouble')).failure.code).toBe('device/apply-refused');
});
