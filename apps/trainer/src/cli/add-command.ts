import type { Command } from 'commander';
import type { Context } from '../shared/context.js';

/** Runs a command with the values of its flags. */
export type Action<Given> = (given: Given, context: Context) => Promise<void> | void;

/**
 * Wraps an action for commander. Actions are loaded when they are called, so that --help does not
 * wait for TensorFlow.js.
 */
export type Runner = <Given>(load: () => Promise<Action<Given>>) => (given: Given) => Promise<void>;

/** Adds a command, its flags and its help to the program. */
export type AddCommand = (program: Command, run: Runner) => void;

/** Runs actions in a context. */
export const runnerIn =
  (context: Context): Runner =>
  (load) =>
  async (given) =>
    (await load())(given, context);
