import type { FirmwareWords } from '@esp-prov/device';

/**
 * What ESP-IDF v6.0.2 says otherwise than v5.5.5: its cryptography is that of PSA, security 1 prints the keys of a session
 * at level info, without the titles, and Bluetooth checks less. esp-idf: protocomm/src
 */
export const idf602Words: Partial<FirmwareWords> = {
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
