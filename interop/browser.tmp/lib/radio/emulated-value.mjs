/** ATT errors. Bluetooth Core Specification, volume 3 part F, 3.4.1.1 */
const invalidLength = 0x0d;
const unlikely = 0x0e;

/** Longest value of an attribute; the emulation itself has no limit. Volume 3 part F, 3.2.9 */
const mostBytes = 512;

/** A characteristic on the emulated radio: hands what the page does to a `LocalCharacteristic`. */
export class EmulatedValue {
  #characteristic;
  #link;
  #pending = new Set();

  /**
   * @param link - `peer` returns the central that is connected, `latency` the wait before an answer in ms,
   * `interferes` a fault for an operation
   */
  constructor(characteristic, link) {
    this.#characteristic = characteristic;
    this.#link = link;
  }

  get description() {
    return this.#characteristic.description ?? '';
  }

  /** Does an operation, and answers it unless it was abandoned meanwhile. */
  async operate(type, bytes, answer) {
    const operation = { answer };
    this.#pending.add(operation);
    const peer = this.#link.peer();
    const ms = this.#link.latency();
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    const endpoint = this.#characteristic.description ?? this.#characteristic.uuid;
    const fault = await this.#link.interferes({ endpoint, type, bytes });
    if (!this.#pending.has(operation) || fault === 'hang') return;
    const { code, value } = fault === undefined ? await this.#result(type, bytes) : interfered(fault);
    if (!this.#pending.delete(operation)) return;
    // A link that ends just now takes the operation with it.
    await answer(code, value).catch((error) => {
      if (this.#link.peer() === peer) throw error;
    });
  }

  /** Answers what is under way with an error. */
  async abandon() {
    const pending = [...this.#pending];
    this.#pending.clear();
    for (const { answer } of pending) await answer(unlikely).catch(() => undefined);
  }

  async #result(type, bytes) {
    const peer = this.#link.peer();
    if (peer === undefined) return { code: unlikely };
    try {
      if (type === 'write') {
        if (bytes.length > mostBytes) return { code: invalidLength };
        await this.#characteristic.write(peer, bytes);
        return { code: 0 };
      }
      if (type !== 'read') return { code: 0 };
      const value = this.#characteristic.read(peer);
      return value.length > mostBytes ? { code: invalidLength } : { code: 0, value };
    } catch (error) {
      if (error?.name !== 'AttError') throw error;
      return { code: error.code };
    }
  }
}

/** A number is the error; bytes are what a read returns. */
function interfered(fault) {
  return typeof fault === 'number' ? { code: fault } : { code: 0, value: fault };
}
