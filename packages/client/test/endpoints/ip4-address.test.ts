import {
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  WifiStationState,
} from '@esp-prov/protocol/messages';
import { hostileTexts } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import { ip4Address } from '../../src/endpoints/ip4-address.ts';
import { decodeStatus } from '../../src/endpoints/wifi-config.ts';

function addressOf(ip4Addr: string): string | null {
  const value = { staState: WifiStationState.CONNECTED, state: { case: 'connected' as const, value: { ip4Addr } } };
  const reply = {
    msg: NetworkConfigMsgType.RESP_GET_WIFI_STATUS,
    payload: { case: 'respGetWifiStatus' as const, value },
  };
  const status = decodeStatus(encodeMessage(NetworkConfigPayloadSchema, reply));
  if (status.state !== 'connected') throw new Error(status.state);
  return status.connection.ip4;
}

describe('the address that a device tells', () => {
  it.each(['0.0.0.0', '192.168.1.42', '255.255.255.255', '10.0.0.9'])('is %s', (text) => {
    expect(ip4Address(text)).toBe(text);
    expect(addressOf(text)).toBe(text);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.04',
    '1.2.3.',
    ' 1.2.3.4',
    '1.2.3.4\n',
    '1.2.3.4\u001b]0;x\u0007',
    '1.2.3.4\u0000',
    '１.2.3.4',
    '-1.2.3.4',
    '=1+1',
    '1e1.2.3.4',
    'x'.repeat(100_000),
    ...Object.values(hostileTexts).filter((text) => !/\p{Cs}/u.test(text)),
  ])('is null for %j', (text) => {
    expect(ip4Address(text)).toBeNull();
    expect(addressOf(text)).toBeNull();
  });
});
