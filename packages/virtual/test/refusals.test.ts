import { fromHex, isProvisioningError, type SecurityVersion, toHex } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { type ReleaseProfile, releaseProfiles } from '../src/index.ts';
import { powerOn } from './support/powered-device.ts';

// Each row is a return path of a handler that one release has otherwise than another: the request, and what the
// device answers after a scan that found two networks. Read in the sources that the row names; refused is what
// returns an error, and what reads address zero, where a chip restarts. Recorded: the rows with `*`.

const refused = undefined;
/** A page with the network `home` of the test's air. */
const strongest = '08057a1f0a1d0a04686f6d65100618d8ffffffffffffffff0122060200000000012803';
const scan = {
  v33: 'esp-idf v3.3.3, v4.2.1: wifi_provisioning/src/wifi_scan.c',
  v44: 'esp-idf v4.4.8: wifi_provisioning/src/wifi_scan.c',
  v53: 'esp-idf v5.3: wifi_provisioning/src/wifi_scan.c',
  v55: 'esp-idf v5.5.5: wifi_provisioning/src/wifi_scan.c',
  net: 'network_provisioning 1.2.4: src/network_scan.c',
};
const config = {
  v32: 'esp-idf v3.2: wifi_provisioning/src/wifi_config.c',
  v33: 'esp-idf v3.3.3: wifi_provisioning/src/wifi_config.c',
  v55: 'esp-idf v5.5.5: wifi_provisioning/src/wifi_config.c',
  net: 'network_provisioning 1.2.4: src/network_config.c',
};
const ctrl = { v55: 'esp-idf v5.5.5: wifi_ctrl.c', net: 'network_provisioning 1.2.4: src/network_ctrl.c' };

/** The same component, on each ESP-IDF that it has a profile for. */
const netprov = 'netprov-1.4 netprov-1.2 netprov-1.2-idf6.0.1 netprov-1.2-idf6.0.2';

type Row = readonly [source: string, profiles: string, path: string, request: string, answer: string | undefined];

const scanRows: readonly Row[] = [
  [scan.net, netprov, 'a page past the found count *', '0804720408021001', refused],
  [scan.net, netprov, 'a page that ends past the found count', '0804720408011002', refused],
  [scan.v55, 'idf-5.5 readme', 'a page past the found count *', '0804720408021001', '080510057a00'],
  [scan.v53, 'idf-5.3', 'a page past the found count', '0804720408021001', refused],
  [scan.v44, 'idf-4.4', 'a page past the found count', '0804720408021001', refused],
  [scan.v33, 'idf-4.2 idf-3.3', 'a page past the found count', '0804720408021001', refused],
  [scan.net, netprov, 'a page beyond the longest list *', '0804720408101000', refused],
  [scan.v55, 'idf-5.5 readme', 'a page beyond the longest list *', '0804720408101000', refused],
  [scan.v53, 'idf-5.3', 'a page beyond the longest list', '0804720408101000', '08057a00'],
  [scan.v44, 'idf-4.4', 'a page beyond the longest list', '0804720408101000', '08057a00'],
  [scan.net, netprov, 'a page of nothing', '08047200', '08057a00'],
  [scan.v55, 'idf-5.5 readme', 'a page of nothing', '08047200', '08057a00'],
  [scan.v53, 'idf-5.3', 'a page of nothing', '08047200', '08057a00'],
  [scan.v44, 'idf-4.4', 'a page of nothing', '08047200', '08057a00'],
  [scan.v33, 'idf-4.2 idf-3.3', 'a page of nothing', '08047200', refused],
  [scan.v55, 'idf-5.5 readme', 'a place of more than sixteen bits', '08047206088080041001', refused],
  [scan.v53, 'idf-5.3 idf-4.4', 'a place of more than sixteen bits', '08047206088080041001', strongest],
  [scan.net, netprov, 'a Thread scan without its member', '0806', refused],
  [scan.net, netprov, 'a Thread scan with the member of another command', '08065200', refused],
  [scan.net, netprov, 'a Thread scan', '0806820100', '080710048a0100'],
  [scan.net, netprov, 'a Thread scan status, which has no member to look at', '0808', '080910049a0100'],
  [scan.net, netprov, 'Thread results without their member', '080a', refused],
  [scan.net, netprov, 'Thread results', '080aa201021001', refused],
  [scan.v55, 'idf-5.5 readme idf-5.3 idf-4.4', 'a Thread scan', '0806820100', refused],
  [scan.net, netprov, 'a scan without its member', '', refused],
  [scan.v55, 'idf-5.5 readme', 'a scan without its member', '', refused],
];

