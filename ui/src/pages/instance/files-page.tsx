import type { DirectoryJson, FileEntryJson, InstanceSandboxJson } from '@stoa/proto/stoa';
import { downloadAddress, readDirectory, readPiece, readSandbox } from '../../api/stoa.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import { Empty, PageHead, Panel } from '../../components/page.tsx';
import { To, useRoute } from '../../components/route.tsx';
import { CopyButton, When } from '../../components/text.tsx';
import { useAnswer } from '../../components/use-answer.ts';
import { useModel } from '../../live/context.tsx';
import { appOfInstance, parentOf, shortId } from '../../model/address.ts';
import { describeFileRefusal } from '../../model/files.ts';
import { formatBytes, parseTime, plural } from '../../model/format.ts';
import type { Refusal } from '../../model/faults.ts';
import { showControls, stripColours } from '../../model/log-lines.ts';

const REFRESH_MS = 5_000;

/** What is in its sandbox? */
export function FilesPage({ instance, path }: { instance: string; path: string }) {
  const sandbox = useAnswer(instance, (signal) => readSandbox(instance, signal));
  if (sandbox === undefined) return <PageHead sentence="Files" title="Files" place={instance} />;
  if (!sandbox.ok) return <NoFiles instance={instance} refusal={sandbox.refusal} />;
  return <Directory instance={instance} path={path} sandbox={sandbox.value} />;
}

function NoFiles({ instance, refusal }: { instance: string; refusal: Refusal }) {
  const app = appOfInstance(instance);
  const host = useModel().instance(instance)?.host;
  return (
    <>
      <PageHead
        sentence={`The files of ${shortId(instance)} cannot be shown`}
        title="Files"
        place={`files ${instance}`}
      />
      <div className="panel">
        <Empty text={describeFileRefusal(refusal, { instanceId: instance, host })}>
          {app === undefined ? null : (
            <To place={{ kind: 'app', id: app, tab: 'debug' }} className="button">
              Show the last failure
            </To>
          )}
        </Empty>
      </div>
    </>
  );
}

interface DirectoryProps {
  readonly instance: string;
  readonly path: string;
  readonly sandbox: InstanceSandboxJson;
}

function Directory({ instance, path, sandbox }: DirectoryProps) {
  const { query } = useRoute();
  const open = query.get('open') ?? undefined;
  const full = path === '' ? sandbox.path : `${sandbox.path}/${path}`;
  const listing = useAnswer(
    full,
    (signal) => readDirectory(sandbox.agentId, full, signal),
    REFRESH_MS,
  );
  return (
    <>
      <PageHead
        title={`${shortId(instance)} · files`}
        place={`files ${instance} ${path}`}
        sentence={
          listing?.ok === true
            ? describeDirectory(listing.value, path)
            : `Files of ${shortId(instance)}`
        }
        meta={
          <>
            <span className="mono cut">{path === '' ? 'sandbox' : `sandbox/${path}`}</span>
            <CopyButton text={full} what="path" />
          </>
        }
      />
      {listing?.ok === false ? (
        <div className="panel">
          <Empty
            text={describeFileRefusal(listing.refusal, {
              instanceId: instance,
              host: sandbox.host,
            })}
          />
        </div>
      ) : null}
      {listing?.ok === true ? (
        <div className={open === undefined ? 'files' : 'files two'}>
          <Entries instance={instance} path={path} sandbox={sandbox} listing={listing.value} />
          {open === undefined ? null : (
            <Preview sandbox={sandbox} path={`${full}/${open}`} name={open} instance={instance} />
          )}
        </div>
      ) : null}
    </>
  );
}

function describeDirectory({ entries }: DirectoryJson, path: string): string {
  const folders = entries.filter(({ kind }) => kind === 'directory').length;
  const files = entries.length - folders;
  const bytes = entries.reduce((sum, { kind, size }) => sum + (kind === 'file' ? size : 0), 0);
  const where = path === '' ? 'The sandbox' : path;
  const what = [
    ...(folders === 0 ? [] : [plural(folders, 'folder')]),
    ...(files === 0 ? [] : [`${plural(files, 'file')}, ${formatBytes(bytes)}`]),
  ];
  return what.length === 0 ? `${where} is empty` : `${where} holds ${what.join(' and ')}`;
}

