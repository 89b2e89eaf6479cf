import { type Bus, type ExportedInterface, isDBusError } from '@esp-prov/dbus';
import { bluezErrors } from './bluez-error.ts';
import { bluezInterfaces } from './bluez-names.ts';

/** A program that answers for the user when devices pair. */
export interface Agent {
  readonly owner: string;
  readonly path: string;
}

const capabilities = ['', 'DisplayOnly', 'DisplayYesNo', 'KeyboardOnly', 'NoInputNoOutput', 'KeyboardDisplay'];
/** How long a user may think. */
const answerTimeoutMs = 60_000;

/** `org.bluez.AgentManager1`. */
export class AgentManager {
  readonly #bus: Bus;
  readonly #agents = new Map<string, Agent>();
  /** Owners of the agents that offer to answer for all, the first one first. */
  readonly #defaults: string[] = [];

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** Returns the agent of a program, or the one that answers for programs without. */
  agentFor(owner?: string): Agent | undefined {
    const own = owner === undefined ? undefined : this.#agents.get(owner);
    return own ?? this.#agents.get(this.#defaults[0] ?? '');
  }

  /** Whether the agent lets a device pair that shows no number. */
  async authorizes({ owner, path }: Agent, device: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#bus.call(
        {
          destination: owner,
          path,
          interface: bluezInterfaces.agent,
          member: 'RequestAuthorization',
          signature: 'o',
          body: [device],
        },
        { timeoutMs: answerTimeoutMs, signal },
      );
      return true;
    } catch (error) {
      if (isDBusError(error)) return false;
      throw error;
    }
  }

  /** Returns the interface as programs call it. */
  exported(): ExportedInterface {
    return {
      methods: {
        RegisterAgent: {
          in: 'os',
          out: '',
          call: ([path, capability], { sender }) => {
            if (this.#agents.has(sender)) throw bluezErrors.alreadyExists();
            if (!capabilities.includes(String(capability))) throw bluezErrors.invalidArguments();
            this.#agents.set(sender, { owner: sender, path: String(path) });
          },
        },
        UnregisterAgent: {
          in: 'o',
          out: '',
          call: ([path], { sender }) => {
            this.#require(sender, path);
            this.forget(sender);
          },
        },
        RequestDefaultAgent: {
          in: 'o',
          out: '',
          call: ([path], { sender }) => {
            this.#require(sender, path);
            this.#dropDefault(sender);
            this.#defaults.unshift(sender);
          },
        },
      },
    };
  }

  /** Forgets the agent of a program that has left the bus. */
  forget(owner: string): void {
    this.#agents.delete(owner);
    this.#dropDefault(owner);
  }

  #require(owner: string, path: unknown): void {
    if (this.#agents.get(owner)?.path !== path) throw bluezErrors.doesNotExist();
  }

  #dropDefault(owner: string): void {
    const index = this.#defaults.indexOf(owner);
    if (index >= 0) this.#defaults.splice(index, 1);
  }
}
