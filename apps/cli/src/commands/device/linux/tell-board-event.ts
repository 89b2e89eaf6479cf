import type { LinuxDeviceEvent, StartReason } from '@esp-prov/linux';
import { decodeUtf8, toHex } from '@esp-prov/protocol';
import { displaySsid } from '../../../report/network-table.ts';
import type { Output } from '../../../report/output.ts';
import { shellWord } from '../shell-word.ts';

/** What the words for an event follow from. */
export interface BoardEventContext {
  readonly output: Output;
  /** Returns the name of the board, known once it is ready. */
  readonly name: () => string;
}

type Told<K extends LinuxDeviceEvent['kind']> = Extract<LinuxDeviceEvent, { readonly kind: K }>;

const reasons: Readonly<Record<StartReason, string>> = {
  unprovisioned: 'it has no network yet',
  offline: 'it did not get into its network',
  'failed-boots': 'it has not got into its network for several starts',
  always: 'it always is',
  demand: 'somebody wants it',
};

const ends: Readonly<Record<Told<'idle'>['why'], string>> = {
  succeeded: 'Provisioning is done.',
  'window-over': 'Provisioning is not offered any more: nobody came in time.',
  stopped: 'Provisioning is not offered any more.',
  failed: 'Provisioning could not be offered; it is tried again.',
  online: 'Provisioning is not offered any more: the board is in its network again.',
};

/** Prints what happens to a board. */
export function tellBoardEvent(event: LinuxDeviceEvent, { output, name }: BoardEventContext): void {
  switch (event.kind) {
    case 'waiting':
      return output.event({ event: 'waiting', what: event.what }, `Waiting for ${event.what} ...`);
    case 'ready': {
      const network = event.provisioned ? 'it has a network' : 'it has no network yet';
      const text = `This board is the device ${event.name}; ${network}.`;
      return output.event({ event: 'ready', name: event.name, provisioned: event.provisioned }, text);
    }
    case 'offering':
      return tellOffering(event, { output, name });
    case 'manager':
      return tellManager(event, output);
    case 'idle':
      return output.event({ event: 'idle', why: event.why }, ends[event.why]);
    case 'online':
    case 'offline':
      return output.event({ event: event.kind }, `The board is ${event.kind}.`);
  }
}

function tellOffering({ reason, transport }: Told<'offering'>, { output, name }: BoardEventContext): void {
  const serviceName = name();
  const way = transport === 'ble' ? 'over Bluetooth' : `by its access point ${serviceName}`;
  const place =
    transport === 'ble' ? [] : [`Join the access point ${serviceName} first; its password is on the label.`];
  const words = ['esp-prov', '--transport', transport, ...(transport === 'ble' ? ['--service-name', serviceName] : [])];
  const line = words.map((word) => shellWord(word)).join(' ');
  output.event({ event: 'offering', name: serviceName, reason, transport, provision: line }, [
    `Provisioning is offered ${way}: ${reasons[reason]}.`,
    ...place,
    `Scan the code of the label with an app, or type on another machine: ${line}`,
  ]);
}

function tellManager({ event }: Told<'manager'>, output: Output): void {
  switch (event.kind) {
    case 'credentials-received': {
      const { ssid } = event.credentials;
      const text = `A client handed over the network ${displaySsid(ssid)}; the board joins it ...`;
      return output.event({ event: event.kind, ssid: decodeUtf8(ssid) ?? `0x${toHex(ssid)}` }, text);
    }
    case 'credentials-failed': {
      const why = event.reason === 'auth-error' ? 'the password is wrong' : 'the network was not found';
      return output.event({ event: 'provisioning-failed', reason: event.reason }, `The board could not join: ${why}.`);
    }
    case 'credentials-succeeded': {
      const { ip4 } = event.connection;
      output.event({ event: 'connected', ip4 }, `The board is in the network, with the address ${ip4}.`);
      return output.event({ event: 'provisioning-succeeded' });
    }
    default:
      // What the service does for itself says nothing to people.
      return;
  }
}
