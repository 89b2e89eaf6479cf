// The handshake of security 2 at both patch levels, and messages as they are sealed afterwards.
import { SessionDataSchema } from '@esp-prov/protocol/messages';
import { recordedMessage } from '../runs/recorded-run.mjs';
import { handshakeExamples } from './run-examples.mjs';

const run = 'v55-sec2-full';
const oldRun = 'v53-sec2-full';

const steps = [
  {
    name: 'sec2-command0',
    label: 'handshake 0',
    from: 'client',
    says: 'The client sends its user name and its public key A',
    notes: { client_pubkey: 'A, big-endian, always 384 bytes' },
  },
  {
    name: 'sec2-response0',
    label: 'handshake 0',
    from: 'device',
    says: 'The device answers with its public key B and the salt',
    notes: {
      device_pubkey: 'B, big-endian, without leading zeros: 384 bytes, or rarely fewer',
      device_salt: 'Salt, as the device was given it',
    },
  },
  {
    name: 'sec2-command1',
    label: 'handshake 1',
    from: 'client',
    says: 'The client sends its proof M1',
    notes: { client_proof: 'M1, 64 bytes' },
  },
  {
    name: 'sec2-response1',
    label: 'handshake 1',
    from: 'device',
    says: 'The device answers with its proof M2 and the first nonce, at patch level 1',
    notes: { device_proof: 'M2, 64 bytes', device_nonce: '8 random bytes, then the counter: 1' },
  },
];

/** Returns the examples of security 2. */
export async function security2Examples() {
  const old = await handshakeExamples(oldRun, SessionDataSchema, [
    {
      name: 'sec2-response1-patch0',
      label: 'handshake 1',
      from: 'device',
      says: 'The same answer of a device at patch level 0',
      notes: { device_proof: 'M2, 64 bytes', device_nonce: '16 random bytes: the nonce of every message' },
    },
  ]);
  return [
    ...(await handshakeExamples(run, SessionDataSchema, steps)),
    ...old,
    await sealedMessage('sec2-sealed-request', run, 'client', 'A status request as it travels, at patch level 1'),
    await sealedMessage(
      'sec2-sealed-request-patch0',
      oldRun,
      'client',
      'A status request as it travels, at patch level 0',
    ),
    await sealedMessage(
      'sec2-sealed-answer-patch0',
      oldRun,
      'device',
      'Its answer at patch level 0, sealed with the same nonce',
    ),
  ];
}

async function sealedMessage(name, from, sender, says) {
  const { plain, wire, wireVector, number, patchVersion } = await recordedMessage(
    from,
    'config-get-status before config',
    sender,
  );
  const hex = Buffer.from(plain).toString('hex');
  const nonce = patchVersion === 0 ? 'the nonce of the session' : `counter ${number}`;
  const fields = [
    { length: plain.length, name: 'ciphertext', meaning: `Of \`${hex}\`, with ${nonce}` },
    { length: 16, name: 'tag', meaning: 'Authentication tag of AES-256-GCM' },
  ];
  return { name, says, bytes: wire, fields, vector: wireVector };
}
