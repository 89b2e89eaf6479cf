import type { Bus, IncomingCall, Reply, Variant } from '../bus.ts';
import { DBusError } from '../dbus-error.ts';
import type { ExportedObject } from '../exported-interface.ts';
import { answerStandardCall } from './answer-standard-call.ts';
import { callMethod } from './call-method.ts';
import { changedProperties, propertyValues } from './property-access.ts';
import { introspectable, objectManager, properties } from './standard-names.ts';

/** Where the objects are. */
export interface ObjectServerOptions {
  /** Path of the object that manages the others: all of them are below it. Default `/`. */
  readonly root?: string | undefined;
  /** Whether the root is an ObjectManager and announces what appears and vanishes; default true. Some services have none. */
  readonly manages?: boolean | undefined;
  /** Whether ObjectManager lists the standard interfaces of objects too, as some libraries do and others do not; default true. */
  readonly listsStandardInterfaces?: boolean | undefined;
}

/**
 * Objects of this program on a bus. It answers Introspectable, Properties and Peer for each, and ObjectManager at the
 * root, and announces what appears and vanishes. Calls outside of the root are left to others on the connection.
 */
export class ObjectServer implements AsyncDisposable {
  readonly root: string;
  readonly #bus: Bus;
  readonly #standard: Record<string, Record<string, Variant>>;
  readonly #objects = new Map<string, ExportedObject>();
  readonly #manages: boolean;
  readonly #stopListening: () => void;

  constructor(bus: Bus, options: ObjectServerOptions = {}) {
    this.#bus = bus;
    this.root = options.root ?? '/';
    this.#manages = options.manages ?? true;
    this.#standard = (options.listsStandardInterfaces ?? true) ? { [introspectable]: {}, [properties]: {} } : {};
    this.#stopListening = bus.onCall((call) => this.#answer(call));
  }

  /** Paths of the objects, in the order in which they were added. */
  get paths(): readonly string[] {
    return [...this.#objects.keys()];
  }

  /** Whether there is an object at `path`. */
  has(path: string): boolean {
    return this.#objects.has(path);
  }

  /** Exports an object and announces it. @throws DBusError `invalid` when it cannot be there or a property misfits */
  add(path: string, interfaces: ExportedObject): void {
    if (!isBelowOrAt(path, this.root)) throw new DBusError('invalid', `${path} is not below ${this.root}`);
    if (this.#objects.has(path)) throw new DBusError('invalid', `there is an object at ${path} already`);
    this.#objects.set(path, interfaces);
    if (path === this.root) return;
    this.#announce('InterfacesAdded', 'oa{sa{sv}}', [path, this.#managed(interfaces)]);
  }

  /** Takes an object away, and says so; does nothing when it is not there. Objects below it stay. */
  remove(path: string): void {
    const interfaces = this.#objects.get(path);
    if (interfaces === undefined) return;
    this.#objects.delete(path);
    if (path === this.root) return;
    this.#announce('InterfacesRemoved', 'oas', [path, Object.keys(this.#managed(interfaces))]);
  }

  /** Announces properties of an object with the values that they have now; nothing happens where there is no object. */
  changed(path: string, interfaceName: string, ...names: string[]): void {
    const content = this.#objects.get(path)?.[interfaceName];
    if (content === undefined) return;
    const { changed, gone } = changedProperties(content, names);
    this.#bus.emit({
      path,
      interface: properties,
      member: 'PropertiesChanged',
      signature: 'sa{sv}as',
      body: [interfaceName, changed, gone],
    });
  }

  /** Sends a signal of an object, with the types that its interface declares. */
  signal(path: string, interfaceName: string, member: string, ...body: unknown[]): void {
    const signature = this.#objects.get(path)?.[interfaceName]?.signals?.[member];
    if (signature === undefined)
      throw new DBusError('invalid', `${interfaceName} at ${path} has no signal '${member}'`);
    this.#bus.emit({ path, interface: interfaceName, member, signature, body });
  }

  /** Ends all objects without a word, as the end of the connection would. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopListening();
    this.#objects.clear();
  }

  #announce(member: string, signature: string, body: readonly unknown[]): void {
    if (!this.#manages) return;
    this.#bus.emit({ path: this.root, interface: objectManager, member, signature, body });
  }

  #answer(call: IncomingCall): Promise<Reply> | undefined {
    const inside = isBelowOrAt(call.path, this.root);
    // A client that walks the tree from its top has to find the root.
    const above = isBelowOrAt(this.root, call.path) && call.interface === introspectable;
    if (!inside && !above) return undefined;
    return this.#reply(call);
  }

  async #reply(call: IncomingCall): Promise<Reply> {
    const interfaces = this.#objects.get(call.path);
    const children = childrenOf(call.path, [...this.#objects.keys(), this.root]);
    const manager = this.#manages && call.path === this.root ? () => this.#managedObjects() : undefined;
    return (await answerStandardCall(call, { interfaces, children, manager })) ?? (await callMethod(call, interfaces));
  }

  #managedObjects(): Record<string, Record<string, Record<string, Variant>>> {
    const objects = [...this.#objects].filter(([path]) => path !== this.root);
    return Object.fromEntries(objects.map(([path, interfaces]) => [path, this.#managed(interfaces)]));
  }

  #managed(interfaces: ExportedObject): Record<string, Record<string, Variant>> {
    const own = Object.entries(interfaces).map(([name, content]) => [name, propertyValues(content)] as const);
    return { ...Object.fromEntries(own), ...this.#standard };
  }
}

function isBelowOrAt(path: string, root: string): boolean {
  return path === root || path.startsWith(root === '/' ? '/' : `${root}/`);
}

function childrenOf(path: string, all: readonly string[]): string[] {
  const prefix = path === '/' ? '/' : `${path}/`;
  const below = all.filter((other) => other.startsWith(prefix) && other !== path);
  return [...new Set(below.map((other) => other.slice(prefix.length).split('/', 1)[0] ?? ''))];
}
