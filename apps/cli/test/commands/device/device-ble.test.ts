import { bleDeviceTransport, type DeviceTransport } from '@esp-prov/device';
import { memoryRadio } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { DeviceBle } from '../../../src/commands/device/device-ble.ts';

const requests = { open: () => undefined, close: () => undefined, handle: async () => new Uint8Array() };
const service = { name: 'PROV_1', endpoints: [] };

test('Bluetooth that the application keeps on after the service ends it alone, and offers it again', async () => {
  const ble = new DeviceBle(
    bleDeviceTransport(async () => memoryRadio().peripheral),
    undefined,
  );
  await ble.start(service, requests);
  expect(ble.address).toBe('PROV_1');
  await ble.endService?.({ disconnect: true });
  expect(ble.address).toBe('');
  await ble.start({ ...service, name: 'PROV_2' }, requests);
  expect(ble.address).toBe('PROV_2');
  await ble[Symbol.asyncDispose]();
  expect(ble.address).toBe('');
});

test('a transport that cannot be kept on does not become one that can', () => {
  const plain: DeviceTransport = { start: async () => undefined, [Symbol.asyncDispose]: async () => undefined };
  expect(new DeviceBle(plain, undefined).endService).toBeUndefined();
});
