import type Docker from 'dockerode';
import type { DockerSpec } from '../../core/index.ts';
import { LaunchError, messageOf } from '../containerizer.ts';
import { deadline } from './docker-calls.ts';
import { isStatus } from './docker-errors.ts';

/** A pull of a large image over a slow line. */
const PULL_DEADLINE_MS = 30 * 60_000;

/** Creates containers, and has their images pulled. */
export class ContainerCreation {
  readonly #docker: Docker;
  readonly #onPrepared: (containerId: string) => void;
  readonly #attempt: <T>(what: string, act: () => Promise<T>) => Promise<T>;
  /** Images of which a container was created; most are there still. */
  readonly #images = new Set<string>();

  constructor(options: {
    readonly docker: Docker;
    readonly onPrepared: (containerId: string) => void;
    /** Tells what was attempted when it fails. */
    readonly attempt: <T>(what: string, act: () => Promise<T>) => Promise<T>;
  }) {
    this.#docker = options.docker;
    this.#onPrepared = options.onPrepared;
    this.#attempt = options.attempt;
  }

  /**
   * Creates. With an image that need not be pulled the container is as good as prepared before: what
   * follows from that word is then done while Docker creates, when a processor is free, and not while
   * it starts, when none is.
   */
  async create(spec: DockerSpec, signal: AbortSignal): Promise<void> {
    const isThere = !spec.forcePull && this.#images.has(spec.image);
    if (isThere) this.#onPrepared(spec.containerId);
    // Whatever hinders the creation, the next one finds out anew whether the image is there.
    await this.#createOrPull(spec, signal).catch((error: unknown) => {
      this.#images.delete(spec.image);
      throw error;
    });
    this.#images.add(spec.image);
    if (!isThere) this.#onPrepared(spec.containerId);
  }

  /** Creates; pulls the image before when that is asked for, after when it turns out missing. */
  async #createOrPull(spec: DockerSpec, signal: AbortSignal): Promise<void> {
    const what = `create a container of image ${spec.image}`;
    const create = async (): Promise<void> => {
      await this.#docker.createContainer(createOptions(spec));
    };
    if (spec.forcePull) await this.#pull(spec.image, signal);
    try {
      await this.#attempt(what, create);
    } catch (error) {
      const isMissing = error instanceof LaunchError && isStatus(error.cause, 404);
      if (!isMissing || spec.forcePull) throw error;
      await this.#pull(spec.image, signal);
      signal.throwIfAborted();
      await this.#attempt(what, create);
    }
  }

  async #pull(image: string, signal: AbortSignal): Promise<void> {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(PULL_DEADLINE_MS)]);
    await this.#attempt(`pull image ${image}`, async () => {
      const stream = await this.#docker.pull(withTag(image), { abortSignal });
      await new Promise<void>((resolve, reject) => {
        this.#docker.modem.followProgress(stream, (error) => {
          if (error === null || error === undefined) resolve();
          else reject(new Error(messageOf(error), { cause: error }));
        });
      });
    });
  }
}

function createOptions(spec: DockerSpec): Docker.ContainerCreateOptions {
  const { name, ...body } = spec.create;
  // The library sends all of it as query as well unless told apart; its type knows neither that nor
  // that the plan's record is read-only.
  return {
    _query: { name },
    _body: body,
    ...deadline(),
  } as unknown as Docker.ContainerCreateOptions;
}

function withTag(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return name.includes(':') || name.includes('@') ? image : `${image}:latest`;
}
