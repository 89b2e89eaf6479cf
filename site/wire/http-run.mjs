// HTTP over a connection of this machine: a device of ours, requests of Espressif's client and of ours, every byte.
import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { httpTransport } from '@esp-prov/client/node';
import { ProvisioningManager } from '@esp-prov/device';
import { HttpDeviceTransport } from '@esp-prov/device/node';
import { capabilities, encodeVersionInfo, sec1Device } from '@esp-prov/protocol';
import { FakeWifiDriver, fixedRandom, manualClock } from '@esp-prov/testing';
import { memoryStore } from '@esp-prov/virtual';

/** Address of a SoftAP, as clients know it. */
const softAp = '192.168.4.1';

/** A device that answers as network_provisioning 1.2.4 does, with the given numbers of sessions. */
async function httpDevice(sessions) {
  const random = fixedRandom(...sessions.map(fourBytes));
  const transport = new HttpDeviceTransport({ host: '127.0.0.1', random });
  const [wifi, store, clock] = [new FakeWifiDriver([]), memoryStore(), manualClock()];
  const manager = new ProvisioningManager({ transport, wifi, store, clock });
  const version = encodeVersionInfo({
    managed: true,
    version: 'netprov-v1.2',
    securityVersion: 1,
    securityPatchVersion: 0,
    capabilities: [capabilities.wifiProvisioning, capabilities.wifiScan],
    applications: [],
  });
  await manager.start({
    serviceName: 'PROV_261FCC',
    security: sec1Device({ pop: 'abcd1234' }),
    version: () => version,
  });
  return transport;
}

/**
 * Returns what a device answers to `requests`, which come over one connection.
 *
 * @param {number} session number of the session that the first request opens
 * @param {readonly Uint8Array[]} requests
 */
export async function httpAnswers(session, requests) {
  const device = await httpDevice([session]);
  const socket = connect(portOf(device), '127.0.0.1');
  try {
    await once(socket, 'connect');
    const answers = [];
    for (const request of requests) {
      socket.write(request);
      answers.push(await wholeAnswer(socket));
    }
    return answers;
  } finally {
    socket.destroy();
    await device[Symbol.asyncDispose]();
  }
}

/** Returns what our client sends for `exchanges`, each an endpoint and its request, to a device at the address of a SoftAP. */
export async function httpRequests(session, exchanges) {
  const device = await httpDevice([session]);
  const sent = [];
  const { createConnection } = Agent.prototype;
  // The client is told the address of a SoftAP; what stands there is this machine.
  Agent.prototype.createConnection = () => {
    const socket = connect(portOf(device), '127.0.0.1');
    const { write } = socket;
    sent.push('');
    socket.write = (chunk, ...rest) => {
      sent[sent.length - 1] += Buffer.from(chunk, typeof rest[0] === 'string' ? rest[0] : 'latin1').toString('latin1');
      return write.call(socket, chunk, ...rest);
    };
    return socket;
  };
  try {
    const client = httpTransport(softAp);
    for (const [endpoint, request] of exchanges) await client.exchange(endpoint, request);
    await client[Symbol.asyncDispose]();
  } finally {
    Agent.prototype.createConnection = createConnection;
    await device[Symbol.asyncDispose]();
  }
  return sent.map((text) => new Uint8Array(Buffer.from(text, 'latin1')));
}

/** Reads from `socket` until the body is as long as the head says. */
async function wholeAnswer(socket) {
  let text = '';
  for (;;) {
    const [chunk] = await once(socket, 'data');
    text += chunk.toString('latin1');
    const [head, length] = /^.*?Content-Length: (\d+).*?\r\n\r\n/s.exec(text) ?? [];
    if (head !== undefined && text.length >= head.length + Number(length)) return Buffer.from(text, 'latin1');
  }
}

function portOf({ address }) {
  return Number(address.split(':').at(-1));
}

function fourBytes(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
