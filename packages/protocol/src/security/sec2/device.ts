import { type Bytes, decodeUtf8, equalConstantTime } from '../../bytes.ts';
import { isProvisioningError, ProvisioningError } from '../../errors/provisioning-error.ts';
import { requirePayload, Sec2MsgType } from '../../messages/index.ts';
import { type Random, systemRandom } from '../../random.ts';
import { type HandshakeNote, noNote, openBytes, secretBytes, sessionStates } from '../handshake-note.ts';
import type { DeviceHandshake, DeviceSecurity, SecureChannel } from '../security.ts';
import {
  answerSchemeMessage,
  type decodeSchemeMessage,
  requireLength,
  unknownCommand,
  wrongProofLength,
} from '../session-message.ts';
import { countingNonceLength, firstNonce, fixedNonceLength, gcmChannel, sessionIdLength } from './gcm-channel.ts';
import { groupLength } from './group.ts';
import { encodeResponse0, encodeResponse1 } from './messages.ts';
import { deviceKeys, devicePublicKey, privateLength, type SrpKeys } from './srp.ts';
import type { SaltAndVerifier } from './verifier.ts';

/** What the device's half of security 2 needs to know. */
export interface Sec2DeviceOptions extends SaltAndVerifier {
  /** 0 only to be an old release: it uses one IV for all messages. Default 1. */
  readonly patchVersion?: 0 | 1 | undefined;
  readonly random?: Random | undefined;
  /**
   * Whether b is drawn anew until nothing that clients hash or send begins with a zero byte, which lets in clients
   * that strip such zeros; off to replay recorded sessions and to be an exact release. Default true.
   */
  readonly reroll?: boolean | undefined;
  /**
   * Whether A has to have 384 bytes, as every release demands; else one without its leading zeros is taken too, as
   * phones send it once in 256 times, and hashed as it came. On to be an exact release. Default false.
   */
  readonly exactKeyLength?: boolean | undefined;
  /** Only to be an old release: lets in clients that send A = 0, without a password. Default false. */
  readonly acceptZeroKey?: boolean | undefined;
}

/** Bytes of the client's proof. */
const proofLength = 64;

/** A name that is no text is noted up to here. */
const longestNotedName = 256;

/** What the AES-GCM of firmware ends with where a tag is wrong. mbedtls: MBEDTLS_ERR_GCM_AUTH_FAILED */
const authFailed = -0x12;

type Payload = ReturnType<typeof decodeSchemeMessage<'sec2'>>['payload'];

/** Returns security 2 for a device: SRP-6a, AES-256-GCM. The user name is not compared; it only goes into the proof. */
export function sec2Device(options: Sec2DeviceOptions): DeviceSecurity {
  if (options.salt.length === 0 || options.verifier.length === 0 || options.verifier.length > groupLength) {
    throw new RangeError(`security 2 needs a salt and a verifier of 1 to ${groupLength} bytes`);
  }
  const { patchVersion = 1 } = options;
  return {
    version: 2,
    patchVersion,
    hasSessions: true,
    accept: (note = noNote) => new Sec2DeviceHandshake(options, note),
  };
}

class Sec2DeviceHandshake implements DeviceHandshake {
  channel: SecureChannel | undefined;
  readonly #options: Sec2DeviceOptions;
  readonly #note: HandshakeNote;
  #keys: SrpKeys | undefined;

  constructor(options: Sec2DeviceOptions, note: HandshakeNote) {
    this.#options = options;
    this.#note = note;
  }

  respond(request: Uint8Array): Bytes {
    return answerSchemeMessage(request, { version: 2, member: 'sec2', note: this.#note }, ({ msg, payload }) => {
      switch (msg) {
        case Sec2MsgType.COMMAND0:
          this.#note('command0');
          return this.#answerKey(payload);
        case Sec2MsgType.COMMAND1:
          this.#note('command1');
          return this.#answerProof(payload);
        default:
          this.#note('unknown-command');
          throw unknownCommand(msg);
      }
    });
  }

