import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as messages from '../../packages/protocol/src/messages/index.ts';
import { asCommonJs } from '../../scripts/stage/as-common-js.mjs';
import { embeddedFile } from '../../scripts/stage/embedded-file.mjs';
import { describeFile } from '../../scripts/stage/embedded-messages.mjs';
import { packChunks } from '../../scripts/stage/pack-chunks.mjs';
import { bundledPackages, packagesNamedIn, thirdPartyText } from '../../scripts/stage/third-party.mjs';
import { thirdPartyPlugin } from '../../scripts/stage/third-party-plugin.mjs';

const generated = fileURLToPath(new URL('../../packages/protocol/src/messages/generated/', import.meta.url));

type File = typeof messages.SessionDataSchema.file;

/** A file's description as the bundle has it. */
function embedded(name: string, imports: unknown[] = []): File {
  const [, text = ''] = /fileDesc\("([^"]+)"/.exec(readFileSync(join(generated, `${name}_pb.ts`), 'utf8')) ?? [];
  // It goes through JSON on its way into the bundle.
  return embeddedFile(JSON.parse(JSON.stringify(describeFile(text))), imports as never[]) as unknown as File;
}

type Described = Readonly<Record<string, unknown>> & { getDefaultValue?(): unknown };

/** What the runtime and the log read of a file; parts refer to each other and are told by their names. */
function facts({ kind, edition, name, messages, enums }: File) {
  return {
    kind,
    edition,
    name,
    enums: enums.map(({ kind, typeName, name, open, values, value }) => ({
      ...{ kind, typeName, name, open },
      values: values.map(({ kind, name, number, parent }) => ({ kind, name, number, parent: parent.name })),
      value: Object.entries(value).map(([number, { name }]) => `${number}=${name}`),
    })),
    messages: messages.map(({ kind, typeName, name, file, parent, fields, field, oneofs, members, ...rest }) => ({
      ...{ kind, typeName, name, parent, file: file.name },
      nested: [rest.nestedEnums, rest.nestedExtensions, rest.nestedMessages],
      fields: fields.map((each) => factsOf(each as unknown as Described)),
      field: Object.entries(field).map(([key, { name }]) => `${key}=${name}`),
      oneofs: oneofs.map(({ kind, name, localName, parent, fields }) => ({
        ...{ kind, name, localName, parent: parent.name },
        fields: fields.map(({ name }) => name),
      })),
      members: members.map(({ kind, name }) => `${kind} ${name}`),
    })),
  };
}

function factsOf({ getDefaultValue, toString: _, proto: __, ...field }: Described) {
  const parts = Object.entries(field).map(([key, value]) => {
    const { name } = (value ?? {}) as { readonly name?: string };
    return [key, name ?? value];
  });
  return { ...Object.fromEntries(parts), default: getDefaultValue?.() };
}

describe('The messages in the bundle', () => {
  test('are described as those of the libraries', () => {
    const session = embedded('session');
    const scan = embedded('network_scan', [session]);
    const files = [
      [session, messages.SessionDataSchema],
      [scan, messages.NetworkScanPayloadSchema],
      [embedded('network_config', [session, scan]), messages.NetworkConfigPayloadSchema],
      [embedded('network_ctrl', [session]), messages.NetworkCtrlPayloadSchema],
      [embedded('custom_config'), messages.CustomConfigRequestSchema],
    ] as const;
    for (const [found, { file }] of files) {
      expect(facts(found)).toEqual(facts(file));
    }
  });
});

