import { type OpenTransport, readVersion, type Transport } from '@esp-prov/client';
import { vendorEndpoints } from '@esp-prov/client/vendor';
import { foreignText, offersSessionOnly, type VersionInfo } from '@esp-prov/protocol';
import type { BoundedOptions } from '../../reach/bounded.ts';
import { openLink } from '../../reach/open-link.ts';
import { patienceMs } from '../../reach/patience.ts';
import { tellConnecting } from '../../reach/tell-connecting.ts';
import { makeOutput } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';
import { infoJson, wantedScheme } from './info-json.ts';

/** Requests the version of a device and prints it. */
export async function info(options: BoundedOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  await interruptible(async (signal) => {
    await using link = await openLink(options, { output, signal });
    const { address, byHand } = link;
    tellConnecting(link, output);
    const timeoutMs = patienceMs({ ...options, byHand });
    const listing = listingEndpoints(link.source);
    const version = await readVersion(listing.source, { signal, timeoutMs, protocolVersion: options.protoVer });
    const { text = '', document = null } = version.reply ?? {};
    const endpoints = listing.endpoints();
    const told = {
      endpoints: endpoints ? [...endpoints] : null,
      sessionOnly: offersSessionOnly(version, endpoints),
    };
    output.result({ result: 'info', address, ...infoJson(version), ...told, document, text }, infoText(version, told), {
      prose: true,
    });
  }, options);
}

/** Returns a source whose last link says which endpoints the device has. */
function listingEndpoints(source: Transport | OpenTransport): {
  readonly source: Transport | OpenTransport;
  readonly endpoints: () => Transport['endpoints'];
} {
  if (typeof source !== 'function') return { source, endpoints: () => source.endpoints };
  let endpoints: Transport['endpoints'];
  const open: OpenTransport = async (call) => {
    const transport = await source(call);
    endpoints = transport.endpoints;
    return transport;
  };
  return { source: open, endpoints: () => endpoints };
}

/** Characters of a line that is shown of what a device says of itself; `--json` has all of it. */
const longestLine = 1000;

/** What a device offers beside its document. */
interface Offered {
  /** Names of its endpoints; null where the link cannot list them. */
  readonly endpoints: readonly string[] | null;
  /** Whether it is set up already. */
  readonly sessionOnly: boolean;
}

function infoText(version: VersionInfo, { endpoints, sessionOnly }: Offered): string[] {
  const lines = [
    ...(sessionOnly
      ? [
          `State         set up already${endpoints ? '' : ', as its document says'}: a secure session, and no provisioning`,
        ]
      : []),
    `Protocol      ${version.version}${version.managed ? '' : ' (plain text: firmware older than v3.3)'}`,
    `Security      ${securityText(version)}`,
    `Capabilities  ${version.capabilities.join(', ') || 'none told'}`,
    `Endpoints     ${endpoints?.join(', ') ?? 'not listed: only over Bluetooth does a device list them'}`,
  ];
  for (const [label, app] of version.applications) {
    lines.push(
      `Application   ${label} ${app.version}${app.capabilities.length ? ` (${app.capabilities.join(', ')})` : ''}`,
    );
  }
  for (const { name, meaning } of vendorEndpoints(version)) lines.push(`Endpoint      ${name}: ${meaning}`);
  for (const [label, value] of vendorMembers(version)) lines.push(`Also told     ${label}: ${JSON.stringify(value)}`);
  return lines.map((line) => foreignText(line, longestLine));
}

/** Returns what stands beside `prov` and is no version of an application. */
function vendorMembers({ reply, applications }: VersionInfo): [string, unknown][] {
  const members = Object.entries(reply?.document ?? {});
  return members.filter(([label]) => label !== 'prov' && !applications.has(label));
}

function securityText(version: VersionInfo): string {
  const scheme = wantedScheme(version);
  if (version.unknownSecurity !== undefined) return `${version.unknownSecurity}, which this version does not have`;
  if (scheme === undefined) return version.managed ? 'unknown' : 'unknown; use --legacy';
  const patch = version.securityPatchVersion === undefined ? '' : `, patch ${version.securityPatchVersion}`;
  return `${scheme}${patch}`;
}
