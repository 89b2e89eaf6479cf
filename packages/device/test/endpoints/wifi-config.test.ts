import { fromHex, toHex } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  requirePayload,
  Status,
} from '@esp-prov/protocol/messages';
import { describe, expect, test } from 'vitest';
import { connectionTo, network } from '../support/networks.ts';
import { TestDevice } from '../support/test-device.ts';

const apply = fromHex('0804');
const getStatus = fromHex('5200');

function setRequest(lengths: { ssid?: number; passphrase?: number; bssid?: number }): Uint8Array {
  const { ssid = 4, passphrase = 8, bssid = 0 } = lengths;
  const bytes = (length: number) => new Uint8Array(length).fill(0x61);
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.CMD_SET_WIFI_CONFIG,
    payload: {
      case: 'cmdSetWifiConfig',
      value: { ssid: bytes(ssid), passphrase: bytes(passphrase), bssid: bytes(bssid) },
    },
  });
}

async function setStatus(device: TestDevice, lengths: Parameters<typeof setRequest>[0]): Promise<number> {
  const answer = await device.send('prov-config', setRequest(lengths));
  return requirePayload(decodeMessage(NetworkConfigPayloadSchema, answer).payload, 'respSetWifiConfig').status;
}

describe('credentials', () => {
  test.each([{ ssid: 0 }, { ssid: 32 }, { passphrase: 0 }, { passphrase: 63 }, { bssid: 0 }, { bssid: 6 }])(
    'of the lengths $ssid, $passphrase, $bssid are taken',
    async (lengths) => {
      expect(await setStatus(await new TestDevice().start(), lengths)).toBe(Status.SUCCESS);
    },
  );

  test.each([
    { ssid: 33 },
    { ssid: 4000 },
    { passphrase: 64 },
    { passphrase: 65 },
    { bssid: 1 },
    { bssid: 5 },
    { bssid: 7 },
  ])('of the lengths $ssid, $passphrase, $bssid are answered with InvalidArgument', async (lengths) => {
    const device = await new TestDevice().start();
    expect(await setStatus(device, lengths)).toBe(Status.INVALID_ARGUMENT);
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
  });

  test('may have 64 bytes of passphrase in releases that took them', async () => {
    const device = await new TestDevice({ settings: { maxPassphraseLength: 64 } }).start();
    expect(await setStatus(device, { passphrase: 65 })).toBe(Status.INVALID_ARGUMENT);
    expect(await setStatus(device, { passphrase: 64 })).toBe(Status.SUCCESS);
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a00');
  });

  test('that are invalid leave those that were set before', async () => {
    const device = await new TestDevice().start();
    await setStatus(device, { ssid: 5 });
    await setStatus(device, { ssid: 33 });
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a00');
    await device.clock.advance(1000);
    expect(device.wifi.joins[0]?.ssid).toHaveLength(5);
  });

  test('end at a zero byte, as the firmware keeps them as C strings', async () => {
    const device = await new TestDevice().start();
    const request = encodeMessage(NetworkConfigPayloadSchema, {
      msg: NetworkConfigMsgType.CMD_SET_WIFI_CONFIG,
      payload: { case: 'cmdSetWifiConfig', value: { ssid: fromHex('686f00ff'), passphrase: fromHex('61620063') } },
    });
    await device.send('prov-config', request);
    await device.send('prov-config', apply);
    await device.clock.advance(1000);
    expect(device.wifi.joins).toEqual([{ ssid: fromHex('686f'), passphrase: fromHex('6162') }]);
  });

  test('that are set twice are the later ones', async () => {
    const device = await new TestDevice().start();
    await setStatus(device, { ssid: 5 });
    await setStatus(device, { ssid: 6, passphrase: 0 });
    await device.send('prov-config', apply);
    await device.clock.advance(1000);
    expect(device.wifi.joins.map(({ ssid, passphrase }) => [ssid.length, passphrase.length])).toEqual([[6, 0]]);
  });
});

