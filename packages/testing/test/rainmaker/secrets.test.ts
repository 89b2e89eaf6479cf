import { describe, expect, test } from 'vitest';
import type { RadioFault } from '../../src/index.ts';
import { rainmakerTown } from '../support/rainmaker-town.ts';
import { passphrase, pop, ssid } from '../support/town.ts';

const wrong = 'a guess of somebody';
const name = 'PROV_TEST';

describe.each(['security 1', 'security 2'] as const)('under %s', (scheme) => {
  test.each<RadioFault | undefined>([undefined, 'drop-after'])(
    'no error, log or step of the adapter holds a secret (%s)',
    async (fault) => {
      const { bench, clock, town, radio } = await rainmakerTown('ble', scheme, {
        onStep: (device, step) => town.out.take([device, step]),
      });
      const { adapter } = bench;
      const take = (task: Promise<unknown>) =>
        clock.run(task).then(...[town.out, town.out].map((out) => (value: unknown) => out.take(value)));
      await take(adapter.createESPDevice(name, 'ble', undefined, wrong));
      await take(adapter.connect(name));
      await take(adapter.initializeSession(name));
      await take(adapter.setProofOfPossession(name, pop));
      await take(adapter.initializeSession(name));
      await take(adapter.sendData(name, 'custom-data', `${wrong}!`));
      if (radio && fault) radio.air.fault = ({ number }) => (number % 7 === 0 ? fault : undefined);
      await take(adapter.provision(name, ssid, `not ${passphrase}`));
      await take(adapter.provision(name, ssid, passphrase));
      await take(adapter.provision(name, ssid, passphrase.repeat(4)));
      await take(adapter.provision('nobody', ssid, passphrase));
      await take(adapter.disconnect(name));
      expect(town.out.text).toContain('ProvisioningError');
      expect(town.out.leaked([pop, wrong, passphrase])).toEqual([]);
    },
  );
});
