import type { SecurityVersion } from '@esp-prov/protocol';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of every command that talks to a device. */
export interface DeviceOptions {
  readonly transport: 'softap' | 'httpd' | 'ble' | 'console';
  readonly serviceName?: string;
  readonly secVer?: SecurityVersion;
  readonly pop?: string;
  readonly protoVer?: string;
  readonly json?: boolean;
  readonly exchangeTimeout: number;
}

/** Adds the options that say which device, over what, with which secret. */
export function addDeviceOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--transport <kind>', 'how to reach the device')
        .choices(['softap', 'httpd', 'ble', 'console'])
        .default('softap'),
    )
    .option('--service-name <name>', 'address of the service, host or host:port (default: "192.168.4.1:80")')
    .addOption(
      new Option('--sec-ver <version>', 'security scheme; left out: the one that the device asks for').argParser(
        parseSecurityVersion,
      ),
    )
    .option('--pop <text>', 'proof of possession; asked for when the device wants one')
    .option('--proto-ver <version>', 'refuse a device of another protocol version')
    .addOption(
      new Option('--exchange-timeout <seconds>', 'longest time for one answer of the device')
        .argParser(parseSeconds)
        .default(60),
    )
    .option('--json', 'print one JSON value per line; the last one is the result');
}

/** A number of seconds greater than zero. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError('It is a number of seconds, such as 30.');
  return seconds;
}

function parseSecurityVersion(text: string): SecurityVersion {
  if (text === '0' || text === '1' || text === '2') return Number(text) as SecurityVersion;
  throw new InvalidArgumentError('It is 0, 1 or 2.');
}
