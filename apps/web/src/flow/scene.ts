import type { FlowState } from './flow-state.ts';
import type { Way } from './way.ts';

/** State of one of the two arcs in the drawing. */
export type Link = 'idle' | 'busy' | 'up' | 'broken' | 'doubt';

/** The drawing above each screen: browser, device, home, and the two links between them. */
export interface Scene {
  /** Between browser and device. */
  readonly near: Link;
  /** Between device and network. */
  readonly far: Link;
  readonly way: Way;
  /** Whether what the near link carries is encrypted: not before the session is open, and never with security 0. */
  readonly isSealed: boolean;
  /** What to write under the device; undefined: "Your device". */
  readonly device: string | undefined;
  /** What to write under the house; undefined: "Your Wi-Fi", or "Its Wi-Fi" where the device chose before us. */
  readonly network: string | undefined;
  /** Whether the device is on a network that it was put on before. */
  readonly isSetUp: boolean;
}

/** How a link stands on each screen; what hangs on more than the screen is decided below. */
const links: Readonly<Record<FlowState['screen']['name'], readonly [near: Link, far: Link]>> = {
  start: ['idle', 'idle'],
  blocked: ['broken', 'idle'],
  qr: ['idle', 'idle'],
  softap: ['idle', 'idle'],
  choose: ['busy', 'idle'],
  nothing: ['idle', 'idle'],
  connecting: ['busy', 'idle'],
  proof: ['up', 'idle'],
  account: ['up', 'idle'],
  consent: ['doubt', 'idle'],
  networks: ['up', 'idle'],
  other: ['up', 'idle'],
  password: ['up', 'idle'],
  joining: ['up', 'busy'],
  done: ['up', 'up'],
  failed: ['up', 'broken'],
  unknown: ['doubt', 'doubt'],
  already: ['up', 'up'],
  trouble: ['broken', 'idle'],
};

/** Screens on which the device still asks who we are. */
const unopened: readonly FlowState['screen']['name'][] = ['proof', 'account', 'consent'];

/** Returns the drawing that belongs to a state; it hangs on nothing else. */
export function scene({ screen, device, network, wanted, ways }: FlowState): Scene {
  const [near, far] = links[screen.name];
  const way =
    screen.name === 'blocked' || screen.name === 'choose' || screen.name === 'nothing' ? screen.way : undefined;
  const best = ways.find(({ obstacle }) => obstacle === undefined)?.way;
  const isSetUp = screen.name === 'already';
  return {
    near: isLooking(screen) ? 'busy' : near,
    far: screen.name === 'failed' && screen.reason === 'timeout' ? 'doubt' : far,
    way: way ?? device?.way ?? (screen.name === 'softap' ? 'softap' : (wanted.way ?? best ?? 'bluetooth')),
    isSealed: near === 'up' && !unopened.includes(screen.name) && device?.securityVersion !== 0,
    // A port has no name until its device tells one.
    device: device?.name || undefined,
    // A name that is still to be typed is none.
    network: isSetUp ? undefined : network?.ssid || undefined,
    isSetUp,
  };
}

function isLooking(screen: FlowState['screen']): boolean {
  return (
    (screen.name === 'softap' && screen.stage === 'checking') || (screen.name === 'unknown' && screen.checking === true)
  );
}
