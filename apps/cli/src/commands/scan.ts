import type { Command } from 'commander';
import { addDeviceOptions, type DeviceOptions, openSession, openTransport, serviceAddress } from '../device-options.ts';
import { interruptible } from '../interruption.ts';
import { networkJson, networkTable } from '../network-table.ts';
import { makeOutput } from '../output.ts';

/** `esp-prov scan`: the networks that a device hears. */
export function addScanCommand(program: Command): void {
  addDeviceOptions(program.command('scan').description('print the networks that a device hears'))
    .option('--passive', 'only listen on each channel')
    .action(scan);
}

async function scan(options: DeviceOptions & { readonly passive?: boolean }): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  await interruptible(async (signal) => {
    await using transport = openTransport(options);
    output.event(
      { event: 'connecting', address: serviceAddress(options) },
      `Connecting to ${serviceAddress(options)} …`,
    );
    const provisioner = await openSession(transport, options, signal);
    output.event({ event: 'scanning' }, 'The device is scanning …');
    const networks = await provisioner.scan({ signal, passive: options.passive });
    const text = networks.length === 0 ? 'The device hears no network.' : networkTable(networks);
    output.result({ result: 'networks', networks: networks.map(networkJson) }, text);
  });
}
