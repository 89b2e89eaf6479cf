import { readFile } from 'node:fs/promises';
import {
  isProvisioningError,
  type LogLevel,
  logLevels,
  ProvisioningError,
  type SecurityVersion,
} from '@esp-prov/protocol';
import {
  type AppEvent,
  memoryStore,
  parseAir,
  parseMac,
  readme,
  type VirtualAccessPoint,
  VirtualEsp32,
} from '@esp-prov/virtual';
import { HttpDeviceTransport, jsonFileStore } from '@esp-prov/virtual/node';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { makeOutput, type Output } from '../output.ts';

/** Options of `esp-prov device`. */
interface DeviceCommandOptions {
  readonly chip: string;
  readonly flash?: string;
  readonly transport: string;
  readonly profile: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly security?: SecurityVersion;
  /** False for --no-pop, true when neither was given. */
  readonly pop: string | boolean;
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
    .addOption(new Option('--profile <name>', 'firmware release to be').choices([readme.name]).default(readme.name))
    .addOption(
      new Option('--listen <host:port>', 'address of the SoftAP service; port 0: a free one')
        .argParser(parseListen)
        .default({ host: '127.0.0.1', port: 0 }, '127.0.0.1:0'),
    )
    .addOption(new Option('--security <version>', 'security scheme').choices(['0', '1']).argParser(parseSecurity))
    .option('--pop <text>', 'proof of possession', true)
    .option('--no-pop', 'without proof of possession')
    .addOption(new Option('--mac <address>', 'address of the chip').argParser(checkMac))
    .option('--air <file>', 'JSON file with the networks that the device hears')
    .addOption(
      new Option('--on-failure <what>', 'after a wrong password: keep it, or reset by itself').choices([
        'keep',
        'reset',
      ]),
    )
    .option('--no-auto-stop', 'keep the service after success')
    .addOption(
      new Option('--log-level <level>', 'least important lines to print').choices([...logLevels]).default('info'),
    )
    .option('--log-secrets', 'print passwords as the original does')
    .option('--exit-when-provisioned', 'end with code 0 when the service has ended after success')
    .option('--fast', 'without the waits of the firmware and the radio')
    .option('--json', 'print one JSON value per line')
    .action(runDevice);
}

async function runDevice(options: DeviceCommandOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  const transport = openDeviceTransport(options);
  const device = new VirtualEsp32({
    transport,
    store: options.flash === undefined ? memoryStore() : jsonFileStore(options.flash),
    air: options.air === undefined ? undefined : await readAir(options.air),
    serial: (line) => (output.json ? output.event({ event: 'log', line }) : process.stdout.write(`${line}\n`)),
    logLevel: options.logLevel,
    logSecrets: options.logSecrets,
    mac: options.mac,
    securityVersion: options.security,
    pop: options.pop === true ? undefined : options.pop || null,
    resetOnFailure: options.onFailure === undefined ? undefined : options.onFailure === 'reset',
    autoStop: options.autoStop ? undefined : false,
    fast: options.fast,
  });
  const switchedOff = untilSwitchedOff();
  const done = new Promise<void>((resolve) => {
    device.watch((event) => {
      tell(event, transport, output);
      if (options.exitWhenProvisioned && event.kind === 'service-ended') resolve();
      if (options.exitWhenProvisioned && event.kind === 'connected' && !transport.address) resolve();
    });
  });
  try {
    await device.boot();
    await Promise.race([switchedOff, done]);
  } finally {
    await device[Symbol.asyncDispose]();
  }
}

function openDeviceTransport({ transport, listen }: DeviceCommandOptions): HttpDeviceTransport {
  if (transport === 'softap') return new HttpDeviceTransport(listen);
  throw new ProvisioningError('host/transport-unavailable', `--transport ${transport} is not part of this release`, {
    details: { transport },
  });
}

function tell(event: AppEvent, transport: HttpDeviceTransport, output: Output): void {
  if (event.kind !== 'provisioning-started') return output.event({ event: event.kind, ...event });
  const hint = `Provision it with: esp-prov --transport softap --service_name ${transport.address}`;
  return output.event({ event: event.kind, serviceName: event.serviceName, address: transport.address }, hint);
}

async function readAir(path: string): Promise<VirtualAccessPoint[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProvisioningError('host/file-unusable', `${path} cannot be read as JSON: ${why}`, {
      cause,
      details: { path },
    });
  }
  return parseAir(json);
}

/** Resolves at Ctrl-C or a termination: to a device that is a power switch, and no failure. */
function untilSwitchedOff(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
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

function checkMac(text: string): string {
  try {
    parseMac(text);
    return text;
  } catch (error) {
    throw isProvisioningError(error) ? error : new InvalidArgumentError((error as Error).message);
  }
}
