import { ProvisioningError } from './errors/provisioning-error.ts';

/** What the compact text of ESP RainMaker's QR codes says. */
export interface CompactQr {
  readonly name: string;
  /** Proof of possession, or password of security 2. */
  readonly pop?: string;
  readonly transport: 'ble' | 'softap';
}

/** User name of security 2 in every RainMaker device; its compact text has no room for one. app_network.c */
export const rainmakerUsername = 'wifiprov';

/** Page of RainMaker that shows a QR code; the payload stands behind it as it is. */
export const rainmakerQrPage = 'https://rainmaker.espressif.com/qrcode.html?data=';

const prefix = 'NP:';

const letters = { ble: 'b', softap: 's' } as const;

/** What stands in no name and no secret of such a code: nothing is escaped in it. */
const unwritable = /[|\p{Cc}]/u;

/** Whether a text is meant to be a compact one, well-formed or not. */
export function isCompactQr(text: string): boolean {
  return text.trimStart().startsWith(prefix);
}

/**
 * Returns the compact text `NP:name|pop|b`. It says neither scheme nor user name, and escapes nothing.
 *
 * @throws TypeError for a name or secret with a bar or a control character, which no reader could tell apart
 */
export function formatCompactQr({ name, pop = '', transport }: CompactQr): string {
  if (name === '') throw new TypeError('Expected a name of at least one character, for example PROV_261FCC');
  for (const [what, text] of Object.entries({ name, 'proof of possession': pop })) {
    if (unwritable.test(text))
      throw new TypeError(`the ${what} holds a bar or a control character, which is not escaped`);
  }
  return `${prefix}${name}|${pop}|${letters[transport]}`;
}

/**
 * Reads a compact text. An empty proof of possession is none.
 *
 * @throws ProvisioningError `qr/unreadable` for one that can be read in two ways, or has no way to reach the device
 */
export function parseCompactQr(text: string): CompactQr {
  const parts = text.trim().slice(prefix.length).split('|', 4);
  const [name = '', pop = '', letter = ''] = parts;
  if (parts.length < 3) throw unreadable('it is cut off: expected a name, a proof of possession and b or s');
  if (parts.length > 3) throw unreadable('it has more than two bars, so its name and its secret cannot be told apart');
  if (name === '') throw unreadable('it has no name');
  if (unwritable.test(name + pop)) throw unreadable('it holds a control character');
  const transport = (['ble', 'softap'] as const).find((kind) => letters[kind] === letter.toLowerCase());
  if (!transport) throw unreadable('expected its last letter to be b or s');
  return { name, transport, ...(pop === '' ? {} : { pop }) };
}

function unreadable(why: string): ProvisioningError {
  return new ProvisioningError('qr/unreadable', `the compact QR payload cannot be used: ${why}`);
}