describe('an access point that a client names', () => {
  const bssid = fromHex('aabbccddeeff');

  async function joined(device: TestDevice, place: { bssid?: Uint8Array; channel?: number }) {
    const request = encodeMessage(NetworkConfigPayloadSchema, {
      msg: NetworkConfigMsgType.CMD_SET_WIFI_CONFIG,
      payload: { case: 'cmdSetWifiConfig', value: { ssid: fromHex('686f'), ...place } },
    });
    await device.send('prov-config', request);
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a00');
    await device.clock.advance(1000);
    return device.wifi.joins.at(-1);
  }

  test('is ignored, as Espressif’s manager does', async () => {
    const device = await new TestDevice().start();
    const network = await joined(device, { bssid, channel: 6 });
    expect(Object.keys(network ?? {})).toEqual(['ssid', 'passphrase']);
  });

  test('is joined by a manager that obeys it, with the channel where one is named', async () => {
    const obeying = { settings: { obeysBssid: true } };
    const named = await joined(await new TestDevice(obeying).start(), { bssid, channel: 6 });
    expect(named).toMatchObject({ bssid, channel: 6 });
    const unnamed = await joined(await new TestDevice(obeying).start(), { channel: 0 });
    expect(Object.keys(unnamed ?? {})).toEqual(['ssid', 'passphrase']);
    const negative = await joined(await new TestDevice(obeying).start(), { channel: -6 });
    expect(negative?.channel).toBeUndefined();
  });

  test('may be another one once the application has seen it', async () => {
    const device = await new TestDevice({
      settings: { obeysBssid: true },
      onEvent: (event) => {
        if (event.kind !== 'station-config') return;
        event.config.bssid?.fill(1);
        event.config.channel = 11;
      },
    }).start();
    expect(await joined(device, { bssid, channel: 6 })).toMatchObject({ bssid: fromHex('010101010101'), channel: 11 });
  });
});

describe('Apply', () => {
  test('without a Set is answered with InternalError, and changes nothing', async () => {
    const device = await new TestDevice().start();
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
    expect(device.manager.phase).toBe('started');
    expect(device.lines).toContain('error wifi_prov_handlers: Wi-Fi config not set');
  });

  test('uses the credentials up, so another Apply needs another Set', async () => {
    const device = await new TestDevice().start();
    await setStatus(device, {});
    await device.send('prov-config', apply);
    await device.clock.advance(1000);
    await device.disconnected(201);
    await device.send('prov-ctrl', fromHex('0801'));
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
  });

  test('uses the credentials up also when it is refused', async () => {
    const device = await new TestDevice().start();
    await setStatus(device, {});
    await device.send('prov-config', apply);
    await setStatus(device, { ssid: 9 });
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
    await device.clock.advance(1000);
    expect(device.wifi.joins.map(({ ssid }) => ssid.length)).toEqual([4]);
  });

  test('is answered before the device begins to join, and no log line tells the passphrase', async () => {
    const device = await new TestDevice().start();
    await setStatus(device, { passphrase: 20 });
    await device.send('prov-config', apply);
    expect(device.wifi.joins).toEqual([]);
    expect(device.lines.join('\n')).not.toContain('a'.repeat(20));
  });
});

describe('the status', () => {
  test('reports the attempts that are left', async () => {
    const device = await new TestDevice({ settings: { connectionAttempts: 4 } }).start();
    await setStatus(device, {});
    await device.send('prov-config', apply);
    await device.clock.advance(1000);
    await device.disconnected(202);
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a06100162020803');
    expect(device.wifi.joins).toHaveLength(2);
  });

  test('of a missing network and of a connection have the bytes of the specification', async () => {
    const device = await new TestDevice().start();
    await setStatus(device, {});
    await device.send('prov-config', apply);
    await device.disconnected(15);
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a0410035000');
    const bssid = fromHex('aabbccddeeff');
    await device.gotIp({ ...network('myssid', { bssid }), ip4: '192.168.43.220' });
    expect(toHex(await device.send('prov-config', getStatus))).toBe(
      '08015a265a240a0e3139322e3136382e34332e32323010031a066d79737369642206aabbccddeeff2806',
    );
  });

  test('of an open network with an unnamed auth mode is told as it is', async () => {
    const device = await new TestDevice().start();
    await setStatus(device, {});
    await device.send('prov-config', apply);
    await device.gotIp({ ...connectionTo('x'), authMode: 13 });
    const answer = await device.send('prov-config', getStatus);
    const { state } = requirePayload(decodeMessage(NetworkConfigPayloadSchema, answer).payload, 'respGetWifiStatus');
    expect(state.value).toMatchObject({ authMode: 13 });
  });
});

test.each(['0802', '08025a00', '0801', '0803', '0805', '0806', '080a', 'ff', '62'])(
  'the bytes %s are refused without an answer',
  async (bytes) => {
    expect(await (await new TestDevice().start()).ask('prov-config', fromHex(bytes))).toBeUndefined();
  },
);
