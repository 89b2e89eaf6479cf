import { type Bytes, equalConstantTime, utf8 } from '@esp-prov/protocol';
import type { AccessPoint } from '../endpoints/wifi-scan.ts';
import { type JoinFailure, type JoinFinding, joinFindings } from './join-findings.ts';

/** What is known when a device could not join a network. */
export interface JoinEvidence {
  /** How the join ended, as the device reported it. */
  readonly reason: JoinFailure;
  /** Attempts that the device has made at least, where it counts them. */
  readonly attempts?: number | undefined;
  /** Access points with this name in the last scan of this session; absent if there was no scan, or no name is known. */
  readonly heard?: readonly AccessPoint[];
  /** All access points of that scan. */
  readonly networksHeard?: number;
  /** What this says, the most telling first. */
  readonly findings: readonly JoinFinding[];
}

/** Facts from which the evidence is made. */
export interface JoinFacts {
  /** How the join ended, as the device reported it. */
  readonly reason: JoinFailure;
  /** Attempts that the device has made at least, where it counts them. */
  readonly attempts?: number | undefined;
  /** Name of the network: text as UTF-8, or raw bytes; unknown where another program sent it. */
  readonly ssid?: string | Uint8Array | undefined;
  /** Whether a password was sent. */
  readonly hasPassphrase?: boolean | undefined;
  /** What the device heard in the last scan. */
  readonly scan?: readonly AccessPoint[] | undefined;
}

/**
 * Returns what is known about a join that failed, and what that proves and does not. Devices report a group of reasons,
 * never the number, so “auth error” does not prove a wrong password.
 */
export function joinEvidence({ reason, attempts, ssid: name, hasPassphrase, scan }: JoinFacts): JoinEvidence {
  const ssid = name === undefined ? undefined : bytesOf(name);
  const heard = ssid && scan?.filter((each) => equalConstantTime(each.ssid, ssid));
  return {
    reason,
    ...(attempts === undefined ? {} : { attempts }),
    ...(heard === undefined ? {} : { heard }),
    ...(scan === undefined ? {} : { networksHeard: scan.length }),
    findings: joinFindings({ reason, attempts, ssid, hasPassphrase, scan, heard }),
  };
}

function bytesOf(ssid: string | Uint8Array): Bytes {
  return typeof ssid === 'string' ? utf8(ssid) : Uint8Array.from(ssid);
}