function Entries(props: DirectoryProps & { readonly listing: DirectoryJson }) {
  const { instance, path, sandbox, listing } = props;
  const { go, ask, query } = useRoute();
  const text = query.get('q') ?? '';
  const rows = listing.entries.filter(({ name }) =>
    name.toLowerCase().includes(text.toLowerCase()),
  );
  const open = (entry: FileEntryJson) => {
    if (entry.kind !== 'directory') return ask({ open: entry.name });
    go({ kind: 'files', instance, path: path === '' ? entry.name : `${path}/${entry.name}` });
  };
  return (
    <div
      className="entries"
      onKeyDown={(event) => {
        if (event.key !== 'Backspace' || event.target instanceof HTMLInputElement) return;
        if (path !== '') go({ kind: 'files', instance, path: parentOf(`/${path}`).slice(1) });
      }}
    >
      <div className="filters" role="search">
        <input
          type="search"
          className="input"
          data-filter="true"
          aria-label="Filter files"
          placeholder="Filter…"
          value={text}
          onChange={(event) => ask({ q: event.target.value })}
        />
        {path === '' ? null : (
          <To
            place={{ kind: 'files', instance, path: parentOf(`/${path}`).slice(1) }}
            className="button"
          >
            <Icon name="up" />
            One level up
          </To>
        )}
      </div>
      <DataTable
        label="Files"
        rows={rows}
        rowId={({ name }) => name}
        orderKey={`${path} ${text}`}
        empty={
          <div className="panel">
            <Empty text={text === '' ? 'This folder is empty.' : 'No file matches.'} />
          </div>
        }
        rowsMax={20}
        columns={listColumns(open, sandbox)}
        onOpen={open}
        narrow={(entry) => (
          <div className="narrow-row">
            <Name entry={entry} open={open} />
            <span className="muted number">
              {entry.kind === 'file' ? formatBytes(entry.size) : 'folder'} ·{' '}
              <When at={parseTime(entry.modifiedAt)} />
            </span>
          </div>
        )}
      />
    </div>
  );
}

function Name({ entry, open }: { entry: FileEntryJson; open: (entry: FileEntryJson) => void }) {
  return (
    <span className="tree-name">
      <Icon name={entry.kind === 'directory' ? 'folder' : 'file'} />
      <button type="button" className="button cut" data-kind="link" onClick={() => open(entry)}>
        <span className="cut" title={entry.name}>
          {showControls(entry.name)}
        </span>
      </button>
    </span>
  );
}

function listColumns(
  open: (entry: FileEntryJson) => void,
  sandbox: InstanceSandboxJson,
): readonly Column<FileEntryJson>[] {
  return [
    {
      id: 'name',
      head: 'Name',
      width: 'minmax(120px, 2fr)',
      cell: (entry) => <Name entry={entry} open={open} />,
    },
    {
      id: 'size',
      head: 'Size',
      width: '88px',
      isNumber: true,
      cell: ({ kind, size }) => (kind === 'file' ? formatBytes(size) : ''),
    },
    {
      id: 'changed',
      head: 'Changed',
      width: '80px',
      isNumber: true,
      cell: ({ modifiedAt }) => <When at={parseTime(modifiedAt)} />,
    },
    {
      id: 'mode',
      head: 'Mode',
      width: '104px',
      cell: ({ mode }) => <span className="mono faint">{mode}</span>,
    },
    {
      id: 'owner',
      head: 'Owner',
      width: 'minmax(72px, 1fr)',
      cell: ({ user, group }) => <span className="muted cut">{`${user} ${group}`}</span>,
    },
    {
      id: 'download',
      head: '',
      width: '32px',
      cell: ({ kind, name, path }) =>
        kind === 'file' ? (
          <a
            className="button small square"
            data-kind="quiet"
            href={downloadAddress(sandbox.agentId, path)}
            download={name}
            aria-label={`Download ${name}`}
          >
            <Icon name="download" />
          </a>
        ) : null,
    },
  ];
}

const PREVIEW_BYTES = 32 * 1024;
const HEX_BYTES = 512;

function Preview(props: {
  readonly sandbox: InstanceSandboxJson;
  readonly path: string;
  readonly name: string;
  readonly instance: string;
}) {
  const { sandbox, path, name, instance } = props;
  const { ask } = useRoute();
  const piece = useAnswer(
    path,
    (signal) =>
      readPiece(
        { agentId: sandbox.agentId, path, offset: -PREVIEW_BYTES, length: PREVIEW_BYTES },
        signal,
      ),
    REFRESH_MS,
  );
  return (
    <Panel
      title={name}
      actions={
        <>
          {name === 'stdout' || name === 'stderr' ? (
            <To
              place={{ kind: 'logs' }}
              query={{ app: appOfInstance(instance) ?? '', instance, file: name }}
              className="button small"
            >
              Open in logs
            </To>
          ) : null}
          <a className="button small" href={downloadAddress(sandbox.agentId, path)} download={name}>
            Download
          </a>
          <button
            type="button"
            className="button small square"
            aria-label="Close file"
            onClick={() => ask({ open: undefined })}
          >
            <Icon name="close" />
          </button>
        </>
      }
    >
      {piece === undefined ? null : !piece.ok ? (
        <p className="muted">{describeFileRefusal(piece.refusal)}</p>
      ) : (
        <>
          <p className="muted number">
            {formatBytes(piece.value.size)}
            {piece.value.size > PREVIEW_BYTES ? `, the last ${formatBytes(PREVIEW_BYTES)}` : ''}
            {piece.value.isText ? '' : ', not text'}
          </p>
          <pre className="preview" tabIndex={0}>
            {piece.value.isText
              ? stripColours(piece.value.data).split('\n').map(showControls).join('\n')
              : renderHex(piece.value.data)}
          </pre>
        </>
      )}
    </Panel>
  );
}

/** The first bytes of what is no text, sixteen in a line. */
function renderHex(data: string): string {
  const bytes = [...new TextEncoder().encode(data.slice(0, HEX_BYTES))].slice(0, HEX_BYTES);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.slice(at, at + 16).map((byte) => byte.toString(16).padStart(2, '0'));
    lines.push(`${at.toString(16).padStart(6, '0')}  ${row.join(' ')}`);
  }
  return lines.join('\n');
}
