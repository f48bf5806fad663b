/** A create call in the making; `host` is its `HostConfig`. */
export interface DockerDraft {
  readonly top: Record<string, unknown>;
  readonly host: Record<string, unknown>;
  readonly env: string[];
  readonly labels: Record<string, string>;
  readonly binds: string[];
  readonly ports: Record<string, { readonly HostPort: string; readonly HostIp?: string }[]>;
  readonly exposed: Record<string, Record<string, never>>;
  readonly aliases: string[];
  readonly directories: string[];
  networkFromParameter: string | undefined;
}

type Apply = (draft: DockerDraft, value: string) => string | undefined;

/**
 * One `docker run` long option of `DockerInfo.parameters`; gives the fault when the option is refused
 * or has no counterpart in Docker's API.
 */
export function applyParameter(draft: DockerDraft, key: string, value: string): string | undefined {
  if (key === 'name')
    return "Docker parameter 'name' is not allowed: the agent names its containers";
  const apply = PARAMETERS[key];
  if (apply === undefined) return `Docker parameter '${key}' is not supported`;
  return apply(draft, value);
}

function hostText(field: string): Apply {
  return (draft, value) => {
    draft.host[field] = value;
    return undefined;
  };
}

function topText(field: string): Apply {
  return (draft, value) => {
    draft.top[field] = value;
    return undefined;
  };
}

function hostList(field: string): Apply {
  return (draft, value) => {
    const list = draft.host[field];
    draft.host[field] = [...listOf(list), value];
    return undefined;
  };
}

function hostPair(field: string): Apply {
  return (draft, value) => {
    const before = draft.host[field];
    const [name, rest] = splitAt(value, '=');
    draft.host[field] = { ...(typeof before === 'object' ? before : {}), [name]: rest ?? '' };
    return undefined;
  };
}

function hostNumber(field: string): Apply {
  return (draft, value) => {
    const number = Number(value);
    if (!Number.isFinite(number)) return `Docker parameter needs a number, not '${value}'`;
    draft.host[field] = number;
    return undefined;
  };
}

function hostBytes(field: string): Apply {
  return (draft, value) => {
    const bytes = parseBytes(value);
    if (bytes === undefined) return `Docker parameter needs a size, not '${value}'`;
    draft.host[field] = bytes;
    return undefined;
  };
}

function flag(set: (draft: DockerDraft, on: boolean) => void): Apply {
  return (draft, value) => {
    set(draft, value === '' || value === 'true' || value === '1');
    return undefined;
  };
}

const hostFlag = (field: string): Apply =>
  flag((draft, on) => {
    draft.host[field] = on;
  });

const topFlag = (field: string): Apply =>
  flag((draft, on) => {
    draft.top[field] = on;
  });

const network: Apply = (draft, value) => {
  draft.networkFromParameter = value;
  return undefined;
};

const alias: Apply = (draft, value) => {
  draft.aliases.push(value);
  return undefined;
};

const ulimit: Apply = (draft, value) => {
  const [name, amounts] = splitAt(value, '=');
  const [soft, hard] = splitAt(amounts ?? '', ':');
  const softNumber = Number(soft);
  const hardNumber = Number(hard ?? soft);
  if (soft === '' || !Number.isInteger(softNumber) || !Number.isInteger(hardNumber)) {
    return `Docker parameter 'ulimit' needs name=soft[:hard], not '${value}'`;
  }
  const before = draft.host['Ulimits'];
  const entry = { Name: name, Soft: softNumber, Hard: hardNumber };
  draft.host['Ulimits'] = [...listOf(before), entry];
  return undefined;
};

const device: Apply = (draft, value) => {
  const [outside = '', inside, permissions] = value.split(':');
  const before = draft.host['Devices'];
  const entry = {
    PathOnHost: outside,
    PathInContainer: inside ?? outside,
    CgroupPermissions: permissions ?? 'rwm',
  };
  draft.host['Devices'] = [...listOf(before), entry];
  return undefined;
};

const publish: Apply = (draft, value) => {
  const [ports = '', protocol] = value.split('/');
  const parts = ports.split(':');
  const inside = parts.at(-1) ?? '';
  const outside = parts.at(-2) ?? '';
  if (!/^\d+$/.test(inside) || !/^\d*$/.test(outside)) return `cannot read the port '${value}'`;
  const key = `${inside}/${protocol ?? 'tcp'}`;
  const hostIp = parts.length > 2 ? { HostIp: parts.slice(0, -2).join(':') } : {};
  draft.exposed[key] = {};
  draft.ports[key] = [...(draft.ports[key] ?? []), { HostPort: outside, ...hostIp }];
  return undefined;
};

