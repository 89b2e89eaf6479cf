import { type AppEvent, customDataEndpoint, type ReleaseProfile } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';
import type { Output } from '../../report/output.ts';
import { DeviceBle } from './device-ble.ts';
import type { DeviceConsole } from './device-console.ts';
import type { DeviceOptions } from './device-options.ts';
import { provisionLine } from './provision-line.ts';

/** Every way to reach a device that this machine hosts. */
export type HostedTransport = HttpDeviceTransport | DeviceConsole | DeviceBle;

/** What the words for an event follow from. */
export interface EventContext {
  readonly transport: HostedTransport;
  readonly output: Output;
  readonly options: DeviceOptions;
  readonly profile: ReleaseProfile;
}

/** Prints what happens to a virtual device; of one that offers provisioning, the command line that provisions it. */
export function tellAppEvent(event: AppEvent, context: EventContext): void {
  const { output } = context;
  const { kind, ...facts } = event;
  if (event.kind === 'power-cut') return output.event({ event: kind }, 'The power was cut.');
  if (event.kind !== 'provisioning-started' && event.kind !== 'session-started') {
    return output.event({ event: kind, ...facts });
  }
  const { transport, options, profile } = context;
  const bus = transport instanceof DeviceBle ? transport.bluez?.address : undefined;
  const way = wayTo(transport);
  const { verb, member, command } = words[event.kind];
  const line = way && provisionLine({ way, command, started: event, profile, options });
  const place = { address: transport.address, ...(bus === undefined ? {} : { bus }) };
  const page = options.serveApp === undefined ? undefined : `http://${way?.at(-1)}/`;
  // On standard input and output there is nothing to type, and nothing beside the device's own lines.
  const lines =
    line === undefined
      ? undefined
      : [
          `${verb} it with: ${line}`,
          ...(bus === undefined
            ? []
            : [`For other Bluetooth programs, put this before their command: DBUS_SYSTEM_BUS_ADDRESS=${bus}`]),
          ...(page === undefined ? [] : [`Or open its page: ${page}`]),
          ...(options.air === undefined && event.kind === 'provisioning-started' ? [streetHint] : []),
        ];
  const typed = { ...(line === undefined ? {} : { [member]: line }), ...(page === undefined ? {} : { page }) };
  output.event({ event: kind, serviceName: event.serviceName, ...place, ...typed }, lines);
}

/** What can be done with a device that offers something: the words before the command line, and its member in JSON. */
const words = {
  'provisioning-started': { verb: 'Provision', member: 'provision', command: [] },
  'session-started': { verb: 'Talk to', member: 'send', command: ['send', customDataEndpoint, 'hello'] },
} as const;

const streetHint = 'It hears a made-up street; esp-prov device --show-air prints the passwords.';

function wayTo(transport: HostedTransport): readonly string[] | undefined {
  if (!(transport instanceof HttpDeviceTransport)) return transport.way;
  // A service on all addresses of this machine is reached at its own.
  const address = transport.address.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:');
  return ['--transport', 'softap', '--service-name', address];
}
