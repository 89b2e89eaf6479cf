import { expect, test } from 'vitest';
import { builtInEndpoints, endpointNames, firstCustomSlot } from '../src/endpoints.ts';

test('the endpoints have the slots and kinds of the firmware, in GATT order', () => {
  expect(builtInEndpoints).toEqual([
    { name: 'prov-ctrl', slot: 0xff4f, kind: 'request' },
    { name: 'prov-scan', slot: 0xff50, kind: 'request' },
    { name: 'prov-session', slot: 0xff51, kind: 'security' },
    { name: 'prov-config', slot: 0xff52, kind: 'request' },
    { name: 'proto-ver', slot: 0xff53, kind: 'version' },
  ]);
});

test('every named endpoint is built in, and custom ones come behind the last', () => {
  expect(new Set(builtInEndpoints.map(({ name }) => name))).toEqual(new Set(Object.values(endpointNames)));
  expect(firstCustomSlot).toBe(Math.max(...builtInEndpoints.map(({ slot }) => slot)) + 1);
});
