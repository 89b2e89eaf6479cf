import { EmulatedPeripheral } from './emulated-peripheral.mjs';

/** HCI: the connection could not be established. Bluetooth Core Specification, volume 1 part F, 2.64 */
const notEstablished = 0x3e;

/**
 * The Bluetooth adapter that Chromium emulates, through DevTools: whatever a page does to a device becomes a call of an
 * `EmulatedPeripheral`, which is the port that a device of ours has for its Bluetooth.
 *
 * The adapter belongs to the browser process, and lives only as long as a page has used it. `keepAlive` of the browser
 * sees to that.
 */
export class EmulatedRadio {
  /** Wait before each attribute operation is answered, as a radio has it. */
  latencyMs = 0;
  #session;
  #peripherals = new Map();
  #characteristics = new Map();
  #descriptors = new Map();
  #addresses = 0;
  #isOn = false;

  /** @param session - of DevTools with the browser, not with a page */
  constructor(session) {
    this.#session = session;
    const on = (event, handle) =>
      session.on(`BluetoothEmulation.${event}`, (facts) => {
        handle(facts).catch((error) => {
          // The page has left its operation, so that nobody waits for the answer.
          if (/Failed to simulate/.test(error.message)) return;
          if (this.#isOn) console.error(`emulated radio: ${event}: ${error.message.split('\n')[0]}`);
        });
      });
    on('gattOperationReceived', (facts) => this.#linkOperation(facts));
    on('characteristicOperationReceived', (facts) => this.#valueOperation(facts));
    on('descriptorOperationReceived', (facts) => this.#descriptorOperation(facts));
  }

  get isOn() {
    return this.#isOn;
  }

  /** Switches the adapter on; `absent` is a machine without one. */
  async start(state = 'powered-on') {
    this.#isOn = true;
    await this.send('enable', { state, leSupported: true });
  }

  async stop() {
    this.#isOn = false;
    for (const peripheral of this.#peripherals.values()) await peripheral.lose();
    this.#characteristics.clear();
    this.#descriptors.clear();
    await this.send('disable');
  }

  /** Switches it off and on, so that nothing of an earlier case is left; what is on the air comes back. */
  async restart(state = 'powered-on') {
    await this.stop();
    await this.start(state);
    if (state !== 'powered-on') return;
    for (const peripheral of this.#peripherals.values()) await peripheral.appear();
  }

  setState(state) {
    return this.send('setSimulatedCentralState', { state });
  }

  /** Returns the Bluetooth of a new device. */
  peripheral() {
    this.#addresses += 1;
    const address = `24:0A:C4:00:00:${this.#addresses.toString(16).padStart(2, '0').toUpperCase()}`;
    const peripheral = new EmulatedPeripheral(this, address);
    this.#peripherals.set(address, peripheral);
    return peripheral;
  }

  /** The addresses of the devices that a scanner hears. */
  get advertised() {
    return [...this.#peripherals.values()].filter((each) => each.isAdvertising).map(({ address }) => address);
  }

  /** The devices that have a link. */
  get connected() {
    return [...this.#peripherals.values()].filter((each) => each.isConnected);
  }

  /** Returns the device on the air whose name this is. */
  named(name) {
    return [...this.#peripherals.values()].find((each) => each.name === name);
  }

  forget(address) {
    this.#peripherals.delete(address);
  }

  send(command, parameters) {
    return this.#session.send(`BluetoothEmulation.${command}`, parameters);
  }

  /** Notes which value stands behind an identifier of DevTools; a table that is added anew has new ones. */
  know({ characteristicId, descriptorId }, value) {
    this.#characteristics.set(characteristicId, value);
    if (descriptorId !== undefined) this.#descriptors.set(descriptorId, value);
  }

  async #linkOperation({ address, type }) {
    const peripheral = this.#peripherals.get(address);
    const code = peripheral === undefined ? notEstablished : await peripheral.admit(type, notEstablished);
    // A device that does not answer.
    if (code === undefined) return;
    await this.send('simulateGATTOperationResponse', { address, type, code });
  }

  async #valueOperation({ characteristicId, type, data }) {
    const value = this.#characteristics.get(characteristicId);
    if (value === undefined) return;
    await value.operate(type, new Uint8Array(Buffer.from(data ?? '', 'base64')), (code, bytes) =>
      this.send('simulateCharacteristicOperationResponse', {
        characteristicId,
        type,
        code,
        ...(bytes === undefined ? {} : { data: Buffer.from(bytes).toString('base64') }),
      }),
    );
  }

  async #descriptorOperation({ descriptorId, type }) {
    const value = this.#descriptors.get(descriptorId);
    if (value === undefined) return;
    const data = Buffer.from(value.description).toString('base64');
    const bytes = type === 'read' ? { data } : {};
    await this.send('simulateDescriptorOperationResponse', { descriptorId, type, code: 0, ...bytes });
  }
}
