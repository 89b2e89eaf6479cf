import type { ComponentVersion } from '@esp-prov/protocol';
import { InvalidArgumentError } from 'commander';
import { splitAssignment } from '../../options/json-or-text.ts';

/** What an application says of itself in `proto-ver`, under its label. */
export type AppInfo = readonly [label: string, info: ComponentVersion];

const expected = 'Expected label=version, or label={"ver":"1.0","cap":["local_ctrl"]}.';

/** Most applications; the whole reply has to stay within what clients read. */
const mostApplications = 8;

/** Characters of the longest value. */
const longestValue = 400;

/** Collects `--app-info`: a version, or the JSON in which it is sent. */
export function collectAppInfo(text: string, before: readonly AppInfo[] = []): AppInfo[] {
  const { key: label = '', value = '' } = splitAssignment(text) ?? {};
  if (label === '' || label.length > 32 || value === '' || value.length > longestValue) {
    throw new InvalidArgumentError(expected);
  }
  if (label === 'prov') throw new InvalidArgumentError('The label prov is that of provisioning itself.');
  if (before.some(([other]) => other === label)) throw new InvalidArgumentError('A label can be given once.');
  if (before.length === mostApplications) {
    throw new InvalidArgumentError(`There can be ${mostApplications} applications at most.`);
  }
  return [...before, [label, value.startsWith('{') ? infoOf(value) : { version: value, capabilities: [] }]];
}

/** Returns what firmware can say: a version and a list of capabilities. */
function infoOf(json: string): ComponentVersion {
  const { ver, cap = [], ...rest } = parsed(json);
  const isList = Array.isArray(cap) && cap.every((each) => typeof each === 'string');
  if (typeof ver !== 'string' || !isList || Object.keys(rest).length > 0) throw new InvalidArgumentError(expected);
  return { version: ver, capabilities: cap };
}

function parsed(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    throw new InvalidArgumentError(expected);
  }
}
