import { type Clock, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import type { ProvisionStep } from './provision-step.ts';
import type { CallOptions } from './transport.ts';
import type { WifiStatus } from './wifi-config.ts';

/** How long to watch a device join. */
export interface WaitOptions extends CallOptions {
  /** Longest time in ms from Apply to a final answer; default 60 000. */
  readonly timeoutMs?: number | undefined;
}

/** What the watching needs from a session. */
export interface StatusSource {
  readonly clock: Clock;
  /** One status request. */
  poll(): Promise<WifiStatus>;
  /** A new handshake after a lost exchange. */
  reopen(): Promise<void>;
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

/** Polls until the device is connected, has failed for good, or the time is over. */
export async function* awaitConnection(
  source: StatusSource,
  { timeoutMs = 60_000, signal }: WaitOptions = {},
): AsyncGenerator<ProvisionStep, void, undefined> {
  const end = source.clock.now() + timeoutMs;
  let told = '';
  let failures = 0;
  let intervalMs = firstIntervalMs;
  for (;;) {
    const status = await pollThroughLoss(source, signal);
    const text = statusKey(status);
    if (text !== told) yield { kind: 'status', status };
    told = text;
    if (status.state === 'connected') {
      yield { kind: 'connected', connection: status.connection };
      return;
    }
    failures = status.state === 'connecting' ? 0 : failures + 1;
    if (failures === failuresThatCount) {
      yield { kind: 'failed', reason: status.state === 'failed' ? status.reason : 'disconnected' };
      return;
    }
    if (source.clock.now() >= end)
      throw new ProvisioningError('wifi/join-timeout', undefined, { details: { timeoutMs } });
    await source.clock.sleep(failures > 0 ? failureIntervalMs : intervalMs, { signal });
    intervalMs = Math.min(intervalMs * intervalGrowth, longestIntervalMs);
  }
}

/** The status; where the link fails, the status after a new handshake. Polling twice does no harm. */
async function pollThroughLoss(source: StatusSource, signal: AbortSignal | undefined): Promise<WifiStatus> {
  let waitMs = 500;
  for (let tries = 0; ; tries++) {
    try {
      if (tries > 0) await source.reopen();
      return await source.poll();
    } catch (cause) {
      signal?.throwIfAborted();
      if (!isProvisioningError(cause)) throw cause;
      if (tries === reopenTries) throw new ProvisioningError('wifi/outcome-unknown', undefined, { cause });
      await source.clock.sleep(waitMs, { signal });
      waitMs *= 2;
    }
  }
}

function statusKey(status: WifiStatus): string {
  const detail = status.state === 'connecting' ? status.attemptsRemaining : undefined;
  return `${status.state} ${detail ?? ''}`;
}
