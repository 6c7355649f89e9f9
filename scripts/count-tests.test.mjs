import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count } from './count-tests.mjs';

test('the closing line of nextest is counted, slow, leaky and timed out tests included', () => {
  assert.deepEqual(
    count('     Summary [   2.541s] 14/20 tests run: 11 passed (2 slow, 1 leaky), 2 failed, 1 timed out, 6 skipped\n'),
    { passed: 11, failed: 3, skipped: 6 },
  );
  assert.deepEqual(count('\u001b[32;1m     Summary\u001b[0m [   0.005s] 1 test run: 1 passed, 0 skipped'), {
    passed: 1,
    failed: 0,
    skipped: 0,
  });
});

test('the closing lines of all binaries of cargo test are summed, filtered and measured tests left out', () => {
  const log = `
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 9 filtered out; finished in 0.00s
test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s`;
  assert.deepEqual(count(log), { passed: 5, failed: 4, skipped: 1 });
});

test('both reports of the test runner of Node are read', () => {
  const spec = 'ℹ tests 5\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\nℹ duration_ms 31';
  assert.deepEqual(count(spec), { passed: 2, failed: 2, skipped: 1 });
  assert.deepEqual(count(spec.replaceAll('ℹ', '#')), { passed: 2, failed: 2, skipped: 1 });
});

test('a sentence that mentions numbers is not a closing line', () => {
  assert.deepEqual(count('3 passed, 2 failed\nthe test result: ok. 9 passed\n    # pass 4'), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });
});
