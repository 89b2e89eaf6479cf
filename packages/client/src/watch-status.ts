import { type Clock, type ErrorCode, isProvisioningError, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import type { CallOptions } from './transport.ts';

/** How long to watch a device join. */
export interface WaitOptions extends CallOptions {
  /** Longest time in ms from Apply to a final answer; default 60 000. */
  readonly timeoutMs?: number | undefined;
}

/** Errors of the watching, which differ between kinds of networks. */
export interface WatchCodes {
  readonly timeout: ErrorCode;
  readonly outcomeUnknown: ErrorCode;
}

/** Errors of watching a device join a Wi-Fi network. */
export const wifiWatchCodes: WatchCodes = { timeout: 'wifi/join-timeout', outcomeUnknown: 'wifi/outcome-unknown' };

/** Errors of watching a device attach to a Thread network. */
export const threadWatchCodes: WatchCodes = {
  timeout: 'thread/attach-timeout',
  outcomeUnknown: 'thread/outcome-unknown',
};

/** What the watching needs from a session, whatever kind of network is joined. */
export interface StatusSource<S> {
  readonly clock: Clock;
  /** What it is called when the time is over, and when nobody can tell how it ended. */
  readonly codes: WatchCodes;
  /** One status request. */
  poll(signal: AbortSignal): Promise<S>;
  /** A new handshake after a lost exchange. */
  reopen(signal: AbortSignal): Promise<void>;
  /** Whether the link is lost and cannot come back, so that no other try is made. */
  hopeless?(): boolean;
  /** What a status means. */
  verdict(status: S): 'pending' | 'joined' | 'failed';
  /** Text that is equal for statuses that tell a user the same. */
  key(status: S): string;
}

// A device joins between one second (its own delay) and half a minute after Apply: ask often at first, then less.
const firstIntervalMs = 400;
const intervalGrowth = 1.4;
const longestIntervalMs = 2000;

/** Old firmware may join after it reported a failure, so a failure counts when it is told this often in a row. */
const failuresThatCount = 3;
const failureIntervalMs = 700;

/** Tries to talk again with a device whose link was lost; an access point that changes channel is back in seconds. */
const reopenTries = 4;

/** What is asked at the end of the time may still be answered this much later. */
const lastAnswerMs = 5000;

/** Polls until the device has joined, has failed for good, or the time is over; yields each new status, returns the last. */
export async function* watchStatus<S>(
  source: StatusSource<S>,
  { timeoutMs = 60_000, signal }: WaitOptions = {},
): AsyncGenerator<S, S, undefined> {
  const end = source.clock.now() + timeoutMs;
  let told: string | undefined;
  let failures = 0;
  let intervalMs = firstIntervalMs;
  for (;;) {
    const status = await pollThroughLoss(source, end, signal);
    const key = source.key(status);
    if (key !== told) yield status;
    told = key;
    const verdict = source.verdict(status);
    if (verdict === 'joined') return status;
    failures = verdict === 'failed' ? failures + 1 : 0;
    if (failures === failuresThatCount) return status;
    if (source.clock.now() >= end) {
      throw new ProvisioningError(source.codes.timeout, undefined, { details: { timeoutMs } });
    }
    await source.clock.sleep(failures > 0 ? failureIntervalMs : intervalMs, { signal });
    intervalMs = Math.min(intervalMs * intervalGrowth, longestIntervalMs);
  }
}

/** The status; where the link fails before `end`, the status after a new handshake. Polling twice does no harm. */
async function pollThroughLoss<S>(source: StatusSource<S>, end: number, signal: AbortSignal | undefined): Promise<S> {
  const { clock, codes } = source;
  // A device that fell silent must not cost a whole exchange for every try.
  const reason = () => new ProvisioningError('link/timeout', 'the time to wait for the device was over');
  let waitMs = 500;
  for (let tries = 0; ; tries++) {
    const ms = Math.max(0, end - clock.now()) + lastAnswerMs;
    try {
      return await withDeadline({ clock, ms, reason, signal }, async (both) => {
        if (tries > 0) await source.reopen(both);
        return await source.poll(both);
      });
    } catch (cause) {
      signal?.throwIfAborted();
      if (!isProvisioningError(cause)) throw cause;
      if (tries === reopenTries || source.hopeless?.() || clock.now() >= end)
        throw new ProvisioningError(codes.outcomeUnknown, undefined, { cause });
      await clock.sleep(waitMs, { signal });
      waitMs *= 2;
    }
  }
}
