import { type FloatType, floatText, type NvsValue, parseFloatText } from '@esp-prov/nvs';
import { concatBytes, fromHex, maskSecret, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { wifiText } from './nvs-wifi-text.ts';

const bigTypes = ['u64', 'i64'];
const numberTypes = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32'];

/**
 * Parses the value of a type that a command line gives.
 *
 * @throws ProvisioningError `flash/invalid-value`, `wifi/invalid-ssid`, `wifi/invalid-passphrase`
 */
export function parseValue(type: string, value: string): NvsValue {
  if (bigTypes.includes(type) && /^(0x[0-9a-f]+|-?\d+)$/i.test(value)) {
    return { type, value: BigInt(value) } as NvsValue;
  }
  if (numberTypes.includes(type) && value.trim() !== '' && Number.isInteger(Number(value))) {
    return { type, value: Number(value) } as NvsValue;
  }
  if (isFloatType(type)) {
    const number = parseFloatText(type, value.trim());
    if (number !== undefined) return { type, value: number };
    const reason = /^[+-]?nan$/i.test(value.trim())
      ? 'firmware refuses to store NaN'
      : `the value is no number that a ${type} can hold`;
    throw new ProvisioningError(
      'flash/invalid-value',
      `${reason}. Expected a decimal number, inf or -inf, for example 0.5`,
    );
  }
  if (type === 'string') return { type, value };
  if (type === 'blob' && /^([0-9a-f]{2})*$/i.test(value)) return { type, value: fromHex(value) };
  if (type === 'ssid') return { type: 'blob', value: ssidBlob(value) };
  if (type === 'passphrase') return { type: 'blob', value: passphraseBlob(value) };
  throw new ProvisioningError(
    'flash/invalid-value',
    `the value does not fit the type ${type}; types are u8 to i64, float, double, string, blob, ssid and passphrase`,
  );
}

function isFloatType(type: string): type is FloatType {
  return type === 'float' || type === 'double';
}

/** Returns a value as text that {@link parseValue} takes: numbers decimal, blobs as hexadecimal digits. */
export function valueText(value: NvsValue): string {
  if (value.type === 'float' || value.type === 'double') return floatText(value.type, value.value);
  return value.type === 'blob' ? toHex(value.value) : String(value.value);
}

/** Keys of the Wi-Fi driver and of factory data whose values nobody should read over a shoulder. */
const secretKeys = /pswd|passwd|pmk|pop|password|secret|verifier/i;

/** Whether the values of a key are not to be shown unless asked for. */
export function isSecretKey(key: string): boolean {
  return secretKeys.test(key);
}

/** As {@link valueText}, the values of keys that look like secrets masked. */
export function shownText(key: string, value: NvsValue, showSecrets: boolean): string {
  const text = valueText(value);
  return !showSecrets && isSecretKey(key) ? maskSecret(text.slice(0, 8)) : text;
}

/** Encodes an SSID as the Wi-Fi driver keeps it: a 32-bit length and 32 bytes. */
function ssidBlob(text: string): Uint8Array<ArrayBuffer> {
  const ssid = utf8(text);
  if (ssid.length > 32) throw new ProvisioningError('wifi/invalid-ssid', `the SSID has ${ssid.length} bytes`);
  return padded(concatBytes(Uint8Array.of(ssid.length, 0, 0, 0), ssid), 36);
}

/** Encodes a password as the Wi-Fi driver keeps it: padded text with a zero at its end. */
function passphraseBlob(text: string): Uint8Array<ArrayBuffer> {
  const passphrase = utf8(text);
  if (passphrase.length > 63) {
    throw new ProvisioningError('wifi/invalid-passphrase', `the passphrase has ${passphrase.length} bytes`);
  }
  return padded(passphrase, 65);
}

function padded(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length);
  result.set(bytes);
  return result;
}

/** Characters of a value that a list shows. */
const longestListed = 160;

/** A value as a list shows it, and whether that is not all of it. */
export interface ListedValue {
  readonly text: string;
  readonly shortened: boolean;
}

/** Returns {@link shownText} for a list: of a long value the beginning and its length, of a Wi-Fi blob its text too. */
export function listedText(
  { namespace, key }: { readonly namespace: string | undefined; readonly key: string },
  value: NvsValue,
  showSecrets: boolean,
): ListedValue {
  const whole = shownText(key, value, showSecrets);
  const shortened = whole.length > longestListed;
  const length = value.type === 'blob' ? `${value.value.length} bytes` : `${whole.length} characters`;
  const shown = shortened ? `${whole.slice(0, longestListed)}… (${length})` : whole;
  const text = !showSecrets && isSecretKey(key) ? undefined : wifiText(namespace, key, value);
  return { text: text === undefined ? shown : `${shown} "${text}"`, shortened };
}

/** How to see a value whole of which a list shows the beginning. */
export const wholeValueHint =
  'Values that end in … are shortened; esp-prov flash nvs get <file> <namespace> <key> prints one whole.';
