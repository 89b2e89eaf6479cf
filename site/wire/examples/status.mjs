// Statuses, of which firmware sends three.
import { NetworkConfigPayloadSchema, SessionDataSchema } from '@esp-prov/protocol/messages';
import { encodedExample } from './encoded-example.mjs';

/** Returns the examples of statuses. */
export function statusExamples() {
  return [
    encodedExample({
      name: 'status-internal-error',
      says: 'A status within the answer, as `prov-config` sends it',
      schema: NetworkConfigPayloadSchema,
      content: { msg: 3, payload: { case: 'respSetWifiConfig', value: { status: 5 } } },
      label: 'set-config response InternalError',
    }),
    encodedExample({
      name: 'status-crypto-error',
      says: 'A status in a handshake, which Espressif defines and firmware never sends',
      schema: SessionDataSchema,
      content: {
        secVer: 1,
        proto: { case: 'sec1', value: { msg: 3, payload: { case: 'response1', value: { status: 6 } } } },
      },
      label: 'sec1 response1 status CryptoError',
    }),
  ];
}
