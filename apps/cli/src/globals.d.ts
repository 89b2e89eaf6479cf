/** Types of browsers that the declarations of the package `qr` mention, and that nothing here uses. */
type DOMRectReadOnly = unknown;
type ImageBitmapSource = unknown;
