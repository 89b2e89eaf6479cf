import type { DescMessage } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { type Bytes, fromHex, toHex } from '../../src/bytes.ts';
import { decodeMessage, encodeMessage } from '../../src/messages/index.ts';
import { fromJsonView } from '../support/json-view.ts';
import { isSealed, loadMessages, loadSessions } from '../support/load-vector.ts';
import { schemas } from '../support/message-names.ts';

const files = loadMessages();

test('the recordings hold messages of every release line, and Thread', () => {
  const counts = Object.fromEntries(files.map(({ file, encodings }) => [file, encodings.length]));
  expect(counts).toEqual({ 'protobuf-net': 112, 'protobuf-v44': 49, 'protobuf-v53': 60, 'protobuf-v55': 87 });
  const labels = files.flatMap(({ encodings }) => encodings.map(({ label }) => label));
  expect(labels.filter((label) => label.startsWith('thread')).length).toBe(25);
});

describe.each(files)('in $file', ({ encodings, emitted_by_tool }) => {
  test.each(encodings)('$message "$label" is read and written byte for byte', ({ message, hex }) => {
    expect(rewritten(schemaOf(message), fromHex(hex))).toBe(hex);
  });

  test.each(encodings)('$message "$label" comes out of our own fields byte for byte', ({ message, json, hex }) => {
    expect(toHex(built(schemaOf(message), json))).toBe(hex);
  });

  test.each(emitted_by_tool)("what esp_prov sends for '$label' is read and written byte for byte", ({ label, hex }) => {
    const name = label.includes('scan') ? 'Scan' : label.includes('ctrl') ? 'Ctrl' : 'Config';
    expect(rewritten(schemaOf(`Network${name}Payload`), fromHex(hex))).toBe(hex);
  });
});

describe.each(loadSessions())('in the recording $file', ({ handshake, exchanges = [] }) => {
  test('every handshake message is read and written byte for byte', () => {
    for (const { request, request_decoded, response, response_decoded } of handshake) {
      expectSame(schemaOf('SessionData'), request, request_decoded);
      if (response !== null) expectSame(schemaOf('SessionData'), response, response_decoded);
    }
  });

  test('every message of an exchange is read and written byte for byte', () => {
    for (const exchange of exchanges.filter(isSealed)) {
      const schema = endpointSchemas[exchange.endpoint];
      // Custom endpoints carry text, not messages.
      if (!schema) continue;
      expectSame(schema, exchange.request_plain, exchange.request_decoded);
      if (exchange.response_plain) {
        expectSame(schema, exchange.response_plain, exchange.response_decoded);
      }
    }
  });
});

const endpointSchemas: Readonly<Record<string, DescMessage>> = {
  'prov-config': schemaOf('NetworkConfigPayload'),
  'prov-scan': schemaOf('NetworkScanPayload'),
  'prov-ctrl': schemaOf('NetworkCtrlPayload'),
};

function expectSame(schema: DescMessage, hex: string, json: unknown): void {
  expect(rewritten(schema, fromHex(hex))).toBe(hex);
  expect(toHex(built(schema, json))).toBe(hex);
}

function rewritten(schema: DescMessage, bytes: Uint8Array): string {
  return toHex(encodeMessage(schema, decodeMessage(schema, bytes)));
}

function built(schema: DescMessage, json: unknown): Bytes {
  return encodeMessage(schema, fromJsonView(schema, json));
}

function schemaOf(name: string): DescMessage {
  const schema = schemas[name];
  if (!schema) throw new Error(`no schema for the recorded message ${name}`);
  return schema;
}
