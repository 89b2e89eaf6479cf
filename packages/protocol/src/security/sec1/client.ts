import { aes256Ctr } from '#crypto';
import { equalConstantTime } from '../../bytes.ts';
import { ProvisioningError } from '../../errors/provisioning-error.ts';
import { type Random, systemRandom } from '../../random.ts';
import type { ClientHandshake, ClientSecurity } from '../security.ts';
import { decodeSchemeMessage, requireLength, requireSuccess, unexpectedMessage } from '../session-message.ts';
import { deviceRandomLength, keyLength, makeKeyPair, popBytes, sessionKey } from './keys.ts';
import { encodeCommand0, encodeCommand1 } from './messages.ts';

/** What the client's half of security 1 needs to know. */
export interface Sec1ClientOptions {
  /** Proof of possession; text is taken as UTF-8. Left out or empty: none. */
  readonly pop?: string | Uint8Array | undefined;
  readonly random?: Random | undefined;
}

/** Security 1 for a client: X25519, PoP, AES-256-CTR. */
export function sec1Client({ pop, random = systemRandom }: Sec1ClientOptions = {}): ClientSecurity {
  const secret = popBytes(pop);
  return { version: 1, handshake: () => handshake(secret, random) };
}

function* handshake(pop: Uint8Array, random: Random): ClientHandshake {
  const own = makeKeyPair(random);

  const first = decodeSchemeMessage(yield encodeCommand0(own.publicKey), 1, 'sec1').payload;
  if (first.case !== 'response0') throw unexpectedMessage('response 0', first.case);
  requireSuccess(first.value.status);
  const { devicePubkey, deviceRandom } = first.value;
  requireLength(devicePubkey, keyLength, "the device's public key");
  requireLength(deviceRandom, deviceRandomLength, "the device's random value");
  const stream = aes256Ctr(sessionKey(own, devicePubkey, pop), deviceRandom);

  const second = decodeSchemeMessage(yield encodeCommand1(stream.apply(devicePubkey)), 1, 'sec1').payload;
  if (second.case !== 'response1') throw unexpectedMessage('response 1', second.case);
  requireSuccess(second.value.status);
  if (!equalConstantTime(stream.apply(second.value.deviceVerifyData), own.publicKey)) {
    throw new ProvisioningError('session/device-unproven');
  }

  return { seal: (plain) => stream.apply(plain), open: (sealed) => stream.apply(sealed) };
}
