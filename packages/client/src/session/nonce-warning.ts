import type { Log } from '@esp-prov/protocol';

/** Says that the firmware seals every message of a session with one nonce, and what is done about it. */
export function warnAboutNonce(
  log: Log,
  { allowNonceReuse = false }: { readonly allowNonceReuse?: boolean | undefined },
): void {
  const done = allowNonceReuse
    ? 'Whoever knows one of them, such as the scan answer, can read the credentials'
    : 'Credentials are sent in a session of their own, but whoever can also change messages may still read them';
  log('warn', 'client', `the firmware reuses one nonce for all messages of a session. ${done}. Update the firmware`);
}
