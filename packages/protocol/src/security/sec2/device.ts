import { type Bytes, equalConstantTime } from '../../bytes.ts';
import { ProvisioningError } from '../../errors/provisioning-error.ts';
import { requirePayload, Sec2MsgType } from '../../messages/index.ts';
import { type Random, systemRandom } from '../../random.ts';
import type { DeviceHandshake, DeviceSecurity, SecureChannel } from '../security.ts';
import { decodeSchemeMessage, requireLength, unknownCommand } from '../session-message.ts';
import { firstNonce, fixedNonceLength, gcmChannel, sessionIdLength } from './gcm-channel.ts';
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
   * Whether b is drawn anew until nothing that clients hash or send begins with a zero octet, which lets in clients
   * that strip such zeros; off to replay recorded sessions and to be an exact release. Default true.
   */
  readonly reroll?: boolean | undefined;
  /**
   * Whether A has to have 384 octets, as every release demands; else one without its leading zeros is taken too, as
   * phones send it once in 256 times, and hashed as it came. On to be an exact release. Default false.
   */
  readonly exactKeyLength?: boolean | undefined;
  /** Only to be an old release: lets in whoever sends A = 0, without a password. Default false. */
  readonly acceptZeroKey?: boolean | undefined;
}

/** Octets of the client's proof. */
const proofLength = 64;

/** Security 2 for a device: SRP-6a, AES-256-GCM. The user name is not compared; it only goes into the proof. */
export function sec2Device(options: Sec2DeviceOptions): DeviceSecurity {
  if (options.salt.length === 0 || options.verifier.length === 0 || options.verifier.length > groupLength) {
    throw new RangeError(`security 2 needs a salt and a verifier of 1 to ${groupLength} octets`);
  }
  const { patchVersion = 1 } = options;
  return { version: 2, patchVersion, hasSessions: true, accept: () => new Sec2DeviceHandshake(options) };
}

class Sec2DeviceHandshake implements DeviceHandshake {
  channel: SecureChannel | undefined;
  readonly #options: Sec2DeviceOptions;
  #keys: SrpKeys | undefined;

  constructor(options: Sec2DeviceOptions) {
    this.#options = options;
  }

  respond(request: Uint8Array): Bytes {
    const { msg, payload } = decodeSchemeMessage(request, 2, 'sec2');
    switch (msg) {
      case Sec2MsgType.COMMAND0: {
        const { clientUsername, clientPubkey } = requirePayload(payload, 'command0');
        return this.#answerKey(clientUsername, clientPubkey);
      }
      case Sec2MsgType.COMMAND1:
        return this.#answerProof(requirePayload(payload, 'command1').clientProof);
      default:
        throw unknownCommand(msg);
    }
  }

  #answerKey(username: Uint8Array, clientPublic: Uint8Array): Bytes {
    // A first command in the middle of a session starts over: the client has lost its keys.
    this.channel = undefined;
    this.#keys = undefined;
    if (username.length === 0) throw new ProvisioningError('session/invalid-parameters', 'the user name is empty');
    this.#requireKeyLength(clientPublic);
    const { devicePublic, keys } = this.#agree(username, clientPublic);
    this.#keys = keys;
    return encodeResponse0(devicePublic, this.#options.salt);
  }

  #requireKeyLength(clientPublic: Uint8Array): void {
    const { length } = clientPublic;
    const takesShort = !this.#options.exactKeyLength && length >= 1 && length < groupLength;
    if (!takesShort) requireLength(clientPublic, groupLength, "the client's public key");
  }

  #agree(username: Uint8Array, clientPublic: Uint8Array): { devicePublic: Bytes; keys: SrpKeys } {
    const { random = systemRandom, reroll = true, verifier, salt, acceptZeroKey = false } = this.#options;
    for (;;) {
      const devicePrivate = random(privateLength);
      const devicePublic = devicePublicKey(devicePrivate, verifier);
      const keys = deviceKeys(
        { devicePrivate, verifier, acceptZeroKey },
        { username, salt, clientPublic, devicePublic },
      );
      const unstripped =
        devicePublic.length === groupLength &&
        [keys.key, keys.clientProof, keys.deviceProof].every(([first]) => first !== 0);
      if (unstripped || !reroll) return { devicePublic, keys };
    }
  }

  #answerProof(clientProof: Uint8Array): Bytes {
    const keys = this.#keys;
    if (!keys) throw new ProvisioningError('session/invalid-state', 'command 1 came before command 0');
    // Not among the parameters of which applications are told. esp-idf: handle_session_command1 in security2.c
    if (clientProof.length !== proofLength) {
      throw new ProvisioningError('message/unexpected', `the client's proof has ${clientProof.length} octets`, {
        details: { length: clientProof.length, expected: proofLength },
      });
    }
    // The keys stay after a wrong proof: another one may follow, against the same B.
    if (!equalConstantTime(clientProof, keys.clientProof)) throw new ProvisioningError('session/proof-mismatch');
    this.#keys = undefined;
    const { patchVersion = 1, random = systemRandom } = this.#options;
    const nonce = patchVersion === 0 ? random(fixedNonceLength) : firstNonce(random(sessionIdLength));
    this.channel = gcmChannel(keys.key, nonce, patchVersion === 0 ? 'fixed' : 'counting');
    return encodeResponse1(keys.deviceProof, nonce);
  }
}
