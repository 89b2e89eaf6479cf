import {
  type ConnectOptions,
  connectBle,
  Provisioner,
  type Transport,
  type WifiConnection,
  wrapTransport,
} from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { bleDeviceTransport, type DeviceTransport } from '@esp-prov/device';
import {
  type Bytes,
  type Clock,
  decodeUtf8,
  endpointNames,
  isProvisioningError,
  systemClock,
  utf8,
  xorBytes,
} from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  NetworkScanMsgType,
  NetworkScanPayloadSchema,
  Status,
  type WifiAuthMode,
  WifiStationState,
} from '@esp-prov/protocol/messages';
import { manualClock, memoryLink, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { bleOptions, factoryFlash, VirtualEsp32 } from '../src/index.ts';
import { HttpDeviceTransport } from '../src/node/index.ts';
import { idf53 } from '../src/profiles/idf-5.3.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import type { ReleaseProfile } from '../src/profiles/release-profile.ts';
import { type Listener, listened } from './support/listener.ts';

const network = { ssid: 'home', passphrase: 'right password' };
const customData = utf8('{"room":"kitchen","owner":"somebody","zone":"Europe/Berlin","lang":"de"}');
const air = ['home', 'cafe', 'hotel', 'library'].map((ssid, i) => ({
  ssid,
  bssid: `02:00:00:00:00:0${i + 1}`,
  channel: 6,
  rssi: -40 - i,
  auth: 'WPA2_PSK' as const,
  password: 'right password',
}));

interface Reach {
  readonly clock: Clock;
  readonly device: DeviceTransport;
  run<T>(task: Promise<T>): Promise<T>;
  connect(name: string): Promise<Transport>;
}

const links: Readonly<Record<string, (profile: ReleaseProfile) => Reach>> = {
  memory() {
    const clock = manualClock();
    const { device, connect } = memoryLink();
    return { clock, device, run: clock.run, connect: async () => connect() };
  },
  Bluetooth(profile) {
    const clock = manualClock();
    const { central, peripheral } = memoryRadio({ clock });
    const device = bleDeviceTransport(peripheral, { ...bleOptions(profile), clock });
    return { clock, device, run: clock.run, connect: (name) => clock.run(connectBle(central, { name, clock })) };
  },
  HTTP() {
    const device = new HttpDeviceTransport();
    return { clock: systemClock, device, run: (task) => task, connect: async () => httpTransport(device.address) };
  },
};

/** Returns a device of a release, reached over a link. */
async function poweredOver(link: string, profile: ReleaseProfile) {
  const reach = links[link]?.(profile) as Reach;
  const { clock } = reach;
  const secret = { securityVersion: 2 } as const;
  const flash = factoryFlash();
  const device = new VirtualEsp32({ transport: reach.device, flash, air, clock, profile, secret, fast: true });
  await reach.run(device.boot());
  return { reach, device };
}

const secrets = { username: 'wifiprov', password: 'abcd1234' };

/**
 * Returns a whole provisioning with custom data and a scan, with what a listener hears, and the messages whose content
 * he knows.
 */
async function heardRun(link: string, profile: ReleaseProfile, options: ConnectOptions = {}) {
  const { reach, device } = await poweredOver(link, profile);
  await using _ = device;
  await using inner = await reach.connect(device.serviceName);
  const listener = listened(inner);
  const known: Bytes[] = [customData, utf8('SUCCESS\0')];
  const walk = async () => {
    const provisioner = await Provisioner.connect(listener.transport, { ...secrets, clock: reach.clock, ...options });
    await provisioner.send('custom-data', customData);
    const found = await provisioner.scan({ blocking: true, groupChannels: 0 });
    known.push(...scanAnswers(found));
    let last = '';
    for await (const step of provisioner.provision(network)) {
      last = step.kind;
      if (step.kind === 'connected') known.push(statusAnswer(step.connection));
    }
    return last;
  };
  expect(await reach.run(walk())).toBe('connected');
  return { listener, known };
}

type Found = Awaited<ReturnType<Provisioner['scan']>>;

/**
 * Returns the answer of the device to a request for results: a listener who hears the same networks can write it
 * himself.
 */
function scanAnswers(found: Found): Bytes[] {
  return [found.length, 4, 5].map((page) =>
    encodeMessage(NetworkScanPayloadSchema, {
      msg: NetworkScanMsgType.RESP_SCAN_WIFI_RESULT,
      status: Status.SUCCESS,
      payload: {
        case: 'respScanWifiResult',
        value: {
          entries: found.slice(0, page).map(({ authMode, ...entry }) => ({ ...entry, auth: authMode as WifiAuthMode })),
        },
      },
    }),
  );
}

/** Returns the answer of the device when it has joined: everyone in that network knows all of it. */
function statusAnswer(connection: WifiConnection): Bytes {
  const { ip4, authMode, ...rest } = connection;
  const ip4Addr = ip4 ?? '';
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.RESP_GET_WIFI_STATUS,
    payload: {
      case: 'respGetWifiStatus',
      value: {
        status: Status.SUCCESS,
        staState: WifiStationState.CONNECTED,
        state: { case: 'connected', value: { ip4Addr, authMode: authMode as WifiAuthMode, ...rest } },
      },
    },
  });
}

