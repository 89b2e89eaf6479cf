import { isDBusError } from '@esp-prov/dbus';
import {
  type Bytes,
  type Clock,
  maxAttributeValue,
  ProvisioningError,
  underSignals,
  withDeadline,
} from '@esp-prov/protocol';
import type { Bluetoothd, BluezCall } from '../service/bluetoothd.ts';
import { bluezError } from '../service/bluez-error.ts';
import { bluezInterfaces } from '../service/bluez-names.ts';
import { attErrors, meansNoLink, needsEncryption, refusal } from './att-refusal.ts';
import type { RemoteAttribute } from './remote-attributes.ts';

/** Time in which the news that the link is gone may follow an answer that hints at it. */
const lossGraceMs = 1000;

/**
 * The same after ATT error 0x0e, in which many a stack ends what it cannot finish; bluetoothd as the peripheral drops the
 * link two seconds after it.
 */
const unlikelyGraceMs = 3000;

/** The link over which attributes are read and written. */
export interface AttributeLink {
  readonly bluetoothd: Bluetoothd;
  /** Bluetooth address of the device. */
  readonly address: string;
  readonly clock: Clock;
  /** Aborted when the link is gone, on whichever side it ended. */
  readonly ended: AbortSignal;
  /** Longest time for one operation in ms. */
  readonly timeoutMs: number;
  /** Called when the device has answered, whatever it was. */
  onAnswer(): void;
  /** Encrypts the link. */
  pair(options: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

type Kind = 'characteristic' | 'descriptor';
type Options = { readonly signal?: AbortSignal | undefined };

/** Reads and writes attributes of one link, one at a time. */
export class AttributeAccess {
  readonly #link: AttributeLink;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(link: AttributeLink) {
    this.#link = link;
  }

  /** Returns the whole value of an attribute, which bluetoothd fetches in as many pieces as it takes. */
  async read(kind: Kind, { path, uuid }: RemoteAttribute, options: Options = {}): Promise<Bytes> {
    const call = { path, interface: bluezInterfaces[kind], member: 'ReadValue', signature: 'a{sv}', body: [{}] };
    const [value] = await this.#inTurn(call, `to read ${kind} ${uuid}`, options);
    return new Uint8Array(value as Uint8Array);
  }

  /** Writes with response. @throws ProvisioningError `gatt/refused` for more than 512 bytes */
  async write({ path, uuid }: RemoteAttribute, value: Uint8Array, options: Options = {}): Promise<void> {
    const what = `to write characteristic ${uuid}`;
    if (value.length > maxAttributeValue) {
      const text = `${value.length} bytes are too many ${what}: a value has at most ${maxAttributeValue}`;
      throw new ProvisioningError('gatt/refused', text, { details: { attError: 0x0d, length: value.length } });
    }
    const body = [value, { type: { signature: 's', value: 'request' } }];
    const target = { path, interface: bluezInterfaces.characteristic };
    await this.#inTurn({ ...target, member: 'WriteValue', signature: 'aya{sv}', body }, what, options);
  }

  #inTurn(call: BluezCall, what: string, options: Options): Promise<readonly unknown[]> {
    const result = this.#tail.then(() => this.#operate(call, what, options));
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #operate(call: BluezCall, what: string, { signal }: Options): Promise<readonly unknown[]> {
    const { ended, timeoutMs: ms, clock } = this.#link;
    ended.throwIfAborted();
    signal?.throwIfAborted();
    const reason = () =>
      new ProvisioningError('link/timeout', `no answer ${what} within ${ms / 1000} s`, { details: { timeoutMs: ms } });
    // bluetoothd does not answer for an attribute that goes while it is used.
    const gone = this.#watchFor(call, what);
    const once = async () => {
      const answer = await underSignals([signal, ended, gone.signal], (all) =>
        withDeadline({ clock, ms, reason, signal: all }, (limited) =>
          this.#link.bluetoothd.call({ ...call, timeoutMs: 2 * ms, signal: limited }),
        ),
      );
      this.#link.onAnswer();
      return answer;
    };
    try {
      return await underSignals([signal, ended], (both) => this.#operateOnce(once, what, both, gone.signal));
    } finally {
      gone.stop();
    }
  }

  async #operateOnce(
    once: () => Promise<readonly unknown[]>,
    what: string,
    both: AbortSignal,
    gone: AbortSignal,
  ): Promise<readonly unknown[]> {
    const { pair } = this.#link;
    if (gone.aborted) throw await this.#lossOr(gone.reason);
    try {
      return await once();
    } catch (error) {
      if (gone.aborted) throw await this.#lossOr(gone.reason);
      if (!needsEncryption(error)) throw await this.#explain(error, what);
    }
    // The refusal came before the device did anything, so the request may be repeated.
    await pair({ signal: both });
    try {
      return await once();
    } catch (error) {
      if (!needsEncryption(error)) throw await this.#explain(error, what);
      const text = `the device still refuses ${what} after pairing: ${error.message}`;
      throw new ProvisioningError('bluetooth/pairing-failed', text, { cause: error });
    }
  }

  /** Watches for the end of the attribute that a call is about, which may be over already. */
  #watchFor({ path, interface: name }: BluezCall, what: string): { readonly signal: AbortSignal; stop(): void } {
    const { bluetoothd } = this.#link;
    const gone = new AbortController();
    const refuse = (pending: boolean) => gone.abort(attributeGone(what, pending));
    if (bluetoothd.get(path, name) === undefined) refuse(false);
    const stop = bluetoothd.onChange((change) => {
      if (change.path === path && change.interface === name && change.changed === undefined) refuse(true);
    });
    return { signal: gone.signal, stop };
  }

  async #explain(error: unknown, what: string): Promise<unknown> {
    if (!isDBusError(error)) return error;
    if (error.code !== 'reply') return await this.#lossOr(bluezError(error, what.slice(3)));
    const refused = refusal(error, what, this.#link.address);
    const { attError } = refused.details;
    if (attError === attErrors.unlikely) return await this.#lossOr(refused, unlikelyGraceMs);
    if (attError !== undefined) {
      this.#link.onAnswer();
      return refused;
    }
    if (meansNoLink(error)) return await this.#lossOr(linkLost(error));
    return await this.#lossOr(error.errorName.endsWith('.NotReady') ? bluezError(error, what.slice(3)) : refused);
  }

  /**
   * Returns the loss of the link if it comes within `graceMs`, else `otherwise`: a link that ends fails what is under
   * way, sometimes before it reports its end.
   */
  async #lossOr(otherwise: unknown, graceMs = lossGraceMs): Promise<unknown> {
    const { clock, ended } = this.#link;
    await clock.sleep(graceMs, { signal: ended }).catch(() => undefined);
    return ended.aborted ? ended.reason : otherwise;
  }
}

/** Returns the failure of an attribute that the device has removed; `pending`: while it was used. */
function attributeGone(what: string, pending: boolean): ProvisioningError {
  const details = { attError: attErrors.invalidHandle, ...(pending ? { pending } : {}) };
  return new ProvisioningError('gatt/refused', `the device has removed what was ${what.replace('to ', 'there to ')}`, {
    details,
  });
}

/** Returns the failure of a link that is gone. */
export function linkLost(cause?: unknown): ProvisioningError {
  return new ProvisioningError('link/lost', 'the Bluetooth link to the device is gone', { cause });
}
