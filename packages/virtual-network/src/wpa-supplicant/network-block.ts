import { pbkdf2Sync } from 'node:crypto';
import type { Variant } from '@esp-prov/dbus';
import { fromHex, toHex, utf8 } from '@esp-prov/protocol';
import type { AccessPoint } from '../air/access-point.ts';
import type { JoinAttempt } from '../air/answer-of.ts';
import { wpaErrors } from './wpa-error.ts';

/** Options of a network whose text stands without quotation marks. */
const bare: ReadonlySet<string> = new Set([
  'key_mgmt',
  'proto',
  'pairwise',
  'auth_alg',
  'group',
  'bssid',
  'scan_ssid',
  'freq_list',
]);

/** Options of a network that this double knows; others are refused, as the real one refuses unknown ones. */
const known: Readonly<Record<string, RegExp>> = {
  ssid: /^(".{0,32}"|([0-9a-f]{2}){1,32})$/s,
  psk: /^("\P{Cc}{8,63}"|[0-9a-f]{64})$/u,
  sae_password: /^(".*"|([0-9a-f]{2})+)$/s,
  key_mgmt:
    /^(WPA-PSK|WPA-PSK-SHA256|SAE|OWE|NONE|WPA-EAP|IEEE8021X)( (WPA-PSK|WPA-PSK-SHA256|SAE|OWE|NONE|WPA-EAP|IEEE8021X))*$/,
  proto: /^[A-Z0-9 ]+$/,
  pairwise: /^[A-Z0-9 -]+$/,
  group: /^[A-Z0-9 -]+$/,
  auth_alg: /^[A-Z ]+$/,
  bssid: /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i,
  scan_ssid: /^[01]$/,
  freq_list: /^\d{4}( \d{4}){0,15}$/,
  ieee80211w: /^[0-2]$/,
  priority: /^-?\d+$/,
  mode: /^[0-5]$/,
  frequency: /^\d+$/,
  id_str: /^"\P{Cc}*"$/u,
  wep_key0: /^(".*"|([0-9a-f]{2})+)$/s,
  wep_tx_keyidx: /^[0-3]$/,
};

/** Options of a network, as its `Properties` show them. */
export class NetworkBlock {
  readonly #values: Map<string, string>;

  private constructor(values: Map<string, string>) {
    this.#values = values;
  }

  /** Returns the options of an `a{sv}`, over those of `before`. @throws DBusError as the real one refuses them */
  static read(options: Readonly<Record<string, Variant>>, before?: NetworkBlock): NetworkBlock {
    const values = new Map(before ? before.#values : []);
    for (const [name, { signature, value }] of Object.entries(options)) {
      const text = textOf(name, signature, value);
      if (text === undefined || known[name]?.test(text) !== true) throw wpaErrors.invalidFormat();
      values.set(name, text);
    }
    return new NetworkBlock(values);
  }

  /** The options as `a{sv}`. */
  get properties(): Record<string, Variant> {
    return Object.fromEntries([...this.#values].map(([name, value]) => [name, { signature: 's', value }]));
  }

  /** The options as they stand. */
  get texts(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#values);
  }

  get ssid(): Uint8Array {
    return bytesOf(this.#values.get('ssid') ?? '""');
  }

  get priority(): number {
    return this.#number('priority');
  }

  get mode(): number {
    return this.#number('mode');
  }

  get frequency(): number {
    return this.#number('frequency');
  }

  get scansForIt(): boolean {
    return this.#number('scan_ssid') === 1;
  }

  /** Address of the access point to join; undefined: any. */
  get bssid(): string | undefined {
    return this.#values.get('bssid')?.toUpperCase();
  }

  /** Whether it may be joined on this frequency. */
  allows(frequency: number): boolean {
    const list = this.#values.get('freq_list');
    return list === undefined || list.split(' ').includes(String(frequency));
  }

  get keyManagement(): readonly string[] {
    return (this.#values.get('key_mgmt') ?? 'WPA-PSK WPA-EAP').split(' ');
  }

  /** Passphrase of an access point of this block; undefined: it is open. */
  get passphrase(): string | undefined {
    const psk = this.#values.get('psk');
    return this.keyManagement.includes('NONE') || psk === undefined ? undefined : unquoted(psk);
  }

  /** Returns what this block shows an access point; undefined when it does not suit it. */
  attemptAt(accessPoint: AccessPoint): JoinAttempt | undefined {
    const { security } = accessPoint;
    const has = (name: string) => this.keyManagement.includes(name);
    const takesSae = security === 'wpa3' || security === 'wpa2-wpa3';
    if (takesSae && has('SAE') && (security !== 'wpa3' || this.#number('ieee80211w') > 0)) {
      const password = this.#values.get('sae_password') ?? this.#values.get('psk');
      return password === undefined ? undefined : { kind: 'sae', key: textOfBytes(bytesOf(password)) };
    }
    if (['wpa', 'wpa2', 'wpa-wpa2', 'wpa2-wpa3'].includes(security) && has('WPA-PSK')) {
      const psk = this.#values.get('psk');
      return psk === undefined ? undefined : { kind: 'psk', key: this.#passphraseFor(accessPoint, psk) };
    }
    if (security === 'owe' && has('OWE')) return { kind: 'owe' };
    if (security === 'open' && has('NONE') && !this.#values.has('wep_key0')) return { kind: 'open' };
    const wep = this.#values.get('wep_key0');
    if (security === 'wep' && has('NONE') && wep !== undefined) return { kind: 'wep', key: textOfBytes(bytesOf(wep)) };
    return undefined;
  }

  /** A key of 64 digits is the passphrase of who made it from that. */
  #passphraseFor({ passphrase, ssid }: AccessPoint, psk: string): string {
    if (psk.startsWith('"')) return unquoted(psk);
    const made = passphrase === undefined ? '' : toHex(pbkdf2Sync(passphrase, ssid, 4096, 32, 'sha1'));
    return passphrase !== undefined && made === psk ? passphrase : psk;
  }

  #number(name: string): number {
    return Number(this.#values.get(name) ?? 0);
  }
}

function textOf(name: string, signature: string, value: unknown): string | undefined {
  if (signature === 'ay') return (value as Uint8Array).length === 0 ? undefined : toHex(value as Uint8Array);
  if (signature === 's') return bare.has(name) ? String(value) : `"${String(value)}"`;
  return signature === 'u' || signature === 'i' ? String(value) : undefined;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text;
}

function bytesOf(text: string): Uint8Array {
  return text.startsWith('"') ? utf8(unquoted(text)) : fromHex(text);
}

function textOfBytes(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
