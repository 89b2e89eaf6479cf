import type { AccessPoint, JoinEvidence } from '@esp-prov/client';
import { authName, colons } from '../../report/network-table.ts';
import type { Output } from '../../report/output.ts';

/** Access points of one network that are printed for programs; a large one has more of them. */
const mostHeard = 16;

/** What is known about a join that failed, ready for JSON. */
export interface EvidenceJson extends Pick<JoinEvidence, 'reason' | 'findings'> {
  readonly attempts: number | null;
  readonly heard: readonly Record<string, unknown>[] | null;
  readonly networksHeard: number | null;
}

/** Prints what is known about a join that failed: a line for each finding, and one event for programs. */
export function tellEvidence(evidence: JoinEvidence, output: Output): void {
  output.event({ event: 'evidence', ...evidenceJson(evidence) }, evidenceLines(evidence));
}

/** Returns what is known about a join that failed, as `--json` prints it. */
export function evidenceJson({ reason, attempts, heard, networksHeard, findings }: JoinEvidence): EvidenceJson {
  return {
    reason,
    attempts: attempts ?? null,
    heard: heard?.slice(0, mostHeard).map(heardJson) ?? null,
    networksHeard: networksHeard ?? null,
    findings,
  };
}

/** Returns a line for each finding. */
export function evidenceLines({ findings }: Pick<JoinEvidence, 'findings'>): string[] {
  return findings.map(({ text }) => `evidence: ${text}.`);
}

function heardJson({ bssid, channel, rssi, authMode }: AccessPoint): Record<string, unknown> {
  return { bssid: colons(bssid), channel, rssi, auth: authName(authMode) };
}
