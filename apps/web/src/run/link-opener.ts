import { type OpenTransport, type Transport, wrapTransport } from '@esp-prov/client';
import { type Clock, endpointNames } from '@esp-prov/protocol';
import type { ConnectStep } from '../flow/flow-state.ts';
import type { ChosenDevice } from './device-reach.ts';
import type { FlowWorld } from './flow-world.ts';
import { limited, limitedTake } from './limited.ts';

/** Longest time for one exchange; every link of the client gives up before. */
const longestExchangeMs = 70_000;

/** How links to a device are opened. */
export interface LinkOpenerOptions {
  readonly world: FlowWorld;
  readonly device: ChosenDevice;
  readonly clock: Clock;
  /** Longest time for a link to come about. */
  readonly limitMs: number;
  readonly onStep: (step: ConnectStep) => void;
  readonly onOpen: (transport: Transport) => void;
}

/** Returns the way to open links under a limit, which reports how far each of them is. */
export function linkOpener({ world, device, clock, limitMs, onStep, onOpen }: LinkOpenerOptions): OpenTransport {
  return async ({ signal }) => {
    const limit = { clock, ms: limitMs, what: 'the connection', signal };
    // One that comes about late is closed, so that it does not hold the device.
    const opened = await limitedTake(
      limit,
      (both) => device.open({ signal: both }),
      (late) => late[Symbol.asyncDispose](),
    );
    const inner = world.wrap?.(opened, device.way) ?? opened;
    // Over HTTP a link proves nothing before its first answer.
    if (device.way !== 'softap') onStep('read');
    let isSecuring = false;
    const transport = wrapTransport(inner, async (endpoint, request, options) => {
      if (endpoint === endpointNames.session && !isSecuring) {
        isSecuring = true;
        onStep('secure');
      }
      // A link that is not ours may hear of no signal, and a device that is silent must not hold the page.
      const ms = longestExchangeMs;
      return await limited({ clock, ms, what: 'an answer', signal: options?.signal }, (signal) =>
        inner.exchange(endpoint, request, { ...options, signal }),
      );
    });
    onOpen(transport);
    return transport;
  };
}
