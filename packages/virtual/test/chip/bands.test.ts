import { describe, expect, test } from 'vitest';
import { parseAir, readme } from '../../src/index.ts';
import { powerOn } from '../support/powered-device.ts';

const air = parseAir([
  { ssid: 'both', channel: 6, password: 'right password' },
  { ssid: 'five', channel: 36, password: 'right password' },
]);

describe.each([
  ['esp32', ['both'], { kind: 'failed', reason: 'network-not-found' }],
  ['esp32c6', ['both'], { kind: 'failed', reason: 'network-not-found' }],
  ['esp32c5', ['both', 'five'], { kind: 'connected' }],
] as const)('a network at 5 GHz and a chip %s', (chip, heard, end) => {
  test('is heard and joined by one that has the band only', async () => {
    const { clock, open, provision } = await powerOn(readme, 1, { air, chip });
    const provisioner = await open();
    const names = (await clock.run(provisioner.scan())).map(({ ssid }) => Buffer.from(ssid).toString());
    expect(names.sort()).toEqual(heard);
    expect(await provision(provisioner, 'five', 'right password')).toMatchObject(end);
  });
});
