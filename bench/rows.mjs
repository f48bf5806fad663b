// Every row that `npm run bench` knows, in the order of the table.
import { measureConsole } from './rows/console.mjs';
import { measureDockerTask } from './rows/docker-task.mjs';
import { measureDurableWrites } from './rows/durable-writes.mjs';
import { measureIdleTime } from './rows/idle-time.mjs';
import { measureLeaderKilled } from './rows/leader-killed.mjs';
import { measureManyAgents } from './rows/many-agents.mjs';
import {
  measureFiftyDocker,
  measureHundredPlain,
  measureScaleDocker,
  measureScalePlain,
} from './rows/many-tasks.mjs';
import { measureNames } from './rows/names.mjs';
import { measurePlainTask } from './rows/plain-task.mjs';
import { measurePreview } from './rows/preview.mjs';
import { measurePublishedPort } from './rows/published-port.mjs';
import { measureReplaceDocker, measureReplacePlain } from './rows/replacement.mjs';
import { measureRollingUpgrade } from './rows/rolling-upgrade.mjs';
import { measureSecondStart } from './rows/second-start.mjs';
import { measureSimulation } from './rows/simulation.mjs';
import { measureTaskMemory } from './rows/task-memory.mjs';

// Rounds of the dear ones are fewer, and the table says how many there were.
const DEAR = 5;
const DEAREST = 3;

/**
 * `needs` says what a row is given: a local cluster of its own, Docker (it is left out without), or nothing but
 * a directory. `roundsMax` bounds what --rounds asks for.
 */
export const ROWS = [
  { name: 'plain-task', needs: 'cluster', measure: measurePlainTask },
  { name: 'docker-task', needs: 'docker', measure: measureDockerTask },
  { name: 'published-port', needs: 'docker', measure: measurePublishedPort },
  { name: 'hundred-plain', needs: 'cluster', measure: measureHundredPlain },
  { name: 'fifty-docker', needs: 'docker', measure: measureFiftyDocker, roundsMax: DEAR },
  { name: 'scale-plain', needs: 'cluster', measure: measureScalePlain },
  { name: 'scale-docker', needs: 'docker', measure: measureScaleDocker, roundsMax: DEAR },
  { name: 'replace-plain', needs: 'cluster', measure: measureReplacePlain },
  { name: 'replace-docker', needs: 'docker', measure: measureReplaceDocker },
  { name: 'rolling-upgrade', needs: 'cluster', measure: measureRollingUpgrade },
  { name: 'second-start', needs: 'nothing', measure: measureSecondStart },
  { name: 'idle-time', needs: 'cluster', measure: measureIdleTime, roundsMax: DEAR },
  { name: 'task-memory', needs: 'cluster', measure: measureTaskMemory },
  { name: 'preview', needs: 'cluster', measure: measurePreview },
  { name: 'many-agents', needs: 'nothing', measure: measureManyAgents, roundsMax: DEAREST },
  { name: 'durable-writes', needs: 'nothing', measure: measureDurableWrites, roundsMax: DEAR },
  { name: 'dns', needs: 'nothing', measure: measureNames, roundsMax: DEAR },
  { name: 'leader-killed', needs: 'nothing', measure: measureLeaderKilled, roundsMax: DEAR },
  { name: 'console', needs: 'nothing', measure: measureConsole, roundsMax: DEAREST },
  { name: 'simulation', needs: 'nothing', measure: measureSimulation, roundsMax: DEAREST },
];
