// Examples that are messages of a recorded run.
import { protoFields } from '../proto-fields.mjs';
import { recordedMessage } from '../runs/recorded-run.mjs';
import { withSealedForms } from './sealed-forms.mjs';

/**
 * @typedef {object} RunStep
 * @property {string} name
 * @property {string} says
 * @property {string} label of the exchange in the recording
 * @property {'client' | 'device'} from
 * @property {Record<string, string>} [notes]
 */

/**
 * Returns examples of a handshake, whose messages are never sealed.
 *
 * @param {string} run
 * @param {import('../proto-fields.mjs').WireSchema} schema
 * @param {readonly RunStep[]} steps
 */
export async function handshakeExamples(run, schema, steps) {
  return await Promise.all(
    steps.map(async ({ name, label, from, says, notes }) => {
      const { plain: bytes, plainVector: vector } = await recordedMessage(run, label, from);
      return { name, says, bytes, fields: protoFields(schema, bytes, notes), vector };
    }),
  );
}

/**
 * Returns examples of an endpoint that is sealed, each with its sealed forms.
 *
 * @param {'full' | 'failures'} kind of run
 * @param {import('../proto-fields.mjs').WireSchema} schema
 * @param {readonly RunStep[]} steps
 */
export async function sealedExamples(kind, schema, steps) {
  return await Promise.all(
    steps.map(async ({ name, label, from, says, notes }) => {
      const forms = await withSealedForms(kind, label, from);
      return { name, says, ...forms, fields: protoFields(schema, forms.bytes, notes) };
    }),
  );
}
