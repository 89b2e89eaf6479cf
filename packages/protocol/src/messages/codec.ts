import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Bytes } from '../bytes.ts';
import { ProvisioningError } from '../errors/provisioning-error.ts';
import { asFirmwareReads } from './wire-format.ts';

/** Encodes a message: fields in ascending number, defaults left out, a selected oneof member always written. */
export function encodeMessage<D extends DescMessage>(schema: D, init: MessageInitShape<D>): Bytes {
  return toBinary(schema, create(schema, init));
}

/**
 * Decodes the message that `bytes` hold. Unknown fields are kept aside, unknown enum numbers stay numbers.
 *
 * @throws ProvisioningError `message/malformed` for anything that is not such a message
 */
export function decodeMessage<D extends DescMessage>(schema: D, bytes: Uint8Array): MessageShape<D> {
  try {
    return fromBinary(schema, asFirmwareReads(schema, bytes));
  } catch (cause) {
    throw new ProvisioningError('message/malformed', `${bytes.length} bytes are not a ${schema.name} message`, {
      cause,
      details: { message: schema.name, length: bytes.length },
    });
  }
}
