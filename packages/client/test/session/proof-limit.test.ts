import { Protocomm } from '@esp-prov/device';
import { decodeVersionInfo, makeVerifier, ProvisioningError, sec2Device, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { DeviceSession, type Transport } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":2,"sec_patch_ver":1,"cap":["wifi_scan"]}}'));
const reply = utf8(info.reply?.text ?? '');
const secrets = { username: 'wifiprov', password: 'abcd1234' };

const failures = {
  refused: () => new ProvisioningError('endpoint/refused'),
  'refused, and a new cookie': () =>
    new ProvisioningError('endpoint/refused', undefined, { details: { replaced: true } }),
  'refused, and the same cookie': () =>
    new ProvisioningError('endpoint/refused', undefined, { details: { replaced: false } }),
  dropped: () => new ProvisioningError('link/lost'),
  hung: () => new ProvisioningError('link/timeout'),
  unreachable: () => new ProvisioningError('link/unreachable'),
  'not found': () => new ProvisioningError('endpoint/not-found'),
};

/** A device that does not know the secret, and how it ends the link at each proof. */
function bench(kind: Transport['kind'], failure: () => ProvisioningError) {
  const pairs = {
    wrong: makeVerifier('wifiprov', 'wrong', new Uint8Array(16).fill(0x5a)),
    right: makeVerifier('wifiprov', 'abcd1234', new Uint8Array(16).fill(0x5a)),
  };
  const seen = { proofs: 0, evil: true };
  let links = 0;
  const open = async (): Promise<Transport> => {
    const lost = new AbortController();
    const protocomm = new Protocomm({ security: sec2Device(seen.evil ? pairs.wrong : pairs.right) });
    protocomm.addSecurity('prov-session');
    const id = ++links;
    protocomm.open(id);
    const born = seen.evil;
    const transport = new ScriptedTransport(async ({ endpoint, request }) => {
      if (lost.signal.aborted || born !== seen.evil) {
        lost.abort();
        throw new ProvisioningError('link/lost', undefined, { details: { sent: false } });
      }
      if (endpoint === 'proto-ver') return reply;
      if (endpoint !== 'prov-session' || request.length >= 384) return await protocomm.handle(id, endpoint, request);
      seen.proofs++;
      if (!seen.evil) return await protocomm.handle(id, endpoint, request);
      const error = failure();
      if (error.code === 'link/lost') lost.abort(error);
      throw error;
    });
    transport.kind = kind;
    return Object.assign(transport, { lost: lost.signal });
  };
  return { open, seen };
}

/** Proofs that a stranger gets to try a password by, whatever it does to get more. */
const most = { refused: 3, unproven: 5 };

describe.each(['ble', 'http', 'console'] as const)('over %s, a device that does not know the secret', (kind) => {
  const options = { ...secrets, info, reconnect: { beforeCredentials: 10 } };
  const limit = (how: string) => (how === 'refused' || how.endsWith('the same cookie') ? most.refused : most.unproven);

  test.each(Object.entries(failures))('and at each proof is “%s” gets no more than a few', async (how, failure) => {
    const { open, seen } = bench(kind, failure);
    const clock = manualClock();
    await failureOf(clock.run(DeviceSession.connect(open, { ...options, clock })));
    expect(seen.proofs).toBeGreaterThan(0);
    expect(seen.proofs).toBeLessThanOrEqual(limit(how));
  });

  test.each(Object.entries(failures))(
    'and comes in the place of one that does (%s) gets no more',
    async (how, failure) => {
      const { open, seen } = bench(kind, failure);
      const clock = manualClock();
      seen.evil = false;
      const session = await clock.run(DeviceSession.connect(open, { ...options, clock }));
      Object.assign(seen, { evil: true, proofs: 0 });
      for (let i = 0; i < 8; i++) await failureOf(clock.run(session.refresh()));
      for (let i = 0; i < 8; i++) await failureOf(clock.run(session.request('echo', utf8('x'))));
      expect(seen.proofs).toBeLessThanOrEqual(limit(how));
      expect(await failureOf(clock.run(session.request('echo', utf8('x'))))).toMatchObject({
        code: 'session/device-unproven',
      });
    },
  );
});

test('a device that proves itself in between is talked to as long as one likes', async () => {
  const { open, seen } = bench('ble', failures.dropped);
  const clock = manualClock();
  seen.evil = false;
  const session = await clock.run(DeviceSession.connect(open, { ...secrets, info, clock }));
  for (let loss = 0; loss < 10; loss++) {
    seen.evil = true;
    await failureOf(clock.run(session.refresh()));
    seen.evil = false;
    await clock.run(session.refresh());
  }
  expect(seen.proofs).toBeGreaterThan(20);
});
