import type { FirmwareWords } from '@esp-prov/device';

/**
 * What ESP-IDF v6 says otherwise than v5.5.5: its cryptography is that of PSA, and security 1 prints the keys of a session
 * at level info, without the titles. The numbers of lines are those of v6.0.2. esp-idf: protocomm/src
 */
const psaWords: Partial<FirmwareWords> = {
  'security1/bytes': ['debug', 'security1', '%s:', 'info'],
  'security1/sealed-proof': ['debug', 'security1', 'Data to decrypt:', 'info'],
  'security1/key-refused': ['error', 'security1', 'psa_raw_key_agreement failed with status=-135'],
  'security1/ended-unproven': ['error', 'security1', 'psa_destroy_key failed with status=-136'],
  'security2/proof-length': [
    'error',
    'security2',
    'handle_session_command1(237): The client proof length does not match',
  ],
  'security2/proof-unequal': ['error', 'srp6a', 'esp_srp_exchange_proofs(829): Failed to validate user proof'],
  'security2/open-failed': ['error', 'security2', 'psa_aead_decrypt failed with status=-149'],
};

/** ESP-IDF v6.0.2, whose Bluetooth checks less than that of v5.5.5. */
export const idf602Words: Partial<FirmwareWords> = {
  ...psaWords,
  'nimble/write-length': undefined,
  'nimble/answer-length': undefined,
  'bluedroid/write-length': undefined,
  'bluedroid/answer-length': undefined,
};

/** ESP-IDF v6.0.1: it looks for no key of zero, and closes replaced sessions by the number of the new one. */
export const idf601Words: Partial<FirmwareWords> = {
  ...idf602Words,
  'security1/wrong-close': ['error', 'security1', 'Attempt to close invalid session'],
  'security2/wrong-close': ['error', 'security2', 'Attempt to close invalid session'],
  'security2/zero-key': undefined,
  'security2/proof-length': [
    'error',
    'security2',
    'handle_session_command1(232): The client proof length does not match',
  ],
  'security2/proof-unequal': ['error', 'srp6a', 'esp_srp_exchange_proofs(807): Failed to validate user proof'],
};

/** ESP-IDF v6.1-beta1, which checks over Bluetooth what v5.5.5 checks. */
export const idf61Words: Partial<FirmwareWords> = {
  ...psaWords,
  'security2/proof-unequal': ['error', 'srp6a', 'esp_srp_exchange_proofs(834): Failed to validate user proof'],
};
