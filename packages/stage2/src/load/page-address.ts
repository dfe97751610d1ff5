/** The address that relative ones in a browser are relative to. */
export const pageAddress = (): string | undefined =>
  globalThis.document?.baseURI ?? globalThis.location?.href;
