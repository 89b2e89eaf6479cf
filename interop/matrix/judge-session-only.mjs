import { join } from 'node:path';
import { startDevice } from '../support/esp-prov.mjs';

const codeOfOurs = 'device/session-only';

/**
 * Takes a client through the life of a device in session-only mode: it provisions, finds that it takes no further
 * credentials until it starts again, nor once it has, and provisions again when a button allows it.
 *
 * @param runs - is added what each run of the client printed
 * @throws Error for what went otherwise
 */
export async function judgeSessionOnly({ profile, scheme }, client, { runs, folder, onDevice }) {
  const flash = join(folder, `${profile.name}-${scheme}-${client.title.replace(/\W/g, '')}.bin`);
  const args = ['--profile', profile.name, '--security', String(scheme), '--session-only', '--flash', flash];
  const boot = async (event) => {
    const device = await startDevice(args, { transport: client.transport, awaits: event, keepsInput: true });
    onDevice(device);
    return device;
  };
  const run = async (device) => {
    const result = await client.run(device, { profile, scheme, isRight: true });
    runs.push(result);
    return result;
  };
  const provisions = async (device) => {
    if (!(await run(device)).hasConnected) throw new Error('it failed with the right secret');
    await device.tells([{ event: 'credentials-received', ssid: 'myssid' }, { event: 'provisioning-ended' }]);
  };
  const isRefused = async (device, when) => {
    const before = received(device);
    const { hasConnected, errors } = await run(device);
    if (hasConnected) throw new Error(`it connected ${when}`);
    if (client.isOurs && !errors.includes(codeOfOurs)) throw new Error(`no ${codeOfOurs} ${when}`);
    if (received(device) !== before) throw new Error(`credentials came ${when}`);
  };

  const first = await boot('provisioning-started');
  await provisions(first);
  await isRefused(first, 'after the success');
  await first.switchOff();
  const next = await boot('session-started');
  await isRefused(next, 'after a restart');
  next.type('provision\n');
  next.address = (await next.event('provisioning-started')).address ?? next.address;
  await provisions(next);
  await next.switchOff();
}

function received({ events }) {
  return events.filter(({ event }) => event === 'credentials-received').length;
}
