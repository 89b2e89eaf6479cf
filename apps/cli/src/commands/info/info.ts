import { readVersion, wantedSecurity } from '@esp-prov/client';
import { vendorEndpoints } from '@esp-prov/client/vendor';
import { foreignText, isProvisioningError, type VersionInfo } from '@esp-prov/protocol';
import type { BoundedOptions } from '../../reach/bounded.ts';
import { openLink } from '../../reach/open-link.ts';
import { patienceMs } from '../../reach/patience.ts';
import { tellConnecting } from '../../reach/tell-connecting.ts';
import { makeOutput } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';

/** Requests the version of a device and prints it. */
export async function info(options: BoundedOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  await interruptible(async (signal) => {
    await using link = await openLink(options, { output, signal });
    const { address, byHand } = link;
    tellConnecting(link, output);
    const timeoutMs = patienceMs({ ...options, byHand });
    const version = await readVersion(link.source, { signal, timeoutMs, protocolVersion: options.protoVer });
    const { text = '', document = null } = version.reply ?? {};
    output.result({ result: 'info', address, ...infoJson(version), document, text }, infoText(version));
  }, options);
}

/** Returns what a device says of itself, as `--json` prints it. */
export function infoJson(version: VersionInfo): Record<string, unknown> {
  return {
    version: version.version,
    managed: version.managed,
    securityVersion: wanted(version) ?? unknownScheme(version) ?? null,
    securityPatchVersion: version.securityPatchVersion ?? null,
    capabilities: version.capabilities,
    applications: Object.fromEntries(version.applications),
  };
}

/** Characters of a line that is shown of what a device says of itself; `--json` has all of it. */
const longestLine = 1000;

function infoText(version: VersionInfo): string[] {
  const lines = [
    `Protocol      ${version.version}${version.managed ? '' : ' (plain text: firmware older than v3.3)'}`,
    `Security      ${securityText(version)}`,
    `Capabilities  ${version.capabilities.join(', ') || 'none told'}`,
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
  const scheme = wanted(version);
  if (version.unknownSecurity !== undefined) return `${version.unknownSecurity}, which this version does not have`;
  if (scheme === undefined) return version.managed ? 'unknown' : 'unknown; use --legacy';
  const patch = version.securityPatchVersion === undefined ? '' : `, patch ${version.securityPatchVersion}`;
  return `${scheme}${patch}`;
}

/** Returns a scheme that only later versions of this command may have. */
function unknownScheme({ unknownSecurity }: VersionInfo): number | undefined {
  const number = Number(unknownSecurity);
  return Number.isSafeInteger(number) && /^-?\d+$/.test(unknownSecurity ?? '') ? number : undefined;
}

function wanted(version: VersionInfo): number | undefined {
  try {
    return wantedSecurity(version);
  } catch (error) {
    if (isProvisioningError(error, 'session/scheme-unsupported')) return undefined;
    throw error;
  }
}
