import { fault } from './fault.js';
import type { Instruction, Instructions, PickleMachine } from './pickle-machine.js';
import { readDecimal, readLong } from './pickle-numbers.js';
import { opcodes } from './pickle-opcodes.js';
import { type PickleStack, PickleTuple } from './pickle-stack.js';
import { dictionarySteps, sequenceSteps } from './pickle-limits.js';

const pushTuple = ({ spend, stack }: PickleMachine, tuple: PickleTuple): void => {
  spend(sequenceSteps);
  stack.push(tuple);
};

const pushLong = ({ spend, stack, cursor }: PickleMachine, length: number): void => {
  spend(length);
  stack.push(readLong(cursor, length));
};

const pushDecimal: Instruction = ({ stack, cursor }) => stack.push(readDecimal(cursor));

const reduce: Instruction = (machine) => {
  const parameters = machine.stack.pop();
  machine.call(machine.stack.pop(), parameters);
};

/**
 * The opcodes that mean the same in every pickle. Integers and floats become numbers (bigints
 * beyond 2^53), lists arrays, dictionaries Maps. Byte strings and `BUILD` are for others to define.
 */
export const sharedInstructions: Instructions = {
  [opcodes.PROTO]: ({ cursor }) => {
    const protocol = cursor.u8();
    if (protocol > 5) throw fault(`pickle has protocol ${protocol}; 0 to 5 are supported`);
  },
  [opcodes.FRAME]: ({ cursor }) => cursor.skip(8), // A frame only says how much to buffer.

  [opcodes.MARK]: ({ stack }) => stack.mark(),
  [opcodes.POP]: ({ stack }) => {
    if (stack.atMark) stack.popToMark();
    else stack.pop();
  },
  [opcodes.POP_MARK]: ({ stack }) => {
    stack.popToMark();
  },
  [opcodes.DUP]: ({ stack }) => stack.push(stack.top()),

  [opcodes.PUT]: (machine) => machine.remember(readDecimal(machine.cursor)),
  [opcodes.BINPUT]: (machine) => machine.remember(machine.cursor.u8()),
  [opcodes.LONG_BINPUT]: (machine) => machine.remember(machine.cursor.u32()),
  [opcodes.MEMOIZE]: (machine) => machine.remember(),
  [opcodes.GET]: (machine) => machine.recall(readDecimal(machine.cursor)),
  [opcodes.BINGET]: (machine) => machine.recall(machine.cursor.u8()),
  [opcodes.LONG_BINGET]: (machine) => machine.recall(machine.cursor.u32()),

  [opcodes.NONE]: ({ stack }) => stack.push(null),
  [opcodes.NEWTRUE]: ({ stack }) => stack.push(true),
  [opcodes.NEWFALSE]: ({ stack }) => stack.push(false),
  [opcodes.INT]: pushDecimal,
  [opcodes.LONG]: pushDecimal,
  [opcodes.BININT]: ({ stack, cursor }) => stack.push(cursor.i32()),
  [opcodes.BININT1]: ({ stack, cursor }) => stack.push(cursor.u8()),
  [opcodes.BININT2]: ({ stack, cursor }) => stack.push(cursor.u16()),
  [opcodes.LONG1]: (machine) => pushLong(machine, machine.cursor.u8()),
  [opcodes.LONG4]: (machine) => pushLong(machine, machine.cursor.u32()),
  [opcodes.BINFLOAT]: ({ stack, cursor }) => stack.push(cursor.f64()),

  [opcodes.SHORT_BINUNICODE]: ({ stack, cursor }) => stack.push(cursor.text(cursor.u8())),
  [opcodes.BINUNICODE]: ({ stack, cursor }) => stack.push(cursor.text(cursor.u32())),
  [opcodes.BINUNICODE8]: ({ stack, cursor }) => stack.push(cursor.text(cursor.u64())),

  [opcodes.EMPTY_TUPLE]: (machine) => pushTuple(machine, new PickleTuple([])),
  [opcodes.TUPLE1]: (machine) => pushTuple(machine, machine.stack.popTuple(1)),
  [opcodes.TUPLE2]: (machine) => pushTuple(machine, machine.stack.popTuple(2)),
  [opcodes.TUPLE3]: (machine) => pushTuple(machine, machine.stack.popTuple(3)),
  [opcodes.TUPLE]: (machine) => pushTuple(machine, new PickleTuple(machine.stack.popToMark())),
  [opcodes.EMPTY_LIST]: ({ spend, stack }) => {
    spend(sequenceSteps);
    stack.push([]);
  },
  [opcodes.APPEND]: ({ stack }) => append(stack, [stack.pop()]),
  [opcodes.APPENDS]: ({ stack }) => append(stack, stack.popToMark()),
  [opcodes.EMPTY_DICT]: ({ spend, stack }) => {
    spend(dictionarySteps);
    stack.push(new Map());
  },
  [opcodes.SETITEM]: ({ stack }) => setItems(stack, stack.popTuple(2).items),
  [opcodes.SETITEMS]: ({ stack }) => setItems(stack, stack.popToMark()),

  [opcodes.GLOBAL]: ({ stack, cursor, environment }) =>
    stack.push(environment.findGlobal(`${cursor.line()}.${cursor.line()}`)),
  [opcodes.STACK_GLOBAL]: ({ stack, environment }) => {
    const name = stack.popText();
    stack.push(environment.findGlobal(`${stack.popText()}.${name}`));
  },
  [opcodes.REDUCE]: reduce,
  [opcodes.NEWOBJ]: reduce,
  [opcodes.BINPERSID]: ({ stack, environment }) =>
    stack.push(environment.loadPersistent(stack.pop())),
};

function append(stack: PickleStack, items: readonly unknown[]): void {
  const list = stack.top();
  if (!Array.isArray(list)) throw fault('pickle appends to something that is not a list');
  for (const item of items) list.push(item);
}

export function setItems(stack: PickleStack, items: readonly unknown[]): void {
  const dictionary = stack.top();
  if (!(dictionary instanceof Map) || items.length % 2 !== 0) {
    throw fault('pickle sets items of something that is not a dictionary');
  }
  for (let i = 0; i < items.length; i += 2) dictionary.set(items[i], items[i + 1]);
}
