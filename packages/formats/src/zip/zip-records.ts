/** Signatures and sizes of the records of a zip archive (APPNOTE 4.3). */
export const zipRecords = {
  local: { signature: 0x04034b50, bytes: 30 },
  directory: { signature: 0x02014b50, bytes: 46 },
  end: { signature: 0x06054b50, bytes: 22 },
  zip64End: { signature: 0x06064b50, bytes: 56 },
  zip64Locator: { signature: 0x07064b50, bytes: 20 },
} as const;

/** Extra field for values that are too large for 32 bits. */
export const zip64ExtraId = 1;
export const maximumU16 = 2 ** 16 - 1;
export const maximumU32 = 2 ** 32 - 1;
