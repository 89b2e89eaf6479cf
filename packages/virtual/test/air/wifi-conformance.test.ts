import { utf8 } from '@esp-prov/protocol';
import { manualClock, wifiDriverConformance } from '@esp-prov/testing';
import { describe, test } from 'vitest';
import { parseAir, VirtualWifi } from '../../src/index.ts';

const credentials = (ssid: string, passphrase: string) => ({ ssid: utf8(ssid), passphrase: utf8(passphrase) });

const air = parseAir([
  { ssid: 'town', channel: 6, password: 'correct horse' },
  { ssid: 'village', channel: 11 },
  { ssid: 'quiet', channel: 6, hidden: true },
  { ssid: '', channel: 6 },
]);

describe.each([1, 0])('the virtual Wi-Fi at the pace %i', (pace) => {
  const clock = manualClock();
  const cases = wifiDriverConformance(async () => ({
    driver: new VirtualWifi({ air, clock, pace }),
    known: credentials('town', 'correct horse'),
    wrongPassphrase: credentials('town', 'wrong horse'),
    absent: credentials('city', 'correct horse'),
    channel: 6,
    otherChannel: 11,
    clock,
    close: async () => undefined,
  }));
  test.each(cases)('$name', ({ run }) => clock.run(run()));
});
