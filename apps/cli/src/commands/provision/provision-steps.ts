import { failureCode, type ProvisionStep, type ThreadProvisionStep, type WifiConnection } from '@esp-prov/client';
import { decodeUtf8, foreignText, ProvisioningError, toHex } from '@esp-prov/protocol';
import { authName, colons, displaySsid } from '../../report/network-table.ts';
import type { Output } from '../../report/output.ts';
import { tellEvidence } from './tell-evidence.ts';

/** Prints a step of a provisioning with Wi-Fi. @throws ProvisioningError for the step `failed` */
export function tellWifiStep(step: ProvisionStep, name: string, output: Output): void {
  switch (step.kind) {
    case 'resetting':
      return output.event({ event: step.kind }, 'The device forgets what it was given …');
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
        { prose: true },
      );
    case 'failed':
      tellEvidence(step.evidence, output);
      throw new ProvisioningError(failureCode(step.reason), `provisioning with ${name} failed`);
    default:
      return output.event({ event: step.kind });
  }
}

function connectionJson({ ip4, ssid, bssid, channel, authMode }: WifiConnection): Record<string, unknown> {
  return { ip4, ssid: decodeUtf8(ssid) ?? null, bssid: colons(bssid), channel, auth: authName(authMode) };
}

function connectionText({ ip4, ssid, bssid, channel, authMode }: WifiConnection): string {
  const place = `channel ${channel}, ${authName(authMode)}, ${colons(bssid)}`;
  return `Provisioning was successful: the device joined ${displaySsid(ssid)} and has ${ip4 === null ? 'an address that it does not tell' : `the address ${ip4}`} (${place}).`;
}

/** Prints a step of a provisioning with Thread. @throws ProvisioningError for the step `failed` */
export function tellThreadStep(step: ThreadProvisionStep, output: Output): void {
  switch (step.kind) {
    case 'sending-dataset':
      return output.event({ event: step.kind }, 'Sending the dataset …');
    case 'applied':
      return output.event({ event: step.kind }, 'The device is attaching …');
    case 'status':
      return output.event({ event: 'status', state: step.status.state });
    case 'attached': {
      const { name, panId, extendedPanId, channel } = step.attachment;
      const result = { result: 'provisioned', network: name, panId, extendedPanId: toHex(extendedPanId), channel };
      const place = `channel ${channel}, PAN 0x${panId.toString(16)}, ${toHex(extendedPanId)}`;
      return output.result(
        result,
        `Provisioning was successful: the device is attached to ${foreignText(name, 64)} (${place}).`,
        { prose: true },
      );
    }
    case 'failed':
      throw new ProvisioningError(failureCode(step.reason, 'thread'), 'provisioning with Thread failed');
  }
}
