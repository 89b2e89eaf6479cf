import { fileURLToPath } from 'node:url';
import { bluezCentral } from '@esp-prov/bluez';
import { connectBle, Provisioner } from '@esp-prov/client';
import { isAnsweredTooEarly } from './bleak-quirk.mjs';
import { eraseBoard, startBoard } from './board.mjs';
import { startBoardWifi } from './board-wifi.mjs';
import { startEchoDevice } from './echo-device.mjs';
import { JsonProgram } from './json-program.mjs';
import { openPhone } from './phone.mjs';
import { openStreet } from './street.mjs';
import { startVirtualDevice } from './virtual-device.mjs';
import { forgetNetworks, openAccessPoint, useWifiService } from './wifi.mjs';

/** Adapters of the guest: clients are on the first, as esp_prov takes that one. */
export const clientAdapter = 'hci0';
export const deviceAdapter = 'hci1';

const peers = fileURLToPath(new URL('../peers/', import.meta.url));

/** What one case works with; all that it opens is closed at its end, the last first. */
export class Lab {
  /** Printed if the case fails. */
  transcript = [];
  #open = [];
  #central;

  /** Our central role, by way of bluetoothd. */
  get central() {
    this.#central ??= this.keep(bluezCentral({ adapter: clientAdapter, log: this.#log('client') }));
    return this.#central;
  }

  /** Returns a virtual ESP32; options of `startVirtualDevice`. */
  async device(options = {}) {
    return this.keep(await startVirtualDevice({ adapter: deviceAdapter, log: this.#log('device'), ...options }));
  }

  /** Returns our device transport without a device behind it: what is written is what is read. */
  async echoDevice(options = {}) {
    return this.keep(await startEchoDevice({ adapter: deviceAdapter, log: this.#log('device'), ...options }));
  }

  /** Returns the device that is not ours. */
  async pythonDevice(name) {
    const program = this.keep(new JsonProgram('python3', [`${peers}gatt_device.py`, deviceAdapter, name]));
    await program.next(({ event }) => event === 'ready');
    return {
      name,
      next: (event, endpoint) => program.next((line) => line.event === event && line.endpoint === endpoint),
    };
  }

  /** Returns the central that is not ours: each request to peers/bleak_central.py is answered by an object. */
  async bleak() {
    const program = this.keep(new JsonProgram('python3', [`${peers}bleak_central.py`, clientAdapter]));
    await program.next(({ ready }) => ready);
    const ask = async (what, parameters = {}) => {
      program.send({ do: what, ...parameters });
      return await program.next();
    };
    /** Calls `ask` for what has to succeed. */
    const must = async (what, parameters) => {
      const answer = await ask(what, parameters);
      if (answer.error) throw new Error(`bleak, ${what}: ${answer.error}`);
      return answer;
    };
    return {
      ask,
      must,
      async connect() {
        const first = await ask('connect');
        if (first.error && !isAnsweredTooEarly(first.error)) throw new Error(`bleak, connect: ${first.error}`);
        return first.error ? await must('connect') : first;
      },
    };
  }

  /** Has the Wi-Fi service with the name run on the board, and no other. */
  async wifiService(name) {
    await useWifiService(name);
  }

  /** Returns the board's Wi-Fi by our drivers. */
  async boardWifi(service) {
    return this.keep(await startBoardWifi({ service, log: this.#log('board') }));
  }

  /** Returns a new board that is a device, by its Wi-Fi service of the name; options of `startBoard`. */
  async newBoard(service, options = {}) {
    await this.wifiService(service);
    this.leavesNoNetwork(service);
    return this.freshBoard(options);
  }

  /** Returns a board that starts for the first time. */
  freshBoard(options = {}) {
    eraseBoard();
    return this.board(options);
  }

  /** Returns the board as it starts again. */
  board(options = {}) {
    return this.keep(startBoard({ log: this.#log('board'), ...options }));
  }

  /** Has the board's Wi-Fi forget at the end of the case what provisioning has brought. */
  leavesNoNetwork(service) {
    this.keep({ [Symbol.asyncDispose]: () => forgetNetworks(service) });
  }

  /** Returns the networks around the board, which stay, by their kind. */
  async street() {
    return await openStreet();
  }

  /** Returns an access point of this case alone; options of `openAccessPoint`. */
  async accessPoint(options) {
    return this.keep(await openAccessPoint(options));
  }

  /** Returns the phone, which has a radio of its own. */
  async phone() {
    return this.keep(openPhone());
  }

  /** Returns a station over wpa_supplicant that is not ours: requests to peers/supplicant_station.py. */
  async pythonStation() {
    const program = this.keep(new JsonProgram('python3', [`${peers}supplicant_station.py`, 'wlan0']));
    await program.next(({ ready }) => ready);
    return {
      /** Asks for what has to be answered. */
      async must(what, parameters = {}) {
        program.send({ do: what, ...parameters });
        const answer = await program.next();
        if (answer.error) throw new Error(`wpa_supplicant, ${what}: ${answer.error}`);
        return answer;
      },
    };
  }

  /** Returns our transport to a device. */
  async transport({ name }, options = {}) {
    return this.keep(await connectBle(this.central, { name, ...options }));
  }

  /** Returns a session with a device by our client, with the right secrets unless others are given. */
  async provisioner(device, options = {}) {
    return await Provisioner.connect(await this.transport(device), { ...device.secrets, ...options });
  }

  /** Closes something at the end of the case, unless that is done before. */
  keep(disposable) {
    this.#open.push(disposable);
    return disposable;
  }

  async end() {
    for (const disposable of this.#open.splice(0).reverse()) await disposable[Symbol.asyncDispose]();
  }

  #log(who) {
    return (level, tag, text) => this.transcript.push(`${who} ${level} ${tag}: ${text}`);
  }
}
