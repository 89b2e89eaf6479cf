import { decodeUtf8, ProvisioningError, withoutTrailingNuls } from '@esp-prov/protocol';

/** An object that a device sent as JSON. It is not checked any further: bound what you do with it, and what you print. */
export interface JsonText {
  /** As it came, with the digits of its numbers and the order of its members. */
  readonly text: string;
  /** What the text says. */
  readonly document: Readonly<Record<string, unknown>>;
}

/**
 * Reads the JSON object in an answer of `endpoint`.
 *
 * @throws ProvisioningError `message/malformed` for anything else
 */
export function parseJsonText(endpoint: string, bytes: Uint8Array): JsonText {
  const text = withoutTrailingNuls(decodeUtf8(bytes) ?? '');
  const document = jsonOf(text);
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
    return { text, document: document as Record<string, unknown> };
  }
  throw new ProvisioningError('message/malformed', `the ${bytes.length} bytes of ${endpoint} are no JSON object`, {
    details: { endpoint, length: bytes.length },
  });
}

/** Returns what a text says in JSON; undefined for any other text. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