  get #state(): number {
    if (this.channel) return sessionStates.done;
    return this.#keys ? sessionStates.command1 : sessionStates.command0;
  }

  #answerKey(payload: Payload): Bytes {
    const note = this.#note;
    if (payload.case !== 'command0') note('command0-misfit');
    const { clientUsername: username, clientPubkey: clientPublic } = requirePayload(payload, 'command0');
    if (this.#state !== sessionStates.command0) note('restarting', sessionStates.command0, this.#state);
    // A first command in the middle of a session starts over: the client has lost its keys.
    this.channel = undefined;
    this.#keys = undefined;
    this.#requireKeyLength(clientPublic);
    if (username.length === 0) {
      note('username-length', 0);
      throw new ProvisioningError('session/invalid-parameters', 'the user name is empty');
    }
    note('username', decodeUtf8(username) ?? String.fromCharCode(...username.subarray(0, longestNotedName)));
    note('bytes', 'Client Public Key', openBytes(clientPublic));
    note('making-key');
    const { devicePublic, keys } = this.#agree(username, clientPublic);
    note('bytes', 'Session Key', secretBytes(keys.key));
    this.#keys = keys;
    note('phase1-done');
    return encodeResponse0(devicePublic, this.#options.salt);
  }

  #requireKeyLength(clientPublic: Uint8Array): void {
    const { length } = clientPublic;
    const takesShort = !this.#options.exactKeyLength && length >= 1 && length < groupLength;
    if (takesShort) return;
    if (length !== groupLength) this.#note('key-length');
    requireLength(clientPublic, groupLength, "the client's public key");
  }

  #agree(username: Uint8Array, clientPublic: Uint8Array): { devicePublic: Bytes; keys: SrpKeys } {
    const { random = systemRandom, reroll = true, verifier, salt, acceptZeroKey = false } = this.#options;
    for (;;) {
      const devicePrivate = random(privateLength);
      const devicePublic = devicePublicKey(devicePrivate, verifier);
      const keys = this.#noteRefusal(() =>
        deviceKeys({ devicePrivate, verifier, acceptZeroKey }, { username, salt, clientPublic, devicePublic }),
      );
      const unstripped =
        devicePublic.length === groupLength &&
        [keys.key, keys.clientProof, keys.deviceProof].every(([first]) => first !== 0);
      if (unstripped || !reroll) {
        this.#note('bytes', 'Device Public Key', openBytes(devicePublic));
        return { devicePublic, keys };
      }
    }
  }

  #noteRefusal<T>(agree: () => T): T {
    try {
      return agree();
    } catch (error) {
      if (isProvisioningError(error, 'session/weak-key')) this.#note('zero-key');
      this.#note('key-refused');
      throw error;
    }
  }

  #answerProof(payload: Payload): Bytes {
    const note = this.#note;
    if (payload.case !== 'command1') note('command1-misfit');
    const { clientProof } = requirePayload(payload, 'command1');
    const keys = this.#keys;
    if (!keys) {
      note('wrong-state', sessionStates.command1, this.#state);
      throw new ProvisioningError('session/invalid-state', 'command 1 came before command 0');
    }
    // Not among the parameters of which applications are told. esp-idf: handle_session_command1 in security2.c
    if (clientProof.length !== proofLength) {
      note('proof-length');
      throw wrongProofLength(clientProof.length, proofLength);
    }
    note('bytes', 'Client proof', openBytes(clientProof));
    // The keys stay after a wrong proof: another one may follow, against the same B.
    if (!equalConstantTime(clientProof, keys.clientProof)) {
      note('proof-unequal');
      note('proof-mismatch');
      throw new ProvisioningError('session/proof-mismatch');
    }
    note('bytes', 'Device proof', openBytes(keys.deviceProof));
    this.#keys = undefined;
    const { patchVersion = 1, random = systemRandom } = this.#options;
    const nonce = patchVersion === 0 ? random(fixedNonceLength) : firstNonce(random(sessionIdLength));
    note('bytes', 'Initialization vector', openBytes(nonce));
    this.channel = notedChannel(gcmChannel(keys.key, nonce, patchVersion === 0 ? 'fixed' : 'counting'), note, nonce);
    note('established');
    return encodeResponse1(keys.deviceProof, nonce);
  }
}

/** Returns the channel with a note of the nonce of every message, and of why it does not open one or ends. */
function notedChannel(channel: SecureChannel, note: HandshakeNote, nonce: Uint8Array): SecureChannel {
  const iv = Uint8Array.from(nonce);
  const counter = new DataView(iv.buffer, iv.length - 4);
  const noted = (name: string, operation: () => Bytes): Bytes => {
    try {
      // Only a counting nonce is worth telling, and its last value ends the session before it is.
      if (iv.length === countingNonceLength && counter.getUint32(0) > 0) note('bytes', name, openBytes(iv));
      const result = operation();
      counter.setUint32(0, counter.getUint32(0) + 1);
      return result;
    } catch (error) {
      if (isProvisioningError(error, 'session/counter-exhausted')) note('counter-exhausted');
      else note('open-failed', authFailed);
      throw error;
    }
  };
  return {
    overhead: channel.overhead,
    seal: (plaintext) => noted('Encrypt IV', () => channel.seal(plaintext)),
    open: (sealed) => noted('Decrypt IV', () => channel.open(sealed)),
  };
}
