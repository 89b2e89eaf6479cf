import { type Clock, foreignText, type Log, toHex } from '@esp-prov/protocol';
import { type FirmwareLog, ownTag } from '../words/firmware-log.ts';
import { logText } from '../words/log-text.ts';
import { mergeHeard } from './merge-heard.ts';
import type { HeardNetwork, WifiDriver } from './wifi-driver.ts';

/** What a scanner works with. */
export interface WifiScannerOptions {
  readonly wifi: WifiDriver;
  readonly clock: Clock;
  /** Most networks that are kept. */
  readonly maxEntries: number;
  /** Whether a full list gives up its weakest networks; else its last ones, as the firmware does. */
  readonly keepsStrongest: boolean;
  readonly lines: FirmwareLog;
  readonly log: Log;
}

/** How a scan goes over the channels. */
export interface ScanPlan {
  readonly passive: boolean;
  readonly dwellMs: number;
  /** 0: all channels at once; n: one by one, with a rest before every n-th. */
  readonly groupChannels: number;
}

/** Channels that a grouped scan visits. */
const channels = Array.from({ length: 13 }, (_, i) => i + 1);

/** Rest between groups, in which a SoftAP can serve its stations. */
const groupRestMs = 120;

/** Runs one scan at a time and keeps the strongest networks. Channels come one by one, so results may grow. */
export class WifiScanner {
  readonly #options: WifiScannerOptions;
  #found: readonly HeardNetwork[] = [];
  #current: Promise<void> | undefined;
  #failed = false;

  constructor(options: WifiScannerOptions) {
    this.#options = options;
  }

  /** Networks found so far, strongest first. */
  get found(): readonly HeardNetwork[] {
    return this.#found;
  }

  get running(): boolean {
    return this.#current !== undefined;
  }

  /** Whether the radio refused the last scan, so that it never began. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Begins a scan, or joins the one that runs; resolves when it is over, also when the radio refused. */
  start(plan: ScanPlan): Promise<void> {
    if (this.#current) this.#options.lines('manager/scan-running');
    this.#current ??= this.#run(plan).finally(() => {
      this.#current = undefined;
    });
    return this.#current;
  }

  async #run({ passive, dwellMs, groupChannels }: ScanPlan): Promise<void> {
    const { clock, lines } = this.#options;
    this.#found = [];
    this.#failed = false;
    for (const channel of groupChannels === 0 ? [undefined] : channels) {
      if (channel !== undefined && channel > 1 && channel % groupChannels === 0) await clock.sleep(groupRestMs);
      if (channel === undefined) lines('manager/scan-starting');
      else lines('manager/scan-starting-channel', channel);
      const heard = await this.#scan({ passive, dwellMs, ...(channel === undefined ? {} : { channel }) });
      if (!heard) {
        // What other channels brought stays; a scan that the radio refused from the start has failed.
        this.#failed = channel === undefined || channel === 1;
        return;
      }
      lines('manager/scan-finished');
      this.#add(heard, channel);
    }
  }

  async #scan(options: Parameters<WifiDriver['scan']>[0]): Promise<readonly HeardNetwork[] | undefined> {
    const { wifi, lines, log } = this.#options;
    try {
      const scan = wifi.scan(options);
      lines('manager/scan-started');
      return await scan;
    } catch (error) {
      lines('manager/scan-failed');
      log('error', ownTag, `the radio refused a scan: ${foreignText(String(error))}`);
      return undefined;
    }
  }

  #add(heard: readonly HeardNetwork[], channel: number | undefined): void {
    const { maxEntries, keepsStrongest, lines } = this.#options;
    // A radio hands out its strongest results first, and no more than there is room for.
    const networks = [...heard].sort((a, b) => b.rssi - a.rssi).slice(0, maxEntries);
    if (networks.length === 0) return lines('manager/scan-empty');
    if (channel === undefined) lines('manager/scan-results');
    else lines('manager/scan-results-channel', channel);
    lines('manager/scan-head');
    for (const [i, network] of networks.entries()) lines('manager/scan-row', ...rowOf(i, network));
    this.#found = mergeHeard(this.#found, networks, { maxEntries, keepsStrongest });
  }
}

/** Returns a line of the table of networks, each column as wide as the firmware prints it. */
function rowOf(index: number, { ssid, bssid, rssi, authMode }: HeardNetwork): string[] {
  const numbers = [String(rssi).padStart(4), String(authMode).padStart(4)];
  return [String(index).padStart(2), logText(ssid).padEnd(32), toHex(bssid), ...numbers];
}
