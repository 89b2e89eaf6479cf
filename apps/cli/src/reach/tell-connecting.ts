import type { Output } from '../report/output.ts';
import type { DeviceLink } from './device-link.ts';

/** Address of a device that nothing names, where a person carries the messages. */
export const byHandAddress = 'by hand';

/** Says which device the command turns to. */
export function tellConnecting(
  { address, byHand = false }: Pick<DeviceLink, 'address' | 'byHand'>,
  output: Output,
): void {
  const how = address === byHandAddress ? 'by hand' : `to ${address}${byHand ? ' by hand' : ''}`;
  output.event({ event: 'connecting', address }, `Connecting ${how} …`);
}
