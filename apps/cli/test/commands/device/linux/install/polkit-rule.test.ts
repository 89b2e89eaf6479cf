import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { polkitRule } from '../../../../../src/commands/device/linux/install/polkit-rule.ts';

type Rule = (action: { readonly id: string }, subject: { readonly user: string }) => string | undefined;

/** Hands the rule to what stands for polkit. */
function ruleOf(text: string): Rule {
  const rules: Rule[] = [];
  runInNewContext(text, { polkit: { addRule: (rule: Rule) => rules.push(rule), Result: { YES: 'yes' } } });
  const [rule, ...others] = rules;
  if (!rule || others.length > 0) throw new Error('Expected one rule.');
  return rule;
}

const id = (name: string) => `org.freedesktop.NetworkManager.${name}`;

describe('the rule for polkit', () => {
  test.each(['network-control', 'wifi.scan', 'settings.modify.system'])('permits %s to the service', (name) => {
    const rule = ruleOf(polkitRule({ softAp: false }));
    expect(rule({ id: id(name) }, { user: 'esp-prov' })).toBe('yes');
    expect(rule({ id: id(name) }, { user: 'pi' })).toBeUndefined();
  });

  test.each(['wifi.share.protected', 'wifi.share.open'])('permits %s only for an access point', (name) => {
    expect(ruleOf(polkitRule({ softAp: true }))({ id: id(name) }, { user: 'esp-prov' })).toBe('yes');
    expect(ruleOf(polkitRule({ softAp: false }))({ id: id(name) }, { user: 'esp-prov' })).toBeUndefined();
  });

  test.each([
    id('enable-disable-network'),
    id('settings.modify.hostname'),
    id('reload'),
    'org.freedesktop.login1.reboot',
    'network-control',
  ])('has no say in %s', (other) => {
    expect(ruleOf(polkitRule({ softAp: true }))({ id: other }, { user: 'esp-prov' })).toBeUndefined();
  });
});
