import type { Command } from 'commander';
import { addDataForms } from '../../options/data-form-options.ts';
import { addExamples } from '../../options/examples.ts';
import { addTimeoutOption } from '../../reach/bounded.ts';
import { addReachOptions } from '../../reach/reach-options.ts';
import type { SendOptions } from './send.ts';

/** Adds `esp-prov send`: a request to an endpoint of any name. */
export function addSendCommand(program: Command): void {
  const command = program
    .command('send')
    .description('send data to an endpoint of the device and print its answer')
    .argument('<endpoint>', 'name of the endpoint, such as custom-data')
    .argument(
      '[data]',
      "text to send; with --hex hexadecimal digits; - reads standard input; without it a vendor's get_params, get_config or esp_local_ctrl/control is read whole",
    )
    .option(
      '--allow-echo',
      'accept the request as its own answer, as an echo endpoint gives it; otherwise refused at patch level 0 of security 2',
    );
  addDataForms(command);
  addTimeoutOption(addReachOptions(command)).action(
    async (endpoint: string, data: string | undefined, options: SendOptions) =>
      (await import('./send.ts')).send(endpoint, data, options),
  );
  addExamples(
    command,
    'esp-prov send custom-data hello --pop abcd1234',
    'esp-prov send custom-data - --pop-file pop.txt < data.bin',
    'esp-prov send my-endpoint 00ff --hex --pop abcd1234',
    'esp-prov send get_params --pop abcd1234',
  );
}
