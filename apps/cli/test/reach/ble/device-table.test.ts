import { expect, test } from 'vitest';
import { deviceLine, deviceTable } from '../../../src/reach/ble/device-table.ts';

test('a name that would command a terminal is shown without its control characters', () => {
  const device = {
    id: '24:0A:C4:26:1F:CE',
    name: 'PROV\u001b[2J\n\u009b',
    rssi: -50,
    services: [],
    manufacturerData: undefined,
  };
  for (const lines of [deviceTable([device]), [deviceLine(device, 80)]]) {
    expect(lines.at(-1)).toContain('PROV\u{fffd}[2J\u{fffd}\u{fffd}');
    for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
  }
});

test('a device without a name is called unknown', () => {
  expect(deviceLine({ id: '24:0A:C4:26:1F:CE' }, 80)).toMatch(/^Unknown /);
});
