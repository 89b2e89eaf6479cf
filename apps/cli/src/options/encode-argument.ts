import { type Bytes, encodeText, ProvisioningError, type TextEncoding } from '@esp-prov/protocol';

/**
 * Returns the bytes of a text from the command line.
 *
 * @throws ProvisioningError `usage/invalid-option` when the encoding has no byte for a character
 */
export function encodeArgument(text: string, encoding: TextEncoding): Bytes {
  try {
    return encodeText(text, encoding);
  } catch (cause) {
    throw new ProvisioningError('usage/invalid-option', '--encoding latin1 lacks a character of a value given', {
      cause,
    });
  }
}
