import { describe, test } from 'vitest';
import {
  bleCentralConformance,
  blePeripheralConformance,
  type ManualClock,
  manualClock,
  memoryRadio,
  type PeripheralPair,
} from '../../src/index.ts';

async function pairOn(clock: ManualClock): Promise<PeripheralPair> {
  const radio = memoryRadio({ clock });
  return {
    central: radio.central,
    peripheral: radio.peripheral,
    otherCentral: radio.addCentral(),
    absentId: '00:00:00:00:00:00',
    clock,
    close: async () => undefined,
  };
}

describe('the central of the memory radio', () => {
  const clock = manualClock();
  test.each(bleCentralConformance(() => pairOn(clock)))('$name', ({ run }) => clock.run(run()));
});

describe('the peripheral of the memory radio', () => {
  const clock = manualClock();
  test.each(blePeripheralConformance(() => pairOn(clock)))('$name', ({ run }) => clock.run(run()));
});
