import type { AccessPoint, JoinEvidence } from '@esp-prov/client';
import { authName, colons } from '../../report/network-table.ts';
import type { Output } from '../../report/output.ts';

/** Access points of one network that are printed for programs; a large one has more of them. */
const mostHeard = 16;

/** Prints what is known about a join that failed: a line for each finding, and one event for programs. */
export function tellEvidence(evidence: JoinEvidence, output: Output): void {
  const { reason, attempts, heard, networksHeard, findings } = evidence;
  output.event(
    {
      event: 'evidence',
      reason,
      attempts: attempts ?? null,
      heard: heard?.slice(0, mostHeard).map(heardJson) ?? null,
      networksHeard: networksHeard ?? null,
      findings,
    },
    findings.map(({ text }) => `evidence: ${text}.`),
  );
}

function heardJson({ bssid, channel, rssi, authMode }: AccessPoint): Record<string, unknown> {
  return { bssid: colons(bssid), channel, rssi, auth: authName(authMode) };
}
