import type { ClientSecurity, Log, VersionInfo } from '@esp-prov/protocol';

/** Devices of patch level 0 seal every message with one IV, so whoever listens can undo the encryption. */
export function warnAboutNonce(log: Log, info: VersionInfo, security: ClientSecurity): void {
  if (security.version !== 2 || !info.managed || (info.securityPatchVersion ?? 0) > 0) return;
  log('warn', 'client', 'the firmware reuses one nonce for all messages of a session; it should be updated');
}
