import type { MatchRule, ReceivedSignal } from '../bus.ts';
import { DBusError } from '../dbus-error.ts';

const keys: Readonly<Record<keyof MatchRule, string>> = {
  sender: 'sender',
  path: 'path',
  pathNamespace: 'path_namespace',
  interface: 'interface',
  member: 'member',
  arg0: 'arg0',
};

/**
 * Returns the rule as the bus wants it; equal rules give equal text. @throws DBusError `invalid` when a value cannot be
 * quoted
 */
export function formatRule(rule: MatchRule): string {
  const parts = Object.entries(keys).flatMap(([name, key]) => {
    const value = rule[name as keyof MatchRule];
    if (value === undefined) return [];
    if (value.includes("'")) throw new DBusError('invalid', `a match rule cannot hold the quote in ${key} ${value}`);
    return [`${key}='${value}'`];
  });
  return ["type='signal'", ...parts].join(',');
}

/** Whether `rule` matches `signal`; `owner` is the present owner of the sender's name. */
export function ruleMatches(rule: MatchRule, signal: ReceivedSignal, owner: string | undefined): boolean {
  if (rule.sender !== undefined && signal.sender !== rule.sender && signal.sender !== owner) return false;
  if (rule.path !== undefined && signal.path !== rule.path) return false;
  if (rule.pathNamespace !== undefined && !isBelow(signal.path, rule.pathNamespace)) return false;
  if (rule.interface !== undefined && signal.interface !== rule.interface) return false;
  if (rule.member !== undefined && signal.member !== rule.member) return false;
  return rule.arg0 === undefined || signal.body[0] === rule.arg0;
}

function isBelow(path: string, namespace: string): boolean {
  return path === namespace || path.startsWith(namespace === '/' ? '/' : `${namespace}/`);
}
