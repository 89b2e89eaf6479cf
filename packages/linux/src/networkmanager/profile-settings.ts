import type { Variant } from '@esp-prov/dbus';
import type { WifiCredentials } from '@esp-prov/device';
import { decodeUtf8, foreignText } from '@esp-prov/protocol';
import type { HotspotOptions } from '../wifi/board-wifi.ts';
import type { JoinSecurity } from '../wifi/join-security.ts';
import { bandOfChannel } from '../wifi/wifi-channel.ts';
import { idPrefix } from './profile-mark.ts';

/** A profile as NetworkManager takes it: settings by name, and in each its properties. */
export type ProfileSettings = Readonly<Record<string, Readonly<Record<string, Variant>>>>;

/** What all profiles of ours have. */
export interface ProfileIdentity {
  readonly uuid: string;
  /** Interface that the profile is kept to. */
  readonly interfaceName: string;
}

const text = (value: string): Variant => ({ signature: 's', value });
const flag = (value: boolean): Variant => ({ signature: 'b', value });
const number = (value: number): Variant => ({ signature: 'u', value });
const signedNumber = (value: number): Variant => ({ signature: 'i', value });
const bytes = (value: Uint8Array): Variant => ({ signature: 'ay', value });
const texts = (value: readonly string[]): Variant => ({ signature: 'as', value });

/** `NM_SETTING_WIRELESS_SECURITY_PMF_DISABLE`: radios and phones that know no protected management frames come in too. */
const pmfDisabled = 1;
/** Before the profiles of the user, which have 0: the network that was provisioned last is the one that is wanted. */
const keptPriority = 1;

/** How a network is joined. */
export interface JoinProfile extends ProfileIdentity {
  readonly network: WifiCredentials;
  readonly security: JoinSecurity;
  /** Whether the network has to be called by its name, because it was not heard. */
  readonly hidden: boolean;
  /** Whether NetworkManager joins it by itself from now on. */
  readonly kept: boolean;
}

/** Returns the profile of a network to join. */
export function joinSettings(profile: JoinProfile): ProfileSettings {
  const { network, security, hidden, kept } = profile;
  return {
    connection: {
      ...connectionSetting(profile, network.ssid),
      autoconnect: flag(kept),
      ...(kept ? { 'autoconnect-priority': signedNumber(keptPriority), 'autoconnect-retries': signedNumber(0) } : {}),
    },
    '802-11-wireless': {
      ssid: bytes(network.ssid),
      mode: text('infrastructure'),
      ...(hidden ? { hidden: flag(true) } : {}),
      ...(network.bssid === undefined ? {} : { bssid: bytes(network.bssid) }),
      ...channelProperties(kept ? undefined : network.channel),
    },
    ...(security.keyMgmt === 'none'
      ? {}
      : {
          '802-11-wireless-security': {
            'key-mgmt': text(security.keyMgmt),
            ...(security.secret === undefined ? {} : { psk: text(security.secret), 'psk-flags': number(0) }),
          },
        }),
    // Without this, NetworkManager calls a network joined that has given an address of IPv6 only.
    ipv4: { method: text('auto'), 'may-fail': flag(false) },
    ipv6: { method: text('auto') },
  };
}

/** Returns the profile of an access point of the board. */
export function hotspotSettings(identity: ProfileIdentity, options: HotspotOptions): ProfileSettings {
  const { ssid, passphrase, address, channel } = options;
  const [ip = '', prefix = '24'] = address.split('/');
  return {
    connection: { ...connectionSetting(identity, ssid), autoconnect: flag(false) },
    '802-11-wireless': { ssid: bytes(ssid), mode: text('ap'), ...channelProperties(channel) },
    ...(passphrase === undefined
      ? {}
      : {
          '802-11-wireless-security': {
            'key-mgmt': text('wpa-psk'),
            proto: texts(['rsn']),
            pairwise: texts(['ccmp']),
            group: texts(['ccmp']),
            pmf: signedNumber(pmfDisabled),
            psk: text(passphrase),
            'psk-flags': number(0),
          },
        }),
    ipv4: {
      method: text('manual'),
      'address-data': { signature: 'aa{sv}', value: [{ address: text(ip), prefix: number(Number(prefix)) }] },
      'never-default': flag(true),
    },
    ipv6: { method: text('disabled') },
  };
}

function connectionSetting({ uuid, interfaceName }: ProfileIdentity, ssid: Uint8Array): Record<string, Variant> {
  const name = decodeUtf8(ssid) ?? 'network';
  return {
    id: text(`${idPrefix}${foreignText(name, 40)}`),
    uuid: text(uuid),
    type: text('802-11-wireless'),
    'interface-name': text(interfaceName),
  };
}

/** NetworkManager takes a channel with its band only. */
function channelProperties(channel: number | undefined): Record<string, Variant> {
  if (channel === undefined || channel === 0) return {};
  return { band: text(bandOfChannel(channel) === '2.4GHz' ? 'bg' : 'a'), channel: number(channel) };
}
