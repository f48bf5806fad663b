import { writeFileSync } from 'node:fs';

/**
 * A Jest reporter that writes the counts of a run to the file named by STOA_TEST_COUNTS. A suite that
 * could not load has no failed test of its own, so it counts as one failure.
 */
export default class CountsReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.STOA_TEST_COUNTS;
    if (file === undefined) return;
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(file, JSON.stringify(counts));
  }
}
