import { type Bytes, decodeUtf8, ProvisioningError, utf8 } from '@esp-prov/protocol';

/** What Espressif's example of local control keeps in a property. Other applications have numbers of their own. */
export type ExampleValue = bigint | number | boolean | string;

/** Types of the properties of Espressif's example. esp-idf: examples/protocols/esp_local_ctrl */
export const exampleTypes = { timestamp: 0, int32: 1, boolean: 2, string: 3 } as const;

/** Bit of the flags of a property that Espressif's example does not let be set. */
const readOnlyFlag = 1;

/** Bytes of the values that have a fixed size. */
const sizes: Readonly<Record<number, number>> = { 0: 8, 1: 4, 2: 1 };

/** Whether a property of Espressif's example can only be read. */
export function isReadOnly({ flags }: { readonly flags: number }): boolean {
  return (flags & readOnlyFlag) !== 0;
}

/**
 * Returns the value of a property of Espressif's example: microseconds since it started, a number, a truth or a text.
 * Texts that are not UTF-8 are read as Latin-1, as Espressif's script does.
 *
 * @throws ProvisioningError `message/malformed` for a type or a size that the example does not have
 */
export function decodeExampleValue({
  type,
  value,
}: {
  readonly type: number;
  readonly value: Uint8Array;
}): ExampleValue {
  if (type === exampleTypes.string) return decodeUtf8(value) ?? latin1(value);
  if (sizes[type] !== value.length) {
    const text = `a property of type ${type} has ${value.length} bytes, unlike those of Espressif's example`;
    throw new ProvisioningError('message/malformed', text, { details: { type, length: value.length } });
  }
  const view = new DataView(value.buffer, value.byteOffset, value.length);
  switch (type) {
    case exampleTypes.timestamp:
      return view.getBigInt64(0, true);
    case exampleTypes.int32:
      return view.getInt32(0, true);
    default:
      return view.getUint8(0) !== 0;
  }
}

/** One character for each byte, however many: as arguments of one call they would be too many for a stack. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/**
 * Returns the bytes of a value for a property of Espressif's example.
 *
 * @throws TypeError for one that the type cannot have
 */
export function encodeExampleValue(type: number, value: ExampleValue): Bytes {
  if (type === exampleTypes.string && typeof value === 'string') return utf8(value);
  if (type === exampleTypes.boolean && typeof value === 'boolean') return Uint8Array.of(value ? 1 : 0);
  const bytes = new Uint8Array(sizes[type] ?? 0);
  const view = new DataView(bytes.buffer);
  if (type === exampleTypes.timestamp && typeof value === 'bigint' && BigInt.asIntN(64, value) === value) {
    view.setBigInt64(0, value, true);
    return bytes;
  }
  // The comparison also leaves fractions and NaN out.
  if (type === exampleTypes.int32 && typeof value === 'number' && (value | 0) === value) {
    view.setInt32(0, value, true);
    return bytes;
  }
  const words = 'Expected a value of its type: 0 a bigint, 1 a whole number of 32 bits, 2 a boolean, 3 a text';
  throw new TypeError(`${words}, for example 1 with 42`);
}
