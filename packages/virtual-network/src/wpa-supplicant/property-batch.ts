import type { ObjectServer } from '@esp-prov/dbus';
import type { Clock } from '@esp-prov/protocol';
import { wpaInterfaces } from './wpa-names.ts';

/** How long changes of an object are gathered, in ms. wpa_supplicant: dbus_new_helpers.c */
const gatherMs = 5;

/** Announces changed properties of an interface object as the real one does: together, and twice in two ways. */
export class PropertyBatch {
  readonly #path: string;
  readonly #server: ObjectServer;
  readonly #clock: Clock;
  readonly #values: () => Record<string, { readonly signature: string; readonly get: () => unknown }>;
  readonly #changed = new Set<string>();
  #waits = false;

  constructor(
    path: string,
    world: { readonly server: ObjectServer; readonly clock: Clock },
    values: () => Record<string, { readonly signature: string; readonly get: () => unknown }>,
  ) {
    this.#path = path;
    this.#server = world.server;
    this.#clock = world.clock;
    this.#values = values;
  }

  /** Notes that properties have changed. */
  mark(...names: string[]): void {
    for (const name of names) this.#changed.add(name);
    if (this.#waits) return;
    this.#waits = true;
    this.#clock.sleep(gatherMs).then(
      () => {
        this.#waits = false;
        this.flush();
      },
      () => undefined,
    );
  }

  /** Announces what has changed, with the values that it has now. */
  flush(): void {
    const names = [...this.#changed];
    this.#changed.clear();
    if (names.length === 0 || !this.#server.has(this.#path)) return;
    const all = this.#values();
    const changed = Object.fromEntries(
      names.flatMap((name) => {
        const property = all[name];
        return property ? [[name, { signature: property.signature, value: property.get() }] as const] : [];
      }),
    );
    this.#server.changed(this.#path, wpaInterfaces.interface, ...names);
    this.#server.signal(this.#path, wpaInterfaces.interface, 'PropertiesChanged', changed);
  }
}
