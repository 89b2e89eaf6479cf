import type { DeviceLink } from './device-link.ts';
import { byHandAddress } from './link-kinds.ts';
import type { Output } from './output.ts';

/** Tells whom the command turns to, unless that was told when the connection began. */
export function tellConnecting(
  { address, isTold = false, byHand = false }: Pick<DeviceLink, 'address'> & Partial<DeviceLink>,
  output: Output,
): void {
  if (isTold) return;
  const how = address === byHandAddress ? 'by hand' : `to ${address}${byHand ? ' by hand' : ''}`;
  output.event({ event: 'connecting', address }, `Connecting ${how} …`);
}
