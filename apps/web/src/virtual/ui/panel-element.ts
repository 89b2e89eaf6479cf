import { type CSSResultGroup, LitElement, type PropertyDeclarations } from 'lit';
import { base } from '../../look/base.ts';
import { buttons } from '../../look/buttons.ts';
import { fields } from '../../look/fields.ts';
import { networksLook } from '../../look/networks-look.ts';
import { notes } from '../../look/notes.ts';
import { tokens } from '../../look/tokens.ts';
import type { DeviceWords } from '../words/device-words.ts';
import { en } from '../words/en.ts';
import { developerLook } from './developer-look.ts';

/** What the panels of the developer view look like. */
export const panelLook: CSSResultGroup = [tokens, base, buttons, fields, networksLook, notes, developerLook];

/** A panel of the developer view. However often its source changes, it is drawn once for each frame of the screen. */
export class PanelElement extends LitElement {
  static override properties: PropertyDeclarations = { words: { attribute: false }, copied: { state: true } };
  declare words: DeviceWords;
  /** Whether something was copied a moment ago. */
  declare protected copied: boolean;

  constructor() {
    super();
    this.words = en;
    this.copied = false;
  }

  protected override async scheduleUpdate(): Promise<void> {
    const view = this.ownerDocument.defaultView;
    // A page in the background has no frames, and is drawn when it is seen again.
    if (view && this.hasUpdated) await new Promise<void>((resolve) => view.requestAnimationFrame(() => resolve()));
    await super.scheduleUpdate();
  }

  /** Copies a text, and says so on the button for a moment. */
  protected copy(text: string): void {
    const view = this.ownerDocument.defaultView;
    view?.navigator.clipboard?.writeText(text).then(
      () => {
        this.copied = true;
      },
      () => undefined,
    );
  }
}
