// Loaded before the scripts of a second run: its clock is four hundred days ahead, so that a date in the output shows.
const ahead = 400 * 86_400_000;
const RealDate = Date;

// biome-ignore lint/suspicious/noShadowRestrictedNames: programs look at its name
globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + ahead);
    else super(...args);
  }

  static now() {
    return RealDate.now() + ahead;
  }
};
