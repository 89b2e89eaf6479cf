// The handshake of security 0.
import { SessionDataSchema } from '@esp-prov/protocol/messages';
import { handshakeExamples } from './run-examples.mjs';

/** Returns the examples of security 0. */
export function security0Examples() {
  return handshakeExamples('v55-sec0-full', SessionDataSchema, [
    {
      name: 'sec0-command',
      label: 'handshake 0',
      from: 'client',
      says: 'The client opens a session that seals nothing',
      notes: { sc: 'Nothing in it' },
    },
    {
      name: 'sec0-response',
      label: 'handshake 0',
      from: 'device',
      says: 'The device agrees to a session that seals nothing',
      notes: { sr: 'Status 0 (Success) is not written' },
    },
  ]);
}
