import type { Bytes } from '../bytes.ts';
import type { ProvisioningError } from '../errors/provisioning-error.ts';
import type { HandshakeNote } from './handshake-note.ts';
import type { Power, PowerTask } from './power.ts';
import type { SecretReading } from './sec2/secret-reading.ts';

/** Numbers of the security schemes on the wire, from the weakest up: 0 plain, 1 X25519 with PoP, 2 SRP-6a. */
export const securityVersions = [0, 1, 2] as const;

/** Number of a security scheme on the wire. */
export type SecurityVersion = (typeof securityVersions)[number];

/** Whether `value` is the number of a scheme that this project has. */
export function isSecurityVersion(value: unknown): value is SecurityVersion {
  return securityVersions.some((version) => version === value);
}

/** What a finished handshake leaves behind. Both directions share one state, so calls must alternate as on the wire. */
export interface SecureChannel {
  /** Bytes that sealing adds to a message. */
  readonly overhead: number;
  /**
   * Whether one nonce seals every message in both directions. Whoever knows one of them then reads the others up to its
   * length, and a request that is handed back opens as an answer.
   */
  readonly reusesNonce?: boolean;
  /**
   * Fewest bytes of a sealed answer that chance does not make equal to a request; default: `open` refuses one itself.
   */
  readonly echoLength?: number;
  /** Returns the sealed form of a message that this side sends. */
  seal(plaintext: Uint8Array): Bytes;
  /**
   * Returns the plain form of a message that the other side sent.
   *
   * @throws ProvisioningError where the scheme can tell that the bytes were altered
   */
  open(sealed: Uint8Array): Bytes;
}

/**
 * A client's half of a handshake: yields each request for `prov-session` and is resumed with its answer. A refusal is
 * thrown into it, and comes out with what the handshake knows about it.
 */
export type ClientHandshake = Generator<Bytes, SecureChannel, Bytes>;

/** A client's half of a handshake that also yields its powers, and is resumed with each of them. */
export type SteppedHandshake = Generator<Bytes | PowerTask, SecureChannel, Uint8Array>;

/** A scheme with the client's secret. Every call of `handshake` starts afresh, with new keys. */
export interface ClientSecurity {
  readonly version: SecurityVersion;
  /**
   * Whether a device may turn out to reuse one nonce, which only its answer tells; see {@link
   * SecureChannel.reusesNonce}.
   */
  readonly mayReuseNonce?: boolean;
  handshake(): ClientHandshake;
  /** The same handshake with its powers handed out, where a way to compute them somewhere else was given. */
  readonly apart?: { readonly power: Power; handshake(): SteppedHandshake };
  /** How the secret is read, where that is not the rule of the scheme. */
  readonly reading?: SecretReading;
  /** Whether this reading may be the right one after such a refusal of another; default: it may. */
  fits?(refusal: ProvisioningError): boolean;
  /** The same secret read in another way, to be tried in another handshake when this proof was refused. */
  readonly fallback?: ClientSecurity;
}

/** A scheme with the device's secret. */
export interface DeviceSecurity {
  readonly version: SecurityVersion;
  /** Patch level of the scheme as `proto-ver` tells it. */
  readonly patchVersion: number;
  /** Whether requests belong to a transport session; security 0 has none and serves any client at any time. */
  readonly hasSessions: boolean;
  /** What `proto-ver` lists of the scheme, such as `no_pop`. */
  readonly capabilities?: readonly string[];
  /**
   * Returns the state for one transport session.
   *
   * @param note - hears of every step, for a log
   */
  accept(note?: HandshakeNote): DeviceHandshake;
}

/** A device's half of a handshake, for one transport session. */
export interface DeviceHandshake {
  /** Set once the peer has proven itself; a new first command clears it. */
  readonly channel: SecureChannel | undefined;
  /**
   * Returns the answer to a request for `prov-session`.
   *
   * @throws ProvisioningError for everything that a device refuses; the handshake stays usable
   */
  respond(request: Uint8Array): Bytes;
  /** Called when its transport session has ended, for what firmware logs then. */
  end?(): void;
}
