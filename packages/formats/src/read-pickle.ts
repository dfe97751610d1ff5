import type { ByteCursor } from './byte-cursor.js';
import { readDecimal, readLong } from './pickle-numbers.js';
import { opcodes } from './pickle-opcodes.js';
import { PickleStack, PickleTuple } from './pickle-stack.js';
import { fault } from './fault.js';
import { dictionarySteps, maximumPickleSteps, sequenceSteps } from './pth-limits.js';

/**
 * What a pickle calls in place of a Python function. It reports work and memory to `spend`, which
 * throws when the file asks for too much.
 */
export type PickleFunction = (
  parameters: readonly unknown[],
  spend: (steps: number) => void,
) => unknown;

/** Everything that a pickle can reach: it has no other functions than these. */
export interface PickleEnvironment {
  /** A {@link PickleFunction} or other value for a Python class or function; throws for others. */
  findGlobal(name: string): unknown;
  loadPersistent(id: unknown): unknown;
}

/**
 * Reads one pickle without running anything: globals are looked up in the environment. Of protocols
 * 0 to 5 it knows the opcodes that files of tensors use. Integers and floats become numbers
 * (bigints beyond 2^53), lists arrays, dictionaries Maps, tuples {@link PickleTuple}s. Byte
 * strings, which mean nothing in such files, become null.
 */
