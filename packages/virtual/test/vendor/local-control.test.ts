import { DeviceSession } from '@esp-prov/client';
import {
  decodeExampleValue,
  encodeExampleValue,
  localServices,
  localServiceTransport,
  readProperties,
  readRmakerParams,
  setProperties,
} from '@esp-prov/client/vendor';
import {
  type DeviceSecurity,
  fromHex,
  makeVerifier,
  sec0Device,
  sec1Device,
  sec2Device,
  silentLog,
  toHex,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, manualClock, memoryLink } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { releaseProfiles } from '../../src/index.ts';
import {
  exampleProperties,
  localControl,
  localControlEndpoint,
  rainmaker,
  startLocalService,
} from '../../src/vendor/index.ts';
import { powerOn } from '../support/powered-device.ts';

const pop = 'abcd1234';

async function service(security: DeviceSecurity = sec1Device({ pop })) {
  const clock = manualClock();
  const link = memoryLink();
  const lines: string[] = [];
  const log = (level: string, tag: string, text: string) => void lines.push(`${level} ${tag}: ${text}`);
  const properties = exampleProperties({ clock, log });
  const endpoints = [{ name: 'esp_local_ctrl/control', handler: localControlEndpoint(properties, log) }];
  await startLocalService({ transport: link.device, security, endpoints, log });
  const proof = { pop: () => pop, username: () => 'wifiprov', password: () => pop, allowUnproven: true, clock };
  const transport = localServiceTransport(link.connect(), localServices.espLocalCtrl);
  const session = await clock.run(DeviceSession.connect(transport, proof));
  return { clock, lines, link, session };
}

const schemes: readonly (readonly [string, () => DeviceSecurity])[] = [
  ['security 0', () => sec0Device()],
  ['security 1', () => sec1Device({ pop })],
  ['security 2', () => sec2Device({ ...makeVerifier('wifiprov', pop, fromHex('036ee0c7bcb9eda84c9eac97d93decf4')) })],
];

describe.each(schemes)("Espressif's example of local control under %s", (_, security) => {
  test('is read and set through its own version and handshake', async () => {
    const { clock, session } = await service(security());
    await clock.advance(1234);
    const properties = await readProperties(session);
    expect(properties.map(({ name, type, flags }) => [name, type, flags])).toEqual([
      ['timestamp (us)', 0, 1],
      ['property1', 1, 0],
      ['property2', 2, 1],
      ['property3', 3, 0],
    ]);
    expect(properties.map(decodeExampleValue)).toEqual([1_234_000n, 123_456_789, true, '']);
    await setProperties(session, [
      { index: 1, value: encodeExampleValue(1, -7) },
      { index: 3, value: encodeExampleValue(3, 'hello') },
    ]);
    expect((await readProperties(session, { indices: [3, 1] })).map(decodeExampleValue)).toEqual(['hello', -7]);
  });
});

test('its session says what the service is', async () => {
  const { session } = await service();
  expect(session.info).toMatchObject({ version: 'v1.0', securityVersion: 1, securityPatchVersion: 0 });
  expect(session.info.applications.get('local_ctrl')).toMatchObject({ version: 'v1.0' });
});

describe('it refuses', () => {
  test.each([
    ['a property that can only be read', [{ index: 0, value: new Uint8Array(8) }], 'timestamp (us) is read-only'],
    ['a value of another size', [{ index: 1, value: new Uint8Array(3) }], 'Invalid property size 3. Expected 4'],
    ['a property that is not there', [{ index: 4, value: utf8('x') }], 'Invalid property index 4'],
  ])('%s', async (_, values, line) => {
    const { session, lines } = await service();
    expect(await failureOf(setProperties(session, values))).toMatchObject({
      code: 'device/status',
      details: { status: 4 },
    });
    expect(lines.join('\n')).toContain(line);
  });

  test('to read one that is not there', async () => {
    const { session } = await service();
    const error = await failureOf(readProperties(session, { indices: [0, 0xffff_ffff] }));
    expect(error).toMatchObject({ code: 'device/status', details: { status: 4 } });
  });

  test('all of them where one has a wrong size, and none is set', async () => {
    const { session } = await service();
    const values = [
      { index: 3, value: utf8('new') },
      { index: 1, value: utf8('toolong') },
    ];
    await failureOf(setProperties(session, values));
    expect((await readProperties(session, { indices: [3] })).map(decodeExampleValue)).toEqual(['']);
  });

  test.each([
    ['a command without its member', '0804'],
    ['a count without its member', ''],
    ['a command with another member', '08046a00'],
    ['a number that is no command', '08025200'],
    ['what is no message', 'ff'],
  ])('%s, without an answer', async (_, hex) => {
    const { session } = await service();
    const request = hex === '' ? fromHex('c03e01') : fromHex(hex);
    expect(await failureOf(session.request('esp_local_ctrl/control', request))).toMatchObject({
      code: 'endpoint/refused',
    });
  });
});

test('a text ends at its first zero byte, and an endless one is cut', async () => {
  const { session } = await service();
  const text = async (value: Uint8Array) => {
    await setProperties(session, [{ index: 3, value }]);
    return (await readProperties(session, { indices: [3] }))[0]?.value ?? new Uint8Array();
  };
  expect(toHex(await text(utf8('ab\0cd')))).toBe('6162');
  expect(await text(new Uint8Array(3900).fill(0x61))).toHaveLength(3900);
});

test('within the session of provisioning it is an endpoint like others', async () => {
  const profile = releaseProfiles.find(({ name }) => name === 'readme') as (typeof releaseProfiles)[number];
  const { connect, clock } = await powerOn(profile, 1, { vendor: localControl() });
  const session = await clock.run(DeviceSession.connect(connect(), { pop, clock }));
  expect(await readProperties(session)).toHaveLength(4);
});

test('RainMaker Neo has its own service on the network, which lists what it offers', async () => {
  const clock = manualClock();
  const link = memoryLink();
  const { endpoints } = rainmaker()({ log: silentLog, clock, mac: fromHex('240ac4261fcc'), chip: 'esp32' });
  const security = sec1Device({ pop });
  await startLocalService({
    transport: link.device,
    security,
    kind: 'rmaker_local_ctrl',
    endpoints: endpoints.slice(2),
  });
  const transport = localServiceTransport(link.connect(), localServices.rmakerLocalCtrl);
  const session = await clock.run(DeviceSession.connect(transport, { pop, clock }));
  expect(session.info.capabilities).toEqual(['get_params', 'set_params', 'get_config']);
  expect((await readRmakerParams(session)).document).toHaveProperty('Light');
});
