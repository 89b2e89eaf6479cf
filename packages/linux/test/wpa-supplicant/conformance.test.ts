import { utf8 } from '@esp-prov/protocol';
import { wifiDriverConformance } from '@esp-prov/testing';
import { describe, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { wpaRoom } from './support/wpa-room.ts';

describe.skipIf(!canStartBus)('the station of wpa_supplicant', () => {
  const bench = async () => {
    const room = await wpaRoom({
      accessPoints: [
        { ssid: 'home', passphrase: 'correct-horse', channel: 6 },
        { ssid: 'other', channel: 11 },
        { ssid: 'secret', channel: 1, hidden: true },
      ],
    });
    const wifi = await room.open();
    return {
      driver: wifi.station,
      known: { ssid: utf8('home'), passphrase: utf8('correct-horse') },
      wrongPassphrase: { ssid: utf8('home'), passphrase: utf8('wrong-password') },
      absent: { ssid: utf8('nowhere'), passphrase: utf8('whatever123') },
      channel: 6,
      otherChannel: 11,
      async close() {
        await room[Symbol.asyncDispose]();
      },
    };
  };
  for (const { name, run } of wifiDriverConformance(bench)) test(name, run);
});
