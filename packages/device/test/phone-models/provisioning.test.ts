import {
  type DeviceSecurity,
  encodeVersionInfo,
  sec0Device,
  sec1Device,
  sec2Device,
  utf8,
  type VersionInfo,
} from '@esp-prov/protocol';
import { seededRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { credentials, network } from '../support/networks.ts';
import { Phone } from './support/phone.ts';
import { bench, secret, verifier } from './support/phone-bench.ts';
import { android, ios } from './support/phone-models.ts';

const models = { Android: android, iOS: ios } as const;
const modelNames = Object.keys(models) as (keyof typeof models)[];
const schemes: Readonly<Record<string, () => DeviceSecurity>> = {
  'security 0': () => sec0Device(),
  'security 1': () => sec1Device({ pop: secret.pop, random: seededRandom(2) }),
  'security 2': () => sec2Device({ ...verifier(), random: seededRandom(3) }),
};

// Two access points of one name, and more names than fit on a page.
const neighbourhood = [
  network('HomeNet', { rssi: -61, authMode: 3, channel: 1 }),
  network('HomeNet', { rssi: -42, authMode: 7, channel: 11 }),
  ...[1, 2, 3, 4, 5].map((n) => network(`Net ${n}`, { rssi: -70 - n, authMode: n })),
  network('Café 🔑', { rssi: -90, authMode: 0 }),
];

describe.each(modelNames)('an %s phone', (name) => {
  const phoneFor = async (security: DeviceSecurity, more: Parameters<typeof bench>[1] = {}) => {
    const made = await bench(security, { networks: neighbourhood, ...more });
    return { ...made, phone: new Phone(made.link, models[name](seededRandom(1))) };
  };

  describe.each(Object.keys(schemes))('under %s', (scheme) => {
    const security = () => schemes[scheme]?.() as DeviceSecurity;

    test('brings a device into its network, whose service then ends', async () => {
      const { device, phone } = await phoneFor(security());
      await phone.connect(secret);
      const list = await phone.scan();
      expect(list.map(({ ssid }) => ssid)).toEqual(['HomeNet', 'Net 1', 'Net 2', 'Net 3', 'Net 4', 'Net 5', 'Café 🔑']);
      expect(await phone.provision('HomeNet', 'correct horse')).toBe('provisioned');
      expect(device.wifi.joins).toEqual([credentials('HomeNet', 'correct horse')]);
      await device.clock.advance(1000);
      expect(device.eventKinds).toEqual([
        'started',
        'station-config',
        'credentials-received',
        'credentials-succeeded',
        'ended',
      ]);
      expect(await device.manager.storedCredentials()).toEqual(credentials('HomeNet', 'correct horse'));
    });

    test('is told that the password is wrong', async () => {
      const { phone } = await phoneFor(security());
      await phone.connect(secret);
      expect(await phone.provision('HomeNet', 'wrong')).toBe('auth-failed');
    });

    test('is told that the network is not there', async () => {
      const { phone } = await phoneFor(security());
      await phone.connect(secret);
      expect(await phone.provision('Elsewhere', 'x')).toBe('network-not-found');
    });

    test('can try again after the device was reset', async () => {
      const { device, phone } = await phoneFor(security());
      await phone.connect(secret);
      expect(await phone.provision('HomeNet', 'wrong')).toBe('auth-failed');
      expect(await phone.provision('HomeNet', 'correct horse')).toBe('failed');
      await device.manager.resetOnFailure();
      expect(await phone.provision('HomeNet', 'correct horse')).toBe('provisioned');
    });
  });

  test('waits while the device is connecting', async () => {
    const { device, phone, requests } = await phoneFor(sec0Device(), { settings: { connectDelayMs: 11_500 } });
    await phone.connect(secret);
    expect(await phone.provision('HomeNet', 'correct horse')).toBe('provisioned');
    const polls = requests.filter(({ hex }) => hex === '5200').length;
    expect({ polls, ms: device.clock.now() }).toEqual(
      name === 'iOS' ? { polls: 4, ms: 15_000 } : { polls: 3, ms: 12_000 },
    );
  });

  test('selects the empty member of every command, in the bytes that the protocol notes have of phones', async () => {
    const { phone, requests } = await phoneFor(sec0Device());
    await phone.connect(secret);
    await phone.scan();
    await phone.provision('HomeNet', 'correct horse');
    const shown = requests.map(({ endpoint, hex }) => `${endpoint} ${hex}`);
    expect([...new Set(shown)]).toEqual([
      `proto-ver ${Buffer.from('ESP').toString('hex')}`,
      'prov-session 5203a20100',
      'prov-scan 520408012078',
      'prov-scan 08026200',
      'prov-scan 080472021004',
      'prov-scan 0804720408041004',
      `prov-config 080262180a07${Buffer.from('HomeNet').toString('hex')}120d${Buffer.from('correct horse').toString('hex')}`,
      'prov-config 08047200',
      'prov-config 5200',
    ]);
  });

  test('goes without a PoP where the device has none, whatever its QR code said', async () => {
    const start = { capabilities: ['no_pop'] };
    const { phone } = await phoneFor(sec1Device({ random: seededRandom(2) }), { start });
    await phone.connect(secret);
    expect(await phone.provision('HomeNet', 'correct horse')).toBe('provisioned');
  });

  test('takes a device that tells no scheme for one of security 1', async () => {
    const told: VersionInfo = {
      version: 'v1.1',
      managed: true,
      capabilities: ['wifi_scan'],
      applications: new Map(),
    };
    const start = { version: () => encodeVersionInfo(told) };
    const { phone } = await phoneFor(sec1Device({ pop: secret.pop, random: seededRandom(2) }), { start });
    await phone.connect(secret);
    expect(await phone.scan()).toHaveLength(7);
  });

  test('gives up on firmware whose version is no JSON', async () => {
    const { phone } = await phoneFor(sec0Device(), { start: { version: () => utf8('V0.1') } });
    await expect(phone.connect(secret)).rejects.toThrow();
  });
});

test('Android shows the stronger of two access points of one name, iOS the weaker one', async () => {
  const shown = await Promise.all(
    [android, ios].map(async (model) => {
      const { link } = await bench(sec0Device(), { networks: neighbourhood });
      const phone = new Phone(link, model(seededRandom(1)));
      await phone.connect(secret);
      return (await phone.scan())[0];
    }),
  );
  expect(shown).toEqual([
    { ssid: 'HomeNet', rssi: -42, auth: 7 },
    { ssid: 'HomeNet', rssi: -61, auth: 3 },
  ]);
});

test('credentials that the device refuses stop Android at once, and iOS when it applies them', async () => {
  const sent = await Promise.all(
    [android, ios].map(async (model) => {
      const { link, requests } = await bench(sec0Device());
      const phone = new Phone(link, model(seededRandom(1)));
      await phone.connect(secret);
      expect(await phone.provision('x'.repeat(33), 'correct horse')).toBe('failed');
      return requests.filter(({ endpoint }) => endpoint === 'prov-config').length;
    }),
  );
  expect(sent).toEqual([1, 2]);
});
