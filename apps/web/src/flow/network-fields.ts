import { toHex, utf8 } from '@esp-prov/protocol';
import type { FieldProblem, HeardNetwork, NetworkChoice } from './flow-state.ts';

/** Longest name of a network, and longest password, in bytes; what a device has room for. */
const most = { ssid: 32, password: 63 };

/** Shortest password of WPA to WPA3. IEEE 802.11, annex M.4 */
const leastWpa = 8;

/** Longest text of a field that is kept at all: many times what can be right. */
const longestField = 1024;

/** Returns what is wrong with a typed name; undefined: nothing. */
export function ssidProblem(ssid: string): FieldProblem | undefined {
  if (ssid === '') return 'ssid-empty';
  return utf8(ssid).length > most.ssid ? 'ssid-too-long' : undefined;
}

/** Returns what is wrong with a password for a network of this security, `unknown` for a typed name. */
export function passwordProblem(
  passphrase: string,
  security: HeardNetwork['security'] | undefined,
): FieldProblem | undefined {
  if (security === 'open') return undefined;
  if (passphrase === '') return 'password-empty';
  const { length } = utf8(passphrase);
  const isHex = /^[0-9a-f]+$/i.test(passphrase);
  if (length === 64 && isHex) return 'password-raw-key';
  if (length > most.password) return 'password-too-long';
  const isWepKey = length === 5 || length === 13 || ((length === 10 || length === 26) && isHex);
  if (security === 'wep') return isWepKey ? undefined : 'password-wep';
  // A typed name may be that of a network with WEP; of a kind that is not known nothing is refused.
  if (length >= leastWpa || security === 'other' || (security === undefined && isWepKey)) return undefined;
  return 'password-too-short';
}

/** Returns the choice of a network from the list; a password that was typed for it before is kept. */
export function heardChoice(network: HeardNetwork, before: NetworkChoice | undefined): NetworkChoice {
  const { ssidHex, ssid, security } = network;
  const isOpen = security === 'open';
  const passphrase = !isOpen && before?.ssidHex === ssidHex ? before.passphrase : '';
  return { kind: 'heard', ssidHex, ssid, passphrase, isOpen, security };
}

/** Returns the choice of a name that was typed. */
export function typedChoice(ssid: string, passphrase: string, isOpen: boolean): NetworkChoice {
  const name = ssid.slice(0, longestField);
  return {
    kind: 'typed',
    ssidHex: toHex(utf8(name)),
    ssid: name,
    passphrase: isOpen ? '' : passphrase.slice(0, longestField),
    isOpen,
  };
}

/** Returns a choice with another password. */
export function withPassphrase(choice: NetworkChoice, passphrase: string): NetworkChoice {
  return { ...choice, passphrase: passphrase.slice(0, longestField) };
}

/** Returns the choice that a name alone makes, such as that of a network which a device was given before. */
export function typedName(ssid: string): NetworkChoice {
  return typedChoice(ssid, '', false);
}
