// Makes a machine ready for the tiers that need more than Node.
import { existsSync } from 'node:fs';
import { openDocker, TEST_IMAGE } from './docker.mjs';
import { findStaticBusybox } from './busybox.mjs';
import { findProgram, installPackages, isDebian } from './programs.mjs';

const ZOOKEEPER_JAR = '/usr/share/java/zookeeper.jar';
const MESOS_GO = '/usr/share/gocode/src/github.com/mesos/mesos-go';
const hasZooKeeper = () => existsSync(ZOOKEEPER_JAR) && findProgram('java') !== undefined;
const findChromium = () => findProgram('chromium', 'chromium-browser', 'google-chrome');

/** What tests need, the Debian package that brings it, and how to see whether it is there. */
const NEEDS = [
  { package: 'docker.io', isThere: () => findProgram('dockerd') !== undefined },
  { package: 'busybox-static', isThere: () => findStaticBusybox() !== undefined },
  { package: 'dnsutils', isThere: () => findProgram('dig') !== undefined },
  { package: 'chromium', isThere: () => findChromium() !== undefined },
  { package: 'zookeeper', isThere: hasZooKeeper },
  { package: 'default-jre-headless', isThere: () => findProgram('java') !== undefined },
  { package: 'golang-go', isThere: () => findProgram('go') !== undefined },
  { package: 'golang-github-mesos-mesos-go-dev', isThere: () => existsSync(MESOS_GO) },
  { package: 'libslf4j-java', isThere: () => existsSync('/usr/share/java/slf4j-simple.jar') },
];

/**
 * Sets the machine up. `env` is for the tests; `without` says why a part is left out, by its name; `failure`
 * says what should have worked here; `close` stops what was started.
 */
export async function prepareMachine() {
  const prepared = { env: {}, without: {}, failure: undefined, close: async () => undefined };
  const canInstall = process.getuid?.() === 0 && isDebian();
  const missing = NEEDS.filter(({ isThere }) => !isThere()).map((need) => need.package);
  if (canInstall && missing.length > 0) prepared.failure = installPackages(missing);
  const chromium = findChromium();
  if (chromium === undefined) prepared.without.chromium = 'there is no chromium';
  else prepared.env.STOA_CHROMIUM = chromium;
  if (hasZooKeeper()) prepared.env.STOA_ZOOKEEPER = '1';
  else prepared.without.zookeeper = 'there is no zookeeper.jar or no java';
  try {
    const docker = await openDocker();
    prepared.env.DOCKER_HOST = `unix://${docker.socketPath}`;
    prepared.env.STOA_TEST_IMAGE = TEST_IMAGE;
    prepared.close = docker.close;
    console.log(`== Docker at ${docker.socketPath}${docker.isOwn ? ', our own' : ''}`);
  } catch (error) {
    prepared.without.docker = error.message;
    if (canInstall) prepared.failure ??= error.message;
  }
  return prepared;
}
