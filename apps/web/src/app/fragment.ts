/** What the address of the page asks for behind `#`. */
export interface PageFragment {
  /** Starts with a virtual device, without a click. */
  readonly demo: boolean;
  /** Shows the messages between browser and device below the flow. */
  readonly log: boolean;
  /** Text of a QR code, as the link on a label carries it. */
  readonly qr: string | undefined;
  /** Token of the helper that serves the page; `PORT-TOKEN` for one that serves another page. */
  readonly helper: string | undefined;
}

/** Characters of the longest fragment that is read; a QR code holds fewer than 4300. */
const longest = 16 * 1024;

/**
 * Returns what a fragment asks for. `qr=` takes everything behind it, so that a payload may be written as it is, with
 * `&` and `+` in it. Anything unknown or too long asks for nothing.
 */
export function readFragment(hash: string): PageFragment {
  const text = hash.length > longest ? '' : hash.replace(/^#/, '');
  const at = text.startsWith('qr=') ? 0 : text.indexOf('&qr=');
  const head = at < 0 ? text : text.slice(0, at);
  const members = head.split('&');
  const helper = members.find((each) => each.startsWith('helper='))?.slice('helper='.length);
  return {
    demo: members.includes('demo'),
    log: members.includes('log'),
    qr: at < 0 ? undefined : decoded(text.slice(text.indexOf('qr=', at) + 'qr='.length)) || undefined,
    helper: helper !== undefined && /^[\w.-]{1,128}$/.test(helper) ? helper : undefined,
  };
}

/** Returns the address to show in place of one whose fragment holds a secret; `#demo` and `#log` are none. */
export function addressWithoutSecrets({
  pathname,
  search,
  hash,
}: Pick<Location, 'pathname' | 'search' | 'hash'>): string {
  const { demo, log } = readFragment(hash);
  const kept = [...(demo ? ['demo'] : []), ...(log ? ['log'] : [])].join('&');
  return `${pathname}${search}${kept && `#${kept}`}`;
}

/** Returns the text behind percent signs; one that is written as it is, with a lone percent sign, stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
