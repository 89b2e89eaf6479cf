import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../workspaces.mjs';

const load = createRequire(join(root, 'packages/protocol/package.json'));
const { fromBinary, isFieldSet } = load('@bufbuild/protobuf');
const { base64Decode } = load('@bufbuild/protobuf/wire');
const { FieldDescriptorProto_Label, FieldDescriptorProto_Type, FieldDescriptorProtoSchema, FileDescriptorProtoSchema } =
  load('@bufbuild/protobuf/wkt');
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
 * What `embeddedFile` takes, from a description as generated code has it: values of enums by name, and fields of messages
 * by name as number, type and oneof.
 *
 * @throws Error for what `embeddedFile` has no place for
 */
export function describeFile(text) {
  const file = fromBinary(FileDescriptorProtoSchema, base64Decode(text));
  requirePlain(file);
  return {
    name: file.name.replace(/\.proto$/, ''),
    enums: Object.fromEntries(file.enumType.map(({ name, value }) => [name, numbersOf(value)])),
    messages: Object.fromEntries(file.messageType.map((message) => [message.name, fieldsOf(message)])),
  };
}

function numbersOf(values) {
  return Object.fromEntries(values.map(({ name, number }) => [name, number]));
}

function fieldsOf({ field: fields, oneofDecl }) {
  return Object.fromEntries(
    fields.map((field) => {
      const one = field.typeName.replace(/^\./, '') || field.type;
      const type = field.label === FieldDescriptorProto_Label.REPEATED ? [one] : one;
      const oneof = isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex) && oneofDecl[field.oneofIndex].name;
      return [field.name, oneof ? [field.number, type, oneof] : [field.number, type]];
    }),
  );
}

/** Refuses all but messages and enums of plain proto3: `embeddedFile` takes its defaults for what is not said. */
function requirePlain(file) {
  const { messageType: messages, enumType: enums } = file;
  const fields = messages.flatMap(({ field }) => field);
  const parts = [file, ...messages, ...enums, ...enums.flatMap(({ value }) => value), ...fields];
  const isPlain =
    file.syntax === 'proto3' &&
    file.package === '' &&
    file.service.length === 0 &&
    file.extension.length === 0 &&
    messages.every((each) => each.nestedType.length + each.enumType.length + each.extension.length === 0) &&
    fields.every((each) => !each.proto3Optional && each.type !== FieldDescriptorProto_Type.GROUP) &&
    parts.every(({ options }) => options === undefined);
  if (!isPlain) throw new Error(`${file.name} has more than messages and enums of plain proto3`);
}
