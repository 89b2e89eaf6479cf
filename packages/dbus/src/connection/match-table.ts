import type { MatchRule, ReceivedSignal } from '../bus.ts';
import { isDBusError } from '../dbus-error.ts';
import { formatRule, ruleMatches } from './match-rule.ts';
import { busName, ownerChangedRule } from './message-bus.ts';

/** What a table of match rules needs from the bus. */
export interface MatchActions {
  addMatch(rule: string): Promise<void>;
  removeMatch(rule: string): Promise<void>;
  /** Returns the unique name of the owner of a well-known name; empty when it has none. */
  ownerOf(name: string): Promise<string>;
}

type Listener = (signal: ReceivedSignal) => void;

interface Entry {
  readonly rule: MatchRule;
  readonly listeners: Set<{ readonly listener: Listener }>;
  /** When the bus has the rule. */
  readonly ready: Promise<void>;
}

interface Owner {
  name: string;
  users: number;
  known: Promise<() => Promise<void>>;
}

/** The signals that this connection listens to: one rule on the bus for each, for any number of listeners. */
export class MatchTable {
  readonly #actions: MatchActions;
  readonly #entries = new Map<string, Entry>();
  /** Signals carry unique names; rules may contain well-known ones. */
  readonly #owners = new Map<string, Owner>();

  constructor(actions: MatchActions) {
    this.#actions = actions;
  }

  /** The rules that the bus has of this connection, those for owners of names included. */
  get rules(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Listens until the returned function is called. */
  async add(rule: MatchRule, listener: Listener): Promise<() => Promise<void>> {
    const text = formatRule(rule);
    const followed = rule.sender !== undefined && isWellKnown(rule.sender) ? rule.sender : undefined;
    if (followed !== undefined) await this.#follow(followed);
    const token = { listener };
    try {
      await this.#listen(text, rule, token);
    } catch (error) {
      if (followed !== undefined) await this.#unfollow(followed);
      throw error;
    }
    let removed = false;
    return async () => {
      if (removed) return;
      removed = true;
      await this.#unlisten(text, token);
      if (followed !== undefined) await this.#unfollow(followed);
    };
  }

  /** Gives a signal that arrived to all its listeners. */
  deliver(signal: ReceivedSignal): void {
    for (const { rule, listeners } of [...this.#entries.values()]) {
      const owner = rule.sender === undefined ? undefined : this.#owners.get(rule.sender)?.name;
      if (!ruleMatches(rule, signal, owner)) continue;
      for (const { listener } of [...listeners]) {
        try {
          listener(signal);
        } catch (error) {
          // A mistake of one listener is not to cost the others their signal, and not to be swallowed either.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  }

  async #listen(text: string, rule: MatchRule, token: { readonly listener: Listener }): Promise<void> {
    let entry = this.#entries.get(text);
    if (entry === undefined) {
      entry = { rule, listeners: new Set(), ready: this.#actions.addMatch(text) };
      this.#entries.set(text, entry);
    }
    entry.listeners.add(token);
    try {
      await entry.ready;
    } catch (error) {
      if (this.#entries.get(text) === entry) this.#entries.delete(text);
      throw error;
    }
  }

  async #unlisten(text: string, token: { readonly listener: Listener }): Promise<void> {
    const entry = this.#entries.get(text);
    if (entry?.listeners.delete(token) !== true || entry.listeners.size > 0) return;
    this.#entries.delete(text);
    try {
      await this.#actions.removeMatch(text);
    } catch (error) {
      // With the connection its rules are gone as well.
      if (!isDBusError(error, 'closed') && !isDBusError(error, 'lost')) throw error;
    }
  }

  async #follow(name: string): Promise<void> {
    let owner = this.#owners.get(name);
    if (owner === undefined) {
      owner = { name: '', users: 0, known: Promise.resolve(async () => undefined) };
      this.#owners.set(name, owner);
      owner.known = this.#learn(name, owner);
    }
    owner.users += 1;
    try {
      await owner.known;
    } catch (error) {
      if (this.#owners.get(name) === owner) this.#owners.delete(name);
      throw error;
    }
  }

  async #learn(name: string, owner: Owner): Promise<() => Promise<void>> {
    let changed = false;
    const stop = await this.add(ownerChangedRule(name), ({ body }) => {
      changed = true;
      owner.name = String(body[2]);
    });
    try {
      const now = await this.#actions.ownerOf(name);
      // A change may have been read together with the answer, and is newer.
      if (!changed) owner.name = now;
      return stop;
    } catch (error) {
      await stop();
      throw error;
    }
  }

  async #unfollow(name: string): Promise<void> {
    const owner = this.#owners.get(name);
    if (owner === undefined) return;
    owner.users -= 1;
    if (owner.users > 0) return;
    this.#owners.delete(name);
    await (await owner.known)();
  }
}

function isWellKnown(name: string): boolean {
  return !name.startsWith(':') && name !== busName;
}
