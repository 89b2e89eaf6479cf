/** What a central does over the memory radio. */
export interface RadioOperation {
  /** Counts all operations of all centrals, from 1 on. */
  readonly number: number;
  readonly kind: 'connect' | 'discover' | 'read' | 'write' | 'read-descriptor';
  /** UUID of the attribute; of `connect` the address of the peripheral, of `discover` nothing. */
  readonly target: string;
}

/** What happens to one operation. */
export type RadioFault =
  /** The link breaks before the operation reaches the device; a connection is not made. */
  | 'drop-before'
  /** The device does its work, then the link breaks before its answer is out. */
  | 'drop-after'
  /** The operation never ends by itself, and does not reach the device. */
  | 'hang'
  /** The device's stack refuses with this ATT error; it does not reach the service. */
  | { readonly attError: number }
  /** It takes this much longer, in ms. */
  | { readonly delayMs: number };

/** What holds for all links of a memory radio. */
export interface RadioConditions {
  /** Called before each operation of a central; returns a fault or undefined. Default: no faults. */
  fault: (operation: RadioOperation) => RadioFault | undefined;
  /** Whether centrals get the numbers of ATT errors, which some platforms hide; default true. */
  tellsAttErrors: boolean;
  /** Whether pairing succeeds where a device wants an encrypted link; default true. */
  pairs: boolean;
  /** Operations made so far. */
  readonly operations: number;
}
