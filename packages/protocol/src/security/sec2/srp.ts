import { sha512 } from '#crypto';
import { modPow } from '#power';
import { bigIntToBytes, bytesToBigInt } from '../../big-integer.ts';
import { type Bytes, concatBytes } from '../../bytes.ts';
import { ProvisioningError } from '../../errors/provisioning-error.ts';
import { type PowerTask, powerOf } from '../power.ts';
import { generator, groupHash, groupLength, multiplier, pad, prime, primeBytes, strip } from './group.ts';
import { secretExponent } from './verifier.ts';

// SRP-6a with SHA-512 as Espressif's firmware computes it. What is hashed padded, stripped or as received decides
// whether two implementations understand each other; esp-idf: protocomm/src/crypto/srp6a/esp_srp.c

/** Bytes of the secret exponents a and b. */
export const privateLength = 32;

/** What both ends know once they agree. */
export interface SrpKeys {
  /** K = H(S), 64 bytes; the first 32 are the AES key. */
  readonly key: Bytes;
  readonly clientProof: Bytes;
  readonly deviceProof: Bytes;
}

/** What only the client knows. */
interface ClientSecret {
  readonly clientPrivate: Uint8Array;
  readonly inner: Uint8Array;
  /** Bytes at the front of the salt that x is made from; all if left out. */
  readonly saltBytes?: number | undefined;
}

/** What goes into the proofs besides the key. */
interface Transcript {
  readonly username: Uint8Array;
  readonly salt: Uint8Array;
  /** As on the wire: 384 bytes, or fewer from clients that leave leading zeros out. */
  readonly clientPublic: Uint8Array;
  /** As on the wire: without leading zeros. */
  readonly devicePublic: Uint8Array;
}

/** Returns A = g^a mod N, 384 bytes. */
export function* clientPublicKey(clientPrivate: Uint8Array): Generator<PowerTask, Bytes, Uint8Array> {
  return yield* powerOf(generator, clientPrivate, primeBytes);
}

/** Returns B = k·v + g^b mod N, without leading zeros. */
export function devicePublicKey(devicePrivate: Uint8Array, verifier: Uint8Array): Bytes {
  const power = bytesToBigInt(modPow(generator, devicePrivate, primeBytes));
  return strip(bigIntToBytes((multiplier * bytesToBigInt(verifier) + power) % prime, groupLength));
}

/**
 * Returns the client's keys: S = (B − k·g^x)^(a + u·x).
 *
 * @throws ProvisioningError `session/weak-key` when B is a multiple of N or the scrambler is zero
 */
export function* clientKeys(secret: ClientSecret, transcript: Transcript): Generator<PowerTask, SrpKeys, Uint8Array> {
  const { salt, clientPublic, devicePublic } = transcript;
  requireNonZero(devicePublic, "the device's public key");
  const u = scrambler(clientPublic, devicePublic);
  const x = secretExponent(salt.subarray(0, secret.saltBytes), secret.inner);
  const verifier = bytesToBigInt(yield* powerOf(generator, x, primeBytes));
  const base = mod(bytesToBigInt(devicePublic) - multiplier * verifier);
  const exponent = bytesToBigInt(secret.clientPrivate) + u * bytesToBigInt(x);
  const premaster = yield* powerOf(bigIntToBytes(base, groupLength), bigIntToBytes(exponent), primeBytes);
  return keys(premaster, transcript);
}

/**
 * Returns the device's keys: S = (A·v^u)^b.
 *
 * @throws ProvisioningError `session/weak-key` when A is a multiple of N (whoever sent it would need no password) or
 *   the scrambler is zero; the first is let through with `acceptZeroKey`, as releases before v5.2.7 and v5.5.5 do
 */
export function deviceKeys(
  secret: { devicePrivate: Uint8Array; verifier: Uint8Array; acceptZeroKey?: boolean },
  transcript: Transcript,
): SrpKeys {
  const { clientPublic, devicePublic } = transcript;
  if (!secret.acceptZeroKey) requireNonZero(clientPublic, "the client's public key");
  const u = scrambler(clientPublic, devicePublic);
  const power = bytesToBigInt(modPow(secret.verifier, bigIntToBytes(u), primeBytes));
  const base = mod(bytesToBigInt(clientPublic) * power);
  return keys(modPow(bigIntToBytes(base, groupLength), secret.devicePrivate, primeBytes), transcript);
}

/**
 * Returns u = H(PAD(A) | PAD(B)).
 *
 * @param hash - H; no keys are known whose SHA-512 is zero, so only another hash shows that zero is refused
 * @throws ProvisioningError `session/weak-key` when it is zero
 */
export function scrambler(
  clientPublic: Uint8Array,
  devicePublic: Uint8Array,
  hash: (data: Uint8Array) => Uint8Array = sha512,
): bigint {
  const scrambled = hash(concatBytes(pad(clientPublic), pad(devicePublic)));
  requireNonZero(scrambled, 'the scrambler');
  return bytesToBigInt(scrambled);
}

/** Returns K = H(S stripped), M1 = H(group | H(I) | s | A | B | K), M2 = H(A | M1 | K). */
function keys(premaster: Uint8Array, { username, salt, clientPublic, devicePublic }: Transcript): SrpKeys {
  const key = sha512(strip(premaster));
  const clientProof = sha512(concatBytes(groupHash, sha512(username), salt, clientPublic, devicePublic, key));
  return { key, clientProof, deviceProof: sha512(concatBytes(clientPublic, clientProof, key)) };
}

function requireNonZero(value: Uint8Array, what: string): void {
  if (bytesToBigInt(value) % prime !== 0n) return;
  throw new ProvisioningError('session/weak-key', `${what} is zero modulo the prime`);
}

function mod(value: bigint): bigint {
  const rest = value % prime;
  return rest < 0n ? rest + prime : rest;
}
