import type { ByteCursor } from './byte-cursor.js';
import { fault } from './fault.js';
import { opcodes } from './pickle-opcodes.js';
import { PickleStack, PickleTuple } from './pickle-stack.js';

/**
 * What a pickle calls in place of a Python function. It reports work and memory to `spend`, which
 * throws when the file asks for too much.
 */
export type PickleFunction = (
  parameters: readonly unknown[],
  spend: (steps: number) => void,
) => unknown;

/** What one opcode does. */
export type Instruction = (machine: PickleMachine) => void;
export type Instructions = Readonly<Record<number, Instruction>>;

/** Everything that a pickle can do and reach: it has no other opcodes and functions than these. */
export interface PickleEnvironment {
  /** By opcode, besides `STOP`. */
  readonly instructions: Instructions;
  /** Opcodes and items that are copied meanwhile, with a supplement for objects. */
  readonly maximumSteps: number;
  /** What other opcodes do not occur in, for the message. */
  readonly where: string;
  /** A {@link PickleFunction} or other value for a Python class or function; throws for others. */
  findGlobal(name: string): unknown;
  loadPersistent(id: unknown): unknown;
}

/** The state of one pickle while it is read. */
export class PickleMachine {
  readonly stack = new PickleStack();
  readonly #memo = new Map<number, unknown>();
  #steps = 0;

  constructor(
    readonly cursor: ByteCursor,
    readonly environment: PickleEnvironment,
  ) {}

  readonly spend = (steps: number): void => {
    this.#steps += steps;
    if (this.#steps > this.environment.maximumSteps) {
      throw fault(`pickle takes more than ${this.environment.maximumSteps} steps`);
    }
  };

  /** Stores the top of the stack in the memo. */
  remember(index: unknown = this.#memo.size): void {
    this.#memo.set(Number(index), this.stack.top());
  }

  recall(index: unknown): void {
    if (!this.#memo.has(Number(index)))
      throw fault(`pickle reads ${String(index)} from the memo, which was not stored`);
    this.stack.push(this.#memo.get(Number(index)));
  }

  call(callee: unknown, parameters: unknown): void {
    if (typeof callee !== 'function' || !(parameters instanceof PickleTuple)) {
      throw fault('pickle calls something that is not a function');
    }
    this.stack.push((callee as PickleFunction)(parameters.items, this.spend));
  }
}

/**
 * Reads one pickle without running anything: globals are looked up in the environment. Tuples become
 * {@link PickleTuple}s.
 */
export function runPickle(cursor: ByteCursor, environment: PickleEnvironment): unknown {
  const machine = new PickleMachine(cursor, environment);
  for (;;) {
    machine.spend(1);
    const opcode = cursor.u8();
    if (opcode === opcodes.STOP) return machine.stack.pop();
    const instruction = environment.instructions[opcode];
    if (instruction === undefined) {
      throw fault(
        `opcode 0x${opcode.toString(16)} at byte ${cursor.position - 1} does not occur in ${environment.where}`,
      );
    }
    instruction(machine);
  }
}
