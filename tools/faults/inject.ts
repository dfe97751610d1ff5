/**
 * Loaded before a command by `node --import`, breaks it at one operation of the file system:
 * STACKGAN_FAULT is `kill:12` (the process ends before operation 12), or `full:12` (from operation 12 on,
 * the disk is full). Without it, counts the operations, and writes their number to STACKGAN_COUNT.
 */
import { writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const [kind, at = ''] = (process.env['STACKGAN_FAULT'] ?? '').split(':');
let count = 0;

/** Called before each operation that changes what is on the disk. */
function meet(path: unknown, isWrite: boolean): void {
  count += 1;
  if (kind === 'kill' && count === Number(at)) process.kill(process.pid, 'SIGKILL');
  if (kind === 'full' && count >= Number(at) && isWrite) {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
      ...{ code: 'ENOSPC', errno: -28, syscall: 'write', path },
    });
  }
}

type Operation = (...args: unknown[]) => Promise<unknown>;

/** Replaces methods of `target` by ones that meet the fault first. */
function wrap(target: object, names: readonly string[], isWrite: boolean): void {
  const methods = target as Record<string, Operation>;
  for (const name of names) {
    const original = methods[name]!;
    methods[name] = async function (this: unknown, ...args) {
      meet(typeof args[0] === 'string' ? args[0] : undefined, isWrite);
      return original.apply(this, args);
    };
  }
}

wrap(fs, ['writeFile', 'appendFile', 'mkdir', 'link'], true);
wrap(fs, ['rename', 'rm', 'rmdir', 'unlink', 'truncate'], false);
const handle = await fs.open(process.execPath);
const prototype = Object.getPrototypeOf(handle) as object;
await handle.close();
wrap(prototype, ['writeFile', 'write', 'appendFile'], true);
wrap(prototype, ['sync', 'truncate'], false);
syncBuiltinESMExports();

const countFile = process.env['STACKGAN_COUNT'];
if (countFile !== undefined) process.on('exit', () => writeFileSync(countFile, String(count)));
