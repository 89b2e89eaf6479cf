import { type Bytes, fromHex, ProvisioningError, toHex } from '@esp-prov/protocol';
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
  if (base64) return Buffer.from(answer).toString('base64');
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

/** Node reads past what is no Base64, and would send something else than was meant. */
function parseBase64(text: string): Bytes {
  const bytes = Buffer.from(text, 'base64');
  if (unpadded(bytes.toString('base64')) === unpadded(text)) return new Uint8Array(bytes);
  throw new ProvisioningError('usage/invalid-option', 'the data is not Base64. Expected some, for example AP8=');
}

function unpadded(base64: string): string {
  return base64.replace(/={1,2}$/, '');
}
