import { rmSync, writeFileSync } from 'node:fs';
import { check } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';
import { nmcli, profiles } from '../lab/wifi.mjs';

const rule = '/etc/polkit-1/rules.d/40-lab.rules';
const allow = `polkit.addRule(function (action, subject) {
  if (action.id.indexOf('org.freedesktop.NetworkManager.') === 0 && subject.user === 'nobody') return polkit.Result.YES;
});
`;
const home = { ssid: 'lab-home', key: 'correct-horse' };

/** Joins by nmcli in a unit of the user `nobody`. */
async function joinAsNobody() {
  const unit = ['--wait', '--pipe', '--quiet', '--uid=nobody', 'nmcli', 'device', 'wifi', 'connect'];
  const { code, output, errors } = await runProgram('systemd-run', [...unit, home.ssid, 'password', home.key]);
  return { code, output: output + errors };
}

/** That this boot is right for the cases of the installed service: nothing here is ours. */
export const polkitCases = [
  {
    name: 'installed, lab: a unit of a user joins a network under a rule of polkit, and is refused without it',
    async run(lab) {
      await lab.accessPoint(home);
      await nmcli('device', 'wifi', 'list', '--rescan', 'yes');
      const refused = await joinAsNobody();
      check(refused.code !== 0 && /not authorized|Insufficient/i.test(refused.output), `refused: ${refused.output}`);
      writeFileSync(rule, allow);
      try {
        const { code, output } = await joinAsNobody();
        check(code === 0, output);
      } finally {
        rmSync(rule);
        for (const name of await profiles()) await nmcli('connection', 'delete', name);
      }
    },
  },
];
