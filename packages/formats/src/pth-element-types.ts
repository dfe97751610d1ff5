import { elementTypes, type ElementType } from './element-types.js';

/** Element types of PyTorch's storages, by the storage's class in the module `torch`. */
export const pthElementTypes: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['FloatStorage', elementTypes.float32],
  ['DoubleStorage', elementTypes.float64],
  ['HalfStorage', elementTypes.float16],
  ['BFloat16Storage', elementTypes.bfloat16],
  ['LongStorage', elementTypes.int64],
  ['IntStorage', elementTypes.int32],
  ['ByteStorage', elementTypes.uint8],
  ['BoolStorage', elementTypes.uint8],
]);
