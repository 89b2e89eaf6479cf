import { fromHex, toHex, utf8 } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  NetworkScanMsgType,
  NetworkScanPayloadSchema,
  requirePayload,
  Status,
} from '@esp-prov/protocol/messages';
import { describe, expect, test } from 'vitest';
import { network } from '../support/networks.ts';
import { TestDevice } from '../support/test-device.ts';

const blockingStart = fromHex('520408012078');
const nonBlockingStart = fromHex('52041805' + '2078');
const getStatus = fromHex('0802');

function networks(count: number) {
  return Array.from({ length: count }, (_, i) => network(`net ${i}`, { rssi: -40 - i, channel: (i % 13) + 1 }));
}

async function scanned(count: number): Promise<TestDevice> {
  const device = await new TestDevice({ networks: networks(count) }).start();
  expect(toHex(await device.send('prov-scan', blockingStart))).toBe('08015a00');
  return device;
}

function resultRequest(startIndex: number, count: number): Uint8Array {
  return encodeMessage(NetworkScanPayloadSchema, {
    msg: NetworkScanMsgType.CMD_SCAN_WIFI_RESULT,
    payload: { case: 'cmdScanWifiResult', value: { startIndex, count } },
  });
}

/** Status and SSIDs of a page; undefined where the device refuses. */
async function page(device: TestDevice, startIndex: number, count: number) {
  const answer = await device.ask('prov-scan', resultRequest(startIndex, count));
  if (!answer) return undefined;
  const { status, payload } = decodeMessage(NetworkScanPayloadSchema, answer);
  const { entries } = requirePayload(payload, 'respScanWifiResult');
  return { status, names: entries.map(({ ssid }) => String.fromCharCode(...ssid)) };
}

describe('a page of results', () => {
  test('has the entries that were asked for, strongest first', async () => {
    const device = await scanned(7);
    expect(await page(device, 0, 3)).toEqual({ status: Status.SUCCESS, names: ['net 0', 'net 1', 'net 2'] });
    expect(await page(device, 6, 1)).toEqual({ status: Status.SUCCESS, names: ['net 6'] });
  });

  test('beyond what was found has what there is and InternalError', async () => {
    const device = await scanned(7);
    expect(await page(device, 5, 4)).toEqual({ status: Status.INTERNAL_ERROR, names: ['net 5', 'net 6'] });
    expect(await page(device, 7, 1)).toEqual({ status: Status.INTERNAL_ERROR, names: [] });
    expect(await page(device, 15, 1)).toEqual({ status: Status.INTERNAL_ERROR, names: [] });
  });

  test('of no entries is an empty success', async () => {
    const device = await scanned(7);
    expect(await page(device, 0, 0)).toEqual({ status: Status.SUCCESS, names: [] });
    expect(await page(device, 15, 0)).toEqual({ status: Status.SUCCESS, names: [] });
  });

  test.each([
    [16, 0],
    [16, 1],
    [0, 17],
    [15, 2],
    [4294967295, 0],
    [4294967295, 1],
    [1, 4294967295],
  ])('from %i, of %i entries, is refused, as it lies beyond the longest list', async (startIndex, count) => {
    const device = await scanned(7);
    expect(await page(device, startIndex, count)).toBeUndefined();
  });

  test('ends at the longest list that is set', async () => {
    const device = await new TestDevice({ networks: networks(30), settings: { maxScanEntries: 20 } }).start();
    await device.send('prov-scan', blockingStart);
    expect((await page(device, 0, 20))?.names).toHaveLength(20);
    expect(await page(device, 0, 21)).toBeUndefined();
  });

  test('before any scan is empty', async () => {
    const device = await new TestDevice({ networks: networks(3) }).start();
    expect(await page(device, 0, 0)).toEqual({ status: Status.SUCCESS, names: [] });
    expect(await page(device, 0, 1)).toEqual({ status: Status.INTERNAL_ERROR, names: [] });
  });

  test('keeps auth numbers beyond the named ones and SSIDs of 32 bytes', async () => {
    const ssid = utf8('0123456789abcdef0123456789ABCDEF');
    const device = await new TestDevice({ networks: [network('', { ssid, authMode: 13 })] }).start();
    await device.send('prov-scan', blockingStart);
    const answer = await device.send('prov-scan', resultRequest(0, 1));
    const { entries } = requirePayload(decodeMessage(NetworkScanPayloadSchema, answer).payload, 'respScanWifiResult');
    expect(entries[0]).toMatchObject({ auth: 13 });
    expect(Uint8Array.from(entries[0]?.ssid ?? [])).toEqual(ssid);
  });
});

