import type { ClientProof } from '@esp-prov/client';
import type { FlowEvent } from '../flow/flow-event.ts';
import type { Wanted } from '../flow/flow-state.ts';

/** A user name with its password. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** What a person has answered. */
export interface Answers {
  readonly pop?: string | undefined;
  readonly account?: Account | undefined;
}

/** An answer that is waited for. */
interface Open<T> {
  resolve(answer: T): void;
}

/**
 * What a device asks of a person, and the answers. What was given beforehand goes to the device without a question, and
 * as a demand; an answer to a question becomes a demand when the device is connected to once more.
 */
export class Questions {
  readonly #wanted: Wanted;
  readonly #report: (event: FlowEvent) => void;
  readonly #signal: AbortSignal;
  #pop: string | undefined;
  #account: Account | undefined;
  #consented: boolean | undefined;
  #openPop: Open<string> | undefined;
  #openAccount: Open<Account> | undefined;
  #openConsent: Open<boolean> | undefined;
  /** The secret that the device refused; undefined where it is not known which one it was. */
  #refused: 'none' | 'pop' | 'account' | 'either' = 'none';

  /** @param accepted - what this device has accepted before: it is sent unasked */
  constructor(wanted: Wanted, report: (event: FlowEvent) => void, signal: AbortSignal, accepted: Answers = {}) {
    this.#wanted = wanted;
    this.#report = report;
    this.#signal = signal;
    this.#pop = accepted.pop;
    this.#account = accepted.account;
  }

  /** The answers that hold: one that the device refused is none any more. */
  get answers(): Answers {
    return {
      ...(this.#pop === undefined ? {} : { pop: this.#pop }),
      ...(this.#account === undefined ? {} : { account: this.#account }),
    };
  }

  /** What to connect with: secrets that are known, questions for the others. */
  proof(): Pick<ClientProof, 'pop' | 'username' | 'password' | 'allowUnproven' | 'minimumSecurityVersion'> {
    const { likely, minimumSecurityVersion } = this.#wanted;
    const isRefused = this.#refused !== 'none';
    const given: Partial<Wanted> = isRefused ? {} : this.#wanted;
    const account = async (): Promise<Account> => {
      if (isRefused || this.#account || !likely?.username) return await this.#askAccount();
      return { username: likely.username, password: likely.password };
    };
    return {
      minimumSecurityVersion,
      pop: this.#pop ?? (given.pop || (() => this.#askPop())),
      username: this.#account?.username ?? (given.username || (async () => (await account()).username)),
      password: this.#account?.password ?? (given.password || (async () => (await account()).password)),
      allowUnproven: ({ securityVersion }) => this.#askConsent(securityVersion),
    };
  }

  /** Notes that the device refused what it was given, and asks for another where it is known which secret that was. */
  async refused(): Promise<void> {
    const { pop, password, likely } = this.#wanted;
    const used = this.#account || (password && !pop) ? 'account' : this.#pop ? 'pop' : undefined;
    const first = pop && (password || likely) ? 'either' : pop ? 'pop' : 'account';
    this.#refused = used ?? first;
    this.#pop = undefined;
    this.#account = undefined;
    if (this.#refused === 'pop') await this.#askPop();
    else if (this.#refused === 'account') await this.#askAccount();
  }

  answerPop(pop: string): void {
    this.#pop = pop;
    this.#openPop?.resolve(pop);
  }

  answerAccount(account: Account): void {
    this.#account = account;
    this.#openAccount?.resolve(account);
  }

  answerConsent(agreed: boolean): void {
    this.#consented = agreed;
    this.#openConsent?.resolve(agreed);
  }

  async #askPop(): Promise<string> {
    if (this.#pop !== undefined) return this.#pop;
    return await this.#ask<string>({ kind: 'asks-proof', refused: this.#refused !== 'none' }, (open) => {
      this.#openPop = open;
    });
  }

  async #askAccount(): Promise<Account> {
    if (this.#account) return this.#account;
    return await this.#ask<Account>({ kind: 'asks-account', refused: this.#refused !== 'none' }, (open) => {
      this.#openAccount = open;
    });
  }

  async #askConsent(securityVersion: 0 | 1): Promise<boolean> {
    if (this.#consented !== undefined) return this.#consented;
    return await this.#ask<boolean>({ kind: 'asks-consent', securityVersion }, (open) => {
      this.#openConsent = open;
    });
  }

  async #ask<T>(event: FlowEvent, note: (open: Open<T>) => void): Promise<T> {
    const signal = this.#signal;
    return await new Promise((resolve, reject) => {
      const leave = () => reject(signal.reason);
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      note({
        resolve(answer) {
          signal.removeEventListener('abort', leave);
          resolve(answer);
        },
      });
      this.#report(event);
    });
  }
}
