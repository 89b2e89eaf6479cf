import {
  type HandshakeTraits,
  type PhoneChannel,
  type PhoneLink,
  type PhoneSecret,
  plain,
  srp,
  x25519,
} from './phone-handshake.ts';
import { Read, write } from './wire.ts';

/** What a phone shows in its list of networks. */
export interface ShownNetwork {
  readonly ssid: string;
  readonly rssi: number;
  readonly auth: number;
}

/** What a phone shows its user in the end. */
export type PhoneOutcome = 'provisioned' | 'auth-failed' | 'network-not-found' | 'failed';

/** What differs between the phones. */
export interface PhoneTraits extends HandshakeTraits {
  /** Whether it knows that devices of patch level 1 count; libraries before 2025 do not. */
  readonly knowsPatch: boolean;
  /** Whether the answer to Set is looked at. */
  readonly checksSet: boolean;
  /** Wait between Apply and the first poll, in ms. */
  readonly firstPollMs: number;
  /** Puts a page of results into the list. */
  readonly merge: (list: Map<string, ShownNetwork>, network: ShownNetwork) => void;
}

const pollMs = 5000;
const pageSize = 4;

/** An Espressif app on a phone, as far as a device can tell. */
export class Phone {
  readonly #link: PhoneLink;
  readonly #traits: PhoneTraits;
  #channel: PhoneChannel | undefined;
  /** The answer to `proto-ver`. */
  #version: { ver?: string; sec_ver?: number; sec_patch_ver?: number; cap?: string[] } = {};

  constructor(link: PhoneLink, traits: PhoneTraits) {
    this.#link = link;
    this.#traits = traits;
  }

  /** Requests the version and makes the handshake. The secret is that of a QR code, whose default is security 2. */
  async connect(secret: PhoneSecret): Promise<void> {
    const text = Buffer.from(await this.#link.exchange('proto-ver', Buffer.from('ESP'))).toString();
    this.#version = JSON.parse(text).prov;
    const { sec_ver: told, sec_patch_ver: patch = 0, cap } = this.#version;
    if (!Array.isArray(cap)) throw new Error('the device lists no capabilities');
    const version = cap.includes('no_sec') ? 0 : (told ?? 1);
    const counts = this.#traits.knowsPatch && patch === 1;
    const { pop = '', username = 'wifiprov', password = pop } = secret;
    if (version === 0) this.#channel = await plain(this.#link);
    else if (version === 1) this.#channel = await x25519(this.#link, cap.includes('no_pop') ? '' : pop, this.#traits);
    else this.#channel = await srp(this.#link, { username, password }, { ...this.#traits, counts });
  }

  /** Returns the networks in the order in which the phone heard of them. */
  async scan(): Promise<readonly ShownNetwork[]> {
    await this.#request(
      'prov-scan',
      write([
        10,
        [
          [1, 1],
          [4, 120],
        ],
      ]),
    );
    const status = (await this.#request('prov-scan', write([1, 2], [12, []]))).message(13);
    const list = new Map<string, ShownNetwork>();
    for (let start = 0; start < status.number(2); start += pageSize) {
      const count = Math.min(pageSize, status.number(2) - start);
      const page = await this.#request(
        'prov-scan',
        write(
          [1, 4],
          [
            14,
            [
              [1, start],
              [2, count],
            ],
          ],
        ),
      );
      const entries = page
        .message(15)
        .list(1)
        .map((entry) => new Read(entry));
      if (entries.length === 0) throw new Error('a page without entries ends the app');
      for (const entry of entries) {
        const ssid = Buffer.from(entry.bytes(1)).toString();
        this.#traits.merge(list, { ssid, rssi: entry.signed(3), auth: entry.number(5) });
      }
    }
    return [...list.values()];
  }

  /** Sends credentials and watches their outcome. */
  async provision(ssid: string, passphrase: string): Promise<PhoneOutcome> {
    const [name, key] = [Buffer.from(ssid), Buffer.from(passphrase)];
    const set = await this.#request(
      'prov-config',
      write(
        [1, 2],
        [
          12,
          [
            [1, name],
            [2, key],
          ],
        ],
      ),
    );
    if (this.#traits.checksSet && set.message(13).number(1) !== 0) return 'failed';
    const applied = await this.#request('prov-config', write([1, 4], [14, []]));
    if (applied.message(15).number(1) !== 0) return 'failed';
    await this.#link.wait(this.#traits.firstPollMs);
    for (;;) {
      const status = (await this.#request('prov-config', write([10, []]))).message(11);
      switch (status.number(2)) {
        case 0:
          return 'provisioned';
        case 1:
          await this.#link.wait(pollMs);
          break;
        case 3:
          return status.number(10) === 0 ? 'auth-failed' : 'network-not-found';
        default:
          return 'failed';
      }
    }
  }

  async #request(endpoint: string, request: Uint8Array): Promise<Read> {
    if (!this.#channel) throw new Error('the phone is not connected');
    return new Read(this.#channel.open(await this.#link.exchange(endpoint, this.#channel.seal(request))));
  }
}
