import { bleCentralConformance, blePeripheralConformance } from '@esp-prov/testing';
import { describe, test } from 'vitest';
import { TabRadio } from '../../../src/virtual/engine/tab-radio.ts';

async function pair() {
  const radio = new TabRadio();
  return {
    central: radio.addCentral(),
    otherCentral: radio.addCentral(),
    peripheral: radio.addPeripheral('24:0A:C4:26:1F:CE'),
    absentId: '24:0A:C4:00:00:00',
    close: async () => undefined,
  };
}

describe('the central of the radio in the page', () => {
  for (const { name, run } of bleCentralConformance(pair)) test(name, run);
});

describe('the peripheral of the radio in the page', () => {
  for (const { name, run } of blePeripheralConformance(pair)) test(name, run);
});
