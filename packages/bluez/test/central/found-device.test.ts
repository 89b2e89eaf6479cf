import { describe, expect, test } from 'vitest';
import { fits, foundDevice } from '../../src/central/found-device.ts';

const heard = { Address: '24:0A:C4:26:1F:CE', RSSI: -50 };

describe('a device', () => {
  test('is found by what the running scan hears, which has a strength', () => {
    expect(foundDevice(heard)).toEqual({
      id: '24:0A:C4:26:1F:CE',
      name: undefined,
      rssi: -50,
      services: [],
      manufacturerData: undefined,
    });
    expect(foundDevice({ ...heard, RSSI: undefined })).toBeUndefined();
    expect(foundDevice({})).toBeUndefined();
  });

  test('that is connected is taken, and told only to those who want that', () => {
    const device = foundDevice({ Address: '24:0A:C4:26:1F:CE', Connected: true, Name: 'PROV_1' });
    expect(device).toMatchObject({ name: 'PROV_1', rssi: undefined, isTaken: true });
    expect(device && fits(device, {})).toBe(false);
    expect(device && fits(device, { taken: true, namePrefix: 'PROV_' })).toBe(true);
    expect(foundDevice({ ...heard, Connected: true })?.isTaken).toBeUndefined();
  });

  test('has the name that it advertises, and not the one that bluetoothd makes of its address', () => {
    expect(foundDevice({ ...heard, Name: 'PROV_1', Alias: 'kitchen' })?.name).toBe('PROV_1');
    expect(foundDevice({ ...heard, Alias: '24-0A-C4-26-1F-CE' })?.name).toBeUndefined();
    expect(foundDevice({ ...heard, Alias: 'PROV_1' })?.name).toBe('PROV_1');
  });

  test('has its services in lower case and its data as in the air', () => {
    const data = { 741: { signature: 'ay', value: Uint8Array.of(1, 2) } };
    const device = foundDevice({ ...heard, UUIDs: ['021A9004-0382-4AEA-BFF4-6B3F1C5ADFB4'], ManufacturerData: data });
    expect(device?.services).toEqual(['021a9004-0382-4aea-bff4-6b3f1c5adfb4']);
    expect(device?.manufacturerData).toEqual(Uint8Array.of(0xe5, 0x02, 1, 2));
    expect(foundDevice({ ...heard, ManufacturerData: {} })?.manufacturerData).toBeUndefined();
  });

  test('without a name fits no prefix', () => {
    const device = foundDevice(heard);
    expect(device && fits(device, { namePrefix: 'P' })).toBe(false);
    expect(device && fits(device, { namePrefix: '' })).toBe(false);
    expect(device && fits(device, {})).toBe(true);
  });
});
