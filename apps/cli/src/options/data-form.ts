import { type Bytes, fromBase64, fromHex, ProvisioningError, toBase64, toHex } from '@esp-prov/protocol';
import { replyText } from '../report/reply-text.ts';
import type { DataFormOptions } from './data-form-options.ts';
import { encodeArgument } from './encode-argument.ts';

/**
 * Returns the bytes that data stands for.
 *
 * @throws ProvisioningError `usage/invalid-option`
 */
export function parseData(text: string, { hex = false, base64 = false, encoding }: DataFormOptions): Bytes {
  if (hex) return parseHex(text);
  return base64 ? parseBase64(text) : encodeArgument(text, encoding);
}

/** Returns an answer as it is written: its text, or digits where it is none or they were requested. */
export function answerText(answer: Uint8Array, { hex = false, base64 = false }: DataFormOptions): string {
  if (base64) return toBase64(answer);
  return (hex ? null : replyText(answer)) ?? toHex(answer);
}

function parseHex(text: string): Bytes {
  try {
    return fromHex(text);
  } catch (cause) {
    const why = 'the data is not an even number of hexadecimal digits. Expected some, for example 00ff';
    throw new ProvisioningError('usage/invalid-option', why, { cause });
  }
}

function parseBase64(text: string): Bytes {
  try {
    return fromBase64(text);
  } catch (cause) {
    const why = 'the data is not Base64. Expected some, for example AP8=';
    throw new ProvisioningError('usage/invalid-option', why, { cause });
  }
}
