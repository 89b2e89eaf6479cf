import { serviceUser } from './system-file.ts';

/** What the rule depends on. */
export interface PolkitRuleOptions {
  readonly softAp: boolean;
}

const prefix = 'org.freedesktop.NetworkManager.';

/** Returns the actions of NetworkManager that the service needs. */
export function neededActions({ softAp }: PolkitRuleOptions): string[] {
  const names = ['network-control', 'wifi.scan', 'settings.modify.system'];
  // Asked for an access point that shares a connection; by its protection.
  if (softAp) names.push('wifi.share.protected', 'wifi.share.open');
  return names.map((name) => `${prefix}${name}`);
}

/** Returns the rule that lets the user of the service use NetworkManager, and nobody else. */
export function polkitRule(options: PolkitRuleOptions): string {
  return `// Lets the service esp-prov scan, join networks and keep the one that provisioning has brought.
polkit.addRule(function (action, subject) {
  var needed = [
${neededActions(options)
  .map((action) => `    "${action}",`)
  .join('\n')}
  ];
  if (subject.user == "${serviceUser}" && needed.indexOf(action.id) >= 0) return polkit.Result.YES;
});
`;
}
