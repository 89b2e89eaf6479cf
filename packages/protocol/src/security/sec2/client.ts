import { type Bytes, equalConstantTime } from '../../bytes.ts';
import { isProvisioningError, ProvisioningError } from '../../errors/provisioning-error.ts';
import { requirePayload } from '../../messages/index.ts';
import { type Random, systemRandom } from '../../random.ts';
import type { Power, PowerTask } from '../power.ts';
import { withPowersHere } from '../power-here.ts';
import type { ClientSecurity, SteppedHandshake } from '../security.ts';
import { decodeSchemeMessage, requireHandshakeSuccess } from '../session-message.ts';
import { countingNonceLength, fixedNonceLength, gcmChannel, guessNonceRule, type NonceRule } from './gcm-channel.ts';
import { groupLength, strip } from './group.ts';
import { encodeCommand0, encodeCommand1 } from './messages.ts';
import {
  generatedSaltLength,
  type SecretReading,
  shortSalt,
  shortSaltLengths,
  strippedHash,
} from './secret-reading.ts';
import { clientKeys, clientPublicKey, privateLength } from './srp.ts';
import { credentialBytes, innerHash } from './verifier.ts';

/** What the client's half of security 2 needs to know. */
export interface Sec2ClientOptions {
  /** User name; text is taken as UTF-8. */
  readonly username: string | Uint8Array;
  /** Password; text is taken as UTF-8. */
  readonly password: string | Uint8Array;
  /** Patch level of the device; left out, its nonce tells. */
  readonly patchVersion?: number | undefined;
  /** The lowest patch level that is accepted; from 1 on a device that reuses its nonce is refused. Default 0. */
  readonly minimumPatchVersion?: number | undefined;
  readonly random?: Random | undefined;
  /** Whether keys with a leading zero are thrown away, as current tools do; off to replay recorded sessions. */
  readonly reroll?: boolean | undefined;
  /**
   * Whether devices are let in whose verifier belongs to 15 or 14 of the 16 bytes of their salt. Default true; each
   * reading costs another refused proof where the password is wrong.
   */
  readonly shortSalt?: boolean | undefined;
  /** Computes the powers of the handshake somewhere else; default: here, while everything else waits. */
  readonly power?: Power | undefined;
}

/**
 * Returns security 2 for a client: SRP-6a, AES-256-GCM.
 *
 * It carries readings of the secret as a chain of `fallback`, which a session takes when the proof before was refused:
 * for the one pair of 256 on whose verifier Espressif's tools disagree that of the other tool, then those for salts of
 * 15 and 14 bytes, which firmware makes by mistake.
 */
export function sec2Client(options: Sec2ClientOptions): ClientSecurity {
  const username = credentialBytes(options.username);
  const password = credentialBytes(options.password);
  if (username.length === 0) {
    throw new ProvisioningError('session/user-required', 'security 2 needs a user name of at least one byte');
  }
  const inner = innerHash(username, password);
  const read = (reading?: SecretReading): ClientSecurity => {
    const hash = reading === strippedHash ? strip(inner) : inner;
    const saltLength = reading?.saltBytes === undefined ? undefined : generatedSaltLength;
    const begin = () => handshake({ username, inner: hash, saltBytes: reading?.saltBytes, options });
    const { power } = options;
    return {
      version: 2,
      mayReuseNonce: (options.patchVersion ?? 0) < 1,
      ...(reading ? { reading } : {}),
      ...(saltLength ? { fits: (refusal) => refusal.details['saltLength'] === saltLength } : {}),
      ...(power ? { apart: { power, handshake: begin } } : {}),
      handshake: () => withPowersHere(begin()),
    };
  };
  const readings = [
    ...(inner[0] === 0 ? [strippedHash] : []),
    ...(options.shortSalt === false ? [] : shortSaltLengths.map((bytes) => shortSalt(bytes))),
  ];
  const fallback = readings.reduceRight<ClientSecurity | undefined>(
    (next, reading) => ({ ...read(reading), ...(next ? { fallback: next } : {}) }),
    undefined,
  );
  return { ...read(), ...(fallback ? { fallback } : {}) };
}

interface Own {
  readonly username: Uint8Array;
  readonly inner: Bytes;
  readonly saltBytes: number | undefined;
  readonly options: Sec2ClientOptions;
}

function* handshake({ username, inner, saltBytes, options }: Own): SteppedHandshake {
  const { clientPrivate, clientPublic } = yield* makeKeyPair(options);

  const reply0 = decodeSchemeMessage(yield encodeCommand0(username, clientPublic), 2, 'sec2');
  const { status, devicePubkey, deviceSalt } = requirePayload(reply0.payload, 'response0');
  requireHandshakeSuccess(status);
  if (devicePubkey.length === 0 || devicePubkey.length > groupLength || deviceSalt.length === 0) {
    throw new ProvisioningError(
      'session/invalid-parameters',
      'the public key or the salt of the device has a wrong length',
      {
        details: { publicKey: devicePubkey.length, salt: deviceSalt.length },
      },
    );
  }
  const keys = yield* clientKeys(
    // The proof hashes the salt as it was sent, whatever part of it the verifier was made from.
    { clientPrivate, inner, saltBytes },
    { username, salt: deviceSalt, clientPublic, devicePublic: devicePubkey },
  );

  const reply1 = decodeSchemeMessage(yield* prove(keys.clientProof, deviceSalt), 2, 'sec2');
  const proof = requirePayload(reply1.payload, 'response1');
  requireHandshakeSuccess(proof.status);
  if (!equalConstantTime(proof.deviceProof, keys.deviceProof)) throw new ProvisioningError('session/device-unproven');

  return gcmChannel(keys.key, proof.deviceNonce, nonceRule(proof.deviceNonce, options));
}

/** Sends the proof; a refusal learns how long the salt was, which decides on other readings of the secret. */
function* prove(proof: Uint8Array, salt: Uint8Array): Generator<Bytes, Uint8Array, Uint8Array> {
  try {
    return yield encodeCommand1(proof);
  } catch (error) {
    if (!isProvisioningError(error, 'session/proof-mismatch')) throw error;
    const details = { ...error.details, saltLength: salt.length };
    throw new ProvisioningError(error.code, error.message, { cause: error.cause, details });
  }
}

function* makeKeyPair({
  random = systemRandom,
  reroll = true,
}: Sec2ClientOptions): Generator<PowerTask, { clientPrivate: Bytes; clientPublic: Bytes }, Uint8Array> {
  for (;;) {
    const clientPrivate = random(privateLength);
    const clientPublic = yield* clientPublicKey(clientPrivate);
    if (!reroll || clientPublic[0] !== 0) return { clientPrivate, clientPublic };
  }
}

function nonceRule(nonce: Uint8Array, { patchVersion, minimumPatchVersion = 0 }: Sec2ClientOptions): NonceRule {
  const rule = patchVersion === undefined ? guessNonceRule(nonce) : patchVersion >= 1 ? 'counting' : 'fixed';
  // A counter needs room; a device that sends none has not finished the handshake.
  if (nonce.length < countingNonceLength || nonce.length > fixedNonceLength) {
    throw new ProvisioningError('session/invalid-parameters', `the nonce of the device has ${nonce.length} bytes`, {
      details: { length: nonce.length },
    });
  }
  if (rule === 'fixed' && minimumPatchVersion > 0) {
    throw new ProvisioningError(
      'session/downgraded',
      `the device reuses one nonce, as at patch level 0 of security 2; expected patch level ${minimumPatchVersion} or higher`,
      { details: { offeredPatch: 0, minimumPatch: minimumPatchVersion } },
    );
  }
  return rule;
}