/** Returns everything that a listener reads who undoes any message by any other and by any text that he knows. */
function readable({ keys }: Listener, known: readonly Bytes[]): string[] {
  const sealed = keys.flat().map(({ sealed }) => sealed.subarray(0, sealed.length - 16));
  const texts: string[] = [];
  for (const [i, a] of sealed.entries()) {
    for (const b of sealed.slice(i + 1)) {
      const length = Math.min(a.length, b.length);
      const difference = xorBytes(a.subarray(0, length), b.subarray(0, length));
      for (const text of known) {
        const both = Math.min(length, text.length);
        texts.push(String.fromCharCode(...xorBytes(difference.subarray(0, both), text.subarray(0, both))));
      }
    }
  }
  return texts;
}

/** Returns the longest piece of a secret that is in any of the texts. */
function longestPiece(texts: readonly string[], secret: string): string {
  for (let length = secret.length; length > 0; length--) {
    for (let start = 0; start + length <= secret.length; start++) {
      const piece = secret.slice(start, start + length);
      if (texts.some((text) => text.includes(piece))) return piece;
    }
  }
  return '';
}

describe.each(Object.keys(links))('a listener on %s who knows scan answer, status answer and custom data', (link) => {
  test('reads nothing of the credentials that a device of v5.3 is given', async () => {
    const { listener, known } = await heardRun(link, idf53);
    // Chance puts a few letters in a row somewhere.
    expect(longestPiece(readable(listener, known), network.passphrase).length).toBeLessThan(5);
    const uses = listener.keys.map((messages) => messages.filter(({ direction }) => direction === 'request'));
    expect(uses.map((requests) => new Set(requests.map(({ endpoint }) => endpoint)))).toEqual([
      new Set(['custom-data']),
      new Set([endpointNames.scan]),
      new Set([endpointNames.config]),
      new Set([endpointNames.config]),
    ]);
    // Set and Apply, and nothing but them.
    expect(uses[2]).toHaveLength(2);
  });

  test('reads them all where reuse of the nonce was allowed', async () => {
    const { listener, known } = await heardRun(link, idf53, { allowNonceReuse: true });
    expect(listener.keys).toHaveLength(1);
    expect(longestPiece(readable(listener, known), network.passphrase)).toBe(network.passphrase);
  });

  test('hears one session alone of a device that counts its messages', async () => {
    const { listener, known } = await heardRun(link, idf55);
    expect(listener.keys).toHaveLength(1);
    expect(longestPiece(readable(listener, known), network.passphrase).length).toBeLessThan(5);
  });
});

describe('what shares a key with the credentials', () => {
  test('is shorter than their first field, so that nothing of it can be read', async () => {
    const { listener } = await heardRun('memory', idf53);
    const [set, ...others] = (listener.keys[2] ?? []).map(({ sealed }) => sealed.length - 16);
    expect(set).toBeGreaterThan(20);
    // Answer to Set, Apply and its answer. The fifth byte of Set begins the SSID.
    expect(others).toEqual([4, 2, 4]);
  });
});

describe.each(Object.keys(links))('a man in the middle on %s who leaves sec_patch_ver out', (link) => {
  test.each([idf53, idf55])(
    'and hands the custom data back gets nothing more of a device of $name',
    async (profile) => {
      const { reach, device } = await poweredOver(link, profile);
      await using _ = device;
      await using inner = await reach.connect(device.serviceName);
      const listener = listened(
        wrapTransport(inner, async (endpoint, request, options) => {
          if (endpoint === 'custom-data') return request;
          const answer = await inner.exchange(endpoint, request, options);
          if (endpoint !== endpointNames.version) return answer;
          return utf8((decodeUtf8(answer) ?? '').replace(/"sec_patch_ver":\s*1,/, ''));
        }),
      );
      const walk = async () => {
        const provisioner = await Provisioner.connect(listener.transport, { ...secrets, clock: reach.clock });
        expect(provisioner.info.securityPatchVersion).toBeUndefined();
        await provisioner.send('custom-data', customData);
      };
      const refused: unknown = await reach.run(walk()).catch((error: unknown) => error);
      expect(isProvisioningError(refused, 'session/tampered')).toBe(true);
      expect(listener.keys.flat().map(({ endpoint }) => endpoint)).toEqual(['custom-data', 'custom-data']);
    },
  );
});
