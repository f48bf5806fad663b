import { PortMappingSchema } from './network.ts';
import { nonEmpty, whole } from './schema-parts.ts';
import {
  object,
  text,
  optional,
  integer,
  flag,
  listOf,
  oneOf,
  schemaOf,
  mapOf,
  type JsonOf,
} from './schema-types.ts';

/** One `docker run` option. */
const DockerParameterSchema = object({ key: nonEmpty, value: text() });

/** The image and how it is run (marathon-app.md §4). */
export const DockerSchema = object({
  image: nonEmpty,
  forcePullImage: optional(flag()),
  privileged: optional(flag()),
  parameters: optional(listOf(DockerParameterSchema)),
  pullConfig: optional(object({ secret: nonEmpty })),
  /** No longer supported; read so that it can be refused. */
  credential: optional(object({ principal: text(), secret: optional(text()) })),
  /** The older way to choose a network; read, never written. */
  network: optional(oneOf(['BRIDGE', 'HOST', 'NONE', 'USER'])),
  /** The older place of the port mappings; read, never written. */
  portMappings: optional(listOf(PortMappingSchema)),
});
export type DockerJson = JsonOf<typeof DockerSchema>;

const ConstraintSchema = listOf(text());

const PersistentSchema = object({
  type: optional(oneOf(['root', 'path', 'mount'])),
  size: integer({ minimum: 0, maximum: 1e9 }),
  maxSize: optional(integer({ minimum: 0, maximum: 1e9 })),
  profileName: optional(nonEmpty),
  constraints: optional(listOf(ConstraintSchema)),
});
export type PersistentJson = JsonOf<typeof PersistentSchema>;

const CsiCapabilitySchema = object({
  accessMode: oneOf([
    'SINGLE_NODE_WRITER',
    'SINGLE_NODE_READER_ONLY',
    'MULTI_NODE_READER_ONLY',
    'MULTI_NODE_SINGLE_WRITER',
    'MULTI_NODE_MULTI_WRITER',
  ]),
  accessType: oneOf(['block', 'mount']),
  fsType: optional(text()),
  mountFlags: optional(listOf(text())),
});

const SecretReferenceMap = mapOf(object({ secret: nonEmpty }));

// Options of dvdi are texts; those of csi have a form of their own.
const ExternalOptionsSchema = schemaOf<{
  readonly [option: string]: unknown;
  readonly pluginName?: string;
  readonly capability?: JsonOf<typeof CsiCapabilitySchema>;
  readonly nodeStageSecret?: JsonOf<typeof SecretReferenceMap>;
  readonly nodePublishSecret?: JsonOf<typeof SecretReferenceMap>;
  readonly volumeContext?: Readonly<Record<string, string>>;
}>({
  type: 'object',
  properties: {
    pluginName: nonEmpty,
    capability: CsiCapabilitySchema,
    nodeStageSecret: SecretReferenceMap,
    nodePublishSecret: SecretReferenceMap,
    volumeContext: mapOf(text()),
  },
  additionalProperties: { type: 'string' },
});

const ExternalSchema = object({
  provider: text(),
  name: optional(nonEmpty),
  size: optional(whole),
  shared: optional(flag()),
  options: optional(ExternalOptionsSchema),
});
export type ExternalJson = JsonOf<typeof ExternalSchema>;

/**
 * A volume of a container. Its kind follows from the member that is present, tried in the order
 * persistent, external, secret, host (marathon-app.md §4); what that kind requires is checked when
 * the kind is known, so that a fault speaks of the kind that was meant.
 */
export const VolumeSchema = object({
  containerPath: nonEmpty,
  mode: optional(oneOf(['RO', 'RW'])),
  hostPath: optional(nonEmpty),
  persistent: optional(PersistentSchema),
  external: optional(ExternalSchema),
  secret: optional(nonEmpty),
});
export type VolumeJson = JsonOf<typeof VolumeSchema>;

/** Kernel features of a container. */
export const LinuxInfoSchema = object({
  seccomp: optional(
    object({
      profileName: optional(nonEmpty),
      unconfined: optional(flag()),
    }),
  ),
  ipcInfo: optional(
    object({
      mode: oneOf(['PRIVATE', 'SHARE_PARENT']),
      shmSize: optional(whole),
    }),
  ),
});
export type LinuxInfoJson = JsonOf<typeof LinuxInfoSchema>;

/** What a task's process sees around it. Without `type` it is a DOCKER container. */
export const ContainerSchema = object({
  type: optional(oneOf(['MESOS', 'DOCKER'])),
  docker: optional(DockerSchema),
  portMappings: optional(listOf(PortMappingSchema)),
  volumes: optional(listOf(VolumeSchema)),
  linuxInfo: optional(LinuxInfoSchema),
});
export type ContainerJson = JsonOf<typeof ContainerSchema>;
