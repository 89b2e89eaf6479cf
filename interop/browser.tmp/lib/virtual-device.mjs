import { bleDeviceTransport, ConsoleDeviceTransport } from '@esp-prov/device';
import { memoryConsole } from '@esp-prov/testing';
import { bleOptions, parseAir, releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';
import { Watch } from './watch.mjs';

/** Networks that the devices of these checks hear. */
export const street = parseAir([
  { ssid: 'myssid', channel: 6, rssi: -47, auth: 'WPA2_PSK', password: 'mypassword' },
  { ssid: 'Attic', channel: 1, rssi: -71, auth: 'WPA2_PSK', password: 'atticattic' },
  { ssid: 'Guests', channel: 11, rssi: -66, auth: 'Open' },
]);

/** Secrets that the devices of these checks accept, as those of Espressif's example. */
export const pop = 'abcd1234';
export const account = { username: 'wifiprov', password: 'abcd1234' };

/**
 * Switches on a virtual ESP32 whose Bluetooth is on the emulated radio; `peripheral` is that of its latest start.
 */
export async function startRadioDevice(radio, { ble = {}, ...options } = {}) {
  const profile = profileOf(options);
  let peripheral;
  const open = async () => {
    peripheral = radio.peripheral();
    return peripheral;
  };
  const transport = bleDeviceTransport(open, { ...bleOptions(profile), ...ble });
  const started = await startDevice({ ...options, transport });
  return Object.defineProperty(started, 'peripheral', { get: () => peripheral });
}

/** Switches on a virtual ESP32 with a console that it shares with its log; `line` is the other end of its serial line. */
export async function startConsoleDevice(options = {}) {
  const line = memoryConsole();
  const transport = new ConsoleDeviceTransport(line.device);
  const started = await startDevice({
    ...options,
    transport,
    onLine: (text) => line.device.write(`${text.replaceAll('\n', '\r\n')}\r\n`),
  });
  return Object.assign(started, { line });
}

/** Switches on a virtual ESP32 with an HTTP service, as over its own Wi-Fi; `address` is where that is. */
export async function startHttpDevice(options = {}) {
  const transport = new HttpDeviceTransport();
  const started = await startDevice({ ...options, transport });
  return Object.assign(started, { address: transport.address });
}

function profileOf({ profile: name = 'readme' }) {
  const profile = releaseProfiles.find((each) => each.name === name);
  if (profile === undefined) throw new Error(`there is no profile ${name}`);
  return profile;
}

/** Switches a device on; `events` and `lines` are what it has reported and printed so far. */
async function startDevice({ security, secret = {}, onLine = () => undefined, ...options }) {
  const events = [];
  const lines = [];
  const watch = new Watch();
  const device = new VirtualEsp32({
    air: street,
    fast: true,
    ...options,
    profile: profileOf(options),
    secret: { ...(security === undefined ? {} : { securityVersion: security }), ...secret },
    serial: (line) => {
      lines.push(line);
      onLine(line);
      watch.changed();
    },
  });
  device.watch((event) => {
    events.push(event);
    watch.changed();
  });
  await device.boot();
  return {
    device,
    events,
    lines,
    name: device.serviceName,
    /** Waits for an event. */
    happened: (kind, patienceMs) =>
      watch.until(() => events.find((event) => event.kind === kind), `the device event ${kind}`, patienceMs),
    /** Waits for a line of its serial port. */
    printed: (pattern, patienceMs) =>
      watch.until(() => lines.find((line) => pattern.test(line)), `${pattern} in the device's log`, patienceMs),
    switchOff: () => device[Symbol.asyncDispose](),
  };
}
