/**
 * A way to make a verifier of a user name, a password and a salt that is not the rule, but in the field: a device whose
 * verifier was made so takes no proof that obeys the rule.
 */
export interface SecretReading {
  /**
   * `stripped-hash`: without the zero bytes with which the inner hash begins, as esp_prov makes it. `short-salt`: from
   * fewer bytes than the salt has, as `esp_srp_gen_salt_verifier` of ESP-IDF makes it.
   */
  readonly name: 'stripped-hash' | 'short-salt';
  /** Bytes at the front of the salt that the verifier was made from, for `short-salt`. */
  readonly saltBytes?: number;
  /** How it is tried, in a few words. */
  readonly trial: string;
  /** What this says about the device, as a sentence without a full stop. */
  readonly meaning: string;
}

/** Bytes of the salts that devices make for themselves; of no other length is such a device known. */
export const generatedSaltLength = 16;

/**
 * Bytes that are left of a salt where the generator has dropped its leading zeros, most likely first. Of 40 000 draws
 * 161 have 15 bytes and 2 have 14.
 */
export const shortSaltLengths: readonly number[] = [generatedSaltLength - 1, generatedSaltLength - 2];

/** The verifier belongs to an inner hash without its leading zeros. */
export const strippedHash: SecretReading = {
  name: 'stripped-hash',
  trial: 'as esp_prov makes verifiers',
  meaning:
    'the verifier of this device was made by a tool that drops the zero bytes at the front of the hash of user name ' +
    'and password, as esp_prov does; that concerns one pair in 256',
};

/** Returns the reading in which the verifier belongs to the first `saltBytes` of a salt of `saltLength` bytes. */
export function shortSalt(saltBytes: number, saltLength: number = generatedSaltLength): SecretReading {
  return {
    name: 'short-salt',
    saltBytes,
    trial: `with ${saltBytes} bytes of the salt`,
    meaning:
      `the verifier of this device belongs to the first ${saltBytes} bytes of its salt, not to all ${saltLength}: ` +
      'a fault of esp_srp_gen_salt_verifier, which concerns one device in 256',
  };
}
