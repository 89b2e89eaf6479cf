import type { Variant } from '@esp-prov/dbus';
import { standardInterfaces } from '../bluez-names.ts';
import type { Daemon } from '../daemon.ts';
import type { Link } from '../radio/link.ts';
import type { LocalCharacteristic } from './attribute.ts';

/** What a central has subscribed to over one link. A program notifies by announcing the property `Value`. */
export class Subscriptions {
  readonly #daemon: Daemon;
  readonly #link: Link;

  constructor(daemon: Daemon, link: Link) {
    this.#daemon = daemon;
    this.#link = link;
  }

  /** Subscribes until the returned function is called or the link ends. */
  async add(
    { owner, path, interface: interfaceName }: LocalCharacteristic,
    listener: (value: Uint8Array) => void,
  ): Promise<() => Promise<void>> {
    const { bus } = this.#daemon;
    const rule = { sender: owner, path, interface: standardInterfaces.properties, member: 'PropertiesChanged' };
    const stopListening = await bus.addMatch(rule, ({ body: [changed, values] }) => {
      const value = (values as Readonly<Record<string, Variant>>)['Value'];
      if (changed !== interfaceName || !(value?.value instanceof Uint8Array) || this.#link.gone.aborted) return;
      listener(value.value.subarray(0, this.#link.mtu - 3));
    });
    // bluetoothd does not wait for the program either.
    const tell = (member: string) =>
      bus.call({ destination: owner, path, interface: interfaceName, member }).catch(() => undefined);
    void tell('StartNotify');
    let stopped = false;
    const stop = async () => {
      if (stopped) return;
      stopped = true;
      this.#link.gone.removeEventListener('abort', onGone);
      void tell('StopNotify');
      await stopListening();
    };
    const onGone = () => this.#daemon.background(() => stop());
    this.#link.gone.addEventListener('abort', onGone, { once: true });
    return stop;
  }
}
