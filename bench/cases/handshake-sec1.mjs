import {
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import { sec1Client, sec1Device } from '@esp-prov/protocol';
import { sideMs } from '../lib/handshake.mjs';
import { compare, cpuMs } from '../lib/measure.mjs';

const pop = 'abcd1234';
const calls = 40;
const peerKey = createPublicKey(generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }));
const counter = randomBytes(16);

/**
 * Returns what a side of security 1 cannot do without: a key pair, a shared secret, the hash of the PoP, two sealed
 * values.
 */
function primitives() {
  const { privateKey } = generateKeyPairSync('x25519');
  const secret = diffieHellman({ privateKey, publicKey: peerKey });
  const mask = createHash('sha256').update(pop).digest();
  const key = secret.map((byte, i) => byte ^ mask[i]);
  createCipheriv('aes-256-ctr', key, counter).update(Buffer.alloc(64));
}

const schemes = { client: sec1Client({ pop }), device: sec1Device({ pop }) };

/** Security 1: what the messages and the checks cost on top of the mathematics. */
export const cases = ['client', 'device'].map((side) => ({
  name: `handshake-sec1-${side}`,
  what: `CPU of a ${side}'s handshake against the bare primitives of node:crypto`,
  limit: 4,
  run: () =>
    compare(
      () => sideMs(schemes, side, calls),
      () => cpuMs(primitives, calls),
      { pairs: 25, warmUp: 10 },
    ),
}));
