import { ProvisioningError } from '../errors/provisioning-error.ts';

/** A oneof of a decoded message. */
interface Oneof {
  readonly case: string | undefined;
  readonly value?: unknown;
}

/**
 * Returns the value of a oneof whose member `member` must be the selected one.
 *
 * @throws ProvisioningError `message/unexpected` when another one is selected, or none
 */
export function requirePayload<O extends Oneof, C extends NonNullable<O['case']>>(
  oneof: O,
  member: C,
): Extract<O, { readonly case: C }>['value'] {
  if (oneof.case !== member) {
    throw new ProvisioningError('message/unexpected', `expected ${member}, received ${oneof.case ?? 'no payload'}`, {
      details: { expected: member, received: oneof.case ?? '' },
    });
  }
  return oneof.value as Extract<O, { readonly case: C }>['value'];
}