const configRows: readonly Row[] = [
  [config.v32, 'idf-3.2 idf-3.2-beta', 'Apply without Set', '0804', '08057a020804'],
  [config.v33, 'idf-3.3 idf-4.2 idf-4.4 idf-5.3', 'Apply without Set', '0804', '08057a020805'],
  [config.v55, 'idf-5.5 readme', 'Apply without Set', '0804', '08057a020805'],
  [config.net, netprov, 'Apply without Set', '0804', '08057a020805'],
  [config.v32, 'idf-3.2 idf-3.2-beta', 'Set with a BSSID of five bytes', '0802620a0a01611a050102030405', '08036a00'],
  [config.v33, 'idf-3.3 idf-4.2', 'Set with a BSSID of five bytes', '0802620a0a01611a050102030405', '08036a020804'],
  [config.net, netprov, 'Set for Thread without its member', '0808', refused],
  [config.net, netprov, 'Set for Thread with the member of another command', '08086200', refused],
  [config.net, netprov, 'Set for Thread', '0808920100', '08099a01020804'],
  [config.net, netprov, 'Apply for Thread, which has no member to look at', '080a', '080baa01020804'],
  [config.net, netprov, 'Status of Thread, which has no member to look at', '0806', '08078a01020804'],
  [config.v55, 'idf-5.5 readme idf-5.3 idf-4.4', 'Status of Thread', '0806', refused],
];

const controlRows: readonly Row[] = [
  [ctrl.net, netprov, 'reset of Thread, which has no member to look at', '0805', '08061004820100'],
  [ctrl.net, netprov, 'reprovision of Thread, which has no member to look at', '0807', '08081004920100'],
  [ctrl.v55, 'idf-5.5 readme idf-5.3', 'reset of Thread', '0805', refused],
  // network_provisioning 1.2.1 grants a reset while nothing has failed.
  [ctrl.net, netprov, 'reset, which has no member to look at', '0801', '08026200'],
  [ctrl.v55, 'idf-5.5 readme idf-5.3', 'reset, which has no member to look at', '0801', '080210056200'],
];

describe.each([
  ['prov-scan', scanRows],
  ['prov-config', configRows],
  ['prov-ctrl', controlRows],
] as const)('%s', (endpoint, rows) => {
  const cases = rows.flatMap(([source, profiles, path, request, answer]) =>
    profiles.split(' ').map((name) => ({ name, path, source, request, answer })),
  );
  test.each(cases)('of $name, asked for $path ($source)', async ({ name, request, answer }) => {
    const ask = await deviceOf(releaseProfiles.find((profile) => profile.name === name) as ReleaseProfile);
    if (endpoint === 'prov-scan') expect(await ask('prov-scan', '520408012078')).toBe('08015a00');
    expect(await ask(endpoint, request)).toBe(answer);
  });
});

/** Sends bytes to a device of a release over a session without encryption; undefined: it has no answer. */
async function deviceOf(
  profile: ReleaseProfile,
): Promise<(endpoint: string, hex: string) => Promise<string | undefined>> {
  const scheme: SecurityVersion = 0;
  const powered = await powerOn(profile, scheme);
  const transport = powered.connect();
  await powered.open({}, transport);
  return async (endpoint, hex) => {
    try {
      return toHex(await powered.clock.run(transport.exchange(endpoint, fromHex(hex))));
    } catch (error) {
      if (isProvisioningError(error) && error.code === 'endpoint/refused') return undefined;
      throw error;
    }
  };
}
