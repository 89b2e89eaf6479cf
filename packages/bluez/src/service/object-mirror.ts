import type { ReceivedSignal, Variant } from '@esp-prov/dbus';
import { bluezInterfaces, standardInterfaces } from './bluez-names.ts';

/** Properties of one interface of an object, free of variants at the outside. */
export type Properties = Readonly<Record<string, unknown>>;

/** Something that changed at an object. */
export interface ObjectChange {
  readonly path: string;
  readonly interface: string;
  /** What is new, all of it when the interface just appeared; undefined when the interface is gone. */
  readonly changed: Properties | undefined;
}

/** Values of attributes are messages of others or secrets of this program: they must not be kept. */
const attributeInterfaces: ReadonlySet<string> = new Set([bluezInterfaces.characteristic, bluezInterfaces.descriptor]);

/** The objects of a service as its ObjectManager listed them and its signals changed them. */
export class ObjectMirror {
  readonly #objects = new Map<string, Map<string, Properties>>();

  /** Takes the answer to `GetManagedObjects` in place of everything known. */
  load(tree: unknown): void {
    this.#objects.clear();
    for (const [path, interfaces] of entriesOf(tree)) this.#add(path, interfaces);
  }

  /** Returns the properties of an interface of an object; undefined when it is not there. */
  get(path: string, interfaceName: string): Properties | undefined {
    return this.#objects.get(path)?.get(interfaceName);
  }

  /** Yields all objects that have an interface, with its properties. */
  *having(interfaceName: string): Iterable<readonly [path: string, properties: Properties]> {
    for (const [path, interfaces] of this.#objects) {
      const properties = interfaces.get(interfaceName);
      if (properties !== undefined) yield [path, properties];
    }
  }

  /** Takes a signal of the service, and says what it changed. */
  apply(signal: ReceivedSignal): readonly ObjectChange[] {
    const { interface: interfaceName, member, body } = signal;
    if (interfaceName === standardInterfaces.objectManager) {
      const path = String(body[0]);
      if (member === 'InterfacesAdded') return this.#add(path, body[1]);
      if (member === 'InterfacesRemoved') return this.#remove(path, body[1] as readonly string[]);
    }
    if (interfaceName === standardInterfaces.properties && member === 'PropertiesChanged') {
      return this.#change(signal.path, String(body[0]), body[1], body[2] as readonly string[]);
    }
    return [];
  }

  /** Takes a property that was read by itself, and says whether that was news. */
  learn(path: string, interfaceName: string, name: string, value: unknown): readonly ObjectChange[] {
    const before = this.get(path, interfaceName);
    if (before === undefined || before[name] === value) return [];
    return this.#change(path, interfaceName, { [name]: { value } }, []);
  }

  #add(path: string, interfaces: unknown): readonly ObjectChange[] {
    const known = this.#objects.get(path) ?? new Map<string, Properties>();
    this.#objects.set(path, known);
    return entriesOf(interfaces).map(([interfaceName, values]) => {
      const changed = plainProperties(interfaceName, values);
      known.set(interfaceName, changed);
      return { path, interface: interfaceName, changed };
    });
  }

  #remove(path: string, names: readonly string[]): readonly ObjectChange[] {
    const known = this.#objects.get(path);
    if (known === undefined) return [];
    const removed = names.filter((name) => known.delete(name));
    if (known.size === 0) this.#objects.delete(path);
    return removed.map((name) => ({ path, interface: name, changed: undefined }));
  }

  #change(path: string, interfaceName: string, values: unknown, gone: readonly string[]): readonly ObjectChange[] {
    const before = this.get(path, interfaceName);
    if (before === undefined) return [];
    const changed: Record<string, unknown> = { ...plainProperties(interfaceName, values) };
    for (const name of gone) changed[name] = undefined;
    this.#objects.get(path)?.set(interfaceName, { ...before, ...changed });
    return [{ path, interface: interfaceName, changed }];
  }
}

function plainProperties(interfaceName: string, values: unknown): Properties {
  const plain: Record<string, unknown> = {};
  for (const [name, variant] of entriesOf(values)) {
    if (name === 'Value' && attributeInterfaces.has(interfaceName)) continue;
    plain[name] = (variant as Variant).value;
  }
  return plain;
}

function entriesOf(dictionary: unknown): [string, unknown][] {
  return Object.entries(dictionary as Record<string, unknown>);
}
