/** Options of `esp-prov web`. */
export interface WebOptions {
  /** 0: a free port. */
  readonly port: number;
  /** False for --no-open. */
  readonly open: boolean;
  /** Where the device listens that the page reaches over its Wi-Fi; default: the address of its access point. */
  readonly serviceName?: string;
  readonly ble?: 'virtual';
  readonly bleAdapter?: string;
  /** Ports that are offered besides those that this machine lists. */
  readonly serialPort?: readonly string[];
  readonly baud?: number;
  /** Origins of pages elsewhere that may use this helper too. */
  readonly allowOrigin?: readonly string[];
  /** Folder with another build of the page. */
  readonly app?: string;
  readonly exchangeTimeout: number;
  readonly json?: boolean;
}
