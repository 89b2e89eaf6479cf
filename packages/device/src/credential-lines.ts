import { maskSecret } from '@esp-prov/protocol';
import { logText } from './log-text.ts';
import type { WifiCredentials } from './wifi-driver.ts';

/**
 * Credentials as the manager of the firmware logs them: the name, and the password masked where there is one.
 *
 * @param pretext - `Found` for stored ones, `Received` for those of a client
 */
export function credentialLines(pretext: 'Found' | 'Received', { ssid, passphrase }: WifiCredentials): string[] {
  const name = `${pretext} Wi-Fi SSID     : ${logText(ssid)}`;
  return passphrase.length === 0 ? [name] : [name, `${pretext} Wi-Fi Password : ${maskSecret(logText(passphrase))}`];
}
