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
  /** What to write under the house; undefined: "Your Wi-Fi". */
  readonly network: string | undefined;
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
  unknown: ['broken', 'doubt'],
  already: ['up', 'idle'],
  trouble: ['broken', 'idle'],
};

/** Screens on which the device still asks who we are. */
const unopened: readonly FlowState['screen']['name'][] = ['proof', 'account', 'consent'];

/** Returns the drawing that belongs to a state; it hangs on nothing else. */
export function scene({ screen, device, network, wanted }: FlowState): Scene {
  const [near, far] = links[screen.name];
  const way =
    screen.name === 'blocked' || screen.name === 'choose' || screen.name === 'nothing' ? screen.way : undefined;
  return {
    near: screen.name === 'softap' && screen.stage === 'checking' ? 'busy' : near,
    far: screen.name === 'failed' && screen.reason === 'timeout' ? 'doubt' : far,
    way: way ?? device?.way ?? (screen.name === 'softap' ? 'softap' : (wanted.way ?? 'bluetooth')),
    isSealed: near === 'up' && !unopened.includes(screen.name) && device?.securityVersion !== 0,
    device: device?.name,
    // A name that is still to be typed is none.
    network: network?.ssid || undefined,
  };
}
