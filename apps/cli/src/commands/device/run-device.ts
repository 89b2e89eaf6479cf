import { existsSync } from 'node:fs';
import { type Flash, MemoryFlash, NvsError } from '@esp-prov/nvs';
import { builtInEndpoints, isProvisioningError, ProvisioningError, type SecurityVersion } from '@esp-prov/protocol';
import {
  type AppEvent,
  chips,
  customDataEndpoint,
  damageFlash,
  defaultMac,
  factoryFlash,
  factoryImage,
  flashMac,
  parseAir,
  parseMac,
  type ReleaseProfile,
  readme,
  releaseProfiles,
  type VirtualAccessPoint,
  VirtualEsp32,
} from '@esp-prov/virtual';
import { FileFlash, HttpDeviceTransport, readImage } from '@esp-prov/virtual/node';
import { readFileOrPipe } from '../../input/bounded-file.ts';
import { textOfFile } from '../../input/text-file.ts';
import { withFlashErrors } from '../../report/flash-error.ts';
import { makeOutput, type Output } from '../../report/output.ts';
import { interruptions } from '../../terminal/interruption.ts';
import { DeviceBle, openDeviceBle } from './device-ble.ts';
import { DeviceConsole, openDeviceConsole } from './device-console.ts';
import type { DeviceOptions } from './device-options.ts';

/** Switches a virtual ESP32 on and prints its serial port until it is switched off. */
export async function runDevice(options: DeviceOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  const profile = findProfile(options.profile);
  requireScheme(profile, options.security);
  requireFittingSecret(profile, options);
  requireFaultable(profile, options.fault);
  if (options.partitionTableOffset !== undefined && options.flash === undefined) {
    throw new ProvisioningError('usage/invalid-option', '--partition-table-offset belongs to --flash');
  }
  const transport = await openDeviceTransport(options, profile, output);
  const terminal = transport instanceof DeviceConsole ? transport : undefined;
  // Given back however this ends: a pseudo-terminal is a program of its own.
  await using _line = terminal?.line;
  await using _bluez = transport instanceof DeviceBle ? transport.bluez : undefined;
  using flash = options.flash === undefined ? undefined : FileFlash.open(options.flash, () => newImage(options));
  const device = new VirtualEsp32({
    transport,
    flash: damaged(flash, options),
    tableOffset: options.partitionTableOffset,
    encryptedNvs: options.flashFault?.includes('no-keys') ? true : undefined,
    powerCut: options.powerCut,
    chip: options.chip,
    air: options.air === undefined ? undefined : await readAir(options.air),
    serial: (line) => {
      terminal?.print(line);
      if (output.json) output.event({ event: 'log', line });
      else if (terminal?.isElsewhere !== false) process.stdout.write(`${line}\n`);
    },
    logLevel: options.logLevel,
    logSecrets: options.logSecrets,
    mac: options.mac,
    profile,
    secret: {
      securityVersion: options.security,
      pop: options.pop === false ? null : options.pop,
      username: options.username,
      password: options.password,
    },
    faults: options.fault,
    resetOnFailure: options.onFailure === undefined ? undefined : options.onFailure === 'reset',
    autoStop: options.autoStop ? undefined : false,
    fast: options.fast,
    qrTransport: options.qr && !terminal ? (transport instanceof DeviceBle ? 'ble' : 'softap') : undefined,
  });
  const switchedOff = untilSwitchedOff();
  const done = new Promise<'provisioned' | 'power-cut'>((resolve) => {
    device.watch((event) => {
      tell(event, transport, output);
      if (event.kind === 'power-cut') resolve('power-cut');
      if (options.exitWhenProvisioned && event.kind === 'service-ended') resolve('provisioned');
      if (options.exitWhenProvisioned && event.kind === 'connected' && !transport.address) resolve('provisioned');
    });
  });
  try {
    await device.boot();
    const unplugged = terminal?.unplugged().then(() => 'switched-off');
    const result = await Promise.race([switchedOff, done, ...(unplugged ? [unplugged] : [])]);
    // For people the serial port has said it already.
    if (output.json) output.result({ result }, '');
  } finally {
    await device[Symbol.asyncDispose]();
  }
}

