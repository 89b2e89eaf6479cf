import {
  type AccessPoint,
  customConfigEndpoint,
  decodeCustomConfig,
  encodeCustomConfig,
  type ProvisionStep,
  type WifiNetwork,
} from '@esp-prov/client';
import { type Bytes, foreignText, fromHex, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { encodeArgument } from '../../options/encode-argument.ts';
import { openLink } from '../../reach/open-link.ts';
import { openSession } from '../../reach/open-session.ts';
import { byHandMs, patienceMs } from '../../reach/patience.ts';
import { displaySsid } from '../../report/network-table.ts';
import { makeOutput, type Output } from '../../report/output.ts';
import { replyText } from '../../report/reply-text.ts';
import { withElapsed } from '../../report/with-elapsed.ts';
import { InterruptedError } from '../../terminal/interrupted-error.ts';
import { interruptible } from '../../terminal/interruption.ts';
import { isInteractive } from '../../terminal/prompts.ts';
import { questionCount } from '../../terminal/question-count.ts';
import { orBack } from '../../terminal/went-back-error.ts';
import { controlDone } from '../control/control.ts';
import { credentialsJson, formatC, makeCredentials } from '../credentials/credentials.ts';
import { infoJson } from '../info/info-json.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { type ChoiceContext, chooseNetwork } from './choose-network.ts';
import { type AskNextTry, canTryAgain, type NextTry, nextTryPort } from './next-try.ts';
import type { ProvisionOptions } from './provision-options.ts';
import { tellThreadStep, tellWifiStep } from './provision-steps.ts';
import { tellEvidence } from './tell-evidence.ts';
import { accessPointArguments, passphraseArgument, ssidArgument } from './wifi-arguments.ts';

/** Gives a device the credentials of a network and prints how it went. */
export async function provision(options: ProvisionOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  if (options.sec2GenCred) return printVerifier(options, output);
  const task = wantedTask(options);
  requireUsable(task, options);
  await interruptible(async (signal) => {
    await using link = await openLink(options, { output, signal });
    await using provisioner = await openSession(link, options, { output, signal });
    const { info, securityVersion } = provisioner;
    output.event(
      { event: 'session-established', ...infoJson(info), securityVersion },
      `Session established: protocol ${info.version}, security ${securityVersion}.`,
    );
    const { byHand = false } = link;
    const joinTimeoutMs = Math.max(options.timeout * 1000, byHand ? byHandMs : 0);
    const scanTimeoutMs = patienceMs({ ...options, byHand });
    const { encoding } = options;
    const run = {
      provisioner,
      options,
      encoding,
      output,
      signal,
      byHand,
      joinTimeoutMs,
      scanTimeoutMs,
      askNextTry: nextTryPort(output.json),
    };
    if (options.customConfig) await sendCustomConfig(run);
    if (options.customData !== undefined) await sendCustomData(run, options.customData);
    // What a device has taken is not sent once more, nor to another one, because somebody goes back beyond it.
    if (options.customConfig || options.customData !== undefined) questionCount.returnTo(0);
    await tasks[task](run);
  });
}

/** What the steps of a run work with. */
interface Run extends ChoiceContext {
  readonly options: ProvisionOptions;
  readonly askNextTry: AskNextTry;
  /** Longest time from Apply to a final answer. */
  readonly joinTimeoutMs: number;
}

const tasks = { reset, reprovision, thread: provisionThread, wifi: provisionWifi } as const;

/** As in esp_prov, a reset or a reprovisioning is all that a run does. */
function wantedTask({ reset, reprov, datasetTlvs }: ProvisionOptions): keyof typeof tasks {
  if (reset) return 'reset';
  if (reprov) return 'reprovision';
  return datasetTlvs === undefined ? 'wifi' : 'thread';
}

async function reset({ provisioner, output, signal }: Run): Promise<void> {
  await provisioner.reset({ signal });
  output.result({ result: 'reset' }, controlDone.reset);
}

async function reprovision({ provisioner, output, signal }: Run): Promise<void> {
  await provisioner.reprovision({ signal });
  output.result({ result: 'reprovision' }, controlDone.reprovision);
}

async function provisionWifi(run: Run): Promise<void> {
  const { provisioner, options, encoding, signal, joinTimeoutMs, askNextTry } = run;
  // Before a network is asked for that the device would not take.
  await provisioner.requireProvisioning({ signal });
  let network = await wantedNetwork(run, options);
  tellAccessPoint(options, run);
  const limits = { signal, timeoutMs: joinTimeoutMs };
  let steps = provisioner.provision(network, limits);
  let isStopped = false;
  for (;;) {
    const failure = await follow(steps, () => networkName(network), run);
    if (!failure) return;
    if (isStopped) throw failure;
    const ask = () =>
      askNextTry({ name: networkName(network), code: failure.code, authMode: network.authMode, encoding });
    const next = await ask();
    if (next.kind === 'stop') throw failure;
    steps = provisioner.provisionAgain(async () => {
      const chosen = await nextNetwork(run, network, { next, ask });
      isStopped = chosen === undefined;
      if (!chosen) throw failure;
      network = chosen;
      return network;
    }, limits);
  }
}

/**
 * Returns the network of the next try; undefined for none. A user who comes back from the list of networks is asked
 * again what to try.
 */
async function nextNetwork(
  run: Run,
  before: WantedNetwork,
  { next: first, ask }: { readonly next: NextTry; readonly ask: () => Promise<NextTry> },
): Promise<WantedNetwork | undefined> {
  for (let next = first; ; next = await ask()) {
    if (next.kind === 'stop') return undefined;
    if (next.kind === 'password') {
      return { ...before, passphrase: passphraseArgument(next.passphrase, run.encoding, before.authMode) };
    }
    const chosen = await orBack(() => wantedNetwork(run, {}));
    if (chosen) return chosen;
  }
}

/** Prints the steps of a provisioning to their end. Returns a failure that other credentials may fix. */
async function follow(
  steps: AsyncIterable<ProvisionStep>,
  name: () => string,
  { provisioner, output, byHand }: Run,
): Promise<ProvisioningError | undefined> {
  let applied = false;
  try {
    await withElapsed('on its way', { output, byHand }, async (clear) => {
      for await (const step of steps) {
        applied ||= step.kind === 'applied';
        clear();
        tellWifiStep(step, name(), output);
      }
    });
    return undefined;
  } catch (error) {
    if (canTryAgain(error)) return error;
    if (isProvisioningError(error, 'wifi/join-timeout')) tellEvidence(provisioner.joinEvidence('timeout'), output);
    if (!applied || !(error instanceof InterruptedError)) throw error;
    throw new InterruptedError('Interrupted; the device has stored the credentials and goes on joining by itself.');
  }
}

/** Printed once, since hardly a device does what is requested here. */
function tellAccessPoint({ bssid, channel }: ProvisionOptions, { output }: Run): void {
  if (bssid === undefined && channel === undefined) return;
  const what = [
    ...(bssid === undefined ? [] : [`the access point ${foreignText(bssid)}`]),
    ...(channel === undefined ? [] : [`channel ${channel}`]),
  ].join(' on ');
  output.event(
    { event: 'access-point', bssid: bssid ?? null, channel: channel ?? null },
    `The request names ${what}; Espressif's manager ignores that.`,
  );
}

function networkName({ ssid }: WantedNetwork): string {
  return displaySsid(ssid);
}

async function provisionThread({ provisioner, options, output, signal, joinTimeoutMs }: Run): Promise<void> {
  const dataset = parseDataset(options.datasetTlvs ?? '');
  for await (const step of provisioner.provisionThread(dataset, { signal, timeoutMs: joinTimeoutMs })) {
    tellThreadStep(step, output);
  }
}

function parseDataset(text: string): Uint8Array {
  try {
    return fromHex(text);
  } catch (cause) {
    throw new ProvisioningError('thread/invalid-dataset', 'the dataset is not hexadecimal digits', { cause });
  }
}

/** The output of esp_prov's `--sec2_gen_cred`, to the letter. */
function printVerifier(options: ProvisionOptions, output: Output): void {
  const { secVer, sec2Username, sec2Pwd, sec2SaltLen } = options;
  if (secVer !== 2 || sec2Username === undefined || sec2Pwd === undefined) {
    throw new ProvisioningError(
      'usage/invalid-option',
      '--sec2-gen-cred needs --sec-ver 2, --sec2-username and --sec2-pwd',
    );
  }
  const made = makeCredentials({ username: sec2Username, password: sec2Pwd, saltLength: sec2SaltLen });
  if (output.json) return output.result(credentialsJson(made, sec2Username), '');
  process.stdout.write(`==== Salt-verifier for security scheme 2 (SRP6a) ====\n${formatC(made)}`);
}

/** Refuses what the device would never get, before it is disturbed. */
function requireUsable(task: keyof typeof tasks, options: ProvisionOptions): void {
  const { passphrase, customData, allowEcho, encoding, datasetTlvs = '' } = options;
  if (allowEcho && customData === undefined) {
    throw new ProvisioningError('usage/invalid-option', '--allow-echo is about --custom-data, which is missing');
  }
  if (customData !== undefined) encodeArgument(customData, encoding);
  if (task === 'thread') parseDataset(datasetTlvs);
  if (task !== 'wifi') return;
  requireAnswers(options);
  accessPointArguments(options);
  // First what says more of a passphrase that is too long.
  if (passphrase !== undefined) passphraseArgument(passphrase, encoding);
  ssidArgument(options);
}

/** Refuses what could not be asked later. */
function requireAnswers({ ssid, ssidHex, passphrase }: ProvisionOptions): void {
  if (isInteractive()) return;
  if (ssid === undefined && ssidHex === undefined) {
    throw new ProvisioningError('usage/needs-terminal', 'without a terminal the network is named with --ssid');
  }
  if (passphrase === undefined) {
    throw new ProvisioningError(
      'usage/needs-terminal',
      'without a terminal the password is given with --passphrase ("" for an open network)',
    );
  }
}

async function sendCustomConfig({ provisioner, options, output, signal }: Run): Promise<void> {
  const request = encodeCustomConfig({ info: options.customInfo, version: options.customVer });
  decodeCustomConfig(await provisioner.send(customConfigEndpoint, request, { signal }));
  output.event({ event: 'custom-config' }, 'The device took the custom config.');
}

async function sendCustomData({ provisioner, options, output, signal }: Run, text: string): Promise<void> {
  const { allowEcho, encoding } = options;
  const reply = await provisioner.send('custom-data', encodeArgument(text, encoding), { signal, allowEcho });
  const shown = replyText(reply);
  output.event({ event: 'custom-data', reply: shown }, `custom-data answered: ${shown ?? `${reply.length} bytes`}`);
}

/** A network to join, and its auth mode where a scan has told it. */
interface WantedNetwork extends WifiNetwork {
  readonly ssid: Bytes;
  readonly authMode?: number | undefined;
}

/** Returns the network that is named or that the user picks, with its password if it has one. */
async function wantedNetwork(
  run: Run,
  given: Pick<ProvisionOptions, 'ssid' | 'ssidHex' | 'passphrase' | 'bssid' | 'channel'>,
): Promise<WantedNetwork> {
  const { encoding } = run;
  const withPassphrase = async (chosen: AccessPoint | Bytes): Promise<WantedNetwork> => {
    const { ssid, authMode = undefined } = chosen instanceof Uint8Array ? { ssid: chosen } : chosen;
    const place = accessPointArguments(given);
    if (authMode === 0 && given.passphrase === undefined) return { ssid, passphrase: '', authMode, ...place };
    const passphrase = given.passphrase ?? (await askPassphrase({ name: displaySsid(ssid), authMode, encoding }));
    return { ssid, passphrase: passphraseArgument(passphrase, encoding, authMode), authMode, ...place };
  };
  const named = ssidArgument({ ...given, encoding });
  return named ? await withPassphrase(named) : await chooseNetwork(run, withPassphrase);
}
