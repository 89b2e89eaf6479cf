import type { BoundedOptions } from '../../reach/bounded.ts';
import { openLink } from '../../reach/open-link.ts';
import { openSession } from '../../reach/open-session.ts';
import { patienceMs } from '../../reach/patience.ts';
import { networkJson, networkTable } from '../../report/network-table.ts';
import { makeOutput } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';

/** Options of `esp-prov scan`. */
export interface ScanOptions extends BoundedOptions {
  readonly passive?: boolean;
}

/** Lets a device scan and prints what it hears. */
export async function scan(options: ScanOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  await interruptible(async (signal) => {
    await using link = await openLink(options, { output, signal });
    await using provisioner = await openSession(link, options, { output, signal });
    const timeoutMs = patienceMs({ ...options, byHand: link.byHand });
    output.event({ event: 'scanning' }, 'The device is scanning …');
    const networks = await provisioner.scan({ signal, timeoutMs, passive: options.passive });
    const text = networks.length === 0 ? 'The device hears no network.' : networkTable(networks);
    output.result({ result: 'networks', networks: networks.map(networkJson) }, text, { prose: true });
  }, options);
}
