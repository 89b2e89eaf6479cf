import { type DeviceSecurity, fromHex, makeVerifier, type SaltAndVerifier } from '@esp-prov/protocol';
import { disconnectReasons, type StartOptions } from '../../../src/index.ts';
import { connectionTo } from '../../support/networks.ts';
import { TestDevice, type TestDeviceOptions } from '../../support/test-device.ts';
import type { PhoneLink } from './phone-handshake.ts';

/** The credentials of the examples. */
export const secret = { username: 'wifiprov', pop: 'abcd1234' } as const;

let kept: SaltAndVerifier | undefined;

/** Returns salt and verifier of {@link secret}. */
export function verifier(): SaltAndVerifier {
  kept ??= makeVerifier(secret.username, secret.pop, fromHex('036ee0c7bcb9eda84c9eac97d93decf4'));
  return kept;
}

/** A request of a phone as it was sent. */
export interface SentRequest {
  readonly endpoint: string;
  readonly hex: string;
}

/** Returns a whole device within reach of one network, and a phone's link to it. */
export async function bench(
  security: DeviceSecurity,
  { start, ...options }: TestDeviceOptions & { start?: Partial<StartOptions> } = {},
): Promise<{ device: TestDevice; link: PhoneLink; requests: SentRequest[] }> {
  const device = await new TestDevice(options).start(security, start);
  const requests: SentRequest[] = [];
  let joined = 0;
  const link: PhoneLink = {
    exchange(endpoint, request) {
      requests.push({ endpoint, hex: Buffer.from(request).toString('hex') });
      return device.send(endpoint, request);
    },
    async wait(ms) {
      await device.clock.advance(ms);
      const join = device.wifi.joins[joined];
      if (!join) return;
      joined++;
      const [ssid, passphrase] = [join.ssid, join.passphrase].map((bytes) => Buffer.from(bytes).toString());
      if (ssid !== 'HomeNet') await device.disconnected(disconnectReasons.noApFound);
      else if (passphrase !== 'correct horse') await device.disconnected(disconnectReasons.fourWayHandshakeTimeout);
      else await device.gotIp(connectionTo('HomeNet'));
    },
  };
  return { device, link, requests };
}