function findProfile(name: string): ReleaseProfile {
  return releaseProfiles.find((profile) => profile.name === name) ?? readme;
}

function requireScheme({ name, schemes }: ReleaseProfile, version: SecurityVersion | undefined): void {
  if (version === undefined || schemes.includes(version)) return;
  throw new ProvisioningError(
    'usage/invalid-option',
    `--security ${version} does not exist in the profile ${name}, which has ${schemes.join(' and ')}`,
  );
}

/** A secret of another scheme would do nothing, and its owner would wonder why another one opens the device. */
function requireFittingSecret({ name, securityVersion }: ReleaseProfile, options: DeviceOptions): void {
  const { security, pop, username, password } = options;
  const scheme = security ?? securityVersion;
  const named = security === undefined ? `security ${scheme}, which the profile ${name} has` : `--security ${scheme}`;
  const refuse = (flag: string, wanted: SecurityVersion) => {
    const why = `${flag} means nothing to ${named}; it belongs to --security ${wanted}`;
    throw new ProvisioningError('usage/invalid-option', why);
  };
  if (pop !== undefined && scheme !== 1) refuse(pop === false ? '--no-pop' : '--pop', 1);
  if (username !== undefined && scheme !== 2) refuse('--username', 2);
  if (password !== undefined && scheme !== 2) refuse('--password', 2);
}

/** A fault at an endpoint that is not there would never happen, and nobody would know why. */
function requireFaultable({ name, lacks, example }: ReleaseProfile, faults: DeviceOptions['fault'] = []): void {
  const offered = [
    ...builtInEndpoints.map((endpoint) => endpoint.name).filter((endpoint) => !lacks.includes(endpoint)),
    ...(example.customData ? [customDataEndpoint] : []),
  ];
  const unknown = faults.find(({ endpoint }) => !offered.includes(endpoint));
  if (!unknown) return;
  throw new ProvisioningError(
    'usage/invalid-option',
    `--fault: the profile ${name} has no endpoint ${unknown.endpoint}; it has ${offered.join(', ')}`,
  );
}

/** The transport that was asked for, else the chip's own: Bluetooth, or SoftAP where there is none. */
async function openDeviceTransport(
  options: DeviceOptions,
  profile: ReleaseProfile,
  output: Output,
): Promise<HostedTransport> {
  const chip = chips.find(({ name }) => name === options.chip);
  if (!chip?.hasWifi) {
    throw new ProvisioningError(
      'host/transport-unavailable',
      `the chip ${options.chip} has no Wi-Fi: it joins Thread networks only; ${chipsWithWifi()} can be run`,
      { details: { chip: options.chip } },
    );
  }
  const transport = options.transport ?? (chip.hasBluetooth ? 'ble' : 'softap');
  if (transport === 'ble' && !chip.hasBluetooth) {
    throw new ProvisioningError(
      'host/transport-unavailable',
      `the chip ${options.chip} has no Bluetooth, use --transport softap`,
      {
        details: { chip: options.chip, transport },
      },
    );
  }
  if (transport !== 'ble' && (options.ble ?? options.bleHost ?? options.bleAdapter) !== undefined) {
    throw new ProvisioningError('usage/invalid-option', '--ble, --ble-host and --ble-adapter need --transport ble');
  }
  if (options.httpSegments !== undefined && transport !== 'softap') {
    throw new ProvisioningError('usage/invalid-option', '--http-segments needs --transport softap');
  }
  if (transport === 'console') return await openDeviceConsole(options);
  if (options.pty !== undefined) {
    throw new ProvisioningError('usage/invalid-option', '--pty is a place for a console: it needs --transport console');
  }
  if (transport === 'ble' && options.listen !== undefined) {
    throw new ProvisioningError('usage/invalid-option', '--listen needs --transport softap or console');
  }
  if (transport === 'ble') return await openDeviceBle(options, { profile, output, mac: chipMac(options) });
  const { httpSegments: segments = profile.httpSegments } = options;
  return new HttpDeviceTransport({ ...options.listen, session: profile.httpSession, segments });
}