export function readPickle(cursor: ByteCursor, environment: PickleEnvironment): unknown {
  const stack = new PickleStack();
  const memo = new Map<number, unknown>();
  let steps = 0;
  const spend = (count: number): void => {
    steps += count;
    if (steps > maximumPickleSteps) {
      throw fault(`pickle takes more than ${maximumPickleSteps} steps`);
    }
  };
  const remember = (index: unknown) => memo.set(Number(index), stack.top());
  const recall = (index: unknown): void => {
    if (!memo.has(Number(index)))
      throw fault(`pickle reads ${String(index)} from the memo, which was not stored`);
    stack.push(memo.get(Number(index)));
  };
  const pushTuple = (tuple: PickleTuple): void => {
    spend(sequenceSteps);
    stack.push(tuple);
  };
  const pushLong = (length: number): void => {
    spend(length);
    stack.push(readLong(cursor, length));
  };
  const skipBytes = (length: number): void => {
    cursor.skip(length);
    stack.push(null);
  };

  for (;;) {
    spend(1);
    const opcode = cursor.u8();
    switch (opcode) {
      case opcodes.STOP:
        return stack.pop();
      case opcodes.PROTO: {
        const protocol = cursor.u8();
        if (protocol > 5) throw fault(`pickle has protocol ${protocol}; 0 to 5 are supported`);
        break;
      }
      case opcodes.FRAME:
        cursor.skip(8); // A frame only says how much to buffer.
        break;

      case opcodes.MARK:
        stack.mark();
        break;
      case opcodes.POP:
        if (stack.atMark) stack.popToMark();
        else stack.pop();
        break;
      case opcodes.POP_MARK:
        stack.popToMark();
        break;
      case opcodes.DUP:
        stack.push(stack.top());
        break;

      case opcodes.PUT:
        remember(readDecimal(cursor));
        break;
      case opcodes.BINPUT:
        remember(cursor.u8());
        break;
      case opcodes.LONG_BINPUT:
        remember(cursor.u32());
        break;
      case opcodes.MEMOIZE:
        remember(memo.size);
        break;
      case opcodes.GET:
        recall(readDecimal(cursor));
        break;
      case opcodes.BINGET:
        recall(cursor.u8());
        break;
      case opcodes.LONG_BINGET:
        recall(cursor.u32());
        break;

      case opcodes.NONE:
        stack.push(null);
        break;
      case opcodes.NEWTRUE:
        stack.push(true);
        break;
      case opcodes.NEWFALSE:
        stack.push(false);
        break;
      case opcodes.INT:
      case opcodes.LONG:
        stack.push(readDecimal(cursor));
        break;
      case opcodes.BININT:
        stack.push(cursor.i32());
        break;
      case opcodes.BININT1:
        stack.push(cursor.u8());
        break;
      case opcodes.BININT2:
        stack.push(cursor.u16());
        break;
      case opcodes.LONG1:
        pushLong(cursor.u8());
        break;
      case opcodes.LONG4:
        pushLong(cursor.u32());
        break;
      case opcodes.BINFLOAT:
        stack.push(cursor.f64());
        break;

      case opcodes.SHORT_BINUNICODE:
      case opcodes.SHORT_BINSTRING: // A string of Python 2.
        stack.push(cursor.text(cursor.u8()));
        break;
      case opcodes.BINUNICODE:
      case opcodes.BINSTRING:
        stack.push(cursor.text(cursor.u32()));
        break;
      case opcodes.BINUNICODE8:
        stack.push(cursor.text(cursor.u64()));
        break;
      case opcodes.SHORT_BINBYTES:
        skipBytes(cursor.u8());
        break;
      case opcodes.BINBYTES:
        skipBytes(cursor.u32());
        break;
      case opcodes.BINBYTES8:
        skipBytes(cursor.u64());
        break;

      case opcodes.EMPTY_TUPLE:
        pushTuple(new PickleTuple([]));
        break;
      case opcodes.TUPLE1:
        pushTuple(stack.popTuple(1));
        break;
      case opcodes.TUPLE2:
        pushTuple(stack.popTuple(2));
        break;
      case opcodes.TUPLE3:
        pushTuple(stack.popTuple(3));
        break;
      case opcodes.TUPLE:
        pushTuple(new PickleTuple(stack.popToMark()));
        break;
      case opcodes.EMPTY_LIST:
        spend(sequenceSteps);
        stack.push([]);
        break;
      case opcodes.APPEND:
        append(stack, [stack.pop()]);
        break;
      case opcodes.APPENDS:
        append(stack, stack.popToMark());
        break;
      case opcodes.EMPTY_DICT:
        spend(dictionarySteps);
        stack.push(new Map());
        break;
      case opcodes.SETITEM:
        setItems(stack, stack.popTuple(2).items);
        break;
      case opcodes.SETITEMS:
        setItems(stack, stack.popToMark());
        break;

      case opcodes.GLOBAL:
        stack.push(environment.findGlobal(`${cursor.line()}.${cursor.line()}`));
        break;
      case opcodes.STACK_GLOBAL: {
        const name = stack.popText();
        stack.push(environment.findGlobal(`${stack.popText()}.${name}`));
        break;
      }
      case opcodes.REDUCE:
      case opcodes.NEWOBJ: {
        const parameters = stack.pop();
        const callee = stack.pop();
        if (typeof callee !== 'function' || !(parameters instanceof PickleTuple)) {
          throw fault('pickle calls something that is not a function');
        }
        stack.push((callee as PickleFunction)(parameters.items, spend));
        break;
      }
      case opcodes.BUILD:
        stack.pop(); // Attributes such as _metadata do not matter for the tensors.
        if (!(stack.top() instanceof Map))
          throw fault('pickle sets attributes of something that is not a dictionary');
        break;
      case opcodes.BINPERSID:
        stack.push(environment.loadPersistent(stack.pop()));
        break;

      default:
        throw fault(
          `opcode 0x${opcode.toString(16)} at byte ${cursor.position - 1} does not occur in files of tensors`,
        );
    }
  }
}

function append(stack: PickleStack, items: readonly unknown[]): void {
  const list = stack.top();
  if (!Array.isArray(list)) throw fault('pickle appends to something that is not a list');
  for (const item of items) list.push(item);
}

function setItems(stack: PickleStack, items: readonly unknown[]): void {
  const dictionary = stack.top();
  if (!(dictionary instanceof Map) || items.length % 2 !== 0) {
    throw fault('pickle sets items of something that is not a dictionary');
  }
  for (let i = 0; i < items.length; i += 2) dictionary.set(items[i], items[i + 1]);
}
