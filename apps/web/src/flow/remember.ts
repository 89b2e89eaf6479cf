import type { Remembered } from './flow-event.ts';
import type { FlowState } from './flow-state.ts';

/** Returns what a page that is loaded anew has to know. It holds no secret. */
export function remember(
  { device, network }: FlowState,
  left: Remembered['left'],
): { readonly kind: 'remember' } & Remembered {
  const { way, name } = device ?? {};
  return { kind: 'remember', left, way, device: name, ...(left === 'connected' ? {} : { network: network?.ssid }) };
}
