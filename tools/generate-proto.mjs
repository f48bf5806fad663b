// Writes packages/proto/generated from packages/proto/schema: for each message a plain record type and
// straight-line code for both encodings. `npm run generate` runs it; its output is committed.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages', 'proto');
const protobuf = createRequire(join(home, 'package.json'))('protobufjs');
const schema = join(home, 'schema');
const out = join(home, 'generated');

const LINK = 'stoa.link.v1';
const PREFIX = {
  'mesos.v1': '',
  'mesos.v1.scheduler': 'Scheduler',
  'mesos.v1.executor': 'Executor',
  'mesos.v1.master': 'Master',
  'mesos.v1.agent': 'Agent',
  'mesos.v1.resource_provider': 'ResourceProvider',
  'mesos.v1.maintenance': 'Maintenance',
  'mesos.v1.quota': 'Quota',
  'mesos.v1.allocator': 'Allocator',
  'google.protobuf': 'Protobuf',
  [LINK]: 'Link',
};
const NUMERIC = new Set(
  'double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64'.split(
    ' ',
  ),
);
const LONG = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);

function readSchema() {
  const root = new protobuf.Root();
  root.resolvePath = (origin, target) =>
    target.startsWith(schema) ? target : join(schema, target);
  const files = readdirSync(schema, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.proto'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  root.loadSync(files, { keepCase: true });
  root.resolveAll();
  return root;
}

/** Messages and enums, each once, outer before inner. */
function listTypes(namespace, found = []) {
  for (const item of namespace.nestedArray) {
    if (item instanceof protobuf.Type || item instanceof protobuf.Enum) found.push(item);
    if (item instanceof protobuf.Namespace) listTypes(item, found);
  }
  return found;
}

function packageOf(type) {
  let at = type.parent;
  while (at instanceof protobuf.Type) at = at.parent;
  return at.fullName.slice(1);
}

function nameOf(type) {
  const home = packageOf(type);
  const prefix = PREFIX[home];
  if (prefix === undefined) throw new Error(`no name prefix for package ${home}`);
  const own = type.fullName.slice(home.length + 2).replaceAll('.', '_');
  return own.startsWith(prefix) ? own : prefix + own;
}

const isExact = (field) => field.type === 'int64' && field.name.includes('nanoseconds');
const isEnum = (field) => field.resolvedType instanceof protobuf.Enum;
const isMessage = (field) => field.resolvedType instanceof protobuf.Type;
const isDeprecated = (field) => field.options?.deprecated === true;

function itemType(field) {
  if (field.resolvedType) return nameOf(field.resolvedType);
  if (field.type === 'bool') return 'boolean';
  if (field.type === 'string') return 'string';
  if (field.type === 'bytes') return 'Uint8Array';
  return isExact(field) ? 'bigint' : 'number';
}

function fieldType(field) {
  const item = itemType(field);
  if (field.map) return `Readonly<Record<string, ${item}>>`;
  return field.repeated ? `readonly ${item}[]` : item;
}

function constantName(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

// ---- types

function printType(type) {
  const name = nameOf(type);
  if (type instanceof protobuf.Enum) {
    const names = Object.keys(type.values);
    const numbers = names.map((each) => `  ${each}: ${type.values[each]},`).join('\n');
    return (
      `/** \`${type.fullName.slice(1)}\` */\nexport type ${name} =\n  | ${names.map((each) => `'${each}'`).join('\n  | ')};\n\n` +
      `/** The numbers of \`${name}\` on the wire. */\nexport const ${name}Numbers: Readonly<Record<${name}, number>> = {\n${numbers}\n};\n`
    );
  }
  const fields = type.fieldsArray.map(
    (field) => `  readonly ${field.name}${field.required ? '' : '?'}: ${fieldType(field)};`,
  );
  const body = fields.length === 0 ? 'Readonly<Record<never, never>>' : '';
  const head = `/** \`${type.fullName.slice(1)}\` */\n`;
  if (body) return `${head}export type ${name} = ${body};\n`;
  return `${head}export interface ${name} {\n${fields.join('\n')}\n}\n`;
}

// ---- JSON out

function printItem(field, value) {
  if (isMessage(field)) return `print${nameOf(field.resolvedType)}(${value})`;
  if (isEnum(field)) return `'"' + ${value} + '"'`;
  if (field.type === 'string') return `quote(${value})`;
  if (field.type === 'bytes') return `'"' + encodeBase64(${value}) + '"'`;
  if (field.type === 'double' || field.type === 'float') return `printDouble(${value})`;
  return `String(${value})`;
}

function printedDefault(field) {
  const given = field.options?.default;
  if (given === undefined || isDeprecated(field)) return undefined;
  if (field.type === 'string' || isEnum(field)) return JSON.stringify(given);
  if (field.type === 'double' || field.type === 'float') {
    const number = Number(given);
    return Number.isInteger(number) ? `${number}.0` : String(number);
  }
  return String(given);
}

function jsonWriter(type) {
  const name = nameOf(type);
  if (type.fieldsArray.length === 0)
    return `function print${name}(_message: ${name}): string {\n  return '{}';\n}\n`;
  const lines = type.fieldsArray.map((field) => {
    const value = `message.${field.name}`;
    const put = (text) => `text += comma + '"${field.name}":' + ${text};\n    comma = ',';`;
    if (field.map) {
      return `  if (${value} !== undefined) {\n    ${put(`printMap(${value}, (item) => ${printItem(field, 'item')})`)}\n  }`;
    }
    if (field.repeated) {
      const print = isMessage(field)
        ? `print${nameOf(field.resolvedType)}`
        : `(item) => ${printItem(field, 'item')}`;
      return `  if (${value} !== undefined && ${value}.length > 0) {\n    ${put(`printList(${value}, ${print})`)}\n  }`;
    }
    const otherwise = printedDefault(field);
    const rest = otherwise === undefined ? '' : ` else {\n    ${put(`'${otherwise}'`)}\n  }`;
    return `  if (${value} !== undefined) {\n    ${put(printItem(field, value))}\n  }${rest}`;
  });
  return `function print${name}(message: ${name}): string {\n  let text = '';\n  let comma = '{';\n${lines.join('\n')}\n  return comma === '{' ? '{}' : text + '}';\n}\n`;
}

// ---- JSON in

function readItem(field, value) {
  const label = `'${field.name}'`;
  if (isMessage(field)) return `read${nameOf(field.resolvedType)}(readObject(${value}, ${label}))`;
  if (isEnum(field)) {
    const name = nameOf(field.resolvedType);
    return `${field.required ? 'readRequiredEnum' : 'readEnum'}<${name}>(${value}, ${label}, ${constantName(name)}_NAMES)`;
  }
  if (field.type === 'bool') return `readBool(${value}, ${label})`;
  if (field.type === 'string') return `readString(${value}, ${label})`;
  if (field.type === 'bytes') return `readBytes(${value}, ${label})`;
  if (field.type === 'double' || field.type === 'float') return `readDouble(${value}, ${label})`;
  if (isExact(field)) return `readBigint(${value}, ${label})`;
  if (field.type === 'uint32' || field.type === 'fixed32') return `readUint32(${value}, ${label})`;
  if (field.type === 'uint64' || field.type === 'fixed64') return `readUint64(${value}, ${label})`;
  return LONG.has(field.type) ? `readLong(${value}, ${label})` : `readInt32(${value}, ${label})`;
}

function jsonReader(type) {
  const name = nameOf(type);
  if (type.fieldsArray.length === 0)
    return `function read${name}(_json: JsonObject): ${name} {\n  return {};\n}\n`;
  const lines = type.fieldsArray.map((field) => {
    const set = `  value = json['${field.name}'];\n  if (value !== undefined && value !== null) message.${field.name} = `;
    if (field.map)
      return `${set}readMap(value, '${field.name}', (item) => ${readItem(field, 'item')});`;
    if (field.repeated) return `${set}readList(value, (item) => ${readItem(field, 'item')});`;
    return `${set}${readItem(field, 'value')};`;
  });
  return `function read${name}(json: JsonObject): ${name} {\n  const message = {} as Writable<${name}>;\n  let value: unknown;\n${lines.join('\n')}\n  return message;\n}\n`;
}

// ---- protobuf out

function wireType(field) {
  if (isEnum(field) || field.type === 'bool') return 0;
  if (!NUMERIC.has(field.type)) return 2;
  if (/double|fixed64/.test(field.type)) return 1;
  return /float|fixed32/.test(field.type) ? 5 : 0;
}

function encodeItem(field, value, writer) {
  const tag = ((field.id << 3) | wireType(field)) >>> 0;
  if (isMessage(field)) {
    return `encode${nameOf(field.resolvedType)}(${value}, ${writer}.uint32(${tag}).fork()).ldelim();`;
  }
  if (isEnum(field))
    return `${writer}.uint32(${tag}).int32(${nameOf(field.resolvedType)}Numbers[${value}]);`;
  return `${writer}.uint32(${tag}).${field.type}(${isExact(field) ? `String(${value})` : value});`;
}

function binaryWriter(type) {
  const name = nameOf(type);
  if (type.fieldsArray.length === 0)
    return `function encode${name}(_message: ${name}, writer: Writer): Writer {\n  return writer;\n}\n`;
  const lines = type.fieldsArray.map((field) => {
    const value = `message.${field.name}`;
    if (field.map) {
      const inner = {
        ...field,
        id: 2,
        type: field.type,
        resolvedType: field.resolvedType,
        name: field.name,
      };
      return `  if (${value} !== undefined) {\n    for (const [key, item] of Object.entries(${value})) {\n      writer.uint32(${((field.id << 3) | 2) >>> 0}).fork().uint32(10).string(key);\n      ${encodeItem(inner, 'item', 'writer')}\n      writer.ldelim();\n    }\n  }`;
    }
    if (field.repeated) {
      return `  if (${value} !== undefined) {\n    for (const item of ${value}) ${encodeItem(field, 'item', 'writer')}\n  }`;
    }
    return `  if (${value} !== undefined) ${encodeItem(field, value, 'writer')}`;
  });
  return `function encode${name}(message: ${name}, writer: Writer): Writer {\n${lines.join('\n')}\n  return writer;\n}\n`;
}

// ---- protobuf in

function decodeItem(field) {
  if (isMessage(field))
    return `decode${nameOf(field.resolvedType)}(reader, reader.uint32() + reader.pos, depth + 1)`;
  if (isEnum(field))
    return `${constantName(nameOf(field.resolvedType))}_BY_NUMBER.get(reader.int32())`;
  if (field.type === 'bytes') return 'decodeBytes(reader)';
  if (isExact(field)) return 'decodeBigint(reader)';
  if (field.type === 'int64') return 'decodeInt64(reader)';
  if (field.type === 'uint64') return 'decodeUint64(reader)';
  if (LONG.has(field.type))
    throw new Error(`${field.fullName}: ${field.type} is not used by this schema`);
  return `reader.${field.type}()`;
}

function decodeField(field) {
  const wire = wireType(field);
  const target = `message.${field.name}`;
  if (field.map) {
    const value = decodeItem(field);
    const zero = isMessage(field)
      ? `decode${nameOf(field.resolvedType)}(reader, reader.pos, depth + 1)`
      : field.type === 'string'
        ? "''"
        : '0';
    return `{
        const stop = reader.uint32() + reader.pos;
        let key = '';
        let item: ${itemType(field)} | undefined;
        while (reader.pos < stop) {
          const inner = reader.uint32();
          if (inner === 10) key = reader.string();
          else if (inner === ${(2 << 3) | wire}) item = ${value};
          else reader.skipType(inner & 7);
        }
        ${target} = withEntry(${target}, key, item ?? ${zero});
        break;
      }`;
  }
  if (field.repeated) {
    const one = isEnum(field)
      ? `{
          const item = ${decodeItem(field)};
          if (item !== undefined) ${target} = append(${target}, item);
        }`
      : `${target} = append(${target}, ${decodeItem(field)});`;
    if (wire === 2) return `${one}\n        break;`;
    return `if ((tag & 7) === 2) {
          const stop = reader.uint32() + reader.pos;
          while (reader.pos < stop) ${one}
        } else ${one}
        break;`;
  }
  if (isEnum(field)) {
    return `{
        const item = ${decodeItem(field)};
        if (item !== undefined) ${target} = item;
        break;
      }`;
  }
  return `${target} = ${decodeItem(field)};\n        break;`;
}

function binaryReader(type) {
  const name = nameOf(type);
  const cases = type.fieldsArray.map((field) => {
    const packed = field.repeated && !field.map && wireType(field) !== 2;
    const guard = packed
      ? ''
      : ` if ((tag & 7) !== ${field.map ? 2 : wireType(field)}) { reader.skipType(tag & 7); break; }`;
    return `      case ${field.id}:${guard}\n        ${decodeField(field)}`;
  });
  const used = cases.length > 0;
  return `function decode${name}(reader: Reader, end: number, depth: number): ${name} {
  checkDepth(depth);
  if (end > reader.len) throw new RangeError('message ends beyond its bytes');
  const message = {} as Writable<${name}>;
  while (reader.pos < end) {
    const tag = reader.uint32();
    ${used ? `switch (tag >>> 3) {\n${cases.join('\n')}\n      default:\n        reader.skipType(tag & 7);\n    }` : 'reader.skipType(tag & 7);'}
  }
  return message;
}
`;
}

// ---- required fields

function hasRequired(type, known = new Map()) {
  if (known.has(type)) return known.get(type);
  known.set(type, false);
  const found = type.fieldsArray.some(
    (field) => field.required || (isMessage(field) && hasRequired(field.resolvedType, known)),
  );
  known.set(type, found);
  return found;
}

function missingFinder(type) {
  const name = nameOf(type);
  if (!hasRequired(type)) return '';
  const lines = type.fieldsArray.flatMap((field) => {
    const value = `message.${field.name}`;
    const rows = field.required
      ? [`  if (${value} === undefined) missing.push(path + '${field.name}');`]
      : [];
    if (!isMessage(field) || !hasRequired(field.resolvedType)) return rows;
    const find = `missing${nameOf(field.resolvedType)}`;
    if (field.map) {
      return [
        ...rows,
        `  for (const [key, item] of Object.entries(${value} ?? {})) ${find}(item, path + '${field.name}[' + key + '].', missing);`,
      ];
    }
    if (field.repeated) {
      return [
        ...rows,
        `  ${value}?.forEach((item, at) => ${find}(item, path + '${field.name}[' + at + '].', missing));`,
      ];
    }
    return [
      ...rows,
      `  if (${value} !== undefined) ${find}(${value}, path + '${field.name}.', missing);`,
    ];
  });
  return `function missing${name}(message: ${name}, path: string, missing: string[]): void {\n${lines.join('\n')}\n}\n`;
}

// ---- files

function printCodec(type) {
  const name = nameOf(type);
  return (
    [
      jsonWriter(type),
      jsonReader(type),
      binaryWriter(type),
      binaryReader(type),
      missingFinder(type),
    ]
      .filter(Boolean)
      .join('\n') +
    `\n/** \`${type.fullName.slice(1)}\` on the wire. */\nexport const ${name}Codec: Codec<${name}> = makeCodec({\n  name: '${name}',\n  print: print${name},\n  read: read${name},\n  encode: encode${name},\n  decode: decode${name},\n  missing: ${hasRequired(type) ? `missing${name}` : 'nothingMissing'},\n});\n`
  );
}

/** The lookups of an enum, where a message has a field of it. */
function enumTables(type, body) {
  const name = nameOf(type);
  const constant = constantName(name);
  if (!new RegExp(`\\b${constant}_NAMES\\b`).test(body)) return '';
  return `const ${constant}_NAMES: ReadonlySet<string> = new Set(Object.keys(${name}Numbers));\nconst ${constant}_BY_NUMBER: ReadonlyMap<number, ${name}> = byNumber(${name}Numbers);\n`;
}

const HEAD = '// Generated from packages/proto/schema by `npm run generate`: not edited by hand.\n';

function importsUsed(body, names, from) {
  const code = body.replaceAll(/\/\*\*.*?\*\/|'[^'\n]*'/g, '');
  const used = names.filter((name) => new RegExp(`\\b${name.replace('type ', '')}\\b`).test(code));
  return used.length === 0
    ? ''
    : `import {\n${used.map((name) => `  ${name},`).join('\n')}\n} from '${from}';\n`;
}

const BY_NUMBER = `function byNumber<T extends string>(numbers: Readonly<Record<T, number>>): ReadonlyMap<number, T> {
  const names = new Map<number, T>();
  for (const [name, number] of Object.entries(numbers) as [T, number][]) {
    if (!names.has(number)) names.set(number, name);
  }
  return names;
}

function nothingMissing(): void {
  // No field of such a message is required.
}
`;

const JSON_READERS =
  'type JsonObject,readBigint,readBool,readBytes,readDouble,readEnum,readInt32,readList,readLong,readMap,readObject,readRequiredEnum,readString,readUint32,readUint64'.split(
    ',',
  );
const CODEC_PARTS =
  'append,checkDepth,decodeBigint,decodeBytes,decodeInt64,decodeUint64,makeCodec,type Codec,type FindMissing,type Reader,type Writable,type Writer,withEntry'.split(
    ',',
  );

/** A file of codecs; functions of foreign messages are printed again rather than exported. */
function codecsFile(types, typeNames, typesFrom) {
  const codecs = types
    .filter((type) => type instanceof protobuf.Type)
    .map(printCodec)
    .join('\n');
  const tables = types
    .filter((type) => type instanceof protobuf.Enum)
    .map((type) => enumTables(type, codecs))
    .join('');
  const body = BY_NUMBER + '\n' + tables + '\n' + codecs;
  return (
    HEAD +
    importsUsed(body, ['encodeBase64'], '@stoa/common') +
    importsUsed(body, CODEC_PARTS, '../src/codec.ts') +
    importsUsed(body, JSON_READERS, '../src/json-reader.ts') +
    importsUsed(body, ['printDouble', 'printList', 'printMap', 'quote'], '../src/json-writer.ts') +
    typeNames.map(([from, names]) => importsUsed(body, names, from)).join('') +
    '\n' +
    body
  );
}

function importNames(types) {
  return types.flatMap((type) =>
    type instanceof protobuf.Enum
      ? [`type ${nameOf(type)}`, `${nameOf(type)}Numbers`]
      : [`type ${nameOf(type)}`],
  );
}

function reachable(types) {
  const found = new Set();
  const visit = (type) => {
    if (found.has(type)) return;
    found.add(type);
    if (type instanceof protobuf.Type)
      type.fieldsArray.forEach((field) => field.resolvedType && visit(field.resolvedType));
  };
  types.forEach(visit);
  return found;
}

const root = readSchema();
const all = listTypes(root);
const names = new Set();
for (const type of all) {
  if (names.has(nameOf(type))) throw new Error(`two types are called ${nameOf(type)}`);
  names.add(nameOf(type));
}
const link = all.filter((type) => packageOf(type) === LINK);
const mesos = all.filter((type) => packageOf(type) !== LINK);
mkdirSync(out, { recursive: true });
const files = {
  'mesos-v1.ts': HEAD + '\n' + mesos.map(printType).join('\n'),
  'mesos-v1-codecs.ts': codecsFile(mesos, [['./mesos-v1.ts', importNames(mesos)]]),
  'agent-link.ts': (() => {
    const body = link.map(printType).join('\n');
    return (
      HEAD +
      importsUsed(
        body,
        mesos.map((type) => `type ${nameOf(type)}`),
        './mesos-v1.ts',
      ) +
      '\n' +
      body
    );
  })(),
  'agent-link-codecs.ts': (() => {
    const needed = all.filter((type) => reachable(link).has(type));
    const text = codecsFile(needed, [
      ['./agent-link.ts', importNames(link)],
      ['./mesos-v1.ts', importNames(mesos)],
    ]);
    const foreign = needed.filter(
      (type) => packageOf(type) !== LINK && type instanceof protobuf.Type,
    );
    return foreign.reduce(
      (result, type) =>
        result.replace(
          new RegExp(
            `\\n/\\*\\* \`[^\`]*\` on the wire\\. \\*/\\nexport const ${nameOf(type)}Codec: [^;]*;\\n`,
          ),
          '',
        ),
      text,
    );
  })(),
};
for (const [file, text] of Object.entries(files)) {
  writeFileSync(join(out, file), text);
  console.log(`${relative(process.cwd(), join(out, file))}: ${text.split('\n').length} lines`);
}
