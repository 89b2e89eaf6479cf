import { existsSync } from 'node:fs';
import { type Flash, MemoryFlash, NvsError } from '@esp-prov/nvs';
import { builtInEndpoints, ProvisioningError, type SecurityVersion } from '@esp-prov/protocol';
import {
  type AppEvent,
  chips,
  customDataEndpoint,
  damageFlash,
  defaultMac,
  factoryFlash,
  factoryImage,
  flashMac,
  parseMac,
  type ReleaseProfile,
  readme,
  releaseProfiles,
  VirtualEsp32,
} from '@esp-prov/virtual';
import { FileFlash, HttpDeviceTransport, readImage } from '@esp-prov/virtual/node';
import { withFlashErrors } from '../../report/flash-error.ts';
import { makeOutput, type Output } from '../../report/output.ts';
import { interruptions } from '../../terminal/interruption.ts';
import { tellPeople } from '../../terminal/printable.ts';
import { DeviceBle, openDeviceBle } from './device-ble.ts';
import { DeviceConsole, openDeviceConsole } from './device-console.ts';
import type { DeviceOptions } from './device-options.ts';
import { readAir } from './read-air.ts';
import { requireSessionOnly, sessionOnlyOf } from './session-only.ts';
import { buttonsHint, takeButtons } from './take-buttons.ts';
import { type HostedTransport, tellAppEvent } from './tell-app-event.ts';
import { type VendorDevice, vendorDevice, vendorEndpointNames } from './vendor-device.ts';

/** Switches a virtual ESP32 on and prints its serial port until it is switched off. */
export async function runDevice(options: DeviceOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  if (options.showAir) return await printAir(options, output);
  const profile = findProfile(options.profile);
  requireScheme(profile, options.security);
  requireFittingSecret(profile, options);
  requireSessionOnly(profile, options);
  if (options.partitionTableOffset !== undefined && options.flash === undefined) {
    throw new ProvisioningError('usage/invalid-option', '--partition-table-offset belongs to --flash');
  }
  const kind = transportKind(options);
  const vendor = await vendorDevice(options, { profile, transport: kind });
  requireFaultable(profile, options, vendor);
  const transport = await openDeviceTransport(options, { kind, profile, output });
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
    ...vendor,
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
    sessionOnly: sessionOnlyOf(options),
    obeysBssid: options.obeyBssid,
    fast: options.fast,
    qrTransport: options.qr && !terminal ? (transport instanceof DeviceBle ? 'ble' : 'softap') : undefined,
  });
  const switchedOff = untilSwitchedOff();
  const isProvisioned = provisionedWhen(transport);
  let releaseButtons = (): void => undefined;
  const done = new Promise<'provisioned' | 'power-cut'>((resolve) => {
    device.watch((event) => {
      tellAppEvent(event, { transport, output, options, profile });
      if (event.kind === 'power-cut') resolve('power-cut');
      if (options.exitWhenProvisioned && isProvisioned(event)) resolve('provisioned');
    });
  });
  try {
    await device.boot();
    // A console has the standard input, or stands for the one terminal that the device has.
    if (options.sessionOnly !== undefined && !terminal) {
      releaseButtons = takeButtons(device, { input: process.stdin, output });
      if (process.stdin.isTTY && !output.json) tellPeople(buttonsHint);
    }
    const unplugged = terminal?.unplugged().then(() => 'switched-off');
    const result = await Promise.race([switchedOff, done, ...(unplugged ? [unplugged] : [])]);
    // For people the serial port has said it already.
    if (output.json) output.result({ result }, '');
  } finally {
    releaseButtons();
    await device[Symbol.asyncDispose]();
  }
}

/** Loaded on demand, as few devices serve a page. */
async function readServedApp(folder: string | true, output: Output) {
  return await (await import('./served-app.ts')).servedApp(folder, output);
}

/** By itself, as the compiler leaves the name of a module alone that is imported beside `await using`. */
async function printAir(options: DeviceOptions, output: Output): Promise<void> {
  await (await import('./show-air.ts')).showAir(options, output);
}

