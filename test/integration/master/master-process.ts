// The command `stoa master` as a process of its own, for the tests that end it.
import { masterMain } from '../../../packages/master/src/index.ts';

await masterMain(process.argv.slice(2), process.env);
