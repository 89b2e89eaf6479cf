import { connectBus } from '@esp-prov/dbus';
import { describe, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { until } from '../support/until.ts';
import { type ServiceBench, type ServiceBenchOptions, wifiServiceConformance } from '../wifi-service-conformance.ts';
import { openRoomBoard, wpaRoom } from './support/wpa-room.ts';

const file = '/etc/wpa_supplicant/wpa_supplicant.conf';

describe.skipIf(!canStartBus).each([
  ['that may write its file', true],
  ['that may not', false],
])('the Wi-Fi service of a wpa_supplicant %s', (_, updates) => {
  const bench = async ({ accessPoints, userNetwork }: ServiceBenchOptions): Promise<ServiceBench> => {
    const networks = userNetwork ? [{ ssid: 'Attic', passphrase: 'attic passphrase' }] : [];
    const room = await wpaRoom({
      accessPoints,
      files: { [file]: { updates, networks } },
      controls: [{ name: 'wlan0', configFile: file }],
    });
    const { virtual } = room;
    if (userNetwork) await until(() => virtual.connectedTo('wlan0') !== undefined && 'wlan0' in virtual.addresses);
    return {
      daemon: virtual,
      async open({ signal, waiting = [] } = {}) {
        const bus = await connectBus({ address: virtual.address });
        const wifi = await openRoomBoard(room, { bus, waiting, ...(signal ? { signal } : {}) });
        return { wifi, waiting, die: () => bus.close() };
      },
      async networks() {
        const all = virtual.networks('wlan0').map((each) => JSON.stringify(each));
        const name = (text: string) =>
          text.replace(/"ssid":"([0-9a-f]+)"/, (_all, digits: string) => Buffer.from(digits, 'hex').toString());
        const isOurs = (text: string) => text.includes('esp-prov');
        return { user: all.filter((each) => !isOurs(each)), ours: all.filter(isOurs).map(name) };
      },
      async useUserNetwork() {
        const of = { destination: 'fi.w1.wpa_supplicant1', path: '/fi/w1/wpa_supplicant1' };
        const wpa = 'fi.w1.wpa_supplicant1';
        const [path] = await room.bus.call({
          ...of,
          interface: wpa,
          member: 'GetInterface',
          signature: 's',
          body: ['wlan0'],
        });
        // The user's are the first of the file.
        const body = [`${path}/Networks/0`];
        const target = { ...of, path: String(path), interface: `${wpa}.Interface`, member: 'SelectNetwork' };
        await room.bus.call({ ...target, signature: 'o', body });
        const isThere = () => Buffer.from(virtual.connectedTo('wlan0') ?? []).toString() === 'Attic';
        await until(() => isThere() && 'wlan0' in virtual.addresses);
      },
      async loseOurs() {
        virtual.forgetNetworks((texts) => JSON.stringify(texts).includes('esp-prov'));
      },
      async close() {
        await room[Symbol.asyncDispose]();
      },
    };
  };
  // What has to do with neither file nor former networks is the same either way.
  const wanted = updates ? /./ : /keep|kept|restor|forget|former|killed|restart|leaves|pulled/;
  for (const { name, run } of wifiServiceConformance(bench)) if (wanted.test(name)) test(name, run, 60_000);
});
