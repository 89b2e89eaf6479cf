import { Protocomm } from '@esp-prov/device';
import {
  type Bytes,
  type ClientSecurity,
  type DeviceSecurity,
  decodeVersionInfo,
  fromHex,
  makeVerifier,
  sec0Client,
  sec0Device,
  sec1Client,
  sec1Device,
  sec2Client,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { decodeMessage, encodeMessage, SessionDataSchema } from '@esp-prov/protocol/messages';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner, Session } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const secrets = { username: 'wifiprov', password: 'abcd1234' };
const verifier = makeVerifier('wifiprov', 'abcd1234', fromHex('036ee0c7bcb9eda84c9eac97d93decf4'));
const long = utf8('a request of more than sixteen bytes');

/** A device with an echo, and a man in the middle who hands requests back as he is told. */
async function middleMan(security: DeviceSecurity, changeAnswer: (answer: Bytes) => Bytes = (answer) => answer) {
  const protocomm = new Protocomm({ security });
  protocomm.addSecurity('prov-session');
  for (const name of ['prov-config', 'prov-scan', 'prov-ctrl', 'custom']) {
    protocomm.add(name, (request) => Uint8Array.of(...request, 1));
  }
  protocomm.add('echo', (request) => request);
  protocomm.add('proto-ver', () => utf8('{"prov":{"ver":"v1.1","sec_ver":2,"cap":[]}}'), 'version');
  protocomm.open(1);
  /** Which of the requests so far comes back as the next answer. */
  const plan: { handBack?: number } = {};
  const sealed: Bytes[] = [];
  const transport = new ScriptedTransport(async ({ endpoint, request }) => {
    if (endpoint === 'prov-session') return changeAnswer(await protocomm.handle(1, endpoint, request));
    if (endpoint !== 'proto-ver') sealed.push(request);
    const { handBack } = plan;
    delete plan.handBack;
    return handBack === undefined ? await protocomm.handle(1, endpoint, request) : (sealed.at(handBack) as Bytes);
  });
  return { transport, plan, sealed };
}

const old = () => sec2Device({ ...verifier, patchVersion: 0 });
const oldClient = () => sec2Client({ ...secrets, patchVersion: 0 });

async function opened(device: DeviceSecurity, client: ClientSecurity) {
  const man = await middleMan(device);
  return { ...man, session: await Session.open(man.transport, client) };
}

describe('at patch level 0 of security 2, a request that is handed back as an answer', () => {
  test.each(['prov-config', 'prov-scan', 'prov-ctrl'])('of %s is refused, and ends the session', async (endpoint) => {
    const { session, plan } = await opened(old(), oldClient());
    plan.handBack = -1;
    const error = await failureOf(session.request(endpoint, utf8('x'), { allowEcho: true }));
    expect(error).toMatchObject({ code: 'session/tampered', details: { endpoint } });
    expect((await failureOf(session.request(endpoint, utf8('x')))).code).toBe('session/broken');
  });

  test('is refused as well when it is an older one, or one to another endpoint', async () => {
    for (const [index, count] of [
      [0, 1],
      [0, 255],
      [100, 255],
    ] as const) {
      const { session, plan } = await opened(old(), oldClient());
      for (let i = 0; i < count; i++) await session.request('custom', utf8(`request ${i}`));
      plan.handBack = index;
      expect((await failureOf(session.request('prov-config', long))).code).toBe('session/tampered');
    }
  });

  test('of a custom endpoint is refused, and the error names both who may have done it', async () => {
    const { session } = await opened(old(), oldClient());
    const error = await failureOf(session.request('echo', long));
    expect(error.code).toBe('session/tampered');
    expect(error.message).toMatch(/somebody on the way .* echo answers what it is sent.*allowEcho/);
  });

  test('of a custom endpoint passes where an echo is allowed', async () => {
    const { session } = await opened(old(), oldClient());
    expect(await session.request('echo', long, { allowEcho: true })).toEqual(long);
  });
});

test('a session at patch level 0 takes 256 requests, since no more are kept to be recognised', async () => {
  const { session, transport } = await opened(old(), oldClient());
  for (let i = 0; i < 256; i++) {
    expect(session.full).toBe(false);
    await session.request('custom', utf8('x'));
  }
  expect(session.full).toBe(true);
  const before = transport.seen.length;
  expect((await failureOf(session.request('custom', utf8('x')))).code).toBe('session/counter-exhausted');
  expect(transport.seen).toHaveLength(before);
  expect(session.broken).toBe(false);
});

