/** The opcodes of an array of protocol 2, with data as a byte string of Python 2 on the stack. */
export const arrayOpcodes = (type: string, shape: string, data: string): string =>
  `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85U\x01btR(K\x01${shape}` +
  `cnumpy\ndtype\nU${String.fromCharCode(type.length)}${type}K\0K\x01\x87R(K\x03U\x01<NNNK\0K\0K\0tbI00\n${data}tb`;
