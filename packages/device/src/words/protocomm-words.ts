import type { HandshakeFact, SecurityVersion } from '@esp-prov/protocol';
import type { FirmwareLine } from './firmware-line.ts';

/** Lines of the dispatcher. */
export type ProtocommLine =
  | 'protocomm/no-endpoint'
  | 'protocomm/security-returned'
  | 'protocomm/version-returned'
  | 'protocomm/plain-returned'
  | 'protocomm/open-failed'
  | 'protocomm/handler-failed'
  | 'protocomm/seal-failed'
  /** Bytes below another line, at its level and under its name. */
  | 'digits';

/** What happens to a session, within its handshake and around it. */
export type SecurityFact = HandshakeFact | SessionFact;

type SessionFact = 'old-session' | 'wrong-close' | 'no-session' | 'wrong-session' | 'not-established';

/** Lines of a security scheme. */
export type SecurityLine = `security${SecurityVersion}/${SecurityFact}`;

/** Lines of the dispatcher in ESP-IDF v5.5.5. esp-idf: protocomm/src/common/protocomm.c */
export const protocommWords: Readonly<Record<ProtocommLine, FirmwareLine>> = {
  'protocomm/no-endpoint': ['error', 'protocomm', 'No registered endpoint for %s'],
  'protocomm/security-returned': ['debug', 'protocomm', 'SEC_EP Req handler returned %s'],
  'protocomm/version-returned': ['debug', 'protocomm', 'VER_EP Req handler returned %s'],
  'protocomm/plain-returned': ['debug', 'protocomm', 'No encrypt ret %s'],
  'protocomm/open-failed': ['error', 'protocomm', 'Decryption of response failed for endpoint %s'],
  'protocomm/handler-failed': ['error', 'protocomm', 'Request handler for %s failed'],
  'protocomm/seal-failed': ['error', 'protocomm', 'Encryption of response failed for endpoint %s'],
  digits: ['debug', '', '%s'],
};

type SchemeWords = Readonly<Record<SecurityFact, readonly [FirmwareLine[0], string] | undefined>>;

/** What schemes 1 and 2 say alike. `not-restarting` and `wrong-close` are mistakes of older releases. */
const alike: SchemeWords = {
  unreadable: ['error', 'Unable to unpack setup_req'],
  'version-mismatch': ['error', 'Security version mismatch. Closing connection'],
  'scheme-mismatch': ['error', 'Security scheme mismatch. Closing connection'],
  'unknown-command': ['error', 'Invalid security message type'],
  command0: ['debug', 'Request to handle setup0_command'],
  restarting: ['warn', 'Invalid state of session %s (expected %s). Restarting session.'],
  'not-restarting': undefined,
  'command0-misfit': ['error', 'Missing or mismatched sc0 payload in session command0'],
  'key-length': ['error', 'Invalid public key length'],
  'phase1-done': ['debug', 'Session setup phase1 done'],
  command1: ['debug', 'Request to handle setup1_command'],
  'wrong-state': ['error', 'Invalid state of session %s (expected %s)'],
  'proof-mismatch': undefined,
  established: ['debug', 'Secure session established successfully'],
  'setup-error': ['error', 'Session setup error %s'],
  'old-session': ['error', 'Closing old session with id %s'],
  'wrong-close': undefined,
  // Without a blank behind the number, as the macros of their formats make it.
  'no-session': ['error', 'Session with ID %snot found'],
  'wrong-session': ['error', 'Invalid session ID:%s(expected %s)'],
  'not-established': ['error', 'Secure session not established'],
  bytes: undefined,
  'username-length': undefined,
  username: undefined,
  'adding-pop': undefined,
  'making-key': undefined,
  'zero-key': undefined,
  'key-refused': undefined,
  'command1-misfit': undefined,
  'proof-length': undefined,
  'counter-exhausted': undefined,
  'open-failed': undefined,
  'sealed-proof': undefined,
  'proof-unequal': undefined,
  'ended-unproven': undefined,
};

/** esp-idf: protocomm/src/security/security0.c */
const security0: Partial<SchemeWords> = {
  unreadable: alike.unreadable,
  'version-mismatch': alike['version-mismatch'],
};

/** esp-idf: protocomm/src/security/security1.c */
const security1: SchemeWords = {
  ...alike,
  bytes: ['debug', '%s:'],
  'adding-pop': ['debug', 'Adding proof of possession'],
  'key-refused': ['error', 'Failed at mbedtls_ecdh_compute_shared with error code : -0x4c80'],
  'sealed-proof': ['debug', 'Client verifier:'],
  'command1-misfit': ['error', 'Invalid client verifier (ptr=0x0 len=%s)'],
  'proof-mismatch': ['error', 'Key mismatch. Close connection'],
};

/** esp-idf: protocomm/src/security/security2.c */
const security2: SchemeWords = {
  ...alike,
  bytes: ['debug', '%s ->'],
  'username-length': ['error', 'Invalid username length (%s)'],
  username: ['debug', 'Username: %s'],
  'making-key': ['info', 'Using salt and verifier to generate public key...'],
  'key-refused': ['error', 'Failed to generate device session key!'],
  'command1-misfit': ['error', 'Missing or mismatched sc1 payload in session command1'],
  'proof-length': ['error', 'handle_session_command1(240): The client proof length does not match'],
  'proof-mismatch': ['error', 'Failed to authenticate client proof!'],
  'counter-exhausted': ['error', 'Invalid counter value, restart session'],
  'open-failed': ['error', 'Failed at mbedtls_gcm_auth_decrypt : %s'],
};

/** Lines of the security schemes in ESP-IDF v5.5.5. */
export const securityWords: Readonly<Record<SecurityLine, FirmwareLine | undefined>> = {
  ...tagged('security0', { ...silenced(), ...security0 }),
  ...tagged('security1', security1),
  ...tagged('security2', security2),
  // The arithmetic of scheme 2 logs for itself. esp-idf: protocomm/src/crypto/srp6a/esp_srp.c
  'security2/zero-key': ['error', 'srp6a', 'Rejected client public key: A mod N == 0 (RFC 5054 Section 2.5.4)'],
};

function silenced(): SchemeWords {
  return Object.fromEntries(Object.keys(alike).map((fact) => [fact, undefined])) as SchemeWords;
}

function tagged<T extends 'security0' | 'security1' | 'security2'>(
  tag: T,
  words: SchemeWords,
): Readonly<Record<Extract<SecurityLine, `${T}/${string}`>, FirmwareLine | undefined>> {
  const lines = Object.entries(words).map(([fact, line]) => [`${tag}/${fact}`, line && [line[0], tag, line[1]]]);
  return Object.fromEntries(lines) as Record<Extract<SecurityLine, `${T}/${string}`>, FirmwareLine | undefined>;
}
