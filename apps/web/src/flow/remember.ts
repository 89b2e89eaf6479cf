import type { FlowEffect, Remembered } from './flow-event.ts';
import type { DeviceFacts, FlowState } from './flow-state.ts';

/** Returns what a page that is loaded anew has to know. It holds no secret. */
export function remember(
  { device, network }: FlowState,
  left: Remembered['left'],
): { readonly kind: 'remember' } & Remembered {
  const { way, name } = device ?? {};
  return { kind: 'remember', left, way, device: name, ...(left === 'connected' ? {} : { network: network?.ssid }) };
}

/** Returns what connects to a device, noted first: a page that is loaded anew says that this has ended a connection. */
export function connectTo(state: FlowState, device: DeviceFacts): readonly FlowEffect[] {
  const { wanted } = state;
  return [remember({ ...state, device }, 'connected'), { kind: 'connect', way: device.way, wanted }];
}
