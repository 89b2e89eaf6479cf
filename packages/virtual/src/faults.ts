import { type DeviceTransport, type Requests, wrapDeviceTransport, wrapRequests } from '@esp-prov/device';
import { type Bytes, type Clock, ProvisioningError } from '@esp-prov/protocol';

/**
 * What goes wrong with a request: refused without being handled, handled and refused all the same, never answered,
 * five seconds late, handled twice, or a flipped bit in the answer.
 */
export type FaultKind = 'drop' | 'lose' | 'hang' | 'delay' | 'duplicate' | 'garble';

/** A fault on request: of the n-th request to an endpoint, or of every one. */
export interface DeviceFault {
  readonly endpoint: string;
  /** From 1 on; undefined: every request. */
  readonly occurrence: number | undefined;
  readonly kind: FaultKind;
}

const delayMs = 5000;

/** Returns `transport` whose requests suffer the faults. */
export function withFaults(transport: DeviceTransport, faults: readonly DeviceFault[], clock: Clock): DeviceTransport {
  return wrapDeviceTransport(transport, (requests) => faultyRequests(requests, faults, clock));
}

function faultyRequests(requests: Requests, faults: readonly DeviceFault[], clock: Clock): Requests {
  const counts = new Map<string, number>();
  return wrapRequests(requests, {
    async handle(peer, endpoint, request, options) {
      const count = (counts.get(endpoint) ?? 0) + 1;
      counts.set(endpoint, count);
      const fault = faults.find((each) => each.endpoint === endpoint && (each.occurrence ?? count) === count);
      return await suffer(fault?.kind, clock, () => requests.handle(peer, endpoint, request, options));
    },
  });
}

async function suffer(kind: FaultKind | undefined, clock: Clock, handle: () => Promise<Bytes>): Promise<Bytes> {
  switch (kind) {
    case 'drop':
      throw new ProvisioningError('endpoint/refused', 'dropped on request');
    case 'lose':
      await handle();
      throw new ProvisioningError('endpoint/refused', 'its answer was lost on request');
    case 'hang':
      return await new Promise<never>(() => undefined);
    case 'delay':
      await clock.sleep(delayMs);
      return await handle();
    case 'duplicate': {
      const first = await handle();
      await handle().catch(() => undefined);
      return first;
    }
    case 'garble': {
      const answer = await handle();
      const middle = answer.length >> 1;
      return answer.map((byte, i) => (i === middle ? byte ^ 0x10 : byte));
    }
    case undefined:
      return await handle();
  }
}
