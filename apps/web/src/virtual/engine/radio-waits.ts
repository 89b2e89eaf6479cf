/** Times of a radio in ms. */
export interface RadioWaits {
  readonly connectMs: number;
  /** One read or write, with its acknowledgement. */
  readonly operationMs: number;
}

/** Times of a link at 30 ms of connection interval, as phones open them. */
export const realRadio: RadioWaits = { connectMs: 180, operationMs: 25 };

/** Without waits but for a turn of the event loop, which keeps the work of both ends in tasks of their own. */
export const fastRadio: RadioWaits = { connectMs: 0, operationMs: 0 };
