import type { AccessPoint, Provisioner, ProvisionStep, WifiConnection, WifiNetwork } from '@esp-prov/client';
import { decodeUtf8, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { chooseNetwork } from '../choose-network.ts';
import type { ProvisionOptions } from '../commands/provision.ts';
import { openSession, openTransport, serviceAddress } from '../device-link.ts';
import { interruptible } from '../interruption.ts';
import { authName, colons, displaySsid } from '../network-table.ts';
import { makeOutput, type Output } from '../output.ts';
import { askSecret, isInteractive } from '../prompts.ts';
import { infoJson } from './info.ts';

/** Gives a device the credentials of a network and prints how it went. */
export async function provision(options: ProvisionOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  requireAnswers(options);
  await interruptible(async (signal) => {
    await using transport = openTransport(options);
    const address = serviceAddress(options);
    output.event({ event: 'connecting', address }, `Connecting to ${address} …`);
    const provisioner = await openSession(transport, options, signal);
    const { info, securityVersion } = provisioner;
    output.event(
      { event: 'session-established', ...infoJson(info), securityVersion },
      `Session established: protocol ${info.version}, security ${securityVersion}.`,
    );
    if (options.customData !== undefined) await sendCustomData(provisioner, options.customData, output, signal);
    const network = await wantedNetwork(provisioner, options, output, signal);
    await send(provisioner, network, { output, signal, timeoutMs: options.timeout * 1000 });
  });
}

/** What could not be asked later is refused before the device is disturbed. */
function requireAnswers({ ssid, passphrase }: ProvisionOptions): void {
  if (isInteractive()) return;
  if (ssid === undefined) {
    throw new ProvisioningError('usage/needs-terminal', 'without a terminal the network is named with --ssid');
  }
  if (passphrase === undefined) {
    throw new ProvisioningError(
      'usage/needs-terminal',
      'without a terminal the password is given with --passphrase ("" for an open network)',
    );
  }
}

async function sendCustomData(
  provisioner: Provisioner,
  text: string,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const reply = await provisioner.send('custom-data', utf8(text), { signal });
  const shown = decodeUtf8(reply)?.replace(/\0+$/, '') ?? null;
  output.event({ event: 'custom-data', reply: shown }, `custom-data answered: ${shown ?? `${reply.length} octets`}`);
}

async function wantedNetwork(
  provisioner: Provisioner,
  options: ProvisionOptions,
  output: Output,
  signal: AbortSignal,
): Promise<WifiNetwork> {
  const chosen: AccessPoint | string = options.ssid ?? (await chooseNetwork(provisioner, output, signal));
  const ssid = typeof chosen === 'string' ? chosen : chosen.ssid;
  const open = typeof chosen !== 'string' && chosen.authMode === 0;
  const passphrase = options.passphrase ?? (open ? '' : await askSecret('Wi-Fi password', '--passphrase'));
  return { ssid, passphrase };
}

async function send(
  provisioner: Provisioner,
  network: WifiNetwork,
  { output, signal, timeoutMs }: { output: Output; signal: AbortSignal; timeoutMs: number },
): Promise<void> {
  const name = displaySsid(typeof network.ssid === 'string' ? utf8(network.ssid) : network.ssid);
  for await (const step of provisioner.provision(network, { signal, timeoutMs })) {
    tell(step, name, output);
    if (step.kind === 'failed') throw failure(step.reason, name);
  }
}

function tell(step: ProvisionStep, name: string, output: Output): void {
  switch (step.kind) {
    case 'sending-credentials':
      return output.event({ event: step.kind }, `Sending the credentials of ${name} …`);
    case 'applied':
      return output.event({ event: step.kind }, `The device is joining ${name} …`);
    case 'status': {
      const remaining = step.status.state === 'connecting' ? step.status.attemptsRemaining : undefined;
      const text = remaining === undefined ? undefined : `An attempt failed, ${remaining} remaining …`;
      return output.event(
        { event: 'status', state: step.status.state, ...(remaining === undefined ? {} : { remaining }) },
        text,
      );
    }
    case 'connected':
      return output.result(
        { result: 'provisioned', ...connectionJson(step.connection) },
        connectionText(step.connection),
      );
    default:
      return output.event({ event: step.kind });
  }
}

function failure(reason: Extract<ProvisionStep, { kind: 'failed' }>['reason'], name: string): ProvisioningError {
  const codes = {
    'auth-error': 'wifi/auth-error',
    'network-not-found': 'wifi/network-not-found',
    disconnected: 'wifi/disconnected',
    unknown: 'wifi/connection-failed',
  } as const;
  return new ProvisioningError(codes[reason], `provisioning with ${name} failed`);
}

function connectionJson({ ip4, ssid, bssid, channel, authMode }: WifiConnection): Record<string, unknown> {
  return { ip4, ssid: decodeUtf8(ssid) ?? null, bssid: colons(bssid), channel, auth: authName(authMode) };
}

function connectionText({ ip4, ssid, bssid, channel, authMode }: WifiConnection): string {
  const place = `channel ${channel}, ${authName(authMode)}, ${colons(bssid)}`;
  return `Provisioning was successful: the device joined ${displaySsid(ssid)} and has the address ${ip4} (${place}).`;
}
