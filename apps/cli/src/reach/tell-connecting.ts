import type { Output } from '../report/output.ts';

/** Address of a device that nothing names, where a person carries the messages. */
export const byHandAddress = 'by hand';

/** Tells whom the command turns to, unless that was told when the connection began. */
export function tellConnecting(
  { address, isTold = false, byHand = false }: { address: string; isTold?: boolean; byHand?: boolean },
  output: Output,
): void {
  if (isTold) return;
  const how = address === byHandAddress ? 'by hand' : `to ${address}${byHand ? ' by hand' : ''}`;
  output.event({ event: 'connecting', address }, `Connecting ${how} …`);
}
