import type { Bus, ReceivedSignal } from '@esp-prov/dbus';
import { type Clock, untilAborted } from '@esp-prov/protocol';

/** What comes in one go, such as an adapter and its power, is waited for. */
const settleMs = 500;

const daemon = 'org.freedesktop.DBus';

/** A watch for what a board with Bluetooth may wait for. */
export interface BluetoothWatch extends AsyncDisposable {
  /** Resolves when bluetoothd has started, or an adapter has come or changed its power, since the watch began. @throws the reason of the signal */
  changed(signal: AbortSignal): Promise<void>;
}

/** Begins to watch: before a try, so that no change behind its failure is missed. */
export async function watchBluetooth(bus: Bus, clock: Clock): Promise<BluetoothWatch> {
  let note: () => void = () => undefined;
  const change = new Promise<void>((resolve) => {
    note = resolve;
  });
  const onOwner = ({ body: [, , owner] }: ReceivedSignal) => {
    if (owner !== '') note();
  };
  const onSignal = (received: ReceivedSignal) => {
    if (isOfAdapter(received)) note();
  };
  const stops = await Promise.all([
    bus.addMatch({ sender: daemon, member: 'NameOwnerChanged', arg0: 'org.bluez' }, onOwner),
    bus.addMatch({ sender: 'org.bluez', member: 'InterfacesAdded' }, onSignal),
    bus.addMatch({ sender: 'org.bluez', member: 'PropertiesChanged' }, onSignal),
  ]);
  return {
    async changed(signal) {
      signal.throwIfAborted();
      await untilAborted(change, signal);
      await clock.sleep(settleMs, { signal });
    },
    async [Symbol.asyncDispose]() {
      for (const stop of stops) await stop().catch(() => undefined);
    },
  };
}

function isOfAdapter({ body: [first, second] }: ReceivedSignal): boolean {
  const adapter = 'org.bluez.Adapter1';
  // InterfacesAdded has the interfaces as its second argument, PropertiesChanged the name of one as its first.
  if (first === adapter) return hasMember(second, 'Powered') || hasMember(second, 'PowerState');
  return hasMember(second, adapter);
}

function hasMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}