const logOption: Apply = (draft, value) => {
  const before = draft.host['LogConfig'];
  const log = typeof before === 'object' && before !== null ? before : {};
  const config = 'Config' in log && typeof log.Config === 'object' ? log.Config : {};
  const [name, rest] = splitAt(value, '=');
  draft.host['LogConfig'] = { ...log, Config: { ...config, [name]: rest ?? '' } };
  return undefined;
};

const logDriver: Apply = (draft, value) => {
  const before = draft.host['LogConfig'];
  draft.host['LogConfig'] = { ...(typeof before === 'object' ? before : {}), Type: value };
  return undefined;
};

const PARAMETERS: Readonly<Record<string, Apply>> = {
  'add-host': hostList('ExtraHosts'),
  'cap-add': hostList('CapAdd'),
  'cap-drop': hostList('CapDrop'),
  'cgroup-parent': hostText('CgroupParent'),
  'cpu-period': hostNumber('CpuPeriod'),
  'cpu-quota': hostNumber('CpuQuota'),
  'cpu-shares': hostNumber('CpuShares'),
  cpus: (draft, value) => {
    const cpus = Number(value);
    if (!(cpus > 0)) return `Docker parameter 'cpus' needs a number, not '${value}'`;
    draft.host['NanoCpus'] = Math.round(cpus * 1e9);
    return undefined;
  },
  'cpuset-cpus': hostText('CpusetCpus'),
  'cpuset-mems': hostText('CpusetMems'),
  device,
  dns: hostList('Dns'),
  'dns-opt': hostList('DnsOptions'),
  'dns-option': hostList('DnsOptions'),
  'dns-search': hostList('DnsSearch'),
  domainname: topText('Domainname'),
  entrypoint: (draft, value) => {
    draft.top['Entrypoint'] = [value];
    return undefined;
  },
  env: (draft, value) => {
    draft.env.push(value);
    return undefined;
  },
  expose: (draft, value) => {
    draft.exposed[value.includes('/') ? value : `${value}/tcp`] = {};
    return undefined;
  },
  'group-add': hostList('GroupAdd'),
  hostname: topText('Hostname'),
  init: hostFlag('Init'),
  interactive: topFlag('OpenStdin'),
  ipc: hostText('IpcMode'),
  label: (draft, value) => {
    const [name, rest] = splitAt(value, '=');
    draft.labels[name] = rest ?? '';
    return undefined;
  },
  link: hostList('Links'),
  'log-driver': logDriver,
  'log-opt': logOption,
  memory: hostBytes('Memory'),
  'memory-reservation': hostBytes('MemoryReservation'),
  'memory-swap': hostBytes('MemorySwap'),
  'memory-swappiness': hostNumber('MemorySwappiness'),
  net: network,
  'net-alias': alias,
  network,
  'network-alias': alias,
  'oom-kill-disable': hostFlag('OomKillDisable'),
  'oom-score-adj': hostNumber('OomScoreAdj'),
  pid: hostText('PidMode'),
  'pids-limit': hostNumber('PidsLimit'),
  privileged: hostFlag('Privileged'),
  publish,
  'read-only': hostFlag('ReadonlyRootfs'),
  // The agent removes its containers itself, once their end is known.
  rm: () => undefined,
  runtime: hostText('Runtime'),
  'security-opt': hostList('SecurityOpt'),
  'shm-size': hostBytes('ShmSize'),
  'stop-signal': topText('StopSignal'),
  'storage-opt': hostPair('StorageOpt'),
  sysctl: hostPair('Sysctls'),
  tmpfs: (draft, value) => {
    const before = draft.host['Tmpfs'];
    const [path, options] = splitAt(value, ':');
    draft.host['Tmpfs'] = { ...(typeof before === 'object' ? before : {}), [path]: options ?? '' };
    return undefined;
  },
  tty: topFlag('Tty'),
  ulimit,
  user: topText('User'),
  userns: hostText('UsernsMode'),
  uts: hostText('UTSMode'),
  volume: (draft, value) => {
    draft.binds.push(value);
    return undefined;
  },
  'volume-driver': hostText('VolumeDriver'),
  'volumes-from': hostList('VolumesFrom'),
  workdir: topText('WorkingDir'),
};

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function splitAt(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function parseBytes(text: string): number | undefined {
  const match = /^(-?\d+(?:\.\d+)?)\s*([bkmgt]?)b?$/i.exec(text.trim());
  if (match === null) return undefined;
  const scale = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
  const unit = (match[2] ?? '').toLowerCase();
  const factor = unit === 'k' || unit === 'm' || unit === 'g' || unit === 't' ? scale[unit] : 1;
  return Math.round(Number(match[1]) * factor);
}
