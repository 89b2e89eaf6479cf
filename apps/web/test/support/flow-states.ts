import { initialState, transition } from '../../src/flow/flow.ts';
import type { FlowEffect, FlowEvent } from '../../src/flow/flow-event.ts';
import type { FlowState, HeardNetwork } from '../../src/flow/flow-state.ts';

/** Returns the state after these events, and what the last one wants done. */
export function after(
  events: readonly FlowEvent[],
  from: FlowState = initialState,
): { readonly state: FlowState; readonly screen: FlowState['screen']; readonly effects: readonly FlowEffect[] } {
  let state = from;
  let effects: readonly FlowEffect[] = [];
  for (const event of events) ({ state, effects } = transition(state, event));
  return { state, screen: state.screen, effects };
}

/** Returns a network as a scan hears it; its bytes are those of its name. */
export function network(ssid: string, rssi: number, security: HeardNetwork['security'] = 'wpa2'): HeardNetwork {
  const ssidHex = Buffer.from(ssid).toString('hex');
  const authMode = { open: 0, wep: 1, wpa: 2, wpa2: 3, wpa3: 6, enterprise: 5, other: 8 }[security];
  return { ssidHex, ssid, rssi, bars: 3, security, authMode, accessPoints: 1, gone: false };
}

/** Over Bluetooth to an open session. */
export const toSession: readonly FlowEvent[] = [
  { kind: 'take-way', way: 'bluetooth' },
  { kind: 'chosen', name: 'PROV_1' },
  { kind: 'session-open', securityVersion: 1, scans: true, at: 9 },
];

/** To the credentials that are on their way. */
export const toJoining: readonly FlowEvent[] = [
  ...toSession,
  { kind: 'heard', networks: [network('home', -40)] },
  { kind: 'continue-network' },
  { kind: 'submit-password', passphrase: 'right password' },
];
