import { decodeUtf8 } from '@esp-prov/protocol';
import { sameSsid } from '../../air/access-point.ts';
import { keyManagementFor, keyManagementOf, type ProtectionFlags } from '../device/access-point-flags.ts';
import type { AccessPointObject } from '../device/access-point-object.ts';
import { fits } from '../device/scanner.ts';
import type { WifiDevice } from '../device/wifi-device.ts';
import { deviceError, profileError } from '../nm-error.ts';
import { newUuid } from './new-uuid.ts';
import { hasSetting, type ProfileSettings, settingNames, ssidOf, textOf, withProperties } from './profile-settings.ts';

const { connection, wireless, security, enterprise } = settingNames;
const psk = 0x100;

/** Returns the profile that `AddAndActivateConnection` makes of what it is given. @throws DBusError */
export function completedProfile(
  given: ProfileSettings,
  options: {
    readonly device: WifiDevice;
    readonly specificObject: string;
    readonly ids: readonly string[];
  },
): ProfileSettings {
  const { device, specificObject } = options;
  const isHotspot = textOf(given, wireless, 'mode') === 'ap';
  const accessPoint = isHotspot ? undefined : chosen(given, device, specificObject);
  const ssid = (accessPoint?.now.ssid.length ? accessPoint.now.ssid : undefined) ?? ssidOf(given);
  if (ssid === undefined || ssid.length === 0) {
    const why = accessPoint
      ? "A 'wireless' setting with a valid SSID is required for hidden access points."
      : "Cannot create 'wireless' setting due to missing SSID.";
    throw deviceError('InvalidConnection', why);
  }
  let result = withProperties(given, wireless, {
    ssid: ssidOf(given) === undefined ? bytes(ssid) : bytes(ssidOf(given)),
  });
  if (accessPoint !== undefined) result = fittedTo(result, accessPoint, ssid);
  else if (!isHotspot) result = withProperties(result, wireless, { hidden: { signature: 'b', value: true } });
  const name = uniqueId(
    textOf(given, connection, 'id') ?? readable(ssid),
    textOf(given, connection, 'id') ? [] : options.ids,
  );
  const own = hasSetting(given, connection) ? given[connection] : {};
  return withProperties(result, connection, {
    id: text(name),
    uuid: text(newUuid()),
    type: text(wireless),
    'interface-name': text(device.name),
    ...own,
  });
}

function chosen(given: ProfileSettings, device: WifiDevice, specificObject: string): AccessPointObject | undefined {
  if (specificObject !== '/') {
    const found = device.scanner.accessPoints.find(({ path }) => path === specificObject);
    if (found !== undefined) return found;
    throw deviceError('SpecificObjectNotFound', `The access point ${specificObject} was not in the scan list.`);
  }
  if (!hasSetting(given, wireless)) {
    throw deviceError('InvalidConnection', "A 'wireless' setting is required if no AP path was given.");
  }
  if (!ssidOf(given)?.length) {
    throw deviceError(
      'InvalidConnection',
      "A 'wireless' setting with a valid SSID is required if no AP path was given.",
    );
  }
  return device.scanner.accessPoints.find((each) => !each.fake && fits(given, each));
}

function fittedTo(settings: ProfileSettings, { now }: AccessPointObject, ssid: Uint8Array): ProfileSettings {
  const own = ssidOf(settings);
  if (own !== undefined && now.ssid.length > 0 && !sameSsid(own, ssid)) {
    throw profileError('InvalidProperty', `${wireless}.ssid: connection does not match access point`);
  }
  const { protection } = now;
  const said = keyManagementOf(settings);
  if (isOpen(protection)) {
    const setting = [security, enterprise].find((name) => hasSetting(settings, name));
    if (setting === undefined) return settings;
    throw profileError('InvalidSetting', `${setting}: Access point is unencrypted but setting specifies security`);
  }
  if (
    said === 'wpa-psk' &&
    (protection.wpa | protection.rsn) !== 0 &&
    ((protection.wpa | protection.rsn) & psk) === 0
  ) {
    throw profileError(
      'InvalidProperty',
      `${security}.key-mgmt: Access point does not support PSK but setting requires it`,
    );
  }
  const keyManagement = hasSetting(settings, enterprise) ? 'wpa-eap' : keyManagementFor(protection, said || undefined);
  if (keyManagement === undefined) throw profileError('Failed', 'Failed to determine AP security information');
  const added = { 'key-mgmt': text(keyManagement) };
  const open = ['wpa-psk', 'wpa-eap'].includes(keyManagement) ? { 'auth-alg': text('open') } : {};
  return withProperties(settings, security, { ...added, ...open });
}

function isOpen({ flags, wpa, rsn }: ProtectionFlags): boolean {
  return (flags & 0x1) === 0 && wpa === 0 && rsn === 0;
}

function uniqueId(wanted: string, taken: readonly string[]): string {
  const all = new Set(taken);
  let name = wanted;
  for (let count = 1; all.has(name); count += 1) name = `${wanted} ${count}`;
  return name;
}

function readable(ssid: Uint8Array): string {
  const text = decodeUtf8(ssid) ?? new TextDecoder('latin1').decode(ssid);
  // D-Bus carries no text with a zero in it, and nobody wants to read the others.
  return text.replaceAll(/\p{Cc}/gu, '?');
}

function text(value: string) {
  return { signature: 's', value };
}

function bytes(value: Uint8Array | undefined) {
  return { signature: 'ay', value };
}
