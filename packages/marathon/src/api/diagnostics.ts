import { err, ok, seconds, textReply, type Duration, type HttpRequest } from '@stoa/common';
import type { HttpReply, Result, TraceLevel } from '@stoa/common';
import type { LoggingJson } from '@stoa/proto/marathon';
import type { Handler, Route, RouteContext } from './context.ts';
import { metricNumbers } from './metrics.ts';
import { errorReply, reply } from './replies.ts';
import { decodeBody } from './requests.ts';

/** What the shell shows of itself, and lets be changed, for those who look after this instance. */
export interface Diagnostics {
  /** Every flag that has a value, by its name; secrets are hidden. */
  readonly flags: Readonly<Record<string, string>>;
  /** Undefined: `/metrics/prometheus` is switched off. */
  readonly renderPrometheus:
    | ((
        numbers: readonly MetricNumber[],
      ) => Promise<{ readonly text: string; readonly contentType: string }>)
    | undefined;
  level(): TraceLevel;
  /** Another level, for a time if one is given; then it is again the one that the flags say. */
  setLevel(level: TraceLevel, span: Duration | undefined): void;
}

/** A number of `/metrics` under its full name. */
export interface MetricNumber {
  readonly name: string;
  readonly kind: 'gauge' | 'counter';
  readonly value: number;
}

/** One log, so one logger; the original calls its own by its package. */
const ROOT = 'ROOT';
const LOGGERS: readonly string[] = [ROOT, 'mesosphere', 'mesosphere.marathon'];
const LEVELS: Readonly<Record<string, TraceLevel>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
};

/** `/config`, `/logging` and `/metrics/prometheus`: each instance answers for itself (marathon-api.md §8). */
export function diagnosticRoutes(context: RouteContext): readonly Route[] {
  const { diagnostics } = context;
  return [
    { methods: ['GET'], path: '/config', handle: () => reply(200, diagnostics.flags) },
    { methods: ['GET'], path: '/logging', handle: () => reply(200, loggers(diagnostics)) },
    { methods: ['POST'], path: '/logging', handle: setLevel(context) },
  ];
}

/** The one route of them that has no JSON to offer. */
export function prometheusRoute(context: RouteContext): Route {
  return {
    methods: ['GET'],
    path: '/metrics/prometheus',
    jsonp: false,
    handle: () => {
      const { renderPrometheus } = context.diagnostics;
      if (renderPrometheus === undefined) return errorReply(404, 'Prometheus reporter is disabled');
      return renderPrometheus(metricNumbers(context)).then(({ text, contentType }) =>
        textReply(200, text, { 'Content-Type': contentType }),
      );
    },
  };
}

function loggers(diagnostics: Diagnostics): Readonly<Record<string, string>> {
  const level = diagnostics.level().toUpperCase();
  return Object.fromEntries(
    LOGGERS.map((name) => [name, name === ROOT ? level : `${level} (inherited)`]),
  );
}

function setLevel({ decoders, diagnostics }: RouteContext): Handler {
  return (request) => {
    const wanted = readWish(request, decoders);
    if (!wanted.ok) return wanted.error;
    const { level, durationSeconds } = wanted.value;
    const span = durationSeconds === undefined ? undefined : seconds(durationSeconds);
    diagnostics.setLevel(LEVELS[level.toLowerCase()] ?? 'info', span);
    return reply(200, wanted.value);
  };
}

function readWish(
  request: HttpRequest,
  { logging }: RouteContext['decoders'],
): Result<LoggingJson, HttpReply> {
  const decoded = decodeBody(request, logging);
  if (!decoded.ok) return decoded;
  const { logger, level } = decoded.value;
  if (!LOGGERS.includes(logger)) return err(refuse('/logger', LOGGERS));
  if (LEVELS[level.toLowerCase()] === undefined) return err(refuse('/level', Object.keys(LEVELS)));
  return ok(decoded.value);
}

function refuse(path: string, choices: readonly string[]): HttpReply {
  const details = [{ path, errors: [`must be one of ${choices.join(', ')}`] }];
  return errorReply(422, { message: 'Object is not valid', details });
}
