import { sha1 } from '@noble/hashes/legacy.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import type { Bytes } from '../flash.ts';
import type { NvsRow } from './nvs-csv.ts';
import type { RowValue } from './row-value.ts';

/** A key that is stored without a row of its own. */
export type HiddenKey = readonly [key: string, value: Bytes];

const stationKeys: readonly HiddenKey[] = [
  ['sta.apinfo', new Uint8Array(140).fill(0xff)],
  ['sta.pmk', new Uint8Array(32)],
  ['sta.apsw', new Uint8Array(2)],
];

const pmkInfoKey = 'ap.pmk_info';
const pmkOffset = 100;

/**
 * The keys without which the Wi-Fi driver does not take credentials from an image, as `nvs_partition_gen` adds them:
 * after the first of `sta.ssid` and `sta.pswd`, and before the last of `ap.ssid`, `ap.passwd` and `ap.authmode`.
 * Unlike there, a key that has a row of its own is not stored twice, and the PMK is that of the text given
 * for name and passphrase; bytes in hex2bin or base64 get none.
 */
export class HiddenWifiKeys {
  readonly #given: ReadonlySet<string>;
  #stationDone = false;
  #ssid: Bytes | undefined;
  #passphrase: Bytes | undefined;
  #secured = false;

  constructor(rows: readonly NvsRow[]) {
    this.#given = new Set(rows.filter(({ type }) => type !== 'namespace').map(({ key }) => key));
  }

  /** Returns what goes before this row. */
  before({ key }: NvsRow, { value, text }: RowValue): readonly HiddenKey[] {
    if (key === 'ap.ssid') this.#ssid = text;
    else if (key === 'ap.passwd') this.#passphrase = text;
    else if (key === 'ap.authmode') this.#secured = value.type === 'blob' || String(value.value) !== '0';
    else return [];
    if (!this.#secured || !this.#ssid?.length || !this.#passphrase?.length || this.#given.has(pmkInfoKey)) return [];
    const info = new Uint8Array(pmkOffset + 32);
    info.set(pbkdf2(sha1, this.#passphrase, this.#ssid, { c: 4096, dkLen: 32 }), pmkOffset);
    return [[pmkInfoKey, info]];
  }

  /** Returns what goes after this row. */
  after({ key }: NvsRow): readonly HiddenKey[] {
    if (this.#stationDone || (key !== 'sta.ssid' && key !== 'sta.pswd')) return [];
    this.#stationDone = true;
    return stationKeys.filter(([hidden]) => !this.#given.has(hidden));
  }
}
