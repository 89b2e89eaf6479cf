import { utf8 } from '@esp-prov/protocol';
import { wifiDriverConformance } from '@esp-prov/testing';
import { describe, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { nmBench } from '../support/nm-bench.ts';
import { wifiServiceConformance } from '../wifi-service-conformance.ts';

describe.skipIf(!canStartBus).concurrent('a board under NetworkManager', () => {
  for (const { name, run } of wifiServiceConformance(nmBench)) test(name, run);
});

describe.skipIf(!canStartBus).concurrent('the station of a board under NetworkManager', () => {
  const bench = async () => {
    const room = await nmBench();
    const { wifi } = await room.open();
    const network = (ssid: string, passphrase: string) => ({ ssid: utf8(ssid), passphrase: utf8(passphrase) });
    return {
      driver: wifi.station,
      known: network('Attic', 'attic passphrase'),
      wrongPassphrase: network('Attic', 'wrong passphrase'),
      absent: network('Nowhere', 'any passphrase'),
      channel: 11,
      otherChannel: 6,
      close: async () => await room.close(),
    };
  };
  for (const { name, run } of wifiDriverConformance(bench)) test(name, run);
});
