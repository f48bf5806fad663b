import type { Express } from 'express';
import { decodeUtf8, textReply, type HttpReply, type HttpRequest } from '@stoa/common';
import { parseQuery, routeTable, type HotRoute, type HttpExchange } from '@stoa/runtime';
import { AGENT_LINK_PATH } from '../api/agent-link.ts';
import type { MasterCommands } from '../api/commands.ts';
import { refuseUnlessOpen } from '../api/leadership.ts';
import { answerOperatorCall, decodeOperatorCall } from '../api/operator.ts';
import { masterRoutes, underBothNames, type Route } from '../api/routes.ts';
import type { Surroundings } from '../api/view.ts';
import type { ClusterView } from '../core/index.ts';
import type { AgentLinks } from './agent-links.ts';
import type { OperatorStreams } from './operator-streams.ts';
import type { SchedulerStreams } from './scheduler-streams.ts';

/** The name of the process, under which most paths are known too (mesos-endpoints.md §1). */
const PREFIXES: readonly string[] = ['', '/master'];

/** What the endpoints stand on. */
export interface MasterParts {
  readonly view: ClusterView;
  readonly schedulers: SchedulerStreams;
  readonly agents: AgentLinks;
  readonly operators: OperatorStreams;
  readonly commands: MasterCommands;
}

/**
 * The master's listener. Calls of frameworks, agents and operators go past express: they are many
 * and each costs one decode and one step. Until `parts` gives something they are answered with 503.
 */
export class MasterHttp {
  readonly #parts: () => MasterParts | undefined;
  readonly #surroundings: Surroundings;

  constructor(parts: () => MasterParts | undefined, surroundings: Surroundings) {
    this.#parts = parts;
    this.#surroundings = surroundings;
  }

  /** Endpoints on plain node:http. */
  hotRoutes(): readonly HotRoute[] {
    return [
      ...PREFIXES.map((prefix) => ({
        prefix: `${prefix}/api/v1/scheduler`,
        handle: this.#whenOpen((parts, exchange) => parts.schedulers.handle(exchange)),
      })),
      ...PREFIXES.map((prefix) => ({
        prefix: `${prefix}/api/v1`,
        handle: (exchange: HttpExchange) => this.#operate(exchange),
      })),
      {
        prefix: AGENT_LINK_PATH,
        handle: this.#whenOpen((parts, exchange) => parts.agents.handle(exchange)),
      },
    ];
  }

  /** Endpoints behind express. */
  mount(app: Express): void {
    const routes = masterRoutes({
      view: () => this.#parts()?.view,
      surroundings: this.#surroundings,
      commands: lateCommands(this.#parts),
    });
    routeTable(app, [...routes, ...underBothNames([this.#teardownRoute()])]);
  }

  #whenOpen(
    handle: (parts: MasterParts, exchange: HttpExchange) => void,
  ): (exchange: HttpExchange) => void {
    return (exchange) => {
      const parts = this.#parts();
      const refusal = refuseUnlessOpen(parts?.view, exchange.request);
      if (parts === undefined || refusal !== undefined) {
        exchange.reply(refusal ?? textReply(503, 'Master is starting'));
      } else {
        handle(parts, exchange);
      }
    };
  }

  #operate(exchange: HttpExchange): void {
    const parts = this.#parts();
    const decoded = decodeOperatorCall(parts?.view, exchange.request);
    if (!decoded.ok) {
      exchange.reply(decoded.error);
    } else if (parts === undefined) {
      exchange.reply(textReply(503, 'Master is starting'));
    } else if (decoded.value.call.type === 'SUBSCRIBE') {
      parts.operators.open(exchange, decoded.value.accept, parts.view);
    } else {
      const context = { ...parts, surroundings: this.#surroundings };
      void answer(exchange, answerOperatorCall(decoded.value, context));
    }
  }

  #teardownRoute(): Route {
    return { methods: ['POST'], path: '/teardown', jsonp: false, handle: (r) => this.#teardown(r) };
  }

  #teardown(request: HttpRequest): HttpReply | Promise<HttpReply> {
    const parts = this.#parts();
    const refusal = refuseUnlessOpen(parts?.view, request);
    if (parts === undefined || refusal !== undefined) {
      return refusal ?? textReply(503, 'Master is starting');
    }
    const [frameworkId] = parseQuery(decodeUtf8(request.body))['frameworkId'] ?? [];
    if (frameworkId === undefined) {
      return textReply(400, "Missing 'frameworkId' query parameter in the request body");
    }
    return parts.commands.teardown(frameworkId);
  }
}

async function answer(
  exchange: HttpExchange,
  reply: HttpReply | Promise<HttpReply>,
): Promise<void> {
  exchange.reply(await reply);
}

/** The commands of a daemon that may still be starting. */
function lateCommands(parts: () => MasterParts | undefined): MasterCommands {
  return {
    teardown: (frameworkId) =>
      parts()?.commands.teardown(frameworkId) ??
      Promise.resolve(textReply(503, 'Master is starting')),
    logging: {
      level: () => parts()?.commands.logging.level() ?? 0,
      set: (level, span) => parts()?.commands.logging.set(level, span),
    },
  };
}
