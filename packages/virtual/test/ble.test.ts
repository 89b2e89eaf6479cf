import { bleTransport, Provisioner } from '@esp-prov/client';
import {
  bleServiceUuids,
  builtInEndpoints,
  characteristicUuid,
  isProvisioningError,
  type SecurityVersion,
  utf8,
} from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { bleOptions, type ReleaseProfile, releaseProfiles } from '../src/index.ts';
import { idf32 } from '../src/profiles/idf-3.2.ts';
import { idf53 } from '../src/profiles/idf-5.3.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import { netprov12 } from '../src/profiles/netprov-1.2.ts';
import { readme } from '../src/profiles/readme.ts';
import { type BleDevice, powerOnBle } from './support/ble-device.ts';
import { powerOn } from './support/powered-device.ts';

const cases = releaseProfiles.flatMap((profile) =>
  profile.ble.hosts.flatMap((host) => profile.schemes.map((scheme) => ({ name: profile.name, profile, host, scheme }))),
);

const code = (error: unknown) => (isProvisioningError(error) ? error.code : error);

/** Returns the lines of the log without their times, of these tags. */
function lines({ serial }: Pick<BleDevice, 'serial'>, ...tags: readonly string[]): string[] {
  return serial
    .map((line) => line.replace(/ \(\d+\)/, ''))
    .filter((line) => tags.some((tag) => line.includes(`${tag}:`)));
}

describe.each(cases)('a device of $name over $host under security $scheme', ({ profile, host, scheme }) => {
  test('is found by its name, provisioned, and then gone', async () => {
    const device = await powerOnBle(profile, scheme, { host });
    const provisioner = await device.provisioner();
    const last = await device.provision(provisioner, 'home', 'right password');
    expect(last).toMatchObject({ kind: 'connected', connection: { ip4: '192.168.1.42' } });
    await device.clock.advance(5000);
    expect(device.events).toContainEqual({ kind: 'service-ended' });
    const looked = await device.clock.run(device.openLink({}).catch((error: unknown) => error));
    expect(code(looked)).toBe('bluetooth/not-found');
  });

  test.runIf(scheme > 0)('refuses a wrong secret, and takes the right one next', async () => {
    const device = await powerOnBle(profile, scheme, { host });
    const refused = await device.provisioner({ pop: 'guess', password: 'guess' }).catch((error: unknown) => error);
    expect(code(refused)).toBe('session/proof-mismatch');
    await device.clock.advance(1000);
    const last = await device.provision(await device.provisioner(), 'home', 'right password');
    expect(last.kind).toBe('connected');
  });
});

describe('the options of a release', () => {
  const options = (name: string, ...host: Parameters<typeof bleOptions> extends [unknown, ...infer H] ? H : never) =>
    bleOptions(releaseProfiles.find((each) => each.name === name) as ReleaseProfile, ...host);

  test('name the service of its example', () => {
    expect(options('readme').service).toBe(bleServiceUuids.example);
    expect(options('idf-3.3').service).toBe(bleServiceUuids.example);
    expect(options('idf-3.2').service).toBe(bleServiceUuids.legacy);
  });

  test('name its stacks, the one of its example first', () => {
    expect(options('idf-5.5').host).toBe('nimble');
    expect(options('idf-3.3').host).toBe('bluedroid');
    expect(() => options('idf-3.3', 'nimble')).toThrow(/idf-3\.3 cannot be built with nimble, only with bluedroid/);
  });

  test('wipe the last answer and check lengths in v5.5.5, and neither before nor in v6.0', () => {
    const keeps = releaseProfiles.filter((profile) => bleOptions(profile).rules?.keepsLastValue);
    expect(keeps.map(({ name }) => name)).toEqual([
      'idf-3.2',
      'idf-3.2-beta',
      'idf-3.3',
      'idf-4.2',
      'idf-4.4',
      'idf-5.3',
      'netprov-1.2-idf6.0.1',
      'netprov-1.2-idf6.0.2',
    ]);
    expect(options('idf-5.3', 'nimble').rules).toMatchObject({ longAnswer: 'cut' });
    expect(options('idf-5.3', 'bluedroid').rules).toMatchObject({ longAnswer: 'dropped', emptyWrite: 'handled' });
    expect(options('idf-5.5', 'bluedroid').rules).toEqual({});
  });

  test('have shorter values in Bluedroid without security 2', () => {
    expect(options('idf-4.4', 'bluedroid').rules).toMatchObject({ maxValue: 257 });
    expect(options('idf-4.4', 'nimble').rules).not.toHaveProperty('maxValue');
    expect(options('idf-5.3', 'bluedroid').rules).not.toHaveProperty('maxValue');
  });
});

