/** What a request is for. Where one nonce seals all messages of a key, this decides which requests may share one. */
export type Purpose =
  /** Hands over credentials. */
  | 'set'
  /** Makes the device join with them. */
  | 'apply'
  /** Asks how that goes. */
  | 'status'
  /** Everything else, each in a session of its own: a scan, a command, data for a custom endpoint. */
  | 'alone';

/**
 * What may have been the last use of a key that a request of this purpose goes on with. Whoever hears the same air, or
 * is on the network, can know the answers to scan and status; the answers to Set and Apply hold nothing that the length
 * of the messages does not tell.
 */
const mayFollow: Record<Purpose, readonly Purpose[]> = {
  set: [],
  apply: ['set', 'apply'],
  status: ['status'],
  alone: [],
};

/** Whether a request may use a key whose last use was `last`; undefined: it is new. */
export function mayShareKey(last: Purpose | undefined, next: Purpose): boolean {
  return last === undefined || mayFollow[next].includes(last);
}
