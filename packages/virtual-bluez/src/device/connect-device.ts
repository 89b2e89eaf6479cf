import { withDeadline } from '@esp-prov/protocol';
import type { Adapter } from '../adapter/adapter.ts';
import { bluezError, failed } from '../bluez-error.ts';
import type { Daemon } from '../daemon.ts';
import { Link } from '../radio/link.ts';
import { sufferDelay } from '../radio/suffer.ts';
import type { Device } from './device.ts';
import { pairLink } from './pairing.ts';

/**
 * Connects an adapter to a device once that advertises.
 *
 * @throws DBusError as `Connect` answers, or the reason of `signal`
 */
export async function connectDevice(daemon: Daemon, device: Device, signal: AbortSignal): Promise<Link<Device>> {
  const { clock, delays, faults } = daemon;
  const { adapter } = device;
  // A connection through an adapter that is down fails with the error of the socket: no route.
  if (!adapter.powered) throw failed('Input/output error');
  const ended = AbortSignal.any([signal, daemon.ended, adapter.down]);
  const fault = faults.take({ at: 'connect', adapter: adapter.name });
  try {
    await sufferDelay(fault, clock, ended);
    if (fault?.error !== undefined) throw namedError(fault.error);
    const peer = await whenConnectable(daemon, device, ended);
    await clock.sleep(delays.connectMs, { signal: ended });
    if (!peer.connectable || !daemon.air.inReach(adapter.address, peer.address)) throw abandoned();
    const link = makeLink(daemon, device, peer);
    if (fault?.drop === 'before') {
      link.drop();
      throw abandoned();
    }
    if (fault?.drop === 'after') {
      daemon.background(async () => {
        // Once it is up and has been announced.
        await clock.sleep(0);
        link.drop();
      });
    }
    return link;
  } catch (error) {
    if (ended.aborted && !signal.aborted) throw abandoned();
    throw error;
  }
}

/** Returns the other adapter, as soon as it advertises that it can be connected to. */
async function whenConnectable(daemon: Daemon, device: Device, signal: AbortSignal): Promise<Adapter> {
  const { clock, delays, air } = daemon;
  return await withDeadline({ clock, ms: delays.connectTimeoutMs, reason: abandoned, signal }, async (both) => {
    for (;;) {
      const peer = [...air.adapters].find(({ address }) => address === device.address);
      if (peer?.connectable === true && air.inReach(device.adapter.address, peer.address)) return peer;
      await clock.sleep(delays.advertisingMs, { signal: both });
    }
  });
}

function makeLink(daemon: Daemon, device: Device, peer: Adapter): Link<Device> {
  const { clock, delays } = daemon;
  const link = new Link<Device>({
    central: device,
    peripheral: peer.deviceOf(device.adapter),
    mtu: Math.min(device.adapter.mtu, peer.mtu),
    clock,
    requestMs: delays.requestMs,
    requestTimeoutMs: delays.requestTimeoutMs,
    secure: async (own) => (await pairLink(daemon, own, { asked: false, signal: own.gone })) === 'paired',
  });
  // Two sides that know each other encrypt at once.
  link.encrypted = link.central.bonded && link.peripheral.bonded;
  return link;
}

/** Returns the error for a text: `InProgress: br-connection-busy` has that name, a text without a name is a failure. */
function namedError(text: string): Error {
  const [, name = 'Failed', reason = text] = /^([A-Z][A-Za-z]+): (.*)$/.exec(text) ?? [];
  return bluezError(name, reason);
}

/** Returns what BlueZ 5.66 makes of every failure to connect. */
function abandoned(): Error {
  return failed('le-connection-abort-by-local');
}
