import type { MatchRule, MethodCall } from '../bus.ts';

/** Name of the message bus itself, which is no connection and yet can be called. */
export const busName = 'org.freedesktop.DBus';

/** Calls a method of the message bus itself. */
export function busCall(member: string, signature: string, body: readonly unknown[]): MethodCall {
  return { destination: busName, path: '/org/freedesktop/DBus', interface: busName, member, signature, body };
}

/** Returns the signal `NameOwnerChanged(name, old owner, new owner)` for one name. */
export function ownerChangedRule(name: string): MatchRule {
  return {
    sender: busName,
    path: '/org/freedesktop/DBus',
    interface: busName,
    member: 'NameOwnerChanged',
    arg0: name,
  };
}
