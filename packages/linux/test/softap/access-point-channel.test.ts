import { expect, it } from 'vitest';
import { accessPointChannel } from '../../src/softap/access-point-channel.ts';
import { heardNetwork } from '../support/fake-board-wifi.ts';

it('is that of the strongest network in 2.4 GHz where access points are allowed everywhere, else 6', () => {
  const weak = heardNetwork('weak', { channel: 1, rssi: -80 });
  const strong = heardNetwork('strong', { channel: 11, rssi: -40 });
  expect(accessPointChannel([weak, strong])).toBe(11);
  expect(accessPointChannel([weak, heardNetwork('fast', { channel: 36, rssi: -30 })])).toBe(1);
  expect(accessPointChannel([weak, heardNetwork('edge', { channel: 13, rssi: -30 })])).toBe(1);
  expect(accessPointChannel([heardNetwork('fast', { channel: 36 })])).toBe(6);
  expect(accessPointChannel([])).toBe(6);
});
