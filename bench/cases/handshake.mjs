import {
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import { sec1Client, sec1Device } from '@esp-prov/protocol';
import { compare, cpuMs } from '../lib/measure.mjs';

const pop = 'abcd1234';
const calls = 40;
const pairs = 25;
const peerKey = createPublicKey(generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }));
const counter = randomBytes(16);

/** What a side of security 1 cannot do without: a key pair, a shared secret, the hash of the PoP, two sealed values. */
function primitives() {
  const { privateKey } = generateKeyPairSync('x25519');
  const secret = diffieHellman({ privateKey, publicKey: peerKey });
  const mask = createHash('sha256').update(pop).digest();
  const key = secret.map((byte, i) => byte ^ mask[i]);
  createCipheriv('aes-256-ctr', key, counter).update(Buffer.alloc(64));
}

const client = sec1Client({ pop });
const device = sec1Device({ pop });

/** A whole handshake; `spent` is what the side in question has used of it. */
function handshake(spent) {
  const ours = client.handshake();
  const theirs = device.accept();
  const command0 = spent.client(() => ours.next()).value;
  const response0 = spent.device(() => theirs.respond(command0));
  const command1 = spent.client(() => ours.next(response0)).value;
  const response1 = spent.device(() => theirs.respond(command1));
  if (!spent.client(() => ours.next(response1)).done) throw new Error('the handshake did not end');
}

/** Time of one side in ms per handshake. A side is single-threaded and never waits, so its wall time is its CPU time. */
function sideMs(side) {
  let total = 0;
  const timed = (action) => {
    const begin = performance.now();
    const result = action();
    total += performance.now() - begin;
    return result;
  };
  const untimed = (action) => action();
  const spent = { client: untimed, device: untimed, [side]: timed };
  for (let i = 0; i < calls; i++) handshake(spent);
  return total / calls;
}

/** Security 1: what the messages and the checks cost on top of the mathematics. */
export const cases = ['client', 'device'].map((side) => ({
  name: `handshake-sec1-${side}`,
  what: `CPU of a ${side}'s handshake against the bare primitives of node:crypto`,
  limit: 4,
  run: () =>
    compare(
      () => sideMs(side),
      () => cpuMs(primitives, calls),
      { pairs, warmUp: 10 },
    ),
}));
