// A part of the bundle: what generated code calls in place of `fileDesc`.
// biome-ignore lint/correctness/noUndeclaredDependencies: it becomes a part of the protocol package, which declares it
import { createFileRegistry } from '@bufbuild/protobuf';

/** The file that `description` describes; `imports` are those that it names. */
export function embeddedFile({ file, types }, imports = []) {
  const proto = restored(file);
  proto.dependency = imports.map((each) => each.proto.name);
  return createFileRegistry(proto, (name) => imports.find((each) => each.proto.name === name)).getFile(proto.name);

  function restored(value) {
    if (Array.isArray(value)) return value.map(restored);
    if (typeof value !== 'object') return value;
    const { $, ...members } = value;
    const { name, lists, defaults } = types[$];
    // Its defaults are inherited: what is an object's own counts as set.
    const message = Object.create(defaults);
    message.$typeName = name;
    for (const list of lists) message[list] = [];
    for (const key of Object.keys(members)) message[key] = restored(members[key]);
    return message;
  }
}
