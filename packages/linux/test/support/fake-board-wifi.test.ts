import type { WifiEvent } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { expect, it } from 'vitest';
import { FakeBoardWifi, heardNetwork, joinsWith } from './fake-board-wifi.ts';

const networks = [heardNetwork('Lab')];
const lab = { ssid: utf8('Lab'), passphrase: utf8('secret-of-lab') };

it('is a station or an access point, and online by a join', async () => {
  const wifi = new FakeBoardWifi({ networks, outcome: joinsWith('secret-of-lab', networks) });
  const events: WifiEvent['kind'][] = [];
  wifi.station.watch(({ kind }) => void events.push(kind));
  const changes: boolean[] = [];
  wifi.watchOnline((online) => void changes.push(online));
  await using hotspot = await wifi.openHotspot({ ssid: utf8('PROV_1'), address: '192.168.4.1/24' });
  expect(() => wifi.station.join(lab)).toThrow('the radio is an access point');
  await hotspot[Symbol.asyncDispose]();
  wifi.station.join(lab);
  await expect.poll(() => wifi.isOnline()).toBe(true);
  wifi.station.leave();
  expect(events).toEqual(['got-ip', 'disconnected']);
  expect(changes).toEqual([true, false]);
  expect(wifi.calls).toEqual(['open PROV_1', 'join Lab', 'close PROV_1', 'join Lab']);
});
