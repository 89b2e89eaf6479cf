import type { Bus } from '@esp-prov/dbus';
import { ProvisioningError } from '@esp-prov/protocol';

/** Returns a signal that aborts with an error for people when the connection to the bus is lost for good. */
export function lostBus({ lost }: Pick<Bus, 'lost'>): AbortSignal {
  const controller = new AbortController();
  const abort = () => {
    const text = 'the D-Bus system bus has ended the connection, and with it all that this device does';
    controller.abort(new ProvisioningError('board/no-service', text, { cause: lost.reason }));
  };
  if (lost.aborted) abort();
  else lost.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
