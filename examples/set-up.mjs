// An app in a terminal: chooses a network, shows progress, asks again after a wrong password, and ends at Ctrl-C. Where
// nobody can answer, it answers itself, with a wrong password first.
import { createInterface } from 'node:readline/promises';
import { failureCode, isEnterprise, Provisioner } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { errorTable, isProvisioningError } from '@esp-prov/protocol';
import { startVirtualDevice } from './virtual-device.mjs';

const virtual = process.argv[2] ? undefined : await startVirtualDevice();
const transport = httpTransport(process.argv[2] ?? virtual.address);

const cancel = new AbortController();
const { signal } = cancel;
const terminal = process.stdin.isTTY ? createInterface(process.stdin, process.stdout) : undefined;
terminal?.once('close', () => cancel.abort()); // by Ctrl-C and by Ctrl-D
const answers = ['1', 'wrongpassword', 'mypassword'];
const ask = async (question) => (await terminal?.question(question, { signal })) ?? answers.shift();

try {
  const provisioner = await Provisioner.connect(transport, { pop: 'abcd1234', signal });
  const ssid = await chooseNetwork(provisioner);
  await join(provisioner, ssid);
} catch (error) {
  if (signal.aborted) console.log('Cancelled.');
  else if (isProvisioningError(error)) console.log(`${error.message} ${errorTable[error.code].remedy} (${error.code})`);
  else throw error;
} finally {
  await transport[Symbol.asyncDispose]();
  await virtual?.switchOff();
  terminal?.close();
}

/** Asks for one of the networks that the device hears. A name is bytes, and goes back to the device as it came. */
async function chooseNetwork(provisioner) {
  const heard = await provisioner.scan({ signal });
  const networks = heard.filter(({ authMode }) => !isEnterprise(authMode));
  for (const [index, { ssid, rssi }] of networks.entries()) {
    console.log(`${index + 1} ${new TextDecoder().decode(ssid)} (${rssi} dBm)`);
  }
  for (;;) {
    const chosen = networks[Number(await ask('Number of the network: ')) - 1];
    if (chosen) return chosen.ssid;
  }
}

/** Hands over the password and watches the device join; after a failure asks again, in the same session. */
async function join(provisioner, ssid) {
  const network = async () => ({ ssid, passphrase: await ask('Password: ') });
  let failed = await watch(provisioner.provision(await network(), { signal }));
  while (failed) {
    console.log(errorTable[failureCode(failed.reason)].meaning);
    for (const { text } of failed.evidence.findings) console.log(`- ${text}`);
    failed = await watch(provisioner.provisionAgain(network, { signal }));
  }
}

/** Shows the steps. Returns the last one if it is a failure. */
async function watch(steps) {
  for await (const step of steps) {
    if (step.kind === 'failed') return step;
    if (step.kind === 'connected') console.log(`The device is on the network, at ${step.connection.ip4}.`);
    else console.log(step.kind === 'status' ? `status: ${step.status.state}` : step.kind);
  }
}
