import { createDiffieHellman, getDiffieHellman, randomBytes } from 'node:crypto';
import { makeVerifier, sec2Client, sec2Device } from '@esp-prov/protocol';
import { sideMs } from '../lib/handshake.mjs';
import { compare, cpuMs } from '../lib/measure.mjs';

const calls = 8;
const username = 'wifiprov';
const password = 'abcd1234';

// The group of security 2 is the 3072-bit one of RFC 3526, which Node knows by name.
const group = createDiffieHellman(getDiffieHellman('modp15').getPrime(), 2);
const base = Buffer.concat([Buffer.of(0x7f), randomBytes(383)]);

/** The three modular powers that a side cannot do without, by the bytes of their exponents. */
const exponents = { client: [32, 64, 129], device: [32, 64, 32] };

function powers(side) {
  for (const bytes of exponents[side]) {
    group.setPrivateKey(Buffer.concat([Buffer.of(0xff), randomBytes(bytes - 1)]));
    group.computeSecret(base);
  }
}

const schemes = {
  client: sec2Client({ username, password, patchVersion: 1 }),
  device: sec2Device(makeVerifier(username, password, randomBytes(16))),
};

/** Security 2: what everything costs on top of the powers. */
export const cases = ['client', 'device'].map((side) => ({
  name: `handshake-sec2-${side}`,
  what: `CPU of a ${side}'s handshake against the three modular powers that it needs`,
  limit: 1.5,
  run: () =>
    compare(
      () => sideMs(schemes, side, calls),
      () => cpuMs(() => powers(side), calls),
      { pairs: 15, warmUp: 2 },
    ),
}));
