import type { Variant } from '@esp-prov/dbus';
import { settingsError } from '../nm-error.ts';

/** The settings of a profile as they are on the bus: `a{sa{sv}}`. */
export type ProfileSettings = Readonly<Record<string, Readonly<Record<string, Variant>>>>;

/** Names of the settings that a Wi-Fi profile has. */
export const settingNames = {
  connection: 'connection',
  ethernet: '802-3-ethernet',
  wireless: '802-11-wireless',
  security: '802-11-wireless-security',
  enterprise: '802-1x',
  ip4: 'ipv4',
  ip6: 'ipv6',
} as const;

const secrets: Readonly<Record<string, readonly string[]>> = {
  [settingNames.security]: ['psk', 'wep-key0', 'wep-key1', 'wep-key2', 'wep-key3', 'leap-password'],
  [settingNames.enterprise]: ['password', 'private-key-password', 'ca-cert-password', 'pin'],
};

/** A program may not fill the memory with one profile. */
const mostProperties = 512;
const longestText = 16_384;

/** Returns a property of a setting, if it has that type. */
export function property(settings: ProfileSettings, setting: string, name: string, signature: string): unknown {
  const group = Object.hasOwn(settings, setting) ? settings[setting] : undefined;
  const found = group !== undefined && Object.hasOwn(group, name) ? group[name] : undefined;
  return found?.signature === signature ? found.value : undefined;
}

/** Returns a property that is text. */
export function textOf(settings: ProfileSettings, setting: string, name: string): string | undefined {
  return property(settings, setting, name, 's') as string | undefined;
}

/** Returns the SSID of a profile. */
export function ssidOf(settings: ProfileSettings): Uint8Array | undefined {
  return property(settings, settingNames.wireless, 'ssid', 'ay') as Uint8Array | undefined;
}

/** Whether a profile has a setting. */
export function hasSetting(settings: ProfileSettings, setting: string): boolean {
  return Object.hasOwn(settings, setting);
}

/** Returns settings with some properties added or replaced. */
export function withProperties(
  settings: ProfileSettings,
  setting: string,
  added: Readonly<Record<string, Variant>>,
): ProfileSettings {
  return { ...settings, [setting]: { ...(hasSetting(settings, setting) ? settings[setting] : {}), ...added } };
}

/** Returns settings without their secrets, as whoever asks for them gets them. */
export function withoutSecrets(settings: ProfileSettings): ProfileSettings {
  return Object.fromEntries(
    Object.entries(settings).map(([setting, group]) => [setting, filtered(setting, group, false)]),
  );
}

/** Returns the secrets of one setting. */
export function secretsIn(settings: ProfileSettings, setting: string): Record<string, Variant> {
  return filtered(setting, hasSetting(settings, setting) ? (settings[setting] ?? {}) : {}, true);
}

/** Whether a profile brings secrets. */
export function bringsSecrets(settings: ProfileSettings): boolean {
  return Object.keys(secrets).some((setting) => Object.keys(secretsIn(settings, setting)).length > 0);
}

/** Returns settings with the secrets of others added. */
export function withSecretsOf(settings: ProfileSettings, others: ProfileSettings): ProfileSettings {
  let result = settings;
  for (const setting of Object.keys(secrets)) {
    const added = secretsIn(others, setting);
    if (hasSetting(settings, setting) && Object.keys(added).length > 0) result = withProperties(result, setting, added);
  }
  return result;
}

/** Refuses settings that are too large to keep. @throws DBusError `Failed` of the settings */
export function requireSize(settings: ProfileSettings): void {
  let left = mostProperties;
  for (const [setting, group] of Object.entries(settings)) {
    for (const [name, { value }] of Object.entries(group)) {
      left -= 1;
      if (left < 0 || sizeOf(value) + setting.length + name.length > longestText) {
        throw settingsError('Failed', 'the profile is too large');
      }
    }
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 8;
  for (const [key, part] of Object.entries(value)) {
    size += key.length + sizeOf(part);
    if (size > longestText) return size;
  }
  return size;
}

function filtered(setting: string, group: Readonly<Record<string, Variant>>, wanted: boolean): Record<string, Variant> {
  const names = Object.hasOwn(secrets, setting) ? (secrets[setting] ?? []) : [];
  return Object.fromEntries(Object.entries(group).filter(([name]) => names.includes(name) === wanted));
}
