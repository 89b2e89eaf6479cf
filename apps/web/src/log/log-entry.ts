import type { ReadMessage } from './read-message.ts';

/** One message, or the failure of an exchange. Nothing in it is secret, and every text is safe to show. */
export interface LogEntry {
  /** Counts all messages since the page was opened. */
  readonly id: number;
  /** Since the log began. */
  readonly atMs: number;
  /** `out`: to the device. */
  readonly direction: 'out' | 'in';
  readonly endpoint: string;
  /** Whether it went over the link sealed; `none`: nothing came. */
  readonly seal: 'sealed' | 'plain' | 'none';
  /** Its length on the wire. */
  readonly bytes: number;
  readonly message: ReadMessage;
  /** The first bytes on the wire; undefined where they would give a secret away, and where there are none. */
  readonly wire: string | undefined;
  /** Code of the error where an exchange failed. */
  readonly failure: string | undefined;
}
