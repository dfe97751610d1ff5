#!/usr/bin/env node
import { runnerIn } from './cli/add-command.js';
import { interruptSignal } from './shared/interrupt-signal.js';
import { runCommandLine } from './cli/run-command-line.js';
import { printableText } from './shared/printable-text.js';
import { Console } from './shared/progress-line.js';

const console = new Console(process.stdout);

process.exitCode = await runCommandLine(process.argv.slice(2), {
  run: runnerIn({ console, signal: interruptSignal(console) }),
  writeError: (line) => process.stderr.write(`${printableText(line)}\n`),
  debug: process.env.STACKGAN_DEBUG === '1',
});
// A backend may keep threads alive; all work is done and saved.
process.exit();
