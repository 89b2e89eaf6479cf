import type { Finding } from '../../../reach/examine/finding.ts';
import { neededActions } from '../../device/linux/install/polkit-rule.ts';
import type { BoardBus } from './board-bus.ts';

const subject = 'permission';

/** Checks what NetworkManager permits this user. */
export async function lookAtPermissions(bus: BoardBus, uid: number, softAp: boolean): Promise<Finding> {
  const told = await bus.permissions();
  if (!told) return { subject, state: 'note', text: 'NetworkManager does not tell what this user may do' };
  const refused = neededActions({ softAp }).filter((action) => told[action] !== 'yes');
  if (refused.length === 0) {
    const may = 'may do with NetworkManager what is needed';
    // NetworkManager tells nobody the rights of others.
    const text =
      uid === 0 ? `root, as which this runs, ${may}; the rights of other users were not seen` : `this user ${may}`;
    return { subject, state: 'ok', text };
  }
  const names = refused.map((action) => action.replace('org.freedesktop.NetworkManager.', ''));
  return {
    subject,
    state: 'note',
    text: `this user may not ${names.join(', ')}; the user of the service may`,
    remedy: 'Run esp-prov device --linux as root, or as a service: sudo esp-prov device --linux --install --apply',
  };
}
