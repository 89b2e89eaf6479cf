import type { LogLevel, SecurityVersion } from '@esp-prov/protocol';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of `esp-prov device`. */
export interface DeviceCommandOptions {
  readonly chip: string;
  readonly flash?: string;
  readonly transport: string;
  readonly profile: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly security?: SecurityVersion;
  /** False for --no-pop; left out: the profile's. */
  readonly pop?: string | false;
  readonly mac?: string;
  readonly air?: string;
  readonly onFailure?: 'keep' | 'reset';
  readonly autoStop: boolean;
  readonly logLevel: LogLevel;
  readonly logSecrets?: boolean;
  readonly exitWhenProvisioned?: boolean;
  readonly fast?: boolean;
  readonly json?: boolean;
}

/** `esp-prov device`: runs a virtual ESP32 until it is switched off. */
export function addDeviceCommand(program: Command): void {
  program
    .command('device')
    .description('run a virtual ESP32 that is provisioned like a real one')
    .addOption(new Option('--chip <chip>', 'chip to be').choices(['esp32']).default('esp32'))
    .option('--flash <file>', 'file that keeps what the device stores; left out: forgotten at the end')
    .addOption(
      new Option('--transport <kind>', 'how it is reached').choices(['ble', 'softap', 'console']).default('ble'),
    )
    .addOption(new Option('--profile <name>', 'firmware release to be').choices(['readme']).default('readme'))
    .addOption(
      new Option('--listen <host:port>', 'address of the SoftAP service; port 0: a free one')
        .argParser(parseListen)
        .default({ host: '127.0.0.1', port: 0 }, '127.0.0.1:0'),
    )
    .addOption(new Option('--security <version>', 'security scheme').choices(['0', '1']).argParser(parseSecurity))
    .option('--pop <text>', 'proof of possession (default: "abcd1234", as in Espressif\'s example)')
    .option('--no-pop', 'without proof of possession')
    .addOption(new Option('--mac <address>', 'address of the chip').argParser(parseMacText))
    .option('--air <file>', 'JSON file with the networks that the device hears')
    .addOption(
      new Option('--on-failure <what>', 'after a wrong password: keep it, or reset by itself').choices([
        'keep',
        'reset',
      ]),
    )
    .option('--no-auto-stop', 'keep the service after success')
    .addOption(
      new Option('--log-level <level>', 'least important lines to print')
        .choices(['error', 'warn', 'info', 'debug', 'verbose'] satisfies LogLevel[])
        .default('info'),
    )
    .option('--log-secrets', 'print passwords as the original does')
    .option('--exit-when-provisioned', 'end with code 0 when the service has ended after success')
    .option('--fast', 'without the waits of the firmware and the radio')
    .option('--json', 'print one JSON value per line')
    .action(async (options: DeviceCommandOptions) => (await import('../actions/device.ts')).runDevice(options));
}

function parseListen(text: string): { host: string; port: number } {
  const found = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):)?(\d{1,5})$/.exec(text);
  const port = Number(found?.[3]);
  if (!found || port > 65_535) throw new InvalidArgumentError('It is host:port or a port, such as 127.0.0.1:8080.');
  return { host: found[1] ?? found[2] ?? '127.0.0.1', port };
}

function parseSecurity(text: string): SecurityVersion {
  if (text === '0' || text === '1') return Number(text) as SecurityVersion;
  throw new InvalidArgumentError('It is 0 or 1.');
}

/** Checked here and not by the chip, whose code is loaded only when one is switched on. */
function parseMacText(text: string): string {
  if (/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)) return text;
  throw new InvalidArgumentError('It is six octets, such as 24:0a:c4:26:1f:cc.');
}
