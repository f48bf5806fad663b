import { emptyReply, milliseconds, textReply } from '@stoa/common';
import type { Duration, HttpReply, HttpRequest } from '@stoa/common';
import type { AgentCall, AgentResponse } from '@stoa/proto';
import {
  chooseAnswerType,
  decodeOperatorCall,
  describeAgent,
  describeMetrics,
  encodeOperatorAnswer,
} from '../api/operator.ts';
import type { AgentView } from '../core/index.ts';

/** What the calls need that is not in the agent's own view. */
export interface OperatorPorts {
  readonly view: AgentView;
  readonly metrics: () => Readonly<Record<string, number>>;
  readonly listFiles: (path: string) => Promise<AgentResponse | HttpReply>;
  readonly readFile: (
    path: string,
    range: { readonly offset: number; readonly length: number | undefined },
  ) => Promise<AgentResponse | HttpReply>;
  readonly getContainers: () => Promise<AgentResponse>;
  readonly level: {
    readonly get: () => number;
    readonly set: (level: number, span: Duration) => void;
  };
}

/** `POST /api/v1` of an agent (mesos-endpoints.md §4). */
export async function answerOperatorCall(
  request: HttpRequest,
  ports: OperatorPorts,
): Promise<HttpReply> {
  const call = decodeOperatorCall(request);
  if (!call.ok) return call.error;
  const type = chooseAnswerType(request.headers['accept']);
  if (type === undefined) {
    return textReply(
      406,
      "Expecting 'Accept' to allow application/json or application/x-protobuf or application/recordio",
    );
  }
  const answer = await performCall(call.value, ports);
  return 'status' in answer ? answer : encodeOperatorAnswer(answer, type);
}

async function performCall(
  call: AgentCall,
  ports: OperatorPorts,
): Promise<AgentResponse | HttpReply> {
  const { view } = ports;
  switch (call.type) {
    case 'LIST_FILES':
      return ports.listFiles(call.list_files?.path ?? '');
    case 'READ_FILE': {
      const { path = '', offset = 0, length } = call.read_file ?? {};
      return ports.readFile(path, { offset, length });
    }
    case 'GET_CONTAINERS':
      return ports.getContainers();
    case 'GET_LOGGING_LEVEL':
      return { type: call.type, get_logging_level: { level: ports.level.get() } };
    case 'SET_LOGGING_LEVEL': {
      const { level = 0, duration } = call.set_logging_level ?? {};
      ports.level.set(level, milliseconds(Number(duration?.nanoseconds ?? 0n) / 1e6));
      return emptyReply(200);
    }
    case 'GET_METRICS':
      return describeMetrics(ports.metrics());
    case 'PRUNE_IMAGES':
      return emptyReply(200);
    default:
      return describeAgent(call, view) ?? textReply(501, `${call.type ?? ''} is not supported`);
  }
}
