/** What a central does over the memory radio. */
export interface RadioOperation {
  /** Counts all operations of all centrals, from 1 on. */
  readonly number: number;
  readonly kind: 'connect' | 'read' | 'write' | 'read-descriptor';
  /** UUID of the attribute; of `connect` the address of the peripheral. */
  readonly target: string;
}

/** What happens to one operation. */
export type RadioFault =
  /** The link breaks before the operation reaches the device; a connection is not made. */
  | 'drop-before'
  /** The device does its work, then the link breaks before its answer is out. */
  | 'drop-after'
  /** The operation never ends by itself, and the device does not hear of it. */
  | 'hang'
  /** The device's stack refuses with this ATT error; the service does not hear of it. */
  | { readonly attError: number }
  /** It takes longer by so many ms. */
  | { readonly delayMs: number };

/** What holds for all links of a memory radio. */
export interface RadioConditions {
  /** Asked for a fault before each operation of a central; default: none. */
  fault: (operation: RadioOperation) => RadioFault | undefined;
  /** Whether centrals are told the numbers of ATT errors, as some platforms do not; default true. */
  tellsAttErrors: boolean;
  /** Whether pairing succeeds where a device wants an encrypted link; default true. */
  pairs: boolean;
  /** Operations made so far. */
  readonly operations: number;
}
