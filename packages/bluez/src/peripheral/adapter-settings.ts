import type { Variant } from '@esp-prov/dbus';
import type { Log } from '@esp-prov/protocol';
import { type Bluetoothd, cleanUpTimeoutMs } from '../service/bluetoothd.ts';
import { bluezInterfaces, standardInterfaces } from '../service/bluez-names.ts';

/** By name of the property: what was set, and what was there before. */
export type ChangedSettings = Map<string, { readonly value: unknown; readonly before: Variant }>;

/** Settings of an adapter that are changed for a while, and put back. */
export class AdapterSettings implements AsyncDisposable {
  readonly #bluetoothd: Bluetoothd;
  readonly #adapterPath: string;
  readonly #log: Log;
  readonly #changed: ChangedSettings;

  /** `changed` outlives a bluetoothd that ends before the settings are put back, as it keeps them itself. */
  constructor(bluetoothd: Bluetoothd, adapterPath: string, options: { log: Log; changed: ChangedSettings }) {
    this.#bluetoothd = bluetoothd;
    this.#adapterPath = adapterPath;
    this.#log = options.log;
    this.#changed = options.changed;
  }

  /** Sets the name that centrals read of the adapter (GAP Device Name) to the advertised one. */
  async rename(name: string): Promise<void> {
    const { Alias: alias, Name: systemName } = this.#read();
    // An empty alias means: none, take the name of the machine.
    const before = alias === systemName || alias === name ? '' : String(alias ?? '');
    // A killed run has left it; if it counted as the user's own, it would stay for ever.
    if (alias === name && name !== systemName && !this.#changed.has('Alias')) {
      this.#changed.set('Alias', { value: name, before: { signature: 's', value: '' } });
    }
    await this.#set('Alias', { signature: 's', value: name }, { signature: 's', value: before });
  }

  /** Lets centrals pair. */
  async allowPairing(): Promise<void> {
    await this.#set('Pairable', { signature: 'b', value: true }, { signature: 'b', value: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#bluetoothd.gone.aborted) return;
    for (const [name, { value, before }] of this.#changed) {
      // Another program has changed it since: its name stays.
      if (this.#read()[name] === value) await this.#write(name, before);
    }
    this.#changed.clear();
  }

  async #set(name: string, wanted: Variant, before: Variant): Promise<void> {
    if (this.#read()[name] === wanted.value) return;
    const done = await this.#write(name, wanted);
    if (done) this.#changed.set(name, { value: wanted.value, before: this.#changed.get(name)?.before ?? before });
  }

  /** Writes a property of the adapter. Returns whether it succeeded: the service is offered without it too. */
  async #write(name: string, value: Variant): Promise<boolean> {
    try {
      const target = { path: this.#adapterPath, interface: standardInterfaces.properties, member: 'Set' };
      await this.#bluetoothd.call({
        ...target,
        signature: 'ssv',
        body: [bluezInterfaces.adapter, name, value],
        timeoutMs: cleanUpTimeoutMs,
      });
      return true;
    } catch (error) {
      this.#log('warn', 'bluez', `${name} of the adapter cannot be set: ${String(error)}`);
      return false;
    }
  }

  #read(): Readonly<Record<string, unknown>> {
    return this.#bluetoothd.get(this.#adapterPath, bluezInterfaces.adapter) ?? {};
  }
}
