import { type Bus, isDBusError, ObjectServer } from '@esp-prov/dbus';
import { foreignText, type Log } from '@esp-prov/protocol';
import type { DeviceEvents } from '../device/device-events.ts';
import { eventFacts } from '../device/event-facts.ts';
import type { LinuxDevice, LinuxDeviceEvent } from '../device/linux-device.ts';

/** Where the device is on the bus. */
export const controlNames = {
  bus: 'org.esp_prov.Device',
  path: '/org/esp_prov/Device',
  interface: 'org.esp_prov.Device1',
} as const;

/** What the object shows of a device. */
export interface ControlFacts {
  readonly state: 'offering' | 'idle';
  readonly name: string;
  readonly provisioned: boolean;
  readonly online: boolean;
}

/** What the object is made of. */
export interface ControlPorts {
  readonly bus: Bus;
  readonly log: Log;
  readonly device: Pick<LinuxDevice, 'offer' | 'withdraw' | 'reset'>;
  readonly events: DeviceEvents;
  readonly facts: () => ControlFacts;
}

const dbusDaemon = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/**
 * Puts a device on the bus: methods Offer, Withdraw and Reset, properties State, Name, Provisioned and Online, a signal
 * Event for each event, as its kind and as JSON. No secret is there. Who may call it is the policy of the bus. A bus that
 * refuses the name is logged: the device goes on without the object.
 */
export async function controlObject(ports: ControlPorts): Promise<AsyncDisposable> {
  const { bus, log, device, events, facts } = ports;
  const server = new ObjectServer(bus, { root: controlNames.path });
  server.add(controlNames.path, {
    [controlNames.interface]: {
      methods: {
        Offer: { in: '', out: '', call: () => device.offer() },
        Withdraw: { in: '', out: '', call: () => device.withdraw() },
        Reset: { in: '', out: '', call: () => device.reset() },
      },
      properties: {
        State: { signature: 's', get: () => facts().state },
        Name: { signature: 's', get: () => facts().name },
        Provisioned: { signature: 'b', get: () => facts().provisioned },
        Online: { signature: 'b', get: () => facts().online },
      },
      signals: { Event: 'ss' },
    },
  });
  let told = JSON.stringify(facts());
  const stop = events.add((event) => {
    if (bus.lost.aborted) return;
    const now = JSON.stringify(facts());
    if (now !== told) server.changed(controlNames.path, controlNames.interface, 'State', 'Provisioned', 'Online');
    told = now;
    tell(server, event);
  });
  const owned = await requestName(bus, log);
  return {
    async [Symbol.asyncDispose]() {
      stop();
      await server[Symbol.asyncDispose]();
      if (owned && !bus.lost.aborted) await releaseName(bus);
    },
  };
}

function tell(server: ObjectServer, event: LinuxDeviceEvent): void {
  const facts = eventFacts(event);
  server.signal(controlNames.path, controlNames.interface, 'Event', facts.kind, JSON.stringify(facts));
}

async function requestName(bus: Bus, log: Log): Promise<boolean> {
  try {
    await bus.requestName(controlNames.bus);
    return true;
  } catch (error) {
    const why = isDBusError(error, 'name-taken') ? 'another program has it' : foreignText(String(error));
    log('warn', 'control', `the device has no name on the bus, so other programs cannot control it: ${why}`);
    return false;
  }
}

async function releaseName(bus: Bus): Promise<void> {
  const call = { ...dbusDaemon, member: 'ReleaseName', signature: 's', body: [controlNames.bus] };
  await bus.call(call).catch(() => undefined);
}
