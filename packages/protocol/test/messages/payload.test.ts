import { expect, test } from 'vitest';
import { fromHex } from '../../src/bytes.ts';
import { decodeMessage, NetworkConfigPayloadSchema, requirePayload } from '../../src/messages/index.ts';
import { errorOf } from '../support/error-code.ts';

test('the payload that was asked for is handed out', () => {
  const { payload } = decodeMessage(NetworkConfigPayloadSchema, fromHex('08015a021001'));
  expect(requirePayload(payload, 'respGetWifiStatus').staState).toBe(1);
});

test('another payload is unexpected, and both are named', () => {
  const { payload } = decodeMessage(NetworkConfigPayloadSchema, fromHex('08036a00'));
  const error = errorOf(() => requirePayload(payload, 'respGetWifiStatus'));
  expect(error.code).toBe('message/unexpected');
  expect(error.details).toEqual({ expected: 'respGetWifiStatus', received: 'respSetWifiConfig' });
});

test('a missing payload is unexpected, even where the message number is right', () => {
  const { payload } = decodeMessage(NetworkConfigPayloadSchema, fromHex('0801'));
  expect(errorOf(() => requirePayload(payload, 'respGetWifiStatus')).code).toBe('message/unexpected');
});
