import { type DescField, type DescMessage, type DescOneof, ScalarType } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { arbitraryText } from './arbitrary-text.ts';
import type { MessageInit } from './json-view.ts';

/** Any message of a schema, with unknown enum numbers and every choice of a oneof. */
export function arbitraryMessage(schema: DescMessage): fc.Arbitrary<MessageInit> {
  return fc.record(
    Object.fromEntries(
      schema.members.map((member) => [
        member.localName,
        member.kind === 'oneof' ? arbitraryOneof(member) : arbitraryField(member),
      ]),
    ),
  );
}

function arbitraryOneof(oneof: DescOneof): fc.Arbitrary<unknown> {
  const cases = oneof.fields.map((field) => arbitraryValue(field).map((value) => ({ case: field.localName, value })));
  return fc.oneof(fc.constant({ case: undefined }), ...cases);
}

function arbitraryField(field: DescField): fc.Arbitrary<unknown> {
  return field.fieldKind === 'list' ? fc.array(arbitraryValue(field), { maxLength: 4 }) : arbitraryValue(field);
}

function arbitraryValue(field: DescField): fc.Arbitrary<unknown> {
  if (field.message) return arbitraryMessage(field.message);
  if (field.enum) {
    return fc.oneof(fc.constantFrom(...field.enum.values.map(({ number }) => number)), int32);
  }
  switch (field.scalar) {
    case ScalarType.BOOL:
      return fc.boolean();
    case ScalarType.INT64:
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case ScalarType.INT32:
      return int32;
    case ScalarType.UINT32:
      return fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffff_ffff }));
    case ScalarType.STRING:
      return arbitraryText(40);
    case ScalarType.BYTES:
      return fc.uint8Array({ maxLength: 70 }).map((bytes) => Uint8Array.from(bytes));
    default:
      throw new Error(`no arbitrary for field ${field.name}`);
  }
}

const int32: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -130, max: 300 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
);