/** Returns whether an event says that the device is provisioned and has nothing more to do for its client. */
function provisionedWhen(transport: HostedTransport): (event: AppEvent) => boolean {
  let hasCredentials = false;
  return ({ kind }) => {
    hasCredentials ||= kind === 'session-started';
    if (kind === 'service-ended' || kind === 'provisioning-ended') return true;
    return kind === 'connected' && (hasCredentials || !transport.address);
  };
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

/**
 * Refuses a secret of another scheme: it would do nothing, and its owner would wonder why another one opens the device.
 */
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

/** Refuses a fault at an endpoint that is not there: it would never happen, and no line would say why. */
function requireFaultable(
  { name, lacks, example }: ReleaseProfile,
  { fault: faults = [], vendor }: DeviceOptions,
  { endpoints }: VendorDevice,
): void {
  const offered = [
    ...builtInEndpoints.map((endpoint) => endpoint.name).filter((endpoint) => !lacks.includes(endpoint)),
    ...(example.customData ? [customDataEndpoint] : []),
    ...(vendor ? vendorEndpointNames[vendor] : []),
    ...endpoints.map((endpoint) => endpoint.name),
  ];
  const unknown = faults.find(({ endpoint }) => !offered.includes(endpoint));
  if (!unknown) return;
  throw new ProvisioningError(
    'usage/invalid-option',
    `--fault: the profile ${name} has no endpoint ${unknown.endpoint}; it has ${offered.join(', ')}`,
  );
}

/** Returns the transport that was requested, else the chip's own: Bluetooth, or SoftAP where there is none. */
function transportKind(options: DeviceOptions): 'ble' | 'softap' | 'console' {
  const chip = chips.find(({ name }) => name === options.chip);
  if (!chip?.hasWifi) {
    throw new ProvisioningError(
      'host/transport-unavailable',
      `the chip ${options.chip} has no Wi-Fi: it joins Thread networks only; ${chipsWithWifi()} can be run`,
      { details: { chip: options.chip } },
    );
  }
  const transport = (options.transport ?? (chip.hasBluetooth ? 'ble' : 'softap')) as 'ble' | 'softap' | 'console';
  if (transport === 'ble' && !chip.hasBluetooth) {
    throw new ProvisioningError(
      'host/transport-unavailable',
      `the chip ${options.chip} has no Bluetooth, use --transport softap`,
      {
        details: { chip: options.chip, transport },
      },
    );
  }
  return transport;
}

async function openDeviceTransport(
  options: DeviceOptions,
  {
    kind: transport,
    profile,
    output,
  }: { readonly kind: 'ble' | 'softap' | 'console'; readonly profile: ReleaseProfile; readonly output: Output },
): Promise<HostedTransport> {
  if (transport !== 'ble' && (options.ble ?? options.bleHost ?? options.bleAdapter) !== undefined) {
    throw new ProvisioningError('usage/invalid-option', '--ble, --ble-host and --ble-adapter need --transport ble');
  }
  if (options.httpSegments !== undefined && transport !== 'softap') {
    throw new ProvisioningError('usage/invalid-option', '--http-segments needs --transport softap');
  }
  const { serveApp, allowOrigin: origins } = options;
  if ((serveApp ?? origins) !== undefined && transport !== 'softap') {
    throw new ProvisioningError('usage/invalid-option', '--serve-app and --allow-origin need --transport softap');
  }
  if (transport === 'console') return await openDeviceConsole(options, profile);
  if (options.pty !== undefined) {
    throw new ProvisioningError('usage/invalid-option', '--pty is a place for a console: it needs --transport console');
  }
  if (transport === 'ble' && options.listen !== undefined) {
    throw new ProvisioningError('usage/invalid-option', '--listen needs --transport softap or console');
  }
  if (transport === 'ble') return await openDeviceBle(options, { profile, output, mac: chipMac(options) });
  const { httpSegments: segments = profile.httpSegments } = options;
  const files = serveApp === undefined ? undefined : await readServedApp(serveApp, output);
  return new HttpDeviceTransport({ ...options.listen, session: profile.httpSession, segments, files, origins });
}

/**
 * Returns the address of the chip, known before its flash is opened: whether Bluetooth can be had decides whether it
 * is.
 */
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

function chipsWithWifi(): string {
  const names = chips.filter(({ hasWifi }) => hasWifi).map(({ name }) => name);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Returns a flash, the file's or a new one in memory, with the damage done to it. */
function damaged(file: FileFlash | undefined, options: DeviceOptions): Flash | undefined {
  const { flashFault = [], partitionTableOffset: tableOffset } = options;
  if (flashFault.length === 0) return file;
  const flash = file ?? factoryFlash();
  for (const damage of flashFault) withFlashErrors(() => damageFlash(flash, damage, { tableOffset }));
  return flash;
}

/** Returns the image of a new chip, with the table of the example. */
function newImage({ partitionTableOffset: tableOffset }: DeviceOptions): Uint8Array {
  try {
    return factoryImage({ tableOffset });
  } catch (cause) {
    if (!(cause instanceof NvsError)) throw cause;
    const message = `${cause.message}; make the image with esp-prov flash create --table`;
    throw new ProvisioningError('flash/invalid-request', message, { cause });
  }
}

/** Resolves at an interruption: to a device that is a power switch, and no failure. */
function untilSwitchedOff(): Promise<'switched-off'> {
  return new Promise((resolve) => {
    // A second one ends it at once, but a terminal that ends may say so twice.
    for (const name of interruptions) process[name === 'SIGHUP' ? 'on' : 'once'](name, () => resolve('switched-off'));
  });
}
