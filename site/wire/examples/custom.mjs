// Endpoints of the application: bytes of any kind, and the messages of Espressif's first examples.
import { encodeCustomConfig } from '@esp-prov/client';
import { CustomConfigRequestSchema, CustomConfigResponseSchema, encodeMessage } from '@esp-prov/protocol/messages';
import { protoFields } from '../proto-fields.mjs';
import { withSealedForms } from './sealed-forms.mjs';

/** Returns the examples of custom endpoints. */
export async function customExamples() {
  const unrecorded = { none: 'No recording has this message: its example ended with ESP-IDF v4.4.' };
  const config = encodeCustomConfig({ info: 'kitchen', version: 7 });
  const answer = encodeMessage(CustomConfigResponseSchema, { status: 1, dummy: 47 });
  return [
    {
      name: 'custom-request',
      says: 'The client sends a text to `custom-data`',
      ...(await withSealedForms('full', 'custom-data', 'client')),
      fields: [{ length: 12, name: 'content', meaning: '“MyCustomData”, whatever the application expects' }],
    },
    {
      name: 'custom-response',
      says: "Espressif's example answers with a C string",
      ...(await withSealedForms('full', 'custom-data', 'device')),
      fields: [
        { length: 7, name: 'content', meaning: '“SUCCESS”' },
        { length: 1, name: 'end', meaning: 'The zero byte of the C string, which the example sends too' },
      ],
    },
    {
      name: 'custom-config-request',
      says: 'The client sends a text and a number to `custom-config`',
      bytes: config,
      fields: protoFields(CustomConfigRequestSchema, config),
      vector: unrecorded,
    },
    {
      name: 'custom-config-response',
      says: 'The device refuses them',
      bytes: answer,
      fields: protoFields(CustomConfigResponseSchema, answer, { dummy: 'Always 47, so that success has bytes too' }),
      vector: unrecorded,
    },
  ];
}
