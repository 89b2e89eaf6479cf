import { fromHex, utf8 } from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkConfigPayloadSchema,
  NetworkScanPayloadSchema,
  type WifiAuthMode,
} from '@esp-prov/protocol/messages';
import { findSteering, hostileTexts } from '@esp-prov/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMessage } from '../../src/log/read-message.ts';

const endpoints = ['prov-session', 'prov-scan', 'prov-config', 'prov-ctrl', 'proto-ver', 'custom-data', '__proto__'];

/** Returns all texts of a message. */
const texts = (message: ReturnType<typeof readMessage>) =>
  [message.name ?? '', message.summary, ...message.fields.flatMap(({ name, value }) => [name, String(value)])].join(
    ' ',
  );

describe('a message that is read for the log', () => {
  test('of whatever bytes is read or is unreadable, and steers nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...endpoints), fc.uint8Array({ maxLength: 300 }), (endpoint, bytes) => {
        for (const direction of ['out', 'in'] as const) {
          expect(findSteering(texts(readMessage(endpoint, direction, bytes)))).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each(Object.entries(hostileTexts))('shows an SSID that is a %s harmlessly', (_, text) => {
    const entries = [
      { ssid: utf8(text), channel: 1, rssi: -40, bssid: fromHex('020000000001'), auth: 99 as number as WifiAuthMode },
    ];
    const payload = { case: 'respScanWifiResult', value: { entries } } as const;
    const message = readMessage('prov-scan', 'in', encodeMessage(NetworkScanPayloadSchema, { msg: 5, payload }));
    expect(message).toMatchObject({ name: 'RespScanWifiResult', summary: 'Success, 1 entry' });
    expect(findSteering(texts(message))).toEqual([]);
  });

  test('masks a passphrase also where a device hands it back', () => {
    const payload = { case: 'cmdSetWifiConfig', value: { ssid: utf8('a'), passphrase: utf8('secret-1') } } as const;
    const bytes = encodeMessage(NetworkConfigPayloadSchema, { msg: 2, payload });
    for (const direction of ['out', 'in'] as const) {
      const message = readMessage('prov-config', direction, bytes);
      expect(JSON.stringify(message)).not.toContain('secret-1');
      expect(message.isOpen).toBe(false);
    }
  });

  test('shows nothing of a field that is not known', () => {
    const message = readMessage('prov-config', 'in', fromHex(`f20608${'41'.repeat(8)}`));
    expect(message).toMatchObject({ kind: 'read', isOpen: false });
    expect(texts(message)).not.toContain('AAAA');
  });

  test('shows nothing of an endpoint of an application', () => {
    expect(readMessage('custom-data', 'out', utf8('token'))).toEqual({
      name: undefined,
      kind: 'unknown',
      summary: '',
      fields: [],
      isOpen: false,
    });
  });

  test('of 250 kB is not read, and of a thousand entries only some are shown', () => {
    expect(readMessage('prov-scan', 'in', new Uint8Array(250_000))).toMatchObject({ kind: 'unreadable' });
    const entries = Array.from({ length: 1000 }, () => ({ ssid: utf8('net'), channel: 1, rssi: -40 }));
    const payload = { case: 'respScanWifiResult', value: { entries } } as const;
    const message = readMessage('prov-scan', 'in', encodeMessage(NetworkScanPayloadSchema, { msg: 5, payload }));
    expect(message.summary).toBe('Success, 1000 entries');
    expect(message.fields.length).toBeLessThanOrEqual(120);
  });

  test('is named by its number where the message within is left out', () => {
    const apply = readMessage('prov-config', 'out', fromHex('0804'));
    expect(apply).toMatchObject({ name: 'CmdApplyWifiConfig', summary: '', fields: [] });
    // A request has no status, although its wrapper has a place for one.
    expect(readMessage('prov-scan', 'out', fromHex('0802'))).toMatchObject({ name: 'CmdScanWifiStatus', summary: '' });
    expect(readMessage('prov-scan', 'in', fromHex('0801'))).toMatchObject({ summary: 'Success' });
    expect(readMessage('prov-config', 'in', fromHex('0863'))).toMatchObject({ kind: 'unreadable', isOpen: false });
  });

  test('names what a status says', () => {
    const value = { status: 0, staState: 3, state: { case: 'failReason', value: 0 } } as const;
    const payload = { case: 'respGetWifiStatus', value } as const;
    const message = readMessage('prov-config', 'in', encodeMessage(NetworkConfigPayloadSchema, { msg: 1, payload }));
    expect(message).toMatchObject({ name: 'RespGetWifiStatus', summary: 'Success, ConnectionFailed, AuthError' });
  });
});
