/** States of an interface, from the least to the most connected; `wpa_states` of wpa_supplicant. */
const order = [
  'disconnected',
  'interface_disabled',
  'inactive',
  'scanning',
  'authenticating',
  'associating',
  'associated',
  '4way_handshake',
  'group_handshake',
  'completed',
] as const;

/** State of an interface as D-Bus shows it. */
export type InterfaceState = (typeof order)[number];

/** Whether a state is as far as another. */
export function isAtLeast(state: InterfaceState, other: InterfaceState): boolean {
  return order.indexOf(state) >= order.indexOf(other);
}
