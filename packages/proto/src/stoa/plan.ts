import { StepSchema } from '../marathon/deployment.ts';
import { answer } from '../marathon/schema-parts.ts';
import {
  flag,
  integer,
  listOf,
  oneOf,
  optional,
  text,
  type JsonOf,
} from '../marathon/schema-types.ts';
import { AmountsSchema } from './cluster.ts';

/** What would happen to one app. */
export const PlannedAppSchema = answer({
  id: text(),
  /** `none`: nothing changes. */
  kind: oneOf(['start', 'stop', 'scale', 'replace', 'none']),
  instances: answer({
    /** Wanted now. */
    before: integer(),
    /** Wanted then. */
    after: integer(),
    started: integer(),
    stopped: integer(),
    /** Stopped, each with a new one in its place. */
    replaced: integer(),
    kept: integer(),
  }),
  /** The bounds that a replacement keeps to. */
  bounds: optional(answer({ healthyMin: integer(), totalMax: integer() })),
  /** The settings that change, as JSON pointers. */
  changes: listOf(text()),
});
export type PlannedAppJson = JsonOf<typeof PlannedAppSchema>;

/** Something to know before one goes on. */
export const PlanWarningSchema = answer({
  kind: oneOf([
    /** More room is needed than the agents have. */
    'noRoom',
    /** A single instance is larger than what any agent has free. */
    'noAgentFits',
    /** Replacing stops instances before new ones are there. */
    'goesBelow',
    /** Without a health check a new instance counts as soon as it runs. */
    'noHealthCheck',
    /** Running deployments touch these apps: only `force` goes on. */
    'locked',
    /** Instances with volumes of their own stop. */
    'volumesStay',
  ]),
  message: text(),
  app: optional(text()),
});
export type PlanWarningJson = JsonOf<typeof PlanWarningSchema>;

/** `POST /stoa/v1/plan`: what a change would do; nothing is changed by asking. */
export const PlanSchema = answer({
  steps: listOf(StepSchema),
  apps: listOf(PlannedAppSchema),
  room: answer({
    /** At most needed besides what runs now, at any moment of the deployment. */
    needed: AmountsSchema,
    /** Free now, all agents together; absent while no master is heard. */
    free: optional(AmountsSchema),
    fits: optional(flag()),
    /** On how many agents the largest new instance would fit. */
    agents: optional(integer()),
  }),
  warnings: listOf(PlanWarningSchema),
});
export type PlanJson = JsonOf<typeof PlanSchema>;
