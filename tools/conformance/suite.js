/**
 * Runs the tests of TensorFlow.js on the backend named by the first argument. The last printed line
 * is the `SuiteResult`. To run it, bundle it with `bundle.ts`.
 */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';
import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';

const backend = process.argv[2];
if (backend === 'ort') registerOrtBackend();

const jasmine = jasmineRequire.core(jasmineRequire);
const environment = jasmine.getEnv();
Object.assign(globalThis, { jasmine, ...jasmineRequire.interface(jasmine, environment) });
environment.configure({ random: false });
jasmine.DEFAULT_TIMEOUT_INTERVAL = 20_000;
setTestEnvs([{ name: 'backend', backendName: backend, isDataSync: true }]);

const results = [];
environment.addReporter({
  specDone: ({ fullName, status, failedExpectations }) => {
    if (status !== 'passed' && status !== 'failed') return;
    const reason = failedExpectations[0]?.message.split('\n')[0];
    results.push({ name: fullName, passed: status === 'passed', reason });
  },
});

// The tests register themselves when they load, with the globals set above.
await import('@tensorflow/tfjs-core/dist/tests');
await environment.execute();
process.stdout.write(`\n${JSON.stringify({ backend, results })}\n`, () => process.exit(0));
