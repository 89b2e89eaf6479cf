import { type Bytes, maxAttributeValue, ProvisioningError } from '@esp-prov/protocol';

/**
 * Returns a copy of what a value holds, and nothing of the buffer around it.
 *
 * @throws ProvisioningError `link/protocol` for what is no value of an attribute
 */
export function exactBytes(value: unknown): Bytes {
  if (!ArrayBuffer.isView(value)) {
    throw new ProvisioningError('link/protocol', 'the browser returned no bytes for the value of an attribute');
  }
  const { buffer, byteOffset, byteLength } = value;
  if (byteLength > maxAttributeValue) {
    const text = `a value of ${byteLength} bytes came, and an attribute has at most ${maxAttributeValue}`;
    throw new ProvisioningError('link/protocol', text, { details: { length: byteLength } });
  }
  return Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}

/** ATT error: Invalid Attribute Value Length. */
const invalidLength = 0x0d;

/** Returns a copy of a value that is to be written. @throws ProvisioningError `gatt/refused` when it is too long */
export function requireValue(value: Uint8Array): Bytes {
  if (value.length <= maxAttributeValue) return Uint8Array.from(value);
  const text = `a value has at most ${maxAttributeValue} bytes, this one ${value.length}`;
  throw new ProvisioningError('gatt/refused', text, { details: { attError: invalidLength } });
}
