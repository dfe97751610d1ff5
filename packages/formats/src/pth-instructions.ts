import { fault } from './fault.js';
import { sharedInstructions } from './pickle-instructions.js';
import type { Instructions, PickleMachine } from './pickle-machine.js';
import { opcodes } from './pickle-opcodes.js';

/** Byte strings mean nothing in files of tensors. */
const skipBytes = ({ stack, cursor }: PickleMachine, length: number): void => {
  cursor.skip(length);
  stack.push(null);
};

/** The opcodes in pickles of tensors. Strings of Python 2 are text, byte strings become null. */
export const pthInstructions: Instructions = {
  ...sharedInstructions,
  [opcodes.SHORT_BINSTRING]: ({ stack, cursor }) => stack.push(cursor.text(cursor.u8())),
  [opcodes.BINSTRING]: ({ stack, cursor }) => stack.push(cursor.text(cursor.u32())),
  [opcodes.SHORT_BINBYTES]: (machine) => skipBytes(machine, machine.cursor.u8()),
  [opcodes.BINBYTES]: (machine) => skipBytes(machine, machine.cursor.u32()),
  [opcodes.BINBYTES8]: (machine) => skipBytes(machine, machine.cursor.u64()),
  [opcodes.BUILD]: ({ stack }) => {
    stack.pop(); // Attributes such as _metadata do not matter for the tensors.
    if (!(stack.top() instanceof Map))
      throw fault('pickle sets attributes of something that is not a dictionary');
  },
};
