// The handshake of security 1, as our client and our device make it with the keys of a recording.
import { SessionDataSchema } from '@esp-prov/protocol/messages';
import { handshakeExamples } from './run-examples.mjs';

const run = 'v55-sec1-pop-full';

const steps = [
  {
    name: 'sec1-command0',
    label: 'handshake 0',
    from: 'client',
    says: 'The client sends its public key to `prov-session`',
    notes: { client_pubkey: 'X25519 public key, little-endian as in RFC 7748' },
  },
  {
    name: 'sec1-response0',
    label: 'handshake 0',
    from: 'device',
    says: 'The device answers with its public key and the first counter block',
    notes: {
      device_pubkey: 'X25519 public key',
      device_random: 'First counter block of AES-256-CTR, new in every session',
    },
  },
  {
    name: 'sec1-command1',
    label: 'handshake 1',
    from: 'client',
    says: 'The client proves that it has the key',
    notes: { client_verify_data: "The device's public key, XORed with bytes 0 to 31 of the key stream" },
  },
  {
    name: 'sec1-response1',
    label: 'handshake 1',
    from: 'device',
    says: 'The device proves that it has the key',
    notes: { device_verify_data: "The client's public key, XORed with bytes 32 to 63 of the key stream" },
  },
];

/** Returns the examples of security 1. */
export function security1Examples() {
  return handshakeExamples(run, SessionDataSchema, steps);
}
