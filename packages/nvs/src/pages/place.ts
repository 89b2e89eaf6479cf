import type { Item } from './item.ts';
import type { Page } from './page.ts';

/** Where an item is. */
export interface Place {
  readonly page: Page;
  readonly index: number;
  readonly item: Item;
}
