import { type DeviceSecurity, equalConstantTime, sec0Device, sec1Device, sec2Device, utf8 } from '@esp-prov/protocol';
import { FakeWifiDriver, manualClock, memoryRadio, seededRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import {
  type BleDeviceOptions,
  type BleHost,
  bleDeviceTransport,
  disconnectReasons,
  ProvisioningManager,
  type StartOptions,
} from '../../src/index.ts';
import { connectionTo, network } from '../support/networks.ts';
import { TestStore } from '../support/test-store.ts';
import { Phone } from './support/phone.ts';
import { secret, verifier } from './support/phone-bench.ts';
import { androidGatt, bleakGatt, connectGatt, iosGatt } from './support/phone-gatt.ts';
import { android, ios } from './support/phone-models.ts';

const clients = {
  Android: { gatt: androidGatt, model: android },
  iOS: { gatt: iosGatt, model: ios },
  // What bleak makes of the attributes; its requests are those of a phone here.
  'esp_prov with bleak': { gatt: bleakGatt, model: ios },
} as const;
const clientNames = Object.keys(clients) as (keyof typeof clients)[];
const hosts: readonly BleHost[] = ['nimble', 'bluedroid'];
const schemes: Readonly<Record<string, () => DeviceSecurity>> = {
  'security 0': () => sec0Device(),
  'security 1': () => sec1Device({ pop: secret.pop, random: seededRandom(2) }),
  'security 2': () => sec2Device({ ...verifier(), random: seededRandom(3) }),
};
const settings = hosts.flatMap((host) => Object.keys(schemes).map((scheme) => ({ host, scheme })));

/** Joins after a second, when name and password are right. */
class HomeWifi extends FakeWifiDriver {
  later: (ms: number) => Promise<void> = async () => undefined;

  override join(wanted: Parameters<FakeWifiDriver['join']>[0]): void {
    super.join(wanted);
    const right = equalConstantTime(wanted.passphrase, utf8('correct horse'));
    this.later(1000).then(
      () =>
        this.report(
          right
            ? { kind: 'got-ip', connection: connectionTo('HomeNet') }
            : { kind: 'disconnected', reason: disconnectReasons.fourWayHandshakeTimeout },
        ),
      () => undefined,
    );
  }
}

async function device(scheme: string, options: BleDeviceOptions, start: Partial<StartOptions> = {}) {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const networks = [network('HomeNet'), ...[1, 2, 3, 4, 5].map((n) => network(`Net ${n}`, { rssi: -70 - n }))];
  const wifi = new HomeWifi(networks);
  wifi.later = (ms) => clock.sleep(ms);
  const transport = bleDeviceTransport(radio.peripheral, { clock, ...options });
  const manager = new ProvisioningManager({ transport, wifi, store: new TestStore(), clock });
  const events: string[] = [];
  manager.watch(({ kind }) => events.push(kind));
  const security = (schemes[scheme] as () => DeviceSecurity)();
  await manager.start({ serviceName: 'PROV_261FCC', security, ...start });
  return { clock, radio, events, manager };
}

describe.each(clientNames)('%s', (name) => {
  const { gatt, model } = clients[name];

  test.each(settings)('brings a device into its network over $host under $scheme', async ({ host, scheme }) => {
    const { clock, radio, events } = await device(scheme, { host });
    const run = async () => {
      const link = await connectGatt(gatt, { central: radio.central, clock, name: 'PROV_261FCC' });
      const phone = new Phone(link, model(seededRandom(1)));
      await phone.connect(secret);
      expect(await phone.scan()).toHaveLength(6);
      return { link, outcome: await phone.provision('HomeNet', 'correct horse') };
    };
    const { link, outcome } = await clock.run(run());
    expect(outcome).toBe('provisioned');
    await clock.advance(2000);
    expect(events).toEqual([
      'initialized',
      'started',
      'station-config',
      'credentials-received',
      'credentials-succeeded',
      'ended',
    ]);
    // Bluetooth is off, so the phone has lost the device.
    expect(link.connection.lost.aborted).toBe(true);
  });

  test.each(hosts)('is told over %s that the password is wrong', async (host) => {
    const { clock, radio } = await device('security 1', { host });
    const run = async () => {
      const link = await connectGatt(gatt, { central: radio.central, clock, name: 'PROV_261FCC' });
      const phone = new Phone(link, model(seededRandom(1)));
      await phone.connect(secret);
      return await phone.provision('HomeNet', 'wrong');
    };
    expect(await clock.run(run())).toBe('auth-failed');
  });

  test.each(hosts)('is refused over %s with a wrong PoP, and gets in with the right one', async (host) => {
    const { clock, radio } = await device('security 1', { host });
    const open = async (pop: string) => {
      const link = await connectGatt(gatt, { central: radio.central, clock, name: 'PROV_261FCC' });
      const phone = new Phone(link, model(seededRandom(1)));
      return await phone.connect({ pop }).finally(() => link.connection[Symbol.asyncDispose]());
    };
    await expect(clock.run(open('guess'))).rejects.toMatchObject({ code: 'gatt/refused' });
    await expect(clock.run(open(secret.pop))).resolves.toBeUndefined();
  });
});

describe('the attributes of firmware v3.2.0, which have no names,', () => {
  const service = '0000ffff-0000-1000-8000-00805f9b34fb';
  const connect = async (traits: typeof androidGatt) => {
    const { clock, radio } = await device('security 0', { host: 'bluedroid', service, descriptions: false });
    return await clock.run(connectGatt(traits, { central: radio.central, clock, name: 'PROV_261FCC' }));
  };

  test('leave Android with its one fallback, which is prov-config', async () => {
    const link = await connect(androidGatt);
    // Its question for the version goes to prov-config, whose handler does not know it.
    await expect(link.exchange('proto-ver', utf8('ESP'))).rejects.toMatchObject({ code: 'gatt/refused' });
    expect(Buffer.from(await link.exchange('prov-config', Uint8Array.of(0x52, 0))).toString('hex')).toBe(
      '08015a021001',
    );
  });

  test('leave iOS and bleak with nothing', async () => {
    await expect(connect(iosGatt)).rejects.toThrow('no prov-session');
    await expect(connect(bleakGatt)).rejects.toThrow('no prov-session');
  });
});

test('iOS finds a name in any case, Android and bleak only as it is', async () => {
  const { clock, radio } = await device('security 0', {});
  const found = async (traits: typeof androidGatt) => {
    const finding = connectGatt(traits, { central: radio.central, clock, name: 'prov_261fcc' });
    const timeout = clock.sleep(20_000).then(() => undefined);
    const link = await clock.run(Promise.race([finding, timeout]));
    await link?.connection[Symbol.asyncDispose]();
    return link !== undefined;
  };
  expect([await found(androidGatt), await found(bleakGatt), await found(iosGatt)]).toEqual([false, false, true]);
});
