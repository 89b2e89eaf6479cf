import { type Command, InvalidArgumentError, Option } from 'commander';
import { addDataForms } from '../../options/data-form-options.ts';
import { addExamples } from '../../options/examples.ts';
import { addTimeoutOption } from '../../reach/bounded.ts';
import { addReachOptions } from '../../reach/reach-options.ts';
import type { SessionOptions } from './session.ts';

/** Adds `esp-prov session`: requests to any endpoint, as long as the user likes. */
export function addSessionCommand(program: Command): void {
  const command = program
    .command('session')
    .description('open a session and send each line of the input to an endpoint: ENDPOINT DATA')
    .option('--file <file>', 'read the lines from this file (default: standard input)')
    .option('--keep-going', 'go on after a request that failed, as at a terminal; the first failure is the exit code')
    .addOption(
      new Option('--keep-alive <seconds>', 'how often to request the version while nothing is sent; 0: never')
        .argParser(parseKeepAlive)
        .default(30),
    )
    .option('--allow-echo', 'accept a request as its own answer; otherwise refused at patch level 0 of security 2');
  addDataForms(command);
  addTimeoutOption(addReachOptions(command)).action(async (options: SessionOptions) =>
    (await import('./session.ts')).session(options),
  );
  addExamples(
    command,
    'esp-prov session --service-name PROV_261FCC --pop abcd1234',
    'esp-prov session --ble virtual --pop-file pop.txt --file lamp.txt',
    'echo "lamp on" | esp-prov session --service-name 127.0.0.1:8080 --json',
  );
}

/** Parses the time between two signs of life; 0 for none. */
function parseKeepAlive(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Expected a number of seconds, for example 30, or 0 for never.');
}
