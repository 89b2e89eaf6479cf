import { type Transport, wrapTransport } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { bench, tabStorage } from '../support/bench.ts';

test('a drop before credentials are sent is no news: the link comes back by itself', async () => {
  await using at = await bench(1);
  await at.toNetworks();
  at.drop();
  await at.clock.advance(15_000);
  expect(at.runner.state.screen).toMatchObject({ name: 'networks', scan: 'repeating' });
  await at.join();
  await at.until('done');
});

test('a device that stays away says so, and can be tried again', async () => {
  await using at = await bench(1);
  await at.toNetworks();
  at.drop();
  await at.clock.advance(15_000);
  at.drop();
  expect(await at.until('trouble')).toMatchObject({ failure: { code: 'link/lost' }, remedy: 'again' });
  at.do({ kind: 'try-again' });
  const before = at.states.length;
  await at.until('networks');
  // What was typed in this run and accepted is not typed again. WCAG 2.2, 3.3.7
  expect(at.states.slice(before).map(({ screen }) => screen.name)).not.toContain('proof');
});

test('only what the device accepted is remembered, and only for this run', async () => {
  await using at = await bench(1);
  at.do({ kind: 'take-way', way: 'virtual' });
  await at.until('proof');
  at.do({ kind: 'submit-proof', pop: 'wrong' });
  await at.until('proof', ({ problem }) => problem === 'pop-refused');
  at.do({ kind: 'cancel' });
  at.do({ kind: 'take-way', way: 'virtual' });
  expect((await at.until('proof', ({ busy }) => !busy)).problem).toBeUndefined();
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await at.until('networks', ({ heard }) => heard.length > 0);
  at.do({ kind: 'cancel' });
  at.do({ kind: 'take-way', way: 'virtual' });
  await at.until('proof');
});

test('an account that was accepted is not typed again', async () => {
  await using at = await bench(2, { device: { autoStop: false } });
  await at.toNetworks();
  await at.join();
  await at.until('joining', ({ step }) => step === 'join');
  at.drop();
  await at.until('unknown');
  at.do({ kind: 'check-outcome' });
  const before = at.states.length;
  await at.until('done');
  expect(at.states.slice(before).map(({ screen }) => screen.name)).not.toContain('account');
});

test('a drop while a code is typed is no news', async () => {
  await using at = await bench(1);
  at.do({ kind: 'take-way', way: 'virtual' });
  await at.until('proof');
  at.drop();
  await at.clock.advance(5000);
  expect(at.runner.state.screen).toMatchObject({ name: 'proof', busy: false });
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await at.until('networks');
});

test('a drop on the screen of the password is no news', async () => {
  await using at = await bench(1);
  await at.toNetworks();
  at.do({ kind: 'continue-network' });
  await at.until('password');
  await at.clock.advance(5000);
  at.drop();
  at.do({ kind: 'submit-password', passphrase: 'right password' });
  await at.until('done');
});

test('a drop in a join leaves the outcome unknown, and looking again tells it', async () => {
  await using at = await bench(1, { device: { autoStop: false } });
  await at.toNetworks();
  await at.join();
  await at.until('joining', ({ step }) => step === 'join');
  at.drop();
  expect((await at.until('unknown')).failure.code).toBe('wifi/outcome-unknown');
  at.do({ kind: 'check-outcome' });
  await at.until('done');
});

/** A device behind an access point that a test can close. */
async function behindAccessPoint() {
  let isAway = false;
  const wrap = (transport: Transport) => {
    const inner = wrapTransport(transport, async (...exchange) => {
      if (isAway) throw new ProvisioningError('link/unreachable');
      return await transport.exchange(...exchange);
    });
    return Object.defineProperty(inner, 'kind', { value: 'http' });
  };
  const at = await bench(1, { wrap, device: { autoStop: false } });
  const close = (closed: boolean) => {
    isAway = closed;
  };
  return { at, close };
}

