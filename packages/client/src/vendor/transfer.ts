import {
  type Bytes,
  type Clock,
  type Fragment,
  FragmentCollector,
  type FragmentFlaw,
  fragmentAt,
  ProvisioningError,
  rmakerFragmentSize,
  systemClock,
  untilAborted,
  withDeadline,
} from '@esp-prov/protocol';
import { ExchangeQueue } from '../transport/exchange-queue.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { VendorSession } from './vendor-session.ts';

/** What a text in fragments may cost. */
export interface TransferOptions extends CallOptions {
  /** Bytes of the longest text; default 65 536. A device that announces more is refused at its first fragment. */
  readonly longest?: number | undefined;
  /** Most requests for one text; default 1024, three times what the longest one takes. */
  readonly mostRequests?: number | undefined;
  /** Longest time in ms for all of it; default 60 000. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Requests the fragment that begins at an offset. */
export type FragmentSource = (offset: number, options: CallOptions) => Promise<Fragment>;

/** Sends one fragment. */
export type FragmentSink = (fragment: Fragment, options: CallOptions) => Promise<void>;

const defaults = { longest: 64 * 1024, mostRequests: 1024, timeoutMs: 60_000 } as const;

/** One transfer after another for each session: devices keep one text for all of their clients. */
const queues = new WeakMap<VendorSession, ExchangeQueue>();

/**
 * Returns a text that `source` has in fragments.
 *
 * @throws ProvisioningError `message/unexpected` for fragments that do not continue one another, for a text that is too
 *   long, and for one that comes in too many pieces; `link/timeout`
 */
export async function readFragments(
  session: VendorSession,
  endpoint: string,
  options: TransferOptions,
  source: FragmentSource,
): Promise<Bytes> {
  const { longest = defaults.longest, mostRequests = defaults.mostRequests } = options;
  return await inTurn(session, endpoint, options, async (call) => {
    const collector = new FragmentCollector(longest);
    for (let requests = 0; !collector.complete; requests++) {
      if (requests === mostRequests) {
        throw unexpected(endpoint, `its text is not complete after ${mostRequests} requests`);
      }
      const fragment = await source(collector.offset, call);
      // The session of the caller may not heed the signal.
      call.signal?.throwIfAborted();
      const flaw = collector.add(fragment);
      if (flaw) throw unexpected(endpoint, flawWords(flaw, fragment, collector.offset, longest));
    }
    return collector.bytes();
  });
}

/**
 * Sends a text in fragments, as many bytes in each as ESP RainMaker takes.
 *
 * @throws ProvisioningError `endpoint/request-size` for a text that is empty or too long
 */
export async function writeFragments(
  session: VendorSession,
  endpoint: string,
  options: TransferOptions & { readonly text: Uint8Array },
  sink: FragmentSink,
): Promise<void> {
  const { longest = defaults.longest } = options;
  // Copied at once: the caller may use its buffer again while the transfer waits.
  const text = Uint8Array.from(options.text);
  if (text.length === 0 || text.length > longest) {
    const words = `${endpoint} takes 1 to ${longest} bytes, not ${text.length}`;
    throw new ProvisioningError('endpoint/request-size', words, { details: { endpoint, length: text.length } });
  }
  await inTurn(session, endpoint, options, async (call) => {
    for (let offset = 0; offset < text.length; offset += rmakerFragmentSize) {
      await sink(fragmentAt(text, offset, rmakerFragmentSize), call);
      call.signal?.throwIfAborted();
    }
  });
}

async function inTurn<T>(
  session: VendorSession,
  endpoint: string,
  { signal, timeoutMs: ms = defaults.timeoutMs, clock = systemClock }: TransferOptions,
  task: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const queue = queues.get(session) ?? new ExchangeQueue();
  queues.set(session, queue);
  const reason = () =>
    new ProvisioningError('link/timeout', `a text of ${endpoint} took longer than ${ms / 1000} s`, {
      details: { endpoint, timeoutMs: ms },
    });
  // The time that others take does not count.
  return await queue.run(
    () => withDeadline({ clock, ms, reason, signal }, (both) => untilAborted(task({ signal: both }), both)),
    { signal },
  );
}

function flawWords(flaw: FragmentFlaw, { offset, payload, totalLength }: Fragment, wanted: number, longest: number) {
  switch (flaw) {
    case 'too-long':
      return `its text has ${totalLength} bytes, more than ${longest}`;
    case 'total-changed':
      return `the length of its text changed to ${totalLength} on the way`;
    case 'out-of-order':
      return `a fragment begins at ${offset} instead of ${wanted}`;
    case 'overrun':
      return `a fragment of ${payload.length} bytes at ${offset} ends behind the text of ${totalLength} bytes`;
    case 'empty':
      return `a fragment at ${offset} of ${totalLength} bytes is empty`;
    case 'surplus':
      return 'a fragment follows the last one';
  }
}

function unexpected(endpoint: string, why: string): ProvisioningError {
  return new ProvisioningError('message/unexpected', `${endpoint}: ${why}`, { details: { endpoint } });
}
