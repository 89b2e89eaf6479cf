import type { Output } from './output.ts';

/** Tells whom the command turns to, unless that was told when the connection began. */
export function tellConnecting(
  { address, isTold = false }: { readonly address: string; readonly isTold?: boolean },
  output: Output,
): void {
  if (!isTold) output.event({ event: 'connecting', address }, `Connecting to ${address} …`);
}
