// The little of protobuf that the phones need, written apart from the project's own codec.

/** A field of a message: a number, bytes, or a message of further fields. */
export type Field = readonly [number, number | Uint8Array | readonly Field[]];

/**
 * Returns a message of these fields, all of them written, also when empty; numbers of zero are omitted, as Java and
 * Swift do.
 */
export function write(...fields: readonly Field[]): Uint8Array {
  const bytes: number[] = [];
  for (const [number, value] of fields) {
    if (value === 0) continue;
    if (typeof value === 'number') {
      bytes.push(...varint(number * 8), ...varint(value));
      continue;
    }
    const content = value instanceof Uint8Array ? value : write(...value);
    bytes.push(...varint(number * 8 + 2), ...varint(content.length), ...content);
  }
  return Uint8Array.from(bytes);
}

/** A message that was read: every field by its number, the last one of a number last. */
export class Read {
  readonly #numbers = new Map<number, bigint>();
  readonly #contents = new Map<number, Uint8Array[]>();

  constructor(bytes: Uint8Array) {
    let at = 0;
    const next = (): bigint => {
      let value = 0n;
      for (let shift = 0n; ; shift += 7n) {
        const byte = bytes[at++];
        if (byte === undefined) throw new Error('the message ends within a number');
        value |= BigInt(byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const tag = Number(next());
      const number = Math.floor(tag / 8);
      if (tag % 8 === 0) {
        this.#numbers.set(number, next());
      } else if (tag % 8 === 2) {
        const length = Number(next());
        if (at + length > bytes.length) throw new Error('the message ends within a field');
        this.#contents.set(number, [...this.list(number), bytes.slice(at, at + length)]);
        at += length;
      } else {
        throw new Error(`field ${number} has a type that phones do not read`);
      }
    }
  }

  has(number: number): boolean {
    return this.#numbers.has(number) || this.#contents.has(number);
  }

  number(number: number): number {
    return Number(this.#numbers.get(number) ?? 0n);
  }

  /** Returns a number of 32 bits that may be negative, which is sent as one of 64. */
  signed(number: number): number {
    return Number(BigInt.asIntN(32, this.#numbers.get(number) ?? 0n));
  }

  bytes(number: number): Uint8Array {
    return this.list(number).at(-1) ?? new Uint8Array(0);
  }

  list(number: number): readonly Uint8Array[] {
    return this.#contents.get(number) ?? [];
  }

  message(number: number): Read {
    return new Read(this.bytes(number));
  }
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}