/** The address of the chip, known before its flash is opened: whether Bluetooth can be had decides whether it is. */
function chipMac({ mac, flash }: DeviceOptions): Uint8Array {
  const noted = mac === undefined && flash !== undefined && existsSync(flash) ? notedMac(flash) : undefined;
  return noted ?? parseMac(mac ?? defaultMac);
}

function notedMac(path: string): Uint8Array | undefined {
  try {
    return flashMac(new MemoryFlash(readImage(path)));
  } catch {
    // Opened in earnest a moment later, it is refused with a reason.
    return undefined;
  }
}

/** Every way to reach a device that this machine hosts. */
type HostedTransport = HttpDeviceTransport | DeviceConsole | DeviceBle;

function chipsWithWifi(): string {
  const names = chips.filter(({ hasWifi }) => hasWifi).map(({ name }) => name);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A flash, the file's or a new one in memory, with the damage done to it. */
function damaged(file: FileFlash | undefined, options: DeviceOptions): Flash | undefined {
  const { flashFault = [], partitionTableOffset: tableOffset } = options;
  if (flashFault.length === 0) return file;
  const flash = file ?? factoryFlash();
  for (const damage of flashFault) withFlashErrors(() => damageFlash(flash, damage, { tableOffset }));
  return flash;
}

/** The image of a new chip, with the table of the example. */
function newImage({ partitionTableOffset: tableOffset }: DeviceOptions): Uint8Array {
  try {
    return factoryImage({ tableOffset });
  } catch (cause) {
    if (!(cause instanceof NvsError)) throw cause;
    const message = `${cause.message}; make the image with esp-prov flash create --table`;
    throw new ProvisioningError('flash/invalid-request', message, { cause });
  }
}

function tell(event: AppEvent, transport: HostedTransport, output: Output): void {
  const { kind, ...facts } = event;
  if (event.kind === 'power-cut') return output.event({ event: kind }, 'The power was cut.');
  if (event.kind !== 'provisioning-started') return output.event({ event: kind, ...facts });
  const hint =
    'hint' in transport
      ? transport.hint
      : `Provision it with: esp-prov --transport softap --service-name ${transport.address}`;
  const bus = transport instanceof DeviceBle ? transport.bluez?.address : undefined;
  const place = { address: transport.address, ...(bus === undefined ? {} : { bus }) };
  return output.event({ event: kind, serviceName: event.serviceName, ...place }, hint);
}

/** Bytes of the largest air that is read. */
const largestAir = 16 * 1024 * 1024;

async function readAir(path: string): Promise<VirtualAccessPoint[]> {
  const called = `the file ${path}`;
  const content = await readFileOrPipe(path, { limit: largestAir, called });
  let json: unknown;
  try {
    json = JSON.parse(textOfFile(content, { called, code: 'air/invalid-scenario' }));
  } catch (cause) {
    if (isProvisioningError(cause)) throw cause;
    const why = `${called} is not JSON${faultPlace(cause)}. Expected JSON, for example [{ "ssid": "HomeNet" }]`;
    throw new ProvisioningError('host/file-unusable', why, { cause, details: { path } });
  }
  return parseAir(json);
}

/** Of a parser's words only the place: the rest may quote the file, which holds passwords. */
function faultPlace(cause: unknown): string {
  return / at position \d+( \(line \d+ column \d+\))?/.exec(String(cause))?.[0] ?? '';
}

/** Resolves at an interruption: to a device that is a power switch, and no failure. */
function untilSwitchedOff(): Promise<'switched-off'> {
  return new Promise((resolve) => {
    // A second one ends it at once, but a terminal that ends may say so twice.
    for (const name of interruptions) process[name === 'SIGHUP' ? 'on' : 'once'](name, () => resolve('switched-off'));
  });
}
