// What `proto-ver` answers, by the virtual device of each release family.
import { utf8 } from '@esp-prov/protocol';
import { manualClock, memoryLink } from '@esp-prov/testing';
import { factoryFlash, releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { recordingFile } from '../runs/recorded-run.mjs';

const unrecorded = (why) => ({ none: why });
const recorded = (name) => ({ file: recordingFile(name), at: ['proto_ver', 'response'] });

const replies = [
  {
    name: 'version-v32',
    profile: 'idf-3.2',
    security: 1,
    says: 'ESP-IDF v3.2: the application sets a text',
    vector: unrecorded('No device of v3.2 was recorded; the text is that of its example.'),
  },
  {
    name: 'version-v44',
    profile: 'idf-4.4',
    security: 1,
    says: 'ESP-IDF v3.3 to v4.4, security 1 with a PoP',
    vector: recorded('v44-sec1-pop-full'),
  },
  {
    name: 'version-v53',
    profile: 'idf-5.3',
    security: 2,
    says: 'ESP-IDF v5.0 to v5.4.0, security 2 at patch level 0',
    vector: recorded('v53-sec2-full'),
  },
  {
    name: 'version-v55',
    profile: 'idf-5.5',
    security: 2,
    says: 'ESP-IDF v5.5, security 2 at patch level 1',
    vector: recorded('v55-sec2-full'),
  },
  {
    name: 'version-v55-no-security',
    profile: 'idf-5.5',
    security: 0,
    says: 'ESP-IDF v5.5, security 0',
    vector: recorded('v55-sec0-full'),
  },
  {
    name: 'version-netprov',
    profile: 'netprov-1.2',
    security: 2,
    says: '`network_provisioning` 1.0.4 to 1.2, security 2',
    vector: recorded('net-sec2-full'),
  },
  {
    name: 'version-compact',
    profile: 'netprov-1.4',
    security: 2,
    says: '`network_provisioning` 1.3.1 and later, security 2',
    vector: unrecorded('No device of 1.3.1 or later was recorded; the layout is inferred from its changelog.'),
  },
];

/** What a line of the JSON says, by its key. */
const meanings = {
  prov: 'What the provisioning manager says of itself',
  ver: 'Version of the protocol',
  sec_ver: 'Number of the security scheme',
  sec_patch_ver: 'Patch level of the scheme',
  cap: 'Capabilities',
};

/** Returns the examples of `proto-ver`. */
export async function versionExamples() {
  const request = utf8('---');
  return [
    {
      name: 'version-request',
      says: 'The client requests the version; any bytes will do',
      bytes: request,
      fields: [{ length: 3, name: 'text', meaning: '“---”, as `esp_prov` and our client send it' }],
      vector: { file: recordingFile('v55-sec1-pop-full'), at: ['proto_ver', 'request'] },
    },
    ...(await Promise.all(
      replies.map(async ({ name, profile, security, says, vector }) => {
        const bytes = await versionOf(profile, security, request);
        return { name, says, bytes, fields: textFields(bytes), vector };
      }),
    )),
  ];
}

/** Returns what a virtual device of a release answers. */
async function versionOf(name, securityVersion, request) {
  const clock = manualClock();
  const link = memoryLink();
  const profile = releaseProfiles.find((each) => each.name === name);
  if (!profile) throw new Error(`There is no profile ${name}`);
  const device = new VirtualEsp32({
    transport: link.device,
    flash: factoryFlash(),
    air: [],
    clock,
    profile,
    secret: { securityVersion },
    serial: () => undefined,
  });
  await clock.run(device.boot());
  const transport = link.connect();
  try {
    return await clock.run(transport.exchange('proto-ver', request));
  } finally {
    await clock.run(device[Symbol.asyncDispose]());
  }
}

/** Splits a text into its lines, or compact JSON into its members. */
function textFields(bytes) {
  const text = new TextDecoder().decode(bytes);
  const pieces = text.includes('\n') ? text.split(/(?<=\n)/) : text.split(/(?<=[{,])(?=")/);
  return pieces.map((piece) => {
    const key = /"(\w+)"\s*:/.exec(piece)?.[1];
    return {
      length: utf8(piece).length,
      name: piece.trim(),
      ...(key !== undefined && meanings[key] !== undefined ? { meaning: meanings[key] } : {}),
    };
  });
}
