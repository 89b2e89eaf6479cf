// Messages of `prov-ctrl` for Wi-Fi.
import { NetworkCtrlPayloadSchema as schema } from '@esp-prov/protocol/messages';
import { protoFields } from '../proto-fields.mjs';
import { recordedMessage } from '../runs/recorded-run.mjs';
import { encodedExample } from './encoded-example.mjs';
import { sealedExamples } from './run-examples.mjs';

const reprov = [
  {
    name: 'control-reprov',
    label: 'ctrl-reprov',
    from: 'client',
    says: 'The client has the device take other credentials',
  },
  { name: 'control-reprov-response', label: 'ctrl-reprov', from: 'device', says: 'The device takes credentials again' },
];

/** Returns the examples of `prov-ctrl`. */
export async function controlExamples() {
  const reset = await Promise.all([
    resetExample('control-reset', 'client', 'The client has the device forget credentials that failed'),
    resetExample('control-reset-response', 'device', 'The device has forgotten them'),
  ]);
  return [
    ...reset,
    ...(await sealedExamples('full', schema, reprov)),
    encodedExample({
      name: 'control-reset-refused',
      says: 'The device has nothing to reset',
      schema,
      content: { msg: 2, status: 5, payload: { case: 'respCtrlWifiReset', value: {} } },
      label: 'ctrl reset response InternalError',
      notes: { status: 'In the envelope, not in the answer' },
    }),
  ];
}

async function resetExample(name, from, says) {
  const { plain: bytes, plainVector: vector } = await recordedMessage('v55-sec1-pop-failures', 'ctrl-reset', from);
  return { name, says, bytes, fields: protoFields(schema, bytes), vector };
}
