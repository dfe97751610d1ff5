import { fault } from './fault.js';
import { NumpyObject } from './numpy-objects.js';
import { PickleBytes } from './pickle-bytes.js';
import { setItems, sharedInstructions } from './pickle-instructions.js';
import { dictionarySteps, sequenceSteps } from './pickle-limits.js';
import type { Instructions, PickleMachine } from './pickle-machine.js';
import { opcodes } from './pickle-opcodes.js';
import { PickleTuple } from './pickle-stack.js';
import { readFloat, readRepr, readUnicode } from './pickle-text.js';

const pushBytes = ({ stack, cursor }: PickleMachine, length: number, isText = false): void =>
  stack.push(new PickleBytes(cursor.take(length), isText));

const pushSet = ({ stack, spend }: PickleMachine, items: readonly unknown[]): void => {
  spend(dictionarySteps);
  stack.push(new Set(items));
};

/** The opcodes in pickles of values, of all protocols. Byte strings become {@link PickleBytes}. */
export const valueInstructions: Instructions = {
  ...sharedInstructions,
  [opcodes.FLOAT]: ({ stack, cursor }) => stack.push(readFloat(cursor)),

  // Text of Python 2 is bytes, too.
  [opcodes.STRING]: ({ stack, cursor }) => stack.push(new PickleBytes(readRepr(cursor), true)),
  [opcodes.SHORT_BINSTRING]: (machine) => pushBytes(machine, machine.cursor.u8(), true),
  [opcodes.BINSTRING]: (machine) => pushBytes(machine, machine.cursor.u32(), true),
  [opcodes.UNICODE]: ({ stack, cursor }) => stack.push(readUnicode(cursor)),
  [opcodes.SHORT_BINBYTES]: (machine) => pushBytes(machine, machine.cursor.u8()),
  [opcodes.BINBYTES]: (machine) => pushBytes(machine, machine.cursor.u32()),
  [opcodes.BINBYTES8]: (machine) => pushBytes(machine, machine.cursor.u64()),
  [opcodes.BYTEARRAY8]: (machine) => pushBytes(machine, machine.cursor.u64()),

  [opcodes.LIST]: ({ stack, spend }) => {
    spend(sequenceSteps);
    stack.push(stack.popToMark());
  },
  [opcodes.DICT]: ({ stack, spend }) => {
    const items = stack.popToMark();
    spend(dictionarySteps);
    stack.push(new Map());
    setItems(stack, items);
  },
  [opcodes.EMPTY_SET]: (machine) => pushSet(machine, []),
  [opcodes.FROZENSET]: (machine) => pushSet(machine, machine.stack.popToMark()),
  [opcodes.ADDITEMS]: ({ stack }) => {
    const items = stack.popToMark();
    const set = stack.top();
    if (!(set instanceof Set)) throw fault('pickle adds items to something that is not a set');
    for (const item of items) set.add(item);
  },

  // Instances of classes: found so that the message names the class.
  [opcodes.INST]: (machine) => {
    const callee = machine.environment.findGlobal(
      `${machine.cursor.line()}.${machine.cursor.line()}`,
    );
    machine.call(callee, new PickleTuple(machine.stack.popToMark()));
  },
  [opcodes.OBJ]: (machine) => {
    const [callee, ...parameters] = machine.stack.popToMark();
    machine.call(callee, new PickleTuple(parameters));
  },
  [opcodes.BUILD]: ({ stack, spend }) => {
    const state = stack.pop();
    const object = stack.top();
    if (!(object instanceof NumpyObject) || !(state instanceof PickleTuple)) {
      throw fault('pickle sets attributes of something that is not an array');
    }
    object.setState(state.items, spend);
  },
  [opcodes.PERSID]: ({ stack, cursor, environment }) =>
    stack.push(environment.loadPersistent(cursor.line())),
};
