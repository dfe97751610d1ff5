#!/usr/bin/env node
import { interruptSignal } from './interrupt-signal.js';
import { runCommandLine } from './run-command-line.js';
import { Console } from './training/progress-line.js';

const console = new Console(process.stdout);
const context = { console, signal: interruptSignal(console) };

process.exitCode = await runCommandLine(process.argv.slice(2), {
  // Loaded when called, so that --help and mistyped flags need not wait for TensorFlow.js.
  commands: {
    prepare: async (given) => (await import('./commands/prepare.js')).prepare(given, context),
    train: async (given) => (await import('./commands/train.js')).train(given, context),
    sample: async (given) => (await import('./commands/sample.js')).sample(given, context),
    doctor: async () => console.line(await (await import('./commands/doctor.js')).doctor()),
    start: async (given) => (await import('./commands/start.js')).start(given, context),
  },
  writeError: (line) => process.stderr.write(`${line}\n`),
  debug: process.env.STACKGAN_DEBUG === '1',
});
// A backend may keep threads alive; all work is done and written.
process.exit();
