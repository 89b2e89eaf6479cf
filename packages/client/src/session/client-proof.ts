import type { Power, Random, SecurityVersion, TextEncoding } from '@esp-prov/protocol';

/** A session in which the device proves nothing, so that anything in its place would get the credentials. */
export interface UnprovenSession {
  /** 1 without a proof of possession, or 0, which does not even encrypt. */
  readonly securityVersion: 0 | 1;
}

/** Whether sessions may be opened in which the device proves nothing, or the question whether one may. */
export type UnprovenConsent = boolean | ((session: UnprovenSession) => boolean | Promise<boolean>);

/** A secret, or a question that is asked only when the device turns out to want it. */
export type Secret = string | (() => string | Promise<string>);

/**
 * What the client may use to prove itself. A text that is given is a demand: a device that claims to need less is
 * refused. A function is a question and demands nothing; an empty text counts as none.
 */
export interface ClientProof {
  /** Proof of possession for security 1. */
  readonly pop?: Secret | undefined;
  /** User name for security 2. */
  readonly username?: Secret | undefined;
  /** Password for security 2. */
  readonly password?: Secret | undefined;
  /** How these become bytes; default UTF-8. */
  readonly encoding?: TextEncoding | undefined;
  /** The weakest scheme that is accepted; default: whatever the device wants. */
  readonly minimumSecurityVersion?: SecurityVersion | undefined;
  /**
   * Whether to talk to a device that proves nothing: security 1 without a proof of possession, or security 0. Default:
   * refused with `session/unproven`. It does not switch off a secret that is given.
   */
  readonly allowUnproven?: UnprovenConsent | undefined;
  /**
   * The lowest patch level of security 2 that is accepted; 1 refuses devices that seal every message with one nonce, and
   * those of a weaker scheme. Default 0.
   */
  readonly minimumPatchVersion?: number | undefined;
  /**
   * Whether devices of security 2 are let in whose verifier belongs to 15 or 14 of the 16 bytes of their salt, as
   * firmware makes it once in 256 times by mistake. Default true: then a device refuses a wrong password up to three
   * times instead of once.
   */
  readonly shortSalt?: boolean | undefined;
  /** Scheme to use whatever the device says; needed for firmware older than v3.3. */
  readonly securityVersion?: SecurityVersion | undefined;
  /** Version that the device must have, as plain text or as `prov.ver`; letter case does not matter. */
  readonly protocolVersion?: string | undefined;
  readonly random?: Random | undefined;
  /**
   * Computes the powers of security 2 somewhere else, such as in a worker of a page: they take long enough to be felt.
   * Default: here.
   */
  readonly power?: Power | undefined;
}
