import { wallMs } from './measure.mjs';

const bus = 'org.freedesktop.DBus';
const getId = { destination: bus, path: '/org/freedesktop/DBus', interface: bus, member: 'GetId' };

/** Returns the shortest time in ms that a call over D-Bus can take: to the bus itself and back, over `calls` calls. */
export async function roundTripMs(connection, calls) {
  return await callMs(connection, getId, calls);
}

/** Returns the time in ms of a call over D-Bus, over `calls` calls one after the other. */
export async function callMs(connection, call, calls) {
  const total = await wallMs(async () => {
    for (let i = 0; i < calls; i++) await connection.call(call);
  });
  return total / calls;
}
