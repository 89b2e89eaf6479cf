import { aes256Ctr } from '#crypto';
import { equalConstantTime } from '../../bytes.ts';
import { ProvisioningError } from '../../errors/provisioning-error.ts';
import { requirePayload } from '../../messages/index.ts';
import { type Random, systemRandom } from '../../random.ts';
import type { ClientHandshake, ClientSecurity } from '../security.ts';
import { decodeSchemeMessage, requireHandshakeSuccess, requireLength } from '../session-message.ts';
import { deviceRandomLength, keyLength, makeKeyPair, popBytes, sessionKey } from './keys.ts';
import { encodeCommand0, encodeCommand1 } from './messages.ts';

/** What the client's half of security 1 needs to know. */
export interface Sec1ClientOptions {
  /** Proof of possession; text is taken as UTF-8. Left out or empty: none. */
  readonly pop?: string | Uint8Array | undefined;
  readonly random?: Random | undefined;
}

/** Bytes of an answer that a wrong keystream makes equal to a request once in 2^128. */
const echoLength = 16;

/** Returns security 1 for a client: X25519, PoP, AES-256-CTR. */
export function sec1Client({ pop, random = systemRandom }: Sec1ClientOptions = {}): ClientSecurity {
  const secret = popBytes(pop);
  return { version: 1, handshake: () => handshake(secret, random) };
}

function* handshake(pop: Uint8Array, random: Random): ClientHandshake {
  const own = makeKeyPair(random);

  const reply0 = decodeSchemeMessage(yield encodeCommand0(own.publicKey), 1, 'sec1');
  const { status, devicePubkey, deviceRandom } = requirePayload(reply0.payload, 'response0');
  requireHandshakeSuccess(status);
  requireLength(devicePubkey, keyLength, "the device's public key");
  requireLength(deviceRandom, deviceRandomLength, "the device's random value");
  const stream = aes256Ctr(sessionKey(own, devicePubkey, pop), deviceRandom);

  const reply1 = decodeSchemeMessage(yield encodeCommand1(stream.apply(devicePubkey)), 1, 'sec1');
  const proof = requirePayload(reply1.payload, 'response1');
  requireHandshakeSuccess(proof.status);
  if (!equalConstantTime(stream.apply(proof.deviceVerifyData), own.publicKey)) {
    throw new ProvisioningError('session/device-unproven');
  }

  return { overhead: 0, echoLength, seal: (plain) => stream.apply(plain), open: (sealed) => stream.apply(sealed) };
}
