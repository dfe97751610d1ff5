/**
 * `npm run conformance`: runs the tests of TensorFlow.js on the backends `cpu`, as the baseline,
 * and `ort`, and writes docs/conformance.md. Fails if `ort` fails a test that `explained.ts` does
 * not explain.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { format } from 'prettier';
import { root } from '../workspaces.js';
import { bundleSuite } from './bundle.js';
import { explanations } from './explained.js';
import type { SuiteResult } from './results.js';

const suite = await bundleSuite(join(root, '.cache/conformance/suite.mjs'));
const baseline = await runSuite('cpu');
const ours = await runSuite('ort');

const failures = ours.results.filter(({ passed }) => !passed);
const rows = failures.map(({ name, reason }) => {
  return { name: plain(name), reason, why: explanations[plain(name)] };
});
const names = new Set(ours.results.map(({ name }) => name));
const onlyBaseline = baseline.results.flatMap(({ name }) => (names.has(name) ? [] : [plain(name)]));
const version = (name: string) =>
  (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
const report = `# The tests of TensorFlow.js on the backend ort

How much of TensorFlow.js does the backend support? \`npm run conformance\` writes this page. It runs the test suite of \`@tensorflow/tfjs-core\` ${version('@tensorflow/tfjs-core')}, every test that runs in Node, against \`@stackgan/tfjs-backend-ort\` on onnxruntime-node ${version('onnxruntime-node')} and, as the baseline, against \`@tensorflow/tfjs-backend-cpu\`.

| backend | run | passed | failed |
| --- | --- | --- | --- |
${[baseline, ours].map(summary).join('\n')}

${onlyBaseline.length > 0 ? `Only on cpu: ${onlyBaseline.join('; ')}.` : ''}

## Failures on ort

${rows.map(({ name, reason, why }) => `- **${name}**: ${why ?? 'not explained'}\n  (\`${(reason ?? '').replaceAll('`', "'")}\`)`).join('\n')}
`;
await writeFile(
  join(root, 'docs/conformance.md'),
  await format(report, { parser: 'markdown', printWidth: 100 }),
);

const unexplained = rows.filter(({ why }) => why === undefined);
for (const { name, reason } of unexplained) console.log(`not explained: ${name}: ${reason ?? ''}`);
console.log(`${ours.results.length - failures.length} passed, ${failures.length} failed`);
console.log('report: docs/conformance.md');
if (unexplained.length > 0) process.exitCode = 1;

/** The name of a test without the test environment that the suite inserts. */
function plain(name: string): string {
  return name.replace(' backend {}', '');
}

async function runSuite(backend: string): Promise<SuiteResult> {
  console.log(`running the suite on ${backend}`);
  const { stdout } = await promisify(execFile)(process.execPath, [suite, backend], {
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as SuiteResult;
}

function summary({ backend, results }: SuiteResult): string {
  const passed = results.filter((result) => result.passed).length;
  return `| ${backend} | ${results.length} | ${passed} | ${results.length - passed} |`;
}
