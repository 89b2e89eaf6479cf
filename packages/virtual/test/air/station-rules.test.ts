import { utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { obstacle } from '../../src/air/station-rules.ts';
import { authModes, newestStation, releaseProfiles, type StationRules } from '../../src/index.ts';

// esp-idf v5.5.5: docs/en/api-guides/wifi.rst, reasons 210 and 211; examples/wifi/getting_started/station, comment on
// the threshold; the table of reasons that may mean a wrong password. `-` means a network that is tried.
const tried = '-';
const rows: readonly (readonly [auth: keyof typeof authModes | number, password: string, v55: string, v44: string])[] =
  [
    ['Open', '', tried, tried],
    ['Open', 'short', '210', '201'],
    ['Open', 'needless1', '210', '201'],
    ['WEP', 'abcde', tried, tried],
    ['WEP', '', '210', '201'],
    ['WEP', 'abcdef', '210', '201'],
    ['WEP', 'abcdefghijklm', '211', tried],
    ['WEP', '0123456789', '211', tried],
    ['WEP', '012345678x', '211', '201'],
    ['WPA_PSK', 'longenough1', '211', tried],
    ['WPA_PSK', 'short', tried, tried],
    ['WPA_PSK', '', '210', '201'],
    ['WPA2_PSK', 'longenough1', tried, tried],
    ['WPA2_PSK', '', '210', '201'],
    ['WPA_WPA2_PSK', 'longenough1', tried, tried],
    ['WPA3_PSK', 'longenough1', tried, tried],
    ['WPA3_PSK', '', '210', '201'],
    ['WPA2_WPA3_PSK', 'longenough1', tried, tried],
    ['WPA3_EXT_PSK', 'longenough1', tried, tried],
    ['WPA3_EXT_PSK_MIXED', 'longenough1', tried, tried],
    ['WPA2_ENTERPRISE', '', '210', '201'],
    ['WPA2_ENTERPRISE', 'whatever99', '210', '201'],
    ['WPA3_ENT_192', 'whatever99', '210', '201'],
    ['WPA3_ENTERPRISE', 'whatever99', '210', '201'],
    ['WPA2_WPA3_ENTERPRISE', 'whatever99', '210', '201'],
    ['WPA_ENTERPRISE', 'whatever99', '210', '201'],
    ['WAPI_PSK', 'longenough1', '210', '201'],
    ['OWE', '', '210', '201'],
    ['OWE', 'longenough1', '210', '201'],
    ['DPP', 'longenough1', '210', '201'],
    [200, 'longenough1', '210', '201'],
  ];

function stationOf(name: string): StationRules {
  const profile = releaseProfiles.find((each) => each.name === name);
  if (!profile) throw new Error(`there is no profile ${name}`);
  return profile.station;
}

function told(auth: keyof typeof authModes | number, password: string, rules: StationRules): string {
  return String(obstacle(typeof auth === 'number' ? auth : authModes[auth], utf8(password), rules) ?? tried);
}

describe('a station with nothing but a name and a password', () => {
  test.each(rows)('meets a network of %s with “%s”: %s since v5.2, %s in v4.4', (auth, password, v55, v44) => {
    for (const name of ['readme', 'idf-5.3', 'idf-5.5', 'netprov-1.2', 'netprov-1.2-idf6.0.2', 'netprov-1.4']) {
      expect({ [name]: told(auth, password, stationOf(name)) }).toEqual({ [name]: v55 });
    }
    expect(told(auth, password, newestStation)).toBe(v55);
    expect(told(auth, password, stationOf('idf-4.4'))).toBe(v44);
  });

  test.each(['idf-3.2', 'idf-3.3', 'idf-4.2'])('does not offer protected management frames in %s', (name) => {
    expect(told('WPA3_PSK', 'longenough1', stationOf(name))).toBe('201');
    expect(told('WPA2_WPA3_PSK', 'longenough1', stationOf(name))).toBe(tried);
  });
});
