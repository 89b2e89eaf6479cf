import { decodeUtf8, withoutTrailingNuls } from '@esp-prov/protocol';

/**
 * Returns the text that a device answered, without the zero bytes by which firmware ends it; null where it is no text.
 */
export function replyText(reply: Uint8Array): string | null {
  const text = decodeUtf8(reply);
  return text === undefined ? null : withoutTrailingNuls(text);
}
