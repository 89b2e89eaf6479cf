import { concatBytes, maskSecret } from '@esp-prov/protocol';
import type { WifiCredentials } from '../wifi/wifi-driver.ts';
import { logText } from '../words/log-text.ts';
import type { ManagerEffect } from './manager-state.ts';
import { line } from './transition.ts';

/**
 * Credentials as the manager of the firmware logs them: the name, and the password masked where there is one.
 *
 * @param pretext - `found` for stored ones, `received` for those of a client
 * @param overread - what follows a key of 64 bytes in memory
 */
export function credentialLines(
  pretext: 'found' | 'received',
  { ssid, passphrase }: WifiCredentials,
  overread: Uint8Array = new Uint8Array(0),
): Extract<ManagerEffect, { kind: 'log' }>[] {
  const name = line(`manager/${pretext}-ssid`, logText(ssid));
  return passphrase.length === 0
    ? [name]
    : [
        name,
        line(
          `manager/${pretext}-password`,
          maskSecret(logText(passphrase.length === 64 ? concatBytes(passphrase, overread) : passphrase)),
        ),
      ];
}
