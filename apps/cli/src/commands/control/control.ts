import type { ControlCommand } from '@esp-prov/client';
import type { BoundedOptions } from '../../reach/bounded.ts';
import { openLink } from '../../reach/open-link.ts';
import { openSession } from '../../reach/open-session.ts';
import { makeOutput } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';

/** What is printed when a device has obeyed. */
export const controlDone = {
  reset: 'The device forgot its credentials and takes others.',
  reprovision: 'The device takes other credentials.',
} as const;

/** Makes a device reset or take new credentials. */
export async function control(command: ControlCommand, options: BoundedOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  await interruptible(async (signal) => {
    await using link = await openLink(options, { output, signal });
    await using provisioner = await openSession(link, options, { output, signal });
    await (command === 'reset' ? provisioner.reset({ signal }) : provisioner.reprovision({ signal }));
    output.result({ result: command }, controlDone[command]);
  }, options);
}
