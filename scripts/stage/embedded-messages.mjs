import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../workspaces.mjs';

const load = createRequire(join(root, 'packages/protocol/package.json'));
const { create, fromBinary } = load('@bufbuild/protobuf');
const { base64Decode } = load('@bufbuild/protobuf/wire');
const { FileDescriptorProtoSchema } = load('@bufbuild/protobuf/wkt');
const { protoCamelCase } = load('@bufbuild/protobuf/reflect');
const runtime = fileURLToPath(new URL('./embedded-file.mjs', import.meta.url));
const generated = /[\\/]messages[\\/]generated[\\/]\w+_pb\.ts$/;

/**
 * Puts the descriptions of messages into the bundle as objects. Generated code has them as messages of their own, and to
 * read those takes the description of descriptions: more time than a whole session.
 */
export const embeddedMessages = {
  name: 'embedded-messages',
  setup(build) {
    build.onResolve({ filter: /^embedded-file$/ }, () => ({ path: 'embedded-file', namespace: 'embedded-file' }));
    build.onLoad({ filter: /.*/, namespace: 'embedded-file' }, () => ({
      contents: readFileSync(runtime, 'utf8'),
      resolveDir: join(root, 'packages/protocol'),
      loader: 'js',
    }));
    build.onLoad({ filter: generated }, ({ path }) => ({
      contents: withEmbeddedFile(readFileSync(path, 'utf8'), basename(path)),
      resolveDir: dirname(path),
      loader: 'ts',
    }));
  },
};

/** Generated code with its description as objects. */
export function withEmbeddedFile(code, name) {
  let count = 0;
  const changed = code.replaceAll(/\bfileDesc\("([A-Za-z0-9+/=]+)"/g, (_, text) => {
    count++;
    return `embeddedFile(${JSON.stringify(describeFile(text))}`;
  });
  if (count !== 1) throw new Error(`${name} has ${count} descriptions in the form that is known, not one`);
  return `import { embeddedFile } from 'embedded-file';\n${changed.replace(' fileDesc,', '')}`;
}

/**
 * What `embeddedFile` takes, from a description as generated code has it: the types of the objects, and the file with
 * each object naming its type by `$`.
 */
export function describeFile(text) {
  const file = fromBinary(FileDescriptorProtoSchema, base64Decode(text));
  // Generated code leaves out the names that follow from others.
  for (const field of fieldsOf(file.messageType)) field.jsonName ||= protoCamelCase(field.name);
  const types = [];
  return { file: shortened(file), types };

  function shortened(value) {
    if (Array.isArray(value)) return value.map(shortened);
    if (typeof value === 'object') return { $: numberOf(value.$typeName), ...members(value) };
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw new Error(`no place for a ${typeof value}`);
    return value;
  }

  function members(value) {
    const kept = Object.entries(value).filter(([key, each]) => key !== '$typeName' && !isEmptyList(each));
    return Object.fromEntries(kept.map(([key, each]) => [key, shortened(each)]));
  }

  function numberOf(typeName) {
    const known = types.findIndex(({ name }) => name === typeName);
    if (known >= 0) return known;
    const empty = create(schemaOf(typeName));
    const lists = Object.keys(empty).filter((key) => isEmptyList(empty[key]));
    return types.push({ name: typeName, lists, defaults: { ...Object.getPrototypeOf(empty) } }) - 1;
  }
}

function fieldsOf(messages) {
  return messages.flatMap(({ field, nestedType }) => [...field, ...fieldsOf(nestedType)]);
}

function schemaOf(typeName) {
  const all = FileDescriptorProtoSchema.file.messages.flatMap((each) => [each, ...each.nestedMessages]);
  const found = all.find((each) => each.typeName === typeName);
  if (!found) throw new Error(`${typeName} is no part of a description`);
  return found;
}

function isEmptyList(value) {
  return Array.isArray(value) && value.length === 0;
}