test('a device whose access point is closed while it joins is waited for, and tells then why it failed', async () => {
  const { at, close } = await behindAccessPoint();
  await using _ = at;
  await at.toNetworks();
  await at.join('wrong password');
  await at.until('joining', ({ step }) => step === 'join');
  close(true);
  await at.clock.advance(20_000);
  expect(at.runner.state.screen.name).toBe('joining');
  close(false);
  expect(await at.until('failed')).toMatchObject({ reason: 'auth-error' });
});

test('a device whose access point stays closed leaves the outcome unknown, and looking again tells it', async () => {
  const { at, close } = await behindAccessPoint();
  await using _ = at;
  await at.toNetworks();
  await at.join();
  await at.until('joining', ({ step }) => step === 'join');
  close(true);
  expect((await at.until('unknown')).failure.code).toBe('wifi/outcome-unknown');
  close(false);
  at.do({ kind: 'check-outcome' });
  await at.until('done');
});

test('a drop after a failure is no news: the password is tried over another link', async () => {
  await using at = await bench(1);
  await at.toNetworks();
  await at.join('wrong password');
  await at.until('failed');
  at.drop();
  at.do({ kind: 'submit-password', passphrase: 'right password' });
  await at.until('done');
});

test('a device that is switched off in each state ends on a screen that says so', async () => {
  for (const stage of ['proof', 'networks', 'joining', 'failed'] as const) {
    await using at = await bench(1);
    if (stage === 'proof') {
      at.do({ kind: 'take-way', way: 'virtual' });
      await at.until('proof');
    } else await at.toNetworks();
    if (stage === 'joining' || stage === 'failed') await at.join(stage === 'failed' ? 'wrong password' : undefined);
    if (stage === 'joining') await at.until('joining', ({ step }) => step === 'join');
    if (stage === 'failed') await at.until('failed');
    await at.device[Symbol.asyncDispose]();
    if (stage === 'proof') at.do({ kind: 'submit-proof', pop: 'abcd1234' });
    if (stage === 'failed') at.do({ kind: 'try-again' });
    await at.until(stage === 'joining' ? 'unknown' : 'trouble');
  }
});

test('a page that is loaded anew knows what it may say', async () => {
  const storage = tabStorage();
  await using at = await bench(1, { world: { storage }, device: { autoStop: false } });
  const reload = async () => {
    const copy = tabStorage();
    for (const [key, text] of storage.entries) copy.setItem(key, text);
    await using again = await bench(1, { world: { storage: copy } });
    return again.runner.state;
  };
  at.do({ kind: 'take-way', way: 'virtual' });
  expect((await reload()).screen).toEqual({ name: 'start', note: 'reloaded' });
  await at.until('proof');
  expect((await reload()).screen).toEqual({ name: 'start', note: 'reloaded' });
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await at.until('networks', ({ heard }) => heard.length > 0);
  expect((await reload()).screen).toEqual({ name: 'start', note: 'reloaded' });
  await at.join();
  expect(await reload()).toMatchObject({
    screen: { name: 'unknown', afterReload: true },
    network: { ssid: 'home', passphrase: '' },
    device: { way: 'virtual' },
  });
  expect([...storage.entries.values()].join()).not.toMatch(/right password|abcd1234/);
  await at.until('done');
  expect(storage.entries.size).toBe(0);
});

test('after a reload in a join the device is asked how it went', async () => {
  await using at = await bench(1, { device: { autoStop: false } });
  await at.toNetworks();
  await at.join();
  await at.until('joining', ({ step }) => step === 'join');
  await at.reload({ left: 'credentials-sent', network: 'home', way: 'virtual' });
  expect(at.runner.state.screen).toMatchObject({ name: 'unknown', afterReload: true });
  at.do({ kind: 'check-outcome' });
  await at.until('proof');
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  expect((await at.until('done')).ip4).toMatch(/^192\.168\./);
});
