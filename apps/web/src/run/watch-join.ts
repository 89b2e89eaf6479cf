import type { Provisioner, ProvisionStep, WifiConnection } from '@esp-prov/client';
import { type Clock, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import type { FlowEvent } from '../flow/flow-event.ts';
import type { JoinStep } from '../flow/flow-state.ts';
import { describeFailure } from './failure.ts';
import { limited } from './limited.ts';

/** Longest time for handing over credentials, with a handshake of security 2 where one is needed. */
const sendLimitMs = 60_000;

/** How much later than the device's own time the last answer may come. */
const lateMs = 30_000;

/** How long a device that has joined is asked for its address, and how often. */
const address = { limitMs: 10_000, everyMs: 1000 };

/** What watching a join needs. */
export interface WatchOptions {
  readonly clock: Clock;
  readonly provisioner: Provisioner;
  readonly report: (event: FlowEvent) => void;
  readonly signal: AbortSignal;
  /** Longest time from Apply to the device's own answer. */
  readonly joinLimitMs: number;
  /** Asks the device where it is set up further; undefined: nowhere. */
  readonly nextUrl: () => Promise<string | undefined>;
}

/** Watches the steps of a provisioning to their end, and reports each. */
export async function watchJoin(
  steps: AsyncGenerator<ProvisionStep, void, undefined>,
  options: WatchOptions,
): Promise<void> {
  const { clock, signal, report, joinLimitMs, provisioner } = options;
  const stage = (step: JoinStep) => {
    const limitMs = step === 'join' ? joinLimitMs : sendLimitMs;
    report({ kind: 'join-step', step, at: clock.now(), limitMs });
    return step;
  };
  let at: JoinStep | undefined;
  try {
    for (;;) {
      const ms = at === 'join' ? joinLimitMs + lateMs : sendLimitMs;
      const next = await limited({ clock, ms, what: 'its answer', signal }, () => steps.next());
      if (next.done) return;
      const step = next.value;
      switch (step.kind) {
        case 'resetting':
        case 'sending-credentials':
          at = stage('send');
          break;
        case 'applying':
          at = stage('apply');
          break;
        case 'applied':
          at = stage('join');
          break;
        case 'status':
          if (at !== 'join') at = stage('join');
          if (step.status.state === 'connecting' && step.status.attemptsRemaining !== undefined) {
            report({ kind: 'attempts', remaining: step.status.attemptsRemaining });
          }
          break;
        case 'connected':
          await reportJoined(step.connection, options);
          break;
        case 'failed': {
          const { reason, evidence } = step;
          report({ kind: 'join-failed', reason, findings: evidence.findings, attempts: evidence.attempts });
          break;
        }
        default:
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (isProvisioningError(error, 'wifi/join-timeout')) {
      const { findings, attempts } = provisioner.joinEvidence('timeout');
      report({ kind: 'join-failed', reason: 'timeout', findings, attempts });
    } else if (isUnknown(error, at)) report({ kind: 'outcome-unknown', failure: describeFailure(unknown(error)) });
    else throw error;
  } finally {
    // Not awaited: a generator that hangs in an exchange would never return.
    steps.return().catch(() => undefined);
  }
}

/** Whether an error leaves open how the device fares: from Apply on a link that fails proves nothing. */
function isUnknown(error: unknown, at: JoinStep | undefined): boolean {
  if (isProvisioningError(error, 'wifi/outcome-unknown')) return true;
  return isProvisioningError(error, 'link/timeout') && (at === 'apply' || at === 'join');
}

function unknown(error: unknown): unknown {
  if (isProvisioningError(error, 'wifi/outcome-unknown')) return error;
  return new ProvisioningError('wifi/outcome-unknown', undefined, { cause: error });
}

/** Reports a device that has joined once it tells its address, or that it has none. */
async function reportJoined(connection: WifiConnection, options: WatchOptions): Promise<void> {
  const { clock, provisioner, report, signal } = options;
  let ip4 = addressOf(connection);
  const end = clock.now() + address.limitMs;
  let isSilent = false;
  while (!ip4 && !isSilent && clock.now() < end) {
    await clock.sleep(address.everyMs, { signal });
    try {
      const ms = end - clock.now() + address.everyMs;
      const status = await limited({ clock, ms, what: 'its address', signal }, (both) =>
        provisioner.wifiStatus({ signal: both }),
      );
      if (status.state === 'connected') ip4 = addressOf(status.connection);
    } catch {
      signal.throwIfAborted();
      // A device that has joined ends its service; that is no failure, and its address stays unknown.
      isSilent = true;
    }
  }
  if (!ip4 && !isSilent) {
    report({ kind: 'join-failed', reason: 'no-address', findings: [] });
    return;
  }
  report({ kind: 'joined', ip4, nextUrl: await options.nextUrl() });
}

function addressOf({ ip4 }: WifiConnection): string | undefined {
  return ip4 === null || ip4 === '0.0.0.0' ? undefined : ip4;
}
