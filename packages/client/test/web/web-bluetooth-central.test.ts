import { bleCentralConformance, FakeBluetooth, manualClock, memoryRadio } from '@esp-prov/testing';
import { describe, test } from 'vitest';
// Loaded beforehand: a clock that is moved by hand waits for no file.
import '../../src/web/web-gatt-connection.ts';
import { WebBluetoothCentral } from '../../src/web/index.ts';

describe('a central over Web Bluetooth', () => {
  const clock = manualClock();
  const cases = bleCentralConformance(async () => {
    const radio = memoryRadio({ clock });
    const central = new WebBluetoothCentral({ bluetooth: new FakeBluetooth(radio.central), clock });
    return {
      central,
      peripheral: radio.peripheral,
      absentId: 'AAAAAAAAAAAAAAAAAAAAAA==',
      clock,
      tellsAttErrors: false,
      tellsAdvertisements: false,
      close: async () => undefined,
    };
  });
  test.each(cases)('$name', ({ run }) => clock.run(run()));
});
