import { Session } from '@esp-prov/client';
import { makeVerifier, sec2Client, sec2Device } from '@esp-prov/protocol';
import { compare } from '../lib/measure.mjs';

const secret = { username: 'wifiprov', password: 'abcd1234', patchVersion: 1 };
const salt = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
const device = sec2Device(makeVerifier(secret.username, secret.password, salt));
const calls = 8;

/** Opens sessions with a device that takes the first proof, and returns the CPU time of one, both ends together. */
async function opening(shortSalt) {
  const begin = process.cpuUsage();
  for (let i = 0; i < calls; i++) {
    const handshake = device.accept();
    const transport = {
      kind: 'memory',
      maxRequest: 4096,
      endpoints: undefined,
      exchange: async (_, request) => handshake.respond(request),
      [Symbol.asyncDispose]: async () => undefined,
    };
    await Session.open(transport, sec2Client({ ...secret, shortSalt }));
  }
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000 / calls;
}

/** Other readings of a password cost only where the first proof is refused. */
export const cases = [
  {
    name: 'proof-tries',
    what: 'a session whose first proof is taken, with further readings of the password at hand, against without',
    limit: 1.1,
    run: () =>
      compare(
        () => opening(true),
        () => opening(false),
        { pairs: 15, warmUp: 2 },
      ),
  },
];
