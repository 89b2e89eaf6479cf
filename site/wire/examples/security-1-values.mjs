// The keys of the example of security 1, computed by the code that its page shows.
import { fromHex } from '@esp-prov/protocol';
import { pageCode } from '../page-code.mjs';
import { recording, recordingFile } from '../runs/recorded-run.mjs';

const run = 'v55-sec1-pop-full';
const file = recordingFile(run);
const page = 'how-it-works/protocol/security-1.md';

/** Returns the values of security 1. */
export async function security1Values() {
  const { sessionKeys, keyStream } = await pageCode(page);
  const { client, device, params, handshake } = recording(run);
  const { secret, popHash, key } = sessionKeys({
    privateKey: fromHex(client.private_key),
    peerPublicKey: fromHex(device.public_key),
    pop: params.client.pop,
  });
  const next = keyStream(key, fromHex(device.random));
  const [clientProof, deviceProof] = [next(32), next(32)];
  const proofOf = ({ request, response }) => [request, response].map((hex) => fromHex(hex.slice(-64)));
  requireProofs(proofOf(handshake[1]), [
    [clientProof, fromHex(device.public_key)],
    [deviceProof, fromHex(client.public_key)],
  ]);
  const noRecording =
    'no recording has the key stream itself, but XORed with the public keys it gives the recorded proofs.';
  return [
    {
      name: 'sec1-keys',
      says: 'The keys of this session, with the PoP `abcd1234`',
      values: [
        {
          name: 'client private key',
          says: 'Drawn by the client',
          bytes: fromHex(client.private_key),
          vector: { file, at: ['client', 'private_key'] },
        },
        {
          name: 'shared secret',
          says: 'X25519 of one private and the other public key',
          bytes: secret,
          vector: { file, at: ['derived', 'shared_secret'] },
        },
        {
          name: 'PoP hash',
          says: 'SHA-256 of the PoP',
          bytes: popHash,
          vector: { file, at: ['derived', 'pop_sha256_client'] },
        },
        {
          name: 'session key',
          says: 'Shared secret XOR PoP hash',
          bytes: key,
          vector: { file, at: ['derived', 'client_session_key'] },
        },
        {
          name: 'key stream, 0 to 31',
          says: 'AES-256-CTR under the session key, blocks 0 and 1',
          bytes: clientProof,
          vector: { none: noRecording },
        },
        { name: 'key stream, 32 to 63', says: 'Blocks 2 and 3', bytes: deviceProof, vector: { none: noRecording } },
      ],
    },
  ];
}

/** Passes if each part of the key stream, XORed with a public key, gives the recorded proof. */
function requireProofs(recorded, made) {
  for (const [index, [stream, publicKey]] of made.entries()) {
    const proof = stream.map((byte, at) => byte ^ publicKey[at]);
    if (Buffer.compare(proof, recorded[index]) !== 0)
      throw new Error(`The code of ${page} makes another proof ${index}`);
  }
}
