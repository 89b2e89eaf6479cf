import { aes256Ctr } from '#crypto';
import { type Bytes, equalConstantTime } from '../../bytes.ts';
import type { StreamCipher } from '../../crypto/stream-cipher.ts';
import { ProvisioningError } from '../../errors/provisioning-error.ts';
import { requirePayload, Sec1MsgType } from '../../messages/index.ts';
import { type Random, systemRandom } from '../../random.ts';
import type { DeviceHandshake, DeviceSecurity, SecureChannel } from '../security.ts';
import { decodeSchemeMessage, requireLength, requireRestartable, unknownCommand } from '../session-message.ts';
import { deviceRandomLength, type KeyPair, keyLength, makeKeyPair, popBytes, sessionKey } from './keys.ts';
import { encodeResponse0, encodeResponse1 } from './messages.ts';

/** What the device's half of security 1 needs to know. */
export interface Sec1DeviceOptions {
  /** Proof of possession; text is taken as UTF-8. Left out or empty: none. */
  readonly pop?: string | Uint8Array | undefined;
  readonly random?: Random | undefined;
  /** False only to be a release before v4.0.3, which refuses a second handshake in a session. Default true. */
  readonly restarts?: boolean | undefined;
}

/** Security 1 for a device: X25519, PoP, AES-256-CTR. */
export function sec1Device({ pop, random = systemRandom, restarts = true }: Sec1DeviceOptions = {}): DeviceSecurity {
  const secret = popBytes(pop);
  return {
    version: 1,
    patchVersion: 0,
    hasSessions: true,
    // An empty PoP counts as one here, as in the firmware, though it protects nothing.
    ...(pop === undefined ? { capabilities: ['no_pop'] } : {}),
    accept: () => new Sec1DeviceHandshake(secret, random, restarts),
  };
}

type Payload = ReturnType<typeof decodeSchemeMessage<'sec1'>>['payload'];

/** What is known between the first and the second command. */
interface Pending {
  readonly own: KeyPair;
  readonly clientPublicKey: Uint8Array;
  /** The one keystream of the session, which proofs use up too. */
  readonly stream: StreamCipher;
}

class Sec1DeviceHandshake implements DeviceHandshake {
  channel: SecureChannel | undefined;
  readonly #pop: Uint8Array;
  readonly #random: Random;
  readonly #restarts: boolean;
  #pending: Pending | undefined;

  constructor(pop: Uint8Array, random: Random, restarts: boolean) {
    this.#pop = pop;
    this.#random = random;
    this.#restarts = restarts;
  }

  respond(request: Uint8Array): Bytes {
    const { msg, payload } = decodeSchemeMessage(request, 1, 'sec1');
    switch (msg) {
      case Sec1MsgType.COMMAND0:
        return this.#answerKey(payload);
      case Sec1MsgType.COMMAND1:
        return this.#answerProof(payload);
      default:
        throw unknownCommand(msg);
    }
  }

  #answerKey(payload: Payload): Bytes {
    requireRestartable(this.#restarts, this.channel ?? this.#pending);
    // A first command in the middle of a session starts over: the client has lost its keys. The firmware looks at its
    // payload after that. esp-idf: handle_session_command0 in security1.c
    this.channel = undefined;
    this.#pending = undefined;
    const { clientPubkey: clientPublicKey } = requirePayload(payload, 'command0');
    requireLength(clientPublicKey, keyLength, "the client's public key");
    const own = makeKeyPair(this.#random);
    const key = sessionKey(own, clientPublicKey, this.#pop);
    const deviceRandom = this.#random(deviceRandomLength);
    this.#pending = { own, clientPublicKey, stream: aes256Ctr(key, deviceRandom) };
    return encodeResponse0(own.publicKey, deviceRandom);
  }

  #answerProof(payload: Payload): Bytes {
    const pending = this.#pending;
    if (!pending) throw new ProvisioningError('session/invalid-state', 'command 1 came before command 0');
    const { clientVerifyData } = requirePayload(payload, 'command1');
    requireLength(clientVerifyData, keyLength, "the client's verify data");
    // A wrong proof uses up its part of the keystream: another one may follow, against the next part. Every release
    // before v6.0 does so, which starts over. esp-idf: handle_session_command1 in security1.c, where `rand` advances
    const { stream } = pending;
    if (!equalConstantTime(stream.apply(clientVerifyData), pending.own.publicKey)) {
      throw new ProvisioningError('session/proof-mismatch');
    }
    this.#pending = undefined;
    this.channel = { overhead: 0, seal: (plain) => stream.apply(plain), open: (sealed) => stream.apply(sealed) };
    return encodeResponse1(stream.apply(pending.clientPublicKey));
  }
}
