// The part of `@bufbuild/protobuf/wire` that the page needs.

export const WireType = { Varint: 0, Bit64: 1, LengthDelimited: 2, StartGroup: 3, EndGroup: 4, Bit32: 5 };

const longestVarint = 10;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the values of fields one after another. */
export class BinaryReader {
  constructor(buf) {
    this.buf = buf;
    this.len = buf.length;
    this.pos = 0;
  }

  /** Returns the number and wire type of a field. */
  tag() {
    const start = this.pos;
    const tag = this.uint32();
    const [number, wireType] = [tag >>> 3, tag & 7];
    const isTooLarge = this.pos - start > 5 || (this.pos - start === 5 && this.buf[this.pos - 1] > 0x0f);
    if (isTooLarge || number === 0 || wireType > 5) throw new Error('there is no such field');
    return [number, wireType];
  }

  /** Returns the bytes of a value, with the length that stands before some. */
  skip(wireType) {
    const start = this.pos;
    if (wireType === WireType.Varint) this.varint();
    else if (wireType === WireType.LengthDelimited) this.bytes();
    else if (wireType === WireType.Bit64) this.take(8);
    else if (wireType === WireType.Bit32) this.take(4);
    else throw new Error('groups are not read');
    return this.buf.subarray(start, this.pos);
  }

  take(length) {
    const start = this.pos;
    this.pos += length;
    if (this.pos > this.len) throw new RangeError('the message ends too early');
    return this.buf.subarray(start, this.pos);
  }

  varint() {
    let length = 1;
    while (this.buf[this.pos + length - 1] > 0x7f) length++;
    if (length > longestVarint) throw new RangeError('a number is too long');
    return this.take(length);
  }

  /** Returns the low 32 bits of a number. */
  uint32() {
    return this.int32() >>> 0;
  }

  int32() {
    return this.varint()
      .subarray(0, 5)
      .reduce((value, byte, i) => value | ((byte & 0x7f) << (7 * i)), 0);
  }

  /** Numbers have 64 bits: of ten bytes the last one holds a single bit. */
  bool() {
    return this.varint().some((byte, i) => (byte & (i === longestVarint - 1 ? 1 : 0x7f)) !== 0);
  }

  bytes() {
    return this.take(this.uint32());
  }

  string() {
    return utf8.decode(this.bytes());
  }
}

/** Writes the values of fields one after another. */
export class BinaryWriter {
  constructor() {
    this.parts = [];
    this.length = 0;
  }

  finish() {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  raw(part) {
    this.parts.push(part);
    this.length += part.length;
    return this;
  }

  tag(number, wireType) {
    return this.uint32(((number << 3) | wireType) >>> 0);
  }

  uint32(value) {
    if (value !== value >>> 0) throw new RangeError(`${value} is no uint32`);
    return this.varint(BigInt(value));
  }

  int32(value) {
    if (value !== (value | 0)) throw new RangeError(`${value} is no int32`);
    return this.varint(BigInt.asUintN(64, BigInt(value)));
  }

  bool(value) {
    return this.varint(value ? 1n : 0n);
  }

  varint(value) {
    const bytes = [];
    for (let left = value; left > 0n || bytes.length === 0; left >>= 7n) {
      bytes.push(Number(left & 0x7fn) | (left > 0x7fn ? 0x80 : 0));
    }
    return this.raw(new Uint8Array(bytes));
  }

  bytes(value) {
    return this.uint32(value.length).raw(value);
  }

  string(value) {
    return this.bytes(new TextEncoder().encode(value));
  }
}