describe('firmware v3.2.0', () => {
  test('names no endpoints, and is used by its slots', async () => {
    const device = await powerOnBle(idf32, 1);
    const connection = await device.clock.run(found(device));
    const [service] = connection.services;
    expect(service?.uuid).toBe(bleServiceUuids.legacy);
    expect(service?.characteristics.map(({ uuid, descriptors }) => [uuid, descriptors.length])).toEqual([
      ['0000ff51-0000-1000-8000-00805f9b34fb', 0],
      ['0000ff52-0000-1000-8000-00805f9b34fb', 0],
      ['0000ff53-0000-1000-8000-00805f9b34fb', 0],
    ]);
    const transport = await bleTransport(connection, { clock: device.clock });
    expect([...(transport.endpoints ?? [])]).toEqual(['prov-session', 'prov-config', 'proto-ver']);
    expect(await device.clock.run(transport.exchange('proto-ver', utf8('V0.1')))).toEqual(utf8('V0.1'));
    const refused = await transport.exchange('prov-scan', utf8('x')).catch((error: unknown) => error);
    expect(code(refused)).toBe('endpoint/not-found');
  });

  test('keeps 16-bit characteristics in a service of the application, which a client has to be told', async () => {
    const service = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
    const device = await powerOnBle(idf32, 1, { ble: { service } });
    const connection = await device.clock.run(found(device));
    const untold = await bleTransport(connection, { clock: device.clock }).catch((error: unknown) => error);
    expect(code(untold)).toBe('bluetooth/no-provisioning');
    const transport = await bleTransport(connection, { clock: device.clock, service });
    expect(await device.clock.run(transport.exchange('proto-ver', utf8('V0.1')))).toEqual(utf8('V0.1'));
  });
});

test('what the last client read is left for the next one before v5.5.5, and not after', async () => {
  const left: Record<string, number> = {};
  for (const profile of [idf53, idf55]) {
    const device = await powerOnBle(profile, 1);
    const provisioner = await device.provisioner();
    await device.clock.run(provisioner.scan());
    await provisioner[Symbol.asyncDispose]();
    const connection = await device.clock.run(found(device));
    const scan = connection.services[0]?.characteristics[1];
    left[profile.name] = (await device.clock.run(scan?.read() as Promise<Uint8Array>)).length;
  }
  expect(left).toEqual({ 'idf-5.3': expect.any(Number), 'idf-5.5': 0 });
  expect(left['idf-5.3']).toBeGreaterThan(20);
});

describe('the log', () => {
  const run = async (profile: ReleaseProfile, scheme: SecurityVersion, more: Parameters<typeof powerOnBle>[2] = {}) => {
    const device = await powerOnBle(profile, scheme, { resetOnFailure: false, ...more });
    const provisioner = await device.provisioner();
    await device.provision(provisioner, 'home', 'right password');
    await device.clock.advance(1500);
    return device;
  };

  test('logs memory and links in the order of the original', async () => {
    const told = lines(await run(idf55, 1), 'app', 'wifi_prov_mgr', 'wifi_prov_scheme_ble');
    expect(told.filter((line) => !line.startsWith('D ') && !/Hello World|Connected with IP/.test(line))).toEqual([
      'I wifi_prov_scheme_ble: BT memory released',
      'I app: Starting provisioning',
      'I app: Provisioning started',
      'I wifi_prov_mgr: Provisioning started with service name : PROV_261FCC ',
      'I app: BLE transport: Connected!',
      'I app: Secured session established!',
      expect.stringMatching(/^I app: Received Wi-Fi credentials/),
      'I wifi_prov_mgr: STA Got IP',
      'I app: Provisioning successful',
      'I wifi_prov_mgr: Provisioning stopped',
      'I app: BLE transport: Disconnected!',
      'I wifi_prov_scheme_ble: BTDM memory released',
    ]);
  });

  test.each([
    ['nimble', 'protocomm_nimble'],
    ['bluedroid', 'protocomm_ble'],
  ] as const)('logs a refused request over %s, and why, as the client gets no reason', async (host, tag) => {
    const device = await powerOnBle(idf55, 1, { host });
    await device.provisioner({ pop: 'guess' }).catch(() => undefined);
    expect(
      lines(device, tag, 'security1', 'esp-prov')
        .filter((line) => !line.startsWith('D '))
        .slice(-4),
    ).toEqual([
      'E security1: Key mismatch. Close connection',
      'E security1: Session setup error -1',
      expect.stringMatching(/^I esp-prov: a request to prov-session is refused: ./),
      `E ${tag}: Invalid content received, killing connection`,
    ]);
  });

  test('logs a link that is lost at once, and the next one', async () => {
    const device = await powerOnBle(idf55, 1);
    await device.provisioner();
    device.radio.drop();
    await device.provisioner();
    expect(lines(device, 'app').filter((line) => line.includes('BLE transport'))).toEqual([
      'I app: BLE transport: Connected!',
      'I app: BLE transport: Disconnected!',
      'I app: BLE transport: Connected!',
    ]);
  });

  test('logs links only since v5.1, never under security 0, and not in the README', async () => {
    const told = async (profile: ReleaseProfile, scheme: SecurityVersion) =>
      lines(await run(profile, scheme), 'app').filter((line) => line.includes('BLE transport')).length;
    const counts: Record<string, number> = {};
    for (const profile of releaseProfiles) counts[profile.name] = await told(profile, 1);
    expect(counts).toEqual({
      readme: 0,
      'idf-3.2': 0,
      'idf-3.2-beta': 0,
      'idf-3.3': 0,
      'idf-4.2': 0,
      'idf-4.4': 0,
      'idf-5.3': 2,
      'idf-5.5': 2,
      'netprov-1.2': 2,
      'netprov-1.2-idf6.0.1': 2,
      'netprov-1.2-idf6.0.2': 2,
      'netprov-1.4': 2,
    });
    expect(await told(idf55, 0)).toBe(0);
  });

  test('has the name of network_provisioning, and none without a manager', async () => {
    expect(lines(await run(netprov12, 1), 'network_prov_scheme_ble')).toHaveLength(2);
    const without = await run(idf32, 1);
    expect(without.serial.filter((line) => line.includes('memory released'))).toEqual([]);
  });

  test('does not tell that memory is freed where Bluetooth stays on', async () => {
    for (const afterStop of ['disconnect', 'stay-connected'] as const) {
      const device = await run(idf55, 1, { ble: { afterStop } });
      expect(lines(device, 'wifi_prov_scheme_ble')).toEqual(['I wifi_prov_scheme_ble: BT memory released']);
    }
  });

  test('of a device that is provisioned already frees all memory at once', async () => {
    const { device } = await run(readme, 1);
    const again = await powerOnBle(readme, 1, { flash: device.flash });
    await again.clock.advance(3000);
    expect(lines(again, 'app', 'wifi_prov_scheme_ble').slice(0, 3)).toEqual([
      'I wifi_prov_scheme_ble: BT memory released',
      'I app: Already provisioned, starting Wi-Fi STA',
      'I wifi_prov_scheme_ble: BTDM memory released',
    ]);
    expect(code(await again.clock.run(again.openLink({}).catch((error: unknown) => error)))).toBe(
      'bluetooth/not-found',
    );
  });

  test('of another transport tells nothing of Bluetooth', async () => {
    const { serial } = await powerOn(idf55, 1);
    expect(serial.filter((line) => line.includes('scheme_ble'))).toEqual([]);
  });
});

