import { aes256Ctr } from '#crypto';
import { type Bytes, equalConstantTime } from '../../bytes.ts';
import type { StreamCipher } from '../../crypto/stream-cipher.ts';
import { ProvisioningError } from '../../errors/provisioning-error.ts';
import { requirePayload, Sec1MsgType } from '../../messages/index.ts';
import { type Random, systemRandom } from '../../random.ts';
import { type HandshakeNote, noNote, openBytes, secretBytes, sessionStates } from '../handshake-note.ts';
import type { DeviceHandshake, DeviceSecurity, SecureChannel } from '../security.ts';
import {
  answerSchemeMessage,
  type decodeSchemeMessage,
  requireLength,
  requireRestartable,
  unknownCommand,
} from '../session-message.ts';
import { deviceRandomLength, type KeyPair, keyLength, makeKeyPair, popBytes, sessionKey } from './keys.ts';
import { encodeResponse0, encodeResponse1 } from './messages.ts';

/** What the device's half of security 1 needs to know. */
export interface Sec1DeviceOptions {
  /** Proof of possession; text is taken as UTF-8. Left out or empty: none. */
  readonly pop?: string | Uint8Array | undefined;
  readonly random?: Random | undefined;
  /** False only to be a release before v4.0.3, which refuses a second handshake in a session. Default true. */
  readonly restarts?: boolean | undefined;
  /**
   * Whether the keystream begins anew with every proof, as from v6.0 on; else it goes on behind a wrong one. Clients that
   * prove themselves once in a session see no difference. Default false.
   */
  readonly restartsKeystream?: boolean | undefined;
}

/** Returns security 1 for a device: X25519, PoP, AES-256-CTR. */
export function sec1Device(options: Sec1DeviceOptions = {}): DeviceSecurity {
  const { pop, random = systemRandom, restarts = true, restartsKeystream = false } = options;
  const secret = popBytes(pop);
  return {
    version: 1,
    patchVersion: 0,
    hasSessions: true,
    // An empty PoP counts as one here, as in the firmware, though it protects nothing.
    ...(pop === undefined ? { capabilities: ['no_pop'] } : {}),
    accept: (note = noNote) => new Sec1DeviceHandshake({ pop: secret, random, restarts, restartsKeystream, note }),
  };
}

type Payload = ReturnType<typeof decodeSchemeMessage<'sec1'>>['payload'];

/** What is known between the first and the second command. */
interface Pending {
  readonly own: KeyPair;
  readonly clientPublicKey: Uint8Array;
  /** Returns the keystream of the next proof, which goes on to be that of the session. */
  readonly nextStream: () => StreamCipher;
}

/** What a handshake works with. */
interface HandshakeParts {
  readonly pop: Uint8Array;
  readonly random: Random;
  readonly restarts: boolean;
  readonly restartsKeystream: boolean;
  readonly note: HandshakeNote;
}

class Sec1DeviceHandshake implements DeviceHandshake {
  channel: SecureChannel | undefined;
  readonly #parts: HandshakeParts;
  #pending: Pending | undefined;
  /** Whether the last proof was wrong, and no right one has followed. */
  #unproven = false;

  constructor(parts: HandshakeParts) {
    this.#parts = parts;
  }

  respond(request: Uint8Array): Bytes {
    const { note } = this.#parts;
    return answerSchemeMessage(request, { version: 1, member: 'sec1', note }, ({ msg, payload }) => {
      switch (msg) {
        case Sec1MsgType.COMMAND0:
          note('command0');
          return this.#answerKey(payload);
        case Sec1MsgType.COMMAND1:
          note('command1');
          return this.#answerProof(payload);
        default:
          note('unknown-command');
          throw unknownCommand(msg);
      }
    });
  }

  end(): void {
    // The firmware frees the key of a wrong proof at once, and again here. esp-idf: sec1_close_session in security1.c
    if (this.#unproven) this.#parts.note('ended-unproven');
    this.#unproven = false;
  }

  get #state(): number {
    if (this.channel) return sessionStates.done;
    return this.#pending ? sessionStates.command1 : sessionStates.command0;
  }

  #answerKey(payload: Payload): Bytes {
    const { pop, random, restarts, restartsKeystream, note } = this.#parts;
    const begun = this.channel ?? this.#pending;
    if (begun) note(restarts ? 'restarting' : 'not-restarting', sessionStates.command0, this.#state);
    requireRestartable(restarts, begun);
    // A first command in the middle of a session starts over: the client has lost its keys. The firmware looks at its
    // payload after that. esp-idf: handle_session_command0 in security1.c
    this.channel = undefined;
    this.#pending = undefined;
    this.end();
    if (payload.case !== 'command0') note('command0-misfit');
    const { clientPubkey: clientPublicKey } = requirePayload(payload, 'command0');
    if (clientPublicKey.length !== keyLength) note('key-length');
    requireLength(clientPublicKey, keyLength, "the client's public key");
    const own = makeKeyPair(random);
    note('bytes', 'Device pubkey', openBytes(own.publicKey));
    note('bytes', 'Client pubkey', openBytes(clientPublicKey));
    const key = this.#agree(own, clientPublicKey);
    if (pop.length > 0) note('adding-pop');
    note('bytes', 'Shared key', secretBytes(key));
    const deviceRandom = random(deviceRandomLength);
    note('bytes', 'Device random', openBytes(deviceRandom));
    const stream = aes256Ctr(key, deviceRandom);
    const nextStream = restartsKeystream ? () => aes256Ctr(key, deviceRandom) : () => stream;
    this.#pending = { own, clientPublicKey, nextStream };
    note('phase1-done');
    return encodeResponse0(own.publicKey, deviceRandom);
  }

  #agree(own: KeyPair, clientPublicKey: Uint8Array): Bytes {
    try {
      return sessionKey(own, clientPublicKey, this.#parts.pop);
    } catch (error) {
      this.#parts.note('key-refused');
      throw error;
    }
  }

  #answerProof(payload: Payload): Bytes {
    const { note } = this.#parts;
    const pending = this.#pending;
    if (!pending) {
      note('wrong-state', sessionStates.command1, this.#state);
      throw new ProvisioningError('session/invalid-state', 'command 1 came before command 0');
    }
    if (payload.case !== 'command1') note('command1-misfit', -1);
    const { clientVerifyData } = requirePayload(payload, 'command1');
    if (clientVerifyData.length !== keyLength) note('command1-misfit', clientVerifyData.length);
    requireLength(clientVerifyData, keyLength, "the client's verify data");
    note('sealed-proof', openBytes(clientVerifyData));
    // A wrong proof uses up its part of the keystream: another one may follow, against the next part. Every release
    // before v6.0 does so, where `rand` advances; v6.0 sets the cipher up anew. esp-idf: handle_session_command1 in
    // security1.c
    const stream = pending.nextStream();
    const opened = stream.apply(clientVerifyData);
    note('bytes', 'Dec Client verifier', openBytes(opened));
    if (!equalConstantTime(opened, pending.own.publicKey)) {
      note('proof-mismatch');
      this.#unproven = true;
      throw new ProvisioningError('session/proof-mismatch');
    }
    this.#unproven = false;
    this.#pending = undefined;
    this.channel = { overhead: 0, seal: (plain) => stream.apply(plain), open: (sealed) => stream.apply(sealed) };
    const deviceVerifyData = stream.apply(pending.clientPublicKey);
    note('bytes', 'Device verify data', openBytes(deviceVerifyData));
    note('established');
    return encodeResponse1(deviceVerifyData);
  }
}