describe('The licences of what is bundled', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'esp-prov-licences-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function install(name: string, license: string | undefined, files: Record<string, string> = {}): void {
    const folder = join(root, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    const manifest = JSON.stringify({ name, version: '1.2.3', license });
    for (const [file, text] of Object.entries({ 'package.json': manifest, ...files })) {
      writeFileSync(join(folder, file), text);
    }
  }

  const inOutput = (...paths: string[]) => ({
    outputs: { 'main.js': { inputs: Object.fromEntries(paths.map((path) => [path, { bytesInOutput: 1 }])) } },
  });
  const textOf = (...paths: string[]) =>
    thirdPartyText(bundledPackages(inOutput(...paths), root), { apache: 'TERMS', supplied: join(root, 'supplied') });

  test('are those of every package with code in the output, and of no other', () => {
    install('b', 'MIT', { 'LICENSE.md': 'terms of b' });
    install('@a/c', '(MIT OR Apache-2.0)', { LICENSE: 'terms of c' });
    install('unused', 'MIT', { LICENSE: 'terms of unused' });
    const metafile = inOutput('src/main.ts', 'node_modules/b/x.js', 'node_modules/b/y.js', 'node_modules/@a/c/z.js');
    metafile.outputs['main.js'].inputs['node_modules/unused/x.js'] = { bytesInOutput: 0 };
    const text = thirdPartyText(bundledPackages(metafile, root), { apache: 'TERMS', supplied: root });
    expect(text.match(/^\S+ 1\.2\.3$/gm)).toEqual(['@a/c 1.2.3', 'b 1.2.3']);
    expect(text).toContain('terms of b');
    expect(text).toContain('terms of c');
    expect(text).not.toContain('TERMS');
  });

  test('bring the text of the Apache licence along where the package does not', () => {
    install('b', 'Apache-2.0', { NOTICE: 'notice of b' });
    expect(textOf('node_modules/b/x.js')).toContain('notice of b\n\nTERMS');
  });

  test('have to be known, and to have a text', () => {
    install('viral', 'GPL-3.0-only', { LICENSE: 'terms' });
    install('none', undefined, { LICENSE: 'terms' });
    install('bare', 'MIT');
    expect(() => textOf('node_modules/viral/x.js', 'node_modules/none/x.js', 'node_modules/bare/x.js')).toThrow(
      [
        'bare 1.2.3 comes without the text of its licence',
        'none 1.2.3: the licence none is not known',
        'viral 1.2.3: the licence GPL-3.0-only is not known',
      ].join('\n'),
    );
  });

  test('may have a text in the repository', () => {
    install('@a/bare', 'MIT');
    mkdirSync(join(root, 'supplied'));
    writeFileSync(join(root, 'supplied/@a+bare.txt'), 'terms from elsewhere');
    expect(textOf('node_modules/@a/bare/x.js')).toContain('terms from elsewhere');
    install('@a/bare', 'MIT', { LICENSE: 'terms of its own' });
    expect(textOf('node_modules/@a/bare/x.js')).toContain('terms of its own\n\nterms from elsewhere');
  });

  test('are added to a build of Vite for browsers, and to no other', () => {
    install('b', 'MIT', { LICENSE: 'terms of b' });
    install('unused', 'MIT', { LICENSE: 'terms of unused' });
    const plugin = thirdPartyPlugin({ holder: 'The page' });
    const isUsed = (command: string, isSsrBuild: boolean) => plugin.apply({}, { command, isSsrBuild });
    expect([isUsed('build', false), isUsed('build', true), isUsed('serve', false)]).toEqual([true, false, false]);
    const modules = {
      [`\0${root}/node_modules/b/x.js?commonjs-module`]: { renderedLength: 1 },
      [`${root}/node_modules/unused/x.js`]: { renderedLength: 0 },
    };
    const emitted: { fileName: string; source: string }[] = [];
    const bundle = { 'page.js': { type: 'chunk', modules }, 'page.css': { type: 'asset' } };
    plugin.generateBundle.call({ emitFile: (each: (typeof emitted)[number]) => emitted.push(each) }, {}, bundle);
    expect(emitted).toMatchObject([{ fileName: 'THIRD-PARTY.txt' }]);
    expect(packagesNamedIn(emitted[0]?.source ?? '')).toEqual([{ name: 'b', version: '1.2.3' }]);
  });
});

describe('The chunks of the bundle', () => {
  let dist = '';
  beforeEach(() => {
    dist = mkdtempSync(join(tmpdir(), 'esp-prov-chunks-'));
  });
  afterEach(() => rmSync(dist, { recursive: true }));

  /** Chunks as esbuild writes them, and what each of them loads at its start. */
  const chunks: Record<string, { text: string; needs?: string[]; loads?: string[] }> = {
    'main.js': {
      text: `import { count } from "./chunk-AAAAAAAA.js";
export const start = () => import("./provision-BBBBBBBB.js").then(({ provision }) => provision());
export { count };`,
      needs: ['chunk-AAAAAAAA.js'],
      loads: ['provision-BBBBBBBB.js'],
    },
    'chunk-AAAAAAAA.js': { text: 'export const count = { value: 0 };' },
    'chunk-SSSSSSSS.js': { text: 'export const shared = { name: "shared" };' },
    'provision-BBBBBBBB.js': {
      text: `import { count } from "./chunk-AAAAAAAA.js";
import { shared } from "./chunk-SSSSSSSS.js";
export const provision = async () => { count.value++; return [shared, await import("./other-DDDDDDDD.js")]; };`,
      needs: ['chunk-AAAAAAAA.js', 'chunk-SSSSSSSS.js'],
      loads: ['other-DDDDDDDD.js'],
    },
    'run-device-CCCCCCCC.js': { text: 'import "./chunk-SSSSSSSS.js";', needs: ['chunk-SSSSSSSS.js'] },
    'other-DDDDDDDD.js': {
      text: 'import { shared } from "./chunk-SSSSSSSS.js"; export { shared }; export const url = import.meta.url;',
      needs: ['chunk-SSSSSSSS.js'],
    },
  };

  test('are loaded once each, wherever they lie, and find their own folder', async () => {
    const codes = new Map<string, string>();
    for (const [name, { text, loads = [] }] of Object.entries(chunks)) {
      const code = text.replace('import.meta.url', '__fileUrl');
      codes.set(name, await asCommonJs(code, { name, loaded: loads, isPackage: false }));
    }
    const files = packChunks(codes, (name) => chunks[name]?.needs ?? []);
    expect([...files.keys()].sort()).toEqual([
      'main.js',
      'other-DDDDDDDD.js',
      'provision-and-run-device.js',
      'provision.js',
      'run-device.js',
    ]);
    for (const [name, code] of files) writeFileSync(join(dist, name), code);
    const main = createRequire(join(dist, 'x.cjs'))('./main.js');
    const [shared, other] = await main.start();
    expect(main.count.value).toBe(1);
    expect(other.shared).toBe(shared);
    expect(other.url).toMatch(/\/other-DDDDDDDD\.js$/);
  });

  test('of a CommonJS package export its members, as Node would', async () => {
    const text = 'export default { decode: () => 7 };';
    writeFileSync(join(dist, 'x.cjs'), await asCommonJs(text, { name: 'x.js', loaded: [], isPackage: true }));
    const loaded = createRequire(join(dist, 'y.cjs'))('./x.cjs');
    expect(loaded.decode()).toBe(7);
    expect(loaded.default.decode()).toBe(7);
  });

  test('that load another one in an unknown form are refused', async () => {
    await expect(
      asCommonJs('export const x = 1;', { name: 'x.js', loaded: ['y.js'], isPackage: false }),
    ).rejects.toThrow('x.js does not load y.js in the form that is known');
  });
});
