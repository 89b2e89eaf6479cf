import type { Provisioner } from '@esp-prov/client';
import { type Clock, decodeUtf8, utf8 } from '@esp-prov/protocol';
import { limited } from './limited.ts';

/** A device that has joined ends its service within a second or so. */
const limitMs = 3000;

/** Longest URL that is taken from a device. */
const longest = 512;

/** What the endpoint is sent: no request may be empty. */
const question = utf8('url');

/** Asks a device where it is set up further. Whatever else it answers, or none, is nothing. */
export async function readNextUrl(
  provisioner: Provisioner,
  endpoint: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<string | undefined> {
  try {
    const answer = await limited({ clock, ms: limitMs, what: 'its next address', signal }, (both) =>
      provisioner.send(endpoint, question, { signal: both, allowEcho: true }),
    );
    return answer.length > longest ? undefined : webUrl(decodeUtf8(answer) ?? '');
  } catch {
    return undefined;
  }
}

/** Returns a text as URL of a web page; undefined for any other, such as one with a script or with credentials in it. */
function webUrl(text: string): string | undefined {
  const trimmed = text.replace(/\0+$/, '').trim();
  if (trimmed.length > longest || !URL.canParse(trimmed)) return undefined;
  const { protocol, username, password, href } = new URL(trimmed);
  const isWeb = (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
  return isWeb ? href : undefined;
}
