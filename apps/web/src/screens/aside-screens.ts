import { blocked } from './blocked.ts';
import { nothingChosen } from './nothing-chosen.ts';
import { qr } from './qr.ts';
import type { Screens } from './screens.ts';

/** Screens beside the straight way, which most people never see. */
export type AsideName = 'blocked' | 'nothing' | 'qr';

/** These screens: a chunk of their own. */
export const asideScreens: Pick<Screens, AsideName> = { blocked, nothing: nothingChosen, qr };
