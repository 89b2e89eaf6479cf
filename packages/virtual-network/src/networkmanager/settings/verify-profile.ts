import type { DBusError } from '@esp-prov/dbus';
import { profileError } from '../nm-error.ts';
import { newUuid } from './new-uuid.ts';
import {
  hasSetting,
  type ProfileSettings,
  property,
  settingNames,
  ssidOf,
  textOf,
  withProperties,
} from './profile-settings.ts';

const { connection, wireless, security, ip4, ip6, ethernet } = settingNames;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const modes = ['infrastructure', 'adhoc', 'ap', 'mesh'];
const keyManagements = ['none', 'ieee8021x', 'wpa-psk', 'sae', 'wpa-eap', 'wpa-eap-suite-b-192', 'owe'];
const ip4Methods = ['auto', 'manual', 'shared', 'link-local', 'disabled'];
const ip6Methods = ['auto', 'dhcp', 'manual', 'shared', 'link-local', 'ignore', 'disabled'];

/** Returns a profile with the defaults that NetworkManager fills in. @throws DBusError of the profile */
export function verifiedProfile(settings: ProfileSettings): ProfileSettings {
  if (!hasSetting(settings, connection)) throw profileError('MissingSetting', `${connection}: setting not found`);
  const type = textOf(settings, connection, 'type') ?? guessType(settings);
  if (!textOf(settings, connection, 'id')) throw missing(connection, 'id');
  const uuid = textOf(settings, connection, 'uuid') ?? newUuid();
  if (!uuidPattern.test(uuid)) throw invalid(connection, 'uuid', `'${uuid.slice(0, 64)}' is not a valid UUID`);
  if (type === undefined) throw missing(connection, 'type');
  if (type === wireless) verifyWireless(settings);
  else if (type !== ethernet) throw invalid(connection, 'type', `unknown connection type '${type.slice(0, 64)}'`);
  verifyIp(settings);
  return normalized(settings, type, uuid);
}

function normalized(settings: ProfileSettings, type: string, uuid: string): ProfileSettings {
  let result = withProperties(settings, connection, {
    uuid: { signature: 's', value: uuid },
    type: { signature: 's', value: type },
    permissions: { signature: 'as', value: property(settings, connection, 'permissions', 'as') ?? [] },
  });
  if (type === wireless) {
    result = withProperties(result, wireless, {
      mode: { signature: 's', value: textOf(settings, wireless, 'mode') ?? 'infrastructure' },
      'mac-address-blacklist': { signature: 'as', value: [] },
      ...(hasSetting(settings, security) ? { security: { signature: 's', value: security } } : {}),
    });
  }
  const list = { signature: 'aa{sv}', value: [] };
  for (const family of [ip4, ip6]) {
    const given = hasSetting(result, family) ? (result[family] ?? {}) : {};
    result = withProperties(result, family, {
      method: { signature: 's', value: 'auto' },
      'address-data': list,
      'route-data': list,
      addresses: { signature: family === ip4 ? 'aau' : 'a(ayuay)', value: [] },
      routes: { signature: family === ip4 ? 'aau' : 'a(ayuayu)', value: [] },
      'dns-search': { signature: 'as', value: [] },
      ...given,
    });
  }
  return { ...result, proxy: hasSetting(result, 'proxy') ? (result['proxy'] ?? {}) : {} };
}

function guessType(settings: ProfileSettings): string | undefined {
  return [wireless, ethernet].find((name) => hasSetting(settings, name));
}

function verifyWireless(settings: ProfileSettings): void {
  if (!hasSetting(settings, wireless)) throw profileError('MissingSetting', `${wireless}: setting not found`);
  const ssid = ssidOf(settings);
  if (ssid === undefined) throw missing(wireless, 'ssid');
  if (ssid.length < 1 || ssid.length > 32) {
    throw invalid(wireless, 'ssid', 'SSID length is out of range <1-32> bytes');
  }
  const mode = textOf(settings, wireless, 'mode');
  if (mode !== undefined && !modes.includes(mode)) {
    throw invalid(wireless, 'mode', `'${mode.slice(0, 64)}' is not a valid Wi-Fi mode`);
  }
  verifyChannel(settings);
  if (hasSetting(settings, security)) verifySecurity(settings);
}

function verifyChannel(settings: ProfileSettings): void {
  const channel = Number(property(settings, wireless, 'channel', 'u') ?? 0);
  const band = textOf(settings, wireless, 'band');
  if (band !== undefined && band !== 'a' && band !== 'bg') {
    throw invalid(wireless, 'band', `'${band.slice(0, 64)}' is not a valid band`);
  }
  if (channel === 0) return;
  if (band === undefined) {
    throw profileError(
      'MissingProperty',
      `${wireless}.band: '${wireless}.channel' requires setting '${wireless}.band' property`,
    );
  }
  const [first, last] = band === 'a' ? [7, 196] : [1, 14];
  if (channel < first || channel > last) throw invalid(wireless, 'channel', `'${channel}' is not a valid channel`);
}

function verifySecurity(settings: ProfileSettings): void {
  const keyManagement = textOf(settings, security, 'key-mgmt');
  if (!keyManagement) throw missing(security, 'key-mgmt');
  if (!keyManagements.includes(keyManagement)) {
    throw invalid(security, 'key-mgmt', `'${keyManagement.slice(0, 64)}' is not a valid value for the property`);
  }
  if (keyManagement === 'wpa-eap' && !hasSetting(settings, settingNames.enterprise)) {
    throw profileError('MissingSetting', `${settingNames.enterprise}: setting required`);
  }
}

function verifyIp(settings: ProfileSettings): void {
  const method = textOf(settings, ip4, 'method') ?? 'auto';
  if (!ip4Methods.includes(method)) throw invalid(ip4, 'method', 'property is invalid');
  if (!ip6Methods.includes(textOf(settings, ip6, 'method') ?? 'auto'))
    throw invalid(ip6, 'method', 'property is invalid');
  const addresses = property(settings, ip4, 'address-data', 'aa{sv}') as readonly unknown[] | undefined;
  const old = property(settings, ip4, 'addresses', 'aau') as readonly unknown[] | undefined;
  if (method === 'manual' && !addresses?.length && !old?.length) {
    throw profileError('MissingProperty', `${ip4}.addresses: this property cannot be empty for 'method=manual'`);
  }
}

function missing(setting: string, name: string): DBusError {
  return profileError('MissingProperty', `${setting}.${name}: property is missing`);
}

function invalid(setting: string, name: string, text: string): DBusError {
  return profileError('InvalidProperty', `${setting}.${name}: ${text}`);
}
