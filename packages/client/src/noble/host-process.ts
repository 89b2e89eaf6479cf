// The process that holds noble: started by `forkHost`, ends with its parent.
import type { FromHost, ToHost } from './host-message.ts';
import { NobleHost } from './noble-host.ts';
import type { NobleLibrary } from './noble-library.ts';

const tell = (message: FromHost) => {
  if (process.connected) process.send?.(message);
};

process.once('disconnect', () => process.exit(0));
// What noble throws where it cannot be caught ends this process, with its reason as the last line of the errors.
const host = loadNoble().then((noble) => new NobleHost(noble, (event) => tell({ event })));
// A failure is the answer to each request, also where it comes before the first one.
host.catch(() => undefined);
process.on('message', ({ id, request }: ToHost) => {
  host
    .then((serving) => serving.answer(request))
    .then(
      (answer) => tell({ id, ...answer }),
      (error: unknown) => tell({ id, failure: loadFailure(error) }),
    );
});

async function loadNoble(): Promise<NobleLibrary> {
  const { default: noble } = await import('@stoprocent/noble');
  // On Linux noble's own choice competes with bluetoothd for the adapter; its way over D-Bus does not.
  return process.platform === 'linux' ? noble.withBindings('dbus') : noble;
}

function loadFailure(error: unknown) {
  const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return missing
    ? { code: 'host/package-missing' as const, message: 'Bluetooth on this system needs the package @stoprocent/noble' }
    : { code: 'bluetooth/refused' as const, message: `@stoprocent/noble does not start: ${String(error)}` };
}
