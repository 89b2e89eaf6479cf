/** Options of `esp-prov discover`. */
export interface DiscoverOptions {
  /** Where alone to look. */
  readonly transport?: 'ble' | 'softap' | 'console';
  readonly ble?: 'virtual';
  readonly bleAdapter?: string;
  readonly prefix?: string;
  readonly serviceUuid?: string;
  readonly all?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}
