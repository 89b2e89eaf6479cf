import type { OpenTransport, Transport } from '@esp-prov/client';
import { browserWorld, type PageWorld } from '../run/browser-world.ts';
import type { FlowWorld } from '../run/flow-world.ts';
import { linkParts } from '../run/link-parts.ts';
import { takeLock } from './tab-lock.ts';
import { unloadGuard } from './unload-guard.ts';

/** What a page or a button adds to what the browser has. */
export interface PageWorldOptions extends Omit<PageWorld, 'lock' | 'guardUnload' | 'openServed' | 'loadPowerWorker'> {
  /** Reaches the device in place of all that the browser has. */
  readonly transport?: Transport | OpenTransport | undefined;
  /** Whether the device serves this page. */
  readonly isServed?: boolean | undefined;
}

/** Returns what the runner of the flow works with: the browser, one lock for all tabs, a guard for what is under way. */
export function pageWorld(
  window: Window & typeof globalThis,
  { transport, isServed = false, ...options }: PageWorldOptions = {},
): FlowWorld {
  const { locks } = window.navigator as Partial<Navigator>;
  const openServed: OpenTransport | undefined =
    transport === undefined
      ? isServed
        ? () => servedTransport(window.location.host)
        : undefined
      : openerOf(transport);
  const world = browserWorld(window, {
    ...options,
    openServed,
    lock: locks && ((name) => takeLock(locks, name)),
    guardUnload: unloadGuard(window),
    loadPowerWorker: async () => (await import('./power-worker.ts')).powerWorker(window),
  });
  if (transport === undefined) return world;
  return {
    ...world,
    bluetooth: undefined,
    serial: undefined,
    // A transport of the page belongs to the page: a reload does not find it again, and no other tab has it.
    storage: undefined,
    lock: undefined,
    ways: () => [{ way: 'softap', obstacle: undefined, ready: true }],
  };
}

function openerOf(transport: Transport | OpenTransport): OpenTransport {
  return typeof transport === 'function' ? transport : async () => transport;
}

async function servedTransport(host: string): Promise<Transport> {
  const { fetchTransport } = await linkParts.softap();
  return fetchTransport(host, { credentials: 'same-origin' });
}
