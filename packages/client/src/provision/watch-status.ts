import { type Clock, type ErrorCode, isProvisioningError, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import { isLinkFailure } from '../session/link-failure.ts';
import type { CallOptions } from '../transport/transport.ts';

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

/** What statuses have shown of a device; it holds for all rounds with it. */
export interface JoiningDevice {
  /** Whether it counts its attempts, so that a failure that it tells is the end of them. */
  countsAttempts: boolean;
  /** The status by which it said that it has joined with what it was given last. */
  joined?: unknown;
}

/** What a device shows besides its status. It is never proof. */
export interface Evidence {
  /** What was seen, for programs. */
  readonly provisioning: 'removed';
  /** What that means, for people. */
  readonly text: string;
}

/** What the watching needs from a session, whatever kind of network is joined. */
export interface StatusSource<S> {
  readonly clock: Clock;
  /** The errors when the time is over, and when the outcome is unknown. */
  readonly codes: WatchCodes;
  /** One status request. */
  poll(signal: AbortSignal): Promise<S>;
  /** A new handshake after a lost exchange. */
  reopen(signal: AbortSignal): Promise<void>;
  /** Whether the link is lost and cannot come back, so that no other try is made. */
  hopeless?(): boolean;
  /**
   * Whether the link may be away for as long as the device joins, such as an access point on the radio that joins; it is
   * then looked for until the end of the time. Default: a few tries.
   */
  readonly mayBeAway?: boolean | undefined;
  /** Returns what else shows how it went where no status does any more; undefined: nothing. */
  afterLoss?(cause: ProvisioningError, signal: AbortSignal | undefined): Promise<Evidence | undefined>;
  /** Time from one question to the next. */
  readonly paceMs: number;
  /** What is known of the device; it is added to here. */
  readonly device: JoiningDevice;
  /** Whether a status shows that the device counts its attempts. */
  counts?(status: S): boolean;
  /** Says what a status means. */
  verdict(status: S): 'pending' | 'joined' | 'failed';
  /** Returns text that is equal for statuses that tell a user the same. */
  key(status: S): string;
}

/**
 * Firmware that does not count its attempts may join after it reported a failure, so there a failure counts when it is
 * told this often in a row.
 */
const failuresThatCount = 3;
const failurePaceMs = 250;

/** Part of the pace that a slow exchange leaves as a pause, so that the device is never asked without one. */
const shortestPause = 0.5;

/** Tries to talk again with a device whose link was lost; an access point that changes channel is back in seconds. */
const reopenTries = 4;

/** Longest wait between two of them. */
const longestWaitMs = 4000;

/**
 * Longest time for a question where the link may be away, as a connection whose access point is gone ends by itself only
 * after minutes; with a handshake, which takes a chip some seconds.
 */
const questionMs = 8000;
const reopenMs = 25_000;

/** What is asked at the end of the time may still be answered this much later. */
const lastAnswerMs = 5000;

/** What is watched, whatever its statuses mean. */
export type Watched<S> = Omit<StatusSource<S>, 'codes' | 'counts' | 'verdict' | 'key'>;

/**
 * Polls until the device has joined, has failed for good, or the time is over; yields each new status, returns the
 * last.
 */
export async function* watchStatus<S>(
  source: StatusSource<S>,
  { timeoutMs = 60_000, signal }: WaitOptions = {},
): AsyncGenerator<S, S, undefined> {
  const { clock, device, paceMs } = source;
  const end = clock.now() + timeoutMs;
  let told: string | undefined;
  let failures = 0;
  for (;;) {
    const asked = clock.now();
    const status = await pollThroughLoss(source, end, signal);
    const key = source.key(status);
    if (key !== told) yield status;
    told = key;
    device.countsAttempts ||= source.counts?.(status) ?? false;
    const verdict = source.verdict(status);
    if (verdict === 'joined') {
      device.joined = status;
      return status;
    }
    failures = verdict === 'failed' ? failures + 1 : 0;
    if (failures === (device.countsAttempts ? 1 : failuresThatCount)) return status;
    if (clock.now() >= end) {
      throw new ProvisioningError(source.codes.timeout, undefined, { details: { timeoutMs } });
    }
    const ms = failures > 0 ? Math.min(failurePaceMs, paceMs) : paceMs;
    await clock.sleep(Math.max(asked + ms - clock.now(), ms * shortestPause), { signal });
  }
}

/**
 * Returns the status; where the link fails before `end`, the status after a new handshake. Polling twice does no harm.
 * Once the device has said that it joined, whatever fails later is no failure: it ends its service, or parts of it.
 */
async function pollThroughLoss<S>(source: StatusSource<S>, end: number, signal: AbortSignal | undefined): Promise<S> {
  const { clock } = source;
  // A device that fell silent must not cost a whole exchange for every try.
  const reason = () => new ProvisioningError('link/timeout', 'the time to wait for the device was over');
  let waitMs = 500;
  let notFound = 0;
  let failures = 0;
  for (let tries = 0; ; tries++) {
    const rest = Math.max(0, end - clock.now()) + lastAnswerMs;
    const ms = source.mayBeAway ? Math.min(rest, tries === 0 ? questionMs : reopenMs) : rest;
    try {
      return await withDeadline({ clock, ms, reason, signal }, async (both) => {
        if (tries > 0) await source.reopen(both);
        return await source.poll(both);
      });
    } catch (cause) {
      signal?.throwIfAborted();
      if (!isProvisioningError(cause)) throw cause;
      if (source.device.joined !== undefined) return source.device.joined as S;
      // An endpoint that is not there in two sessions does not come back; once it may be somebody on the way who says so.
      if (isProvisioningError(cause, 'endpoint/not-found')) notFound++;
      // What fails for another reason was answered, by the device or by something else in its place.
      if (!source.mayBeAway || !isLinkFailure(cause)) failures++;
      const isOver = failures > reopenTries || notFound > 1;
      if (isOver || source.hopeless?.() || clock.now() >= end) throw await unknownOutcome(source, cause, signal);
      await clock.sleep(waitMs, { signal });
      waitMs = Math.min(2 * waitMs, longestWaitMs);
    }
  }
}

async function unknownOutcome<S>(
  { codes, afterLoss }: StatusSource<S>,
  cause: ProvisioningError,
  signal: AbortSignal | undefined,
): Promise<ProvisioningError> {
  const { text, ...details } = (await afterLoss?.(cause, signal)) ?? {};
  return new ProvisioningError(codes.outcomeUnknown, text, { cause, details });
}
