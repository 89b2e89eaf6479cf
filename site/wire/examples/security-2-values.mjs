// The values of the example of security 2, computed by the code that its page shows.
import { fromHex } from '@esp-prov/protocol';
import { pageCode } from '../page-code.mjs';
import { recording, recordingFile } from '../runs/recorded-run.mjs';

const run = 'v55-sec2-full';
const file = recordingFile(run);

/** Returns the values of security 2. */
export async function security2Values() {
  const { bin, clientValues, number, prime } = await pageCode('how-it-works/protocol/security-2.md');
  const { client, device, params } = recording(run);
  const { username, password } = params.client;
  const salt = fromHex(params.device_salt);
  const a = number(fromHex(client.a));
  const made = clientValues({ username, password, salt, a, B: fromHex(device.B_as_sent) });
  const derived = (name) => ({ file, at: ['derived', name] });
  const group = (name) => ({ file: 'protocol/srp6a-primitives.json', at: ['group', name] });
  return [
    {
      name: 'sec2-client',
      says: `The values of this session, for \`${username}\` and \`${password}\``,
      values: [
        { name: 'N', says: 'The prime, big-endian', bytes: prime, vector: group('N') },
        { name: 'k', says: 'H(N, pad(g))', bytes: bin(made.k), vector: derived('k') },
        { name: 'a', says: 'Private key, drawn by the client', bytes: bin(a), vector: { file, at: ['client', 'a'] } },
        { name: 'A', says: 'gᵃ mod N', bytes: bin(made.A), vector: { file, at: ['client', 'A'] } },
        { name: 'u', says: 'H(pad(A), pad(B))', bytes: bin(made.u), vector: derived('u') },
        { name: 'x', says: 'H(salt, H(username, ":", password))', bytes: bin(made.x), vector: derived('x') },
        {
          name: 'v',
          says: 'gˣ mod N: the verifier in the device',
          bytes: bin(made.v),
          vector: { file, at: ['params', 'device_verifier'] },
        },
        { name: 'S', says: '(B − k·v)^(a + u·x) mod N', bytes: bin(made.S), vector: derived('S') },
        { name: 'K', says: 'H(bin(S)); its first 32 bytes are the key of AES', bytes: made.K, vector: derived('K') },
        { name: 'M1', says: 'H(group, H(username), salt, A, B, K)', bytes: made.M1, vector: derived('M1') },
        { name: 'M2', says: 'H(A, M1, K)', bytes: made.M2, vector: derived('M2') },
      ],
    },
  ];
}