describe('under security 1', () => {
  const open = () => opened(sec1Device({ pop: 'abcd1234' }), sec1Client({ pop: 'abcd1234' }));

  test.each([
    [16, 'session/tampered'],
    [40, 'session/tampered'],
  ])('a built-in request of %i bytes that is handed back is refused', async (length, code) => {
    const { session, plan } = await open();
    plan.handBack = -1;
    expect((await failureOf(session.request('prov-config', new Uint8Array(length)))).code).toBe(code);
  });

  test('a shorter one is not, as chance makes such answers; nor is one of a custom endpoint', async () => {
    const { session, plan } = await open();
    plan.handBack = -1;
    expect(await session.request('prov-config', new Uint8Array(15))).toHaveLength(15);
    plan.handBack = -1;
    expect(await session.request('custom', long)).toHaveLength(long.length);
  });

  test('a session takes any number of requests, and an echo is one', async () => {
    const { session } = await open();
    for (let i = 0; i < 300; i++) await session.request('prov-config', long);
    expect(session.full).toBe(false);
    expect(await session.request('echo', long)).toEqual(long);
  });
});

test('at patch level 1 the tag refuses what is handed back, and an echo passes', async () => {
  const { session, plan } = await opened(sec2Device(verifier), sec2Client({ ...secrets, patchVersion: 1 }));
  for (let i = 0; i < 300; i++) expect(await session.request('echo', long)).toEqual(long);
  plan.handBack = -1;
  expect((await failureOf(session.request('custom', long))).code).toBe('session/tampered');
});

test('under security 0 nothing is refused for being equal', async () => {
  const { session, plan } = await opened(sec0Device(), sec0Client());
  plan.handBack = -1;
  expect(await session.request('prov-config', long)).toEqual(long);
  expect(session.reusesNonce).toBe(false);
});

describe('a man in the middle who leaves sec_patch_ver out', () => {
  /** Puts sixteen bytes of his own in the place of the nonce, which nothing protects. */
  function withOwnNonce(answer: Bytes): Bytes {
    const message = decodeMessage(SessionDataSchema, answer);
    const { proto } = message;
    if (proto.case !== 'sec2' || proto.value.payload.case !== 'response1') return answer;
    proto.value.payload.value.deviceNonce = new Uint8Array(16).fill(7);
    return encodeMessage(SessionDataSchema, message);
  }

  test.each([
    ['and the nonce as it is', (answer: Bytes) => answer],
    ['and changes the nonce to the old kind', withOwnNonce],
  ])('%s, gets one request that he may hand back and cannot read, and not the credentials', async (_, change) => {
    const { transport, plan, sealed } = await middleMan(sec2Device(verifier), change);
    const provisioner = await Provisioner.connect(transport, { ...secrets, clock: manualClock() });
    plan.handBack = -1;
    expect((await failureOf(provisioner.send('custom', utf8('custom data')))).code).toBe('session/tampered');
    expect(sealed).toHaveLength(1);
    expect((await failureOf(provisioner.setWifi({ ssid: 'home', passphrase: 'password' }))).code).toBe(
      'session/broken',
    );
    expect(sealed).toHaveLength(1);
  });

  test('does no harm to a device that counts: its nonce tells', async () => {
    const { transport } = await middleMan(sec2Device(verifier));
    const provisioner = await Provisioner.connect(transport, { ...secrets, clock: manualClock() });
    for (let i = 0; i < 3; i++) expect(await provisioner.send('echo', long)).toEqual(long);
    expect(transport.seen.filter(({ endpoint }) => endpoint === 'prov-session')).toHaveLength(2);
  });
});

describe('a patch level that is demanded', () => {
  const info = (text: string) => decodeVersionInfo(utf8(text));
  const connect = async (version: string, device: DeviceSecurity, securityVersion?: 2) => {
    const { transport } = await middleMan(device);
    const options = { ...secrets, info: info(version), minimumPatchVersion: 1, securityVersion, clock: manualClock() };
    return { transport, connecting: Provisioner.connect(transport, options) };
  };

  test.each([
    ['that tells none', '{"prov":{"ver":"v1.1","sec_ver":2,"cap":[]}}'],
    ['of level 0', '{"prov":{"ver":"v1.1","sec_ver":2,"sec_patch_ver":0,"cap":[]}}'],
    ['of security 1', '{"prov":{"ver":"v1.1","sec_ver":1,"sec_patch_ver":0,"cap":["no_pop"]}}'],
    ['of security 0', '{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec"]}}'],
  ])('refuses a device %s before anything is sent', async (_, version) => {
    const { transport, connecting } = await connect(version, old());
    expect((await failureOf(connecting)).code).toBe('session/downgraded');
    expect(transport.seen).toEqual([]);
  });

  test('refuses by the nonce where firmware without its JSON tells nothing', async () => {
    const { transport, connecting } = await connect('V0.1', old(), 2);
    expect((await failureOf(connecting)).code).toBe('session/downgraded');
    expect(transport.seen).toHaveLength(2);
    const counting = await connect('V0.1', sec2Device(verifier), 2);
    expect((await counting.connecting).securityVersion).toBe(2);
  });

  test('takes a device that has it', async () => {
    const version = '{"prov":{"ver":"v1.1","sec_ver":2,"sec_patch_ver":1,"cap":[]}}';
    const { connecting } = await connect(version, sec2Device(verifier));
    expect((await connecting).securityVersion).toBe(2);
  });
});
