/** What was found out about one part of this machine. */
export interface Finding {
  /** What was looked at. */
  readonly subject: string;
  /** `note`: nothing is wrong, and something is worth knowing; `missing`: only needed for some uses. */
  readonly state: 'ok' | 'note' | 'missing' | 'wrong';
  readonly text: string;
  /** What to do, or to type, where something is not as it should be. */
  readonly remedy?: string | undefined;
}
