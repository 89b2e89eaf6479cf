import type { ExportedInterface, ExportedProperty, Variant } from '@esp-prov/dbus';
import type { Controlled } from './controlled.ts';
import { readScanRequest } from './scan-request.ts';

const nothing = '/';

/** Returns the D-Bus interface `fi.w1.wpa_supplicant1.Interface` of an interface. */
export function exportedInterface(
  owner: Controlled,
): ExportedInterface & { readonly properties: Readonly<Record<string, ExportedProperty>> } {
  const command = (run: () => void) => ({ in: '', out: '', call: run });
  return {
    properties: {
      Capabilities: { signature: 'a{sv}', get: () => capabilities },
      State: { signature: 's', get: () => owner.state },
      Scanning: { signature: 'b', get: () => owner.scanning },
      ApScan: { signature: 'u', get: () => 1 },
      Country: { signature: 's', get: () => '' },
      Ifname: { signature: 's', get: () => owner.radio.name },
      Driver: { signature: 's', get: () => 'nl80211' },
      BridgeIfname: { signature: 's', get: () => '' },
      ConfigFile: { signature: 's', get: () => owner.configFile },
      CurrentBSS: {
        signature: 'o',
        get: () => (owner.bssid === undefined ? nothing : (owner.bsss.pathOf(owner.bssid) ?? nothing)),
      },
      CurrentNetwork: { signature: 'o', get: () => owner.current?.path ?? nothing },
      CurrentAuthMode: { signature: 's', get: () => (owner.state === 'completed' ? 'WPA2-PSK' : 'INACTIVE') },
      BSSs: { signature: 'ao', get: () => owner.bsss.paths },
      Networks: { signature: 'ao', get: () => owner.networks.all.map(({ path }) => path) },
      ScanInterval: { signature: 'i', get: () => 5 },
      DisconnectReason: { signature: 'i', get: () => owner.disconnectReason },
      AuthStatusCode: { signature: 'i', get: () => owner.authStatusCode },
      AssocStatusCode: { signature: 'i', get: () => owner.assocStatusCode },
      Stations: { signature: 'ao', get: () => [] },
    },
    methods: {
      Scan: { in: 'a{sv}', out: '', call: ([options]) => owner.scan(readScanRequest(dictionary(options))) },
      SignalPoll: { in: '', out: 'v', call: () => [signalPoll(owner)] },
      Disconnect: command(() => owner.disconnect()),
      Reassociate: command(() => owner.reassociate()),
      Reconnect: command(() => {
        if (owner.disconnected) owner.reassociate();
      }),
      AddNetwork: { in: 'a{sv}', out: 'o', call: ([options]) => [owner.networks.add(dictionary(options)).path] },
      RemoveNetwork: { in: 'o', out: '', call: ([path]) => owner.removeNetwork(owner.networks.get(path)) },
      RemoveAllNetworks: command(() => {
        for (const network of owner.networks.all) owner.removeNetwork(network);
      }),
      SelectNetwork: { in: 'o', out: '', call: ([path]) => owner.select(owner.networks.get(path)) },
      SaveConfig: command(() => owner.saveConfig()),
    },
    signals: {
      ScanDone: 'b',
      BSSAdded: 'oa{sv}',
      BSSRemoved: 'o',
      NetworkAdded: 'oa{sv}',
      NetworkRemoved: 'o',
      NetworkSelected: 'o',
      PropertiesChanged: 'a{sv}',
      PskMismatch: '',
      SaePasswordMismatch: '',
    },
  };
}

function dictionary(value: unknown): Readonly<Record<string, Variant>> {
  return value as Readonly<Record<string, Variant>>;
}

const texts = (...value: string[]): Variant => ({ signature: 'as', value });

/** As nl80211 of an ordinary radio. */
const capabilities: Readonly<Record<string, Variant>> = {
  Pairwise: texts('ccmp', 'tkip'),
  Group: texts('ccmp', 'tkip', 'wep104', 'wep40'),
  GroupMgmt: texts('aes-128-cmac'),
  KeyMgmt: texts('none', 'ieee8021x', 'wpa-eap', 'wpa-eap-sha256', 'wpa-psk', 'wpa-psk-sha256', 'wps', 'sae', 'owe'),
  Protocol: texts('rsn', 'wpa'),
  AuthAlg: texts('open', 'shared', 'leap'),
  Scan: texts('active', 'passive', 'ssid'),
  Modes: texts('infrastructure', 'ad-hoc', 'ap'),
  MaxScanSSID: { signature: 'i', value: 4 },
};

function signalPoll({ radio }: Controlled): Variant {
  const { connection } = radio;
  return {
    signature: 'a{sv}',
    value: {
      rssi: { signature: 'i', value: connection?.rssi ?? 0 },
      linkspeed: { signature: 'i', value: 54 },
      noise: { signature: 'i', value: 9999 },
      frequency: { signature: 'u', value: connection?.frequency ?? 0 },
    },
  };
}
