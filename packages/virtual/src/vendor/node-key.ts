import { type Bytes, concatBytes, type Random, systemRandom, toBase64, utf8 } from '@esp-prov/protocol';
import { p256 } from '@noble/curves/nist.js';

/** Object identifiers, encoded. RFC 5480, RFC 5758, RFC 5280 */
const oids = {
  publicKey: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
  curve: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
  signature: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  commonName: [0x55, 0x04, 0x03],
} as const;

/** Bytes from which a key is made, so that it is evenly spread. */
const seedLength = 48;

/** The key of a node: ECDSA on P-256 over SHA-256. */
export class NodeKey {
  readonly #secret: Uint8Array;

  private constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** Makes a key. */
  static make(random: Random = systemRandom): NodeKey {
    return new NodeKey(p256.utils.randomSecretKey(random(seedLength)));
  }

  /** The public half, uncompressed. */
  get publicKey(): Bytes {
    return Uint8Array.from(p256.getPublicKey(this.#secret, false));
  }

  /** Returns the signature of the SHA-256 of `message`, in DER. */
  sign(message: Uint8Array): Bytes {
    return Uint8Array.from(p256.sign(message, this.#secret, { format: 'der', lowS: false }));
  }

  /** Returns a request for a certificate in the name of `nodeId`, as PEM. RFC 2986 */
  certificateRequest(nodeId: string): string {
    const algorithm = sequence(oid(oids.publicKey), oid(oids.curve));
    const info = sequence(
      der(0x02, Uint8Array.of(0)),
      sequence(der(0x31, sequence(oid(oids.commonName), der(0x0c, utf8(nodeId))))),
      sequence(algorithm, bitString(this.publicKey)),
      der(0xa0),
    );
    const request = sequence(info, sequence(oid(oids.signature)), bitString(this.sign(info)));
    const lines = toBase64(request).match(/.{1,64}/g) ?? [];
    return ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join('\n');
  }
}

function sequence(...parts: readonly Uint8Array[]): Bytes {
  return der(0x30, ...parts);
}

function bitString(bytes: Uint8Array): Bytes {
  return der(0x03, Uint8Array.of(0), bytes);
}

function oid(content: readonly number[]): Bytes {
  return der(0x06, Uint8Array.from(content));
}

/** Returns a value in DER; those of a request have fewer than 65 536 bytes. */
function der(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const content = concatBytes(...parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return concatBytes(Uint8Array.of(tag, ...head), content);
}