test('Bluetooth that stays on keeps the client’s link, or ends it, as the option says', async () => {
  for (const [afterStop, lost] of [
    ['stay-connected', false],
    ['disconnect', true],
    ['off', true],
  ] as const) {
    const device = await powerOnBle(idf55, 1, { ble: { afterStop } });
    const transport = await device.clock.run(device.openLink({}));
    const provisioner = await device.clock.run(
      Provisioner.connect(transport, { pop: 'abcd1234', clock: device.clock }),
    );
    expect((await device.provision(provisioner, 'home', 'right password')).kind).toBe('connected');
    await device.clock.advance(2000);
    expect(device.events).toContainEqual({ kind: 'service-ended' });
    expect(transport.lost?.aborted).toBe(lost);
    // The attributes no longer answer, whatever happened to the link.
    const after = await transport.exchange('proto-ver', utf8('x')).catch((error: unknown) => error);
    expect(code(after)).toBe(lost ? 'link/lost' : 'endpoint/refused');
  }
});

test('a device can be driven by hand: the operations of a provisioning are two for each exchange', async () => {
  const device = await powerOnBle(idf55, 2);
  const counts: Record<string, number> = {};
  device.radio.air.fault = ({ kind }) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    return undefined;
  };
  const provisioner = await device.provisioner();
  await device.provision(provisioner, 'home', 'right password');
  // Version, two of the handshake, Set, Apply, a poll every half second for 2.8 s; five built-in endpoints and custom-data have a name each.
  expect(counts).toEqual({ connect: 1, 'read-descriptor': builtInEndpoints.length + 1, write: 12, read: 12 });
});

test('a scan over Bluetooth asks for four networks at once', async () => {
  const air = Array.from({ length: 10 }, (_, i) => ({
    ssid: `network ${i} with a name of 32 byte`.slice(0, 32).padEnd(32, '.'),
    bssid: `02:00:00:00:00:${(i + 16).toString(16)}`,
    channel: 1 + i,
    rssi: -40 - i,
    auth: 'Open' as const,
  }));
  const device = await powerOnBle(idf55, 2, { air, host: 'bluedroid' });
  const scan = characteristicUuid(bleServiceUuids.example, 0xff50);
  let writes = 0;
  device.radio.air.fault = ({ kind, target }) => {
    if (kind === 'write' && target === scan) writes++;
    return undefined;
  };
  const provisioner = await device.provisioner();
  expect(await device.clock.run(provisioner.scan({ blocking: true }))).toHaveLength(10);
  // Start, status, and pages of 4, 4 and 2.
  expect(writes).toBe(5);
});

async function found({ radio }: BleDevice) {
  for await (const { id } of radio.central.scan({})) return await radio.central.connect(id);
  throw new Error('nobody is there');
}
