import type { ControlCommand } from '@esp-prov/client';
import type { BoundedOptions } from '../../reach/bounded.ts';
import { openSession, openTransport } from '../../reach/device-link.ts';
import { makeOutput } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';

/** What is told when a device has obeyed. */
export const controlDone = {
  reset: 'The device forgot its credentials and takes others.',
  reprovision: 'The device takes other credentials.',
} as const;

/** Tells a device to reset or to take new credentials. */
export async function control(command: ControlCommand, options: BoundedOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  await interruptible(async (signal) => {
    await using transport = await openTransport(options, { output, signal });
    const provisioner = await openSession(transport, options, { output, signal });
    await (command === 'reset' ? provisioner.reset({ signal }) : provisioner.reprovision({ signal }));
    output.result({ result: command }, controlDone[command]);
  }, options);
}
