import { type Bytes, utf8 } from './bytes.ts';
import type { ComponentVersion, VersionInfo } from './version-info.ts';

/** What is encoded: application info may stand in it twice under one label, as older firmware sends it. */
export interface EncodableVersion extends Omit<VersionInfo, 'applications'> {
  readonly applications: Iterable<readonly [label: string, info: ComponentVersion]>;
}

/**
 * How `proto-ver` is laid out. `formatted`: as cJSON prints it, with tabs, a tab behind the colon, and arrays on one
 * line. `compact`: as json_generator prints it since network_provisioning 1.3, without blanks and line ends.
 */
export type VersionLayout = 'formatted' | 'compact';

/** Encodes the answer of `proto-ver`. */
export function encodeVersionInfo(info: EncodableVersion, layout: VersionLayout = 'formatted'): Bytes {
  if (!info.managed) return utf8(info.version);
  const { version, securityVersion, securityPatchVersion, capabilities, applications } = info;
  const { object, member, list } = layouts[layout];
  const component = (label: string, members: readonly string[]) => member(label, object(members, 1));
  const texts = (items: readonly string[]) => list(items.map((item) => JSON.stringify(item)));
  return utf8(
    object(
      [
        ...[...applications].map(([label, each]) =>
          component(label, [member('ver', JSON.stringify(each.version)), member('cap', texts(each.capabilities))]),
        ),
        component('prov', [
          member('ver', JSON.stringify(version)),
          ...(securityVersion === undefined ? [] : [member('sec_ver', String(securityVersion))]),
          ...(securityPatchVersion === undefined ? [] : [member('sec_patch_ver', String(securityPatchVersion))]),
          member('cap', texts(capabilities)),
        ]),
      ],
      0,
    ),
  );
}

interface Layout {
  object(members: readonly string[], depth: number): string;
  member(name: string, value: string): string;
  list(items: readonly string[]): string;
}

const layouts: Readonly<Record<VersionLayout, Layout>> = {
  formatted: {
    object(members, depth) {
      const outside = '\t'.repeat(depth);
      return `{\n${outside}\t${members.join(`,\n${outside}\t`)}\n${outside}}`;
    },
    member: (name, value) => `${JSON.stringify(name)}:\t${value}`,
    list: (items) => `[${items.join(', ')}]`,
  },
  compact: {
    object: (members) => `{${members.join(',')}}`,
    member: (name, value) => `${JSON.stringify(name)}:${value}`,
    list: (items) => `[${items.join(',')}]`,
  },
};