describe('a scan', () => {
  test('that does not block is answered at once, and its progress can be asked for', async () => {
    const device = await new TestDevice({ networks: networks(13) }).start();
    expect(toHex(await device.send('prov-scan', nonBlockingStart))).toBe('08015a00');
    const unfinished = decodeStatus(await device.send('prov-scan', getStatus));
    expect(unfinished.scanFinished).toBe(false);
    expect(unfinished.resultCount).toBeLessThan(13);
    await device.clock.advance(1000);
    expect(decodeStatus(await device.send('prov-scan', getStatus))).toMatchObject({
      scanFinished: true,
      resultCount: 13,
    });
  });

  test('is not begun again while it runs, and a client that would wait for it is answered at once', async () => {
    const device = await new TestDevice({ networks: networks(13) }).start();
    await device.send('prov-scan', nonBlockingStart);
    const before = device.clock.now();
    expect(toHex(await device.send('prov-scan', blockingStart))).toBe('08015a00');
    expect(device.clock.now()).toBe(before);
    expect(decodeStatus(await device.send('prov-scan', getStatus)).scanFinished).toBe(false);
    await device.clock.advance(1000);
    expect(device.wifi.scans).toHaveLength(13);
  });

  test('keeps eight bits of the group size, so 256 means all channels at once', async () => {
    const device = await new TestDevice().start();
    await device.send('prov-scan', startRequest({ blocking: true, groupChannels: 256 }));
    await device.send('prov-scan', startRequest({ blocking: true, groupChannels: 261 }));
    expect(device.wifi.scans.map(({ channel }) => channel)).toEqual([
      undefined,
      ...Array.from({ length: 13 }, (_, i) => i + 1),
    ]);
  });

  test('after Apply is refused with InternalError at once, and possible again after a reset', async () => {
    const device = await new TestDevice({ networks: networks(1) }).start();
    await device.send('prov-config', fromHex('080262180a07486f6d654e6574120d636f727265637420686f727365'));
    await device.send('prov-config', fromHex('0804'));
    expect(toHex(await device.send('prov-scan', blockingStart))).toBe('080110055a00');
    expect(device.wifi.scans).toEqual([]);
    await device.clock.advance(1000);
    await device.disconnected(201);
    await device.send('prov-ctrl', fromHex('0801'));
    expect(toHex(await device.send('prov-scan', blockingStart))).toBe('08015a00');
  });

  test('that the radio refuses is answered with InternalError', async () => {
    const device = await new TestDevice().start();
    device.wifi.scan = () => Promise.reject(new Error('the radio is busy'));
    expect(toHex(await device.send('prov-scan', blockingStart))).toBe('080110055a00');
  });

  test.each(['00', '0800', '0804', '0801', '0803', '0805', '0806', '5a00', '52', '5201'])(
    'is not begun by the bytes %s, which are refused',
    async (bytes) => {
      const device = await new TestDevice().start();
      expect(await device.ask('prov-scan', fromHex(bytes))).toBeUndefined();
      expect(device.wifi.scans).toEqual([]);
    },
  );
});

function startRequest(value: { blocking: boolean; groupChannels: number }): Uint8Array {
  return encodeMessage(NetworkScanPayloadSchema, {
    msg: NetworkScanMsgType.CMD_SCAN_WIFI_START,
    payload: { case: 'cmdScanWifiStart', value },
  });
}

function decodeStatus(answer: Uint8Array) {
  return requirePayload(decodeMessage(NetworkScanPayloadSchema, answer).payload, 'respScanWifiStatus');
}
