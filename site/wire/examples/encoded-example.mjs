// Examples of single messages that no recorded run has: our codec writes them, and Espressif's Python wrote the same.
import { encodeMessage } from '@esp-prov/protocol/messages';
import { protoFields } from '../proto-fields.mjs';

const file = 'protocol/protobuf-net.json';

/**
 * Returns an example of one message.
 *
 * @param {object} message
 * @param {string} message.name
 * @param {string} message.says
 * @param {import('../proto-fields.mjs').WireSchema} message.schema
 * @param {object} message.content as `encodeMessage` takes it
 * @param {string} message.label of the vector
 * @param {Record<string, string>} [message.notes]
 */
export function encodedExample({ name, says, schema, content, label, notes }) {
  const bytes = encodeMessage(schema, content);
  const vector = { file, at: ['encodings', { message: schema.name, label }, 'hex'] };
  return { name, says, bytes, fields: protoFields(schema, bytes, notes), vector };
}
