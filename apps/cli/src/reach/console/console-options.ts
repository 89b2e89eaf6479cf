import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of a client that reaches a device over its console. */
export interface ConsoleOptions {
  readonly port?: string;
  readonly baud?: number;
  readonly resetBoard?: boolean;
}

/** Adds the options of `--transport console`, named as esptool names them. */
export function addConsoleOptions(command: Command): Command {
  return command
    .option('-p, --port <name>', 'serial port of the console, or socket://host:port (default: by hand, copy and paste)')
    .addOption(new Option('-b, --baud <rate>', 'speed of the serial port (default: 115200)').argParser(parseBaud))
    .option('--reset-board', 'restart the board before, by DTR and RTS, where its adapter has them');
}

function parseBaud(text: string): number {
  const rate = Number(text);
  if (/^\d+$/.test(text) && rate >= 50 && rate <= 4_000_000) return rate;
  throw new InvalidArgumentError('Expected a number of bits per second, for example 115200.');
}
