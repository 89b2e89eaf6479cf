import { errorTable } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { nearVirtualDevices } from '../../src/report/what-to-do.ts';

test('whoever looks for virtual devices is told to list those', () => {
  const { command } = errorTable['bluetooth/not-found'];
  expect(nearVirtualDevices(command)).toBe('List the devices that advertise with esp-prov discover --ble virtual.');
  expect(nearVirtualDevices('Run esp-prov doctor.')).toBe('Run esp-prov doctor.');
  expect(nearVirtualDevices(undefined)).toBeUndefined();
});
