import { decodeUtf8 } from '@esp-prov/protocol';

/** The text that a device answered, without the zero bytes by which firmware ends it; null where it is no text. */
export function replyText(reply: Uint8Array): string | null {
  let end = reply.length;
  while (end > 0 && reply[end - 1] === 0) end--;
  return decodeUtf8(reply.subarray(0, end)) ?? null;
}
