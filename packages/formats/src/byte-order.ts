export const isLittleEndianMachine = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
