import {
  type BleCentral,
  type ConsolePort,
  connectBle,
  consoleTransport,
  fetchTransport,
  type OpenTransport,
  softApAddress,
} from '@esp-prov/client';
import { bleDeviceTransport, type DeviceTransport } from '@esp-prov/device';
import { type Clock, ProvisioningError } from '@esp-prov/protocol';
import { bleOptions, type ReleaseProfile } from '@esp-prov/virtual';
import { fastRadio, realRadio } from './radio-waits.ts';
import { TabConsole } from './tab-console.ts';
import { TabHttp } from './tab-http.ts';
import { TabRadio } from './tab-radio.ts';

/** How a client in the page reaches the device in it. */
export type TabTransport = 'ble' | 'softap' | 'console';

/** All of them, in the order in which they are offered. */
export const tabTransports: readonly TabTransport[] = ['ble', 'softap', 'console'];

/** Both ends of a link within the page. */
export interface TabLink extends AsyncDisposable {
  /** What the device serves by, for one boot. */
  readonly device: DeviceTransport;
  /** Connects a client. */
  readonly open: OpenTransport;
  /** The radio of the page, where the link is one over Bluetooth. */
  readonly central?: BleCentral | undefined;
  /** Opens the serial line of the device, where the link is one over its console. */
  readonly openPort?: (() => ConsolePort) | undefined;
  /** Takes a line of the device's log, which a console shares. */
  print(line: string): void;
}

/** What is known of the device that a link leads to. */
export interface TabLinkOptions {
  readonly profile: ReleaseProfile;
  /** Its Bluetooth address. */
  readonly address: string;
  readonly clock: Clock;
  readonly isFast: () => boolean;
}

/** Way of a request over the air in ms. */
const httpMs = 12;

/** Time to look for a device that is in the same page: it is there, or it is off. */
const findTimeoutMs = 2000;

/** Returns both ends of a link, made for one boot of the device. */
export function tabLink(transport: TabTransport, options: TabLinkOptions): TabLink {
  switch (transport) {
    case 'ble':
      return bleLink(options);
    case 'softap':
      return httpLink(options);
    case 'console':
      return consoleLink(options);
  }
}

function bleLink({ profile, address, clock, isFast }: TabLinkOptions): TabLink {
  const radio = new TabRadio({ clock, waits: () => (isFast() ? fastRadio : realRadio) });
  const central = radio.addCentral();
  return {
    device: bleDeviceTransport(async () => radio.addPeripheral(address), { ...bleOptions(profile), clock }),
    // Whatever it advertises: it is the only one in this air.
    open: (call) => connectBle(central, { namePrefix: '', findTimeoutMs, clock, ...call }),
    central,
    print: () => undefined,
    [Symbol.asyncDispose]: () => central[Symbol.asyncDispose](),
  };
}

function httpLink({ profile, clock, isFast }: TabLinkOptions): TabLink {
  const http = new TabHttp({ session: profile.httpSession, clock, waitMs: () => (isFast() ? 0 : httpMs) });
  return {
    device: http,
    open: async () => fetchTransport(softApAddress.host, { fetch: http.fetch, clock }),
    print: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function consoleLink({ profile, clock }: TabLinkOptions): TabLink {
  const line = new TabConsole(profile.console);
  let unplugged = false;
  const openPort = () => {
    if (unplugged) throw new ProvisioningError('link/unreachable', 'the device in the page is off');
    return line.open();
  };
  return {
    device: line.device,
    open: async () => consoleTransport(openPort(), { clock }),
    openPort,
    print: (text) => line.print(text),
    async [Symbol.asyncDispose]() {
      unplugged = true;
      line.unplug();
    },
  };
}
