// Endpoints of a Linux board: `esp-prov device --linux --endpoints board-endpoints.mjs`.

/** Answers `esp-prov send board-name ""`. */
function boardName() {
  return new TextEncoder().encode('lamp in the hall');
}

export { boardName as 'board-name' };
